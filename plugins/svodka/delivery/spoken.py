"""What a person says in words of his own about a report: looked at for personal data before it is kept anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from svodka.delivery.call import Call
from svodka.errors import UsageError
from svodka.report.privacy import check_text
from svodka.settings import Settings

WITHHELD = "не сохранена: в ней могли быть персональные данные"


def refuse_personal(conn: Connection, settings: Settings, said: Mapping[str, str], now: datetime) -> None:
    """Raises UsageError when one of the texts (by the name of where it was typed) could not stand in a report."""
    for where, words in said.items():
        if found := check_text(conn, settings, words, now, where):
            kinds = ", ".join(dict.fromkeys(one.kind for one in found))
            raise UsageError(
                f"{where} не принимается: в тексте может быть {kinds}, а его прочтут в отчёте. Напишите то же без "
                "персональных данных; имя и телефон должностного лица разрешены, когда оно внесено в таблицу "
                "ответственных лиц."
            )


def without_personal(call: Call) -> Call:
    """The call, its reason withheld when the gate would find something in it.

    The decision itself stays: a report that the head has sent back must not go out because of how he put it.
    """
    if not call.reason:
        return call
    with call.warehouse.begin() as conn:
        found = check_text(conn, call.settings, call.reason, call.now, "причина")
    return replace(call, reason=WITHHELD) if found else call
