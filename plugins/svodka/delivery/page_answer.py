"""The head's answer as it was typed on a page: looked at before it is handed on, so that it cannot fail afterwards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.delivery.decision import EditionChanged
from svodka.delivery.progress import read
from svodka.delivery.quarter_page import question_of
from svodka.delivery.sign_off_options import APPROVE, REJECT
from svodka.delivery.spoken import refuse_personal
from svodka.delivery.waiver import SHORTEST_REASON
from svodka.errors import UsageError
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on

CHOICES = {"approve": APPROVE, "reject": REJECT}


def checked_answer(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    edition_hash: str,
    choice: str,
    reason: str,
    waive: Collection[str],
    now: datetime,
) -> tuple[str, dict[str, Any]]:
    """The option of the question and what goes with it. Raises EditionChanged when another edition waits by now,
    UsageError for what is missing: a reason, a gap that keeps the report back."""
    if choice not in CHOICES:
        raise UsageError("Не выбрано, что сделать с отчётом: нажмите «Утвердить» или «Отклонить».")
    calendar = calendar_known_on(conn, business_day(now, settings.zone))
    asks = question_of(settings, quarter, read(conn, settings, quarter, now, calendar))
    if asks is None:
        raise EditionChanged("Этот отчёт решения уже не ждёт. Вернитесь на страницу квартала и обновите её.")
    if asks["edition_hash"] != edition_hash:
        raise EditionChanged(
            f"Пока страница была открыта, показатели изменились: готова редакция {asks['number']}. Ответ не передан. "
            "Обновите страницу, посмотрите новые показатели и решите снова."
        )
    said = " ".join(reason.split())
    if choice == "reject" and len(said) < SHORTEST_REASON:
        raise UsageError(f"Чтобы отклонить отчёт, впишите причину, от {SHORTEST_REASON} знаков: её узнает секретарь.")
    refuse_personal(conn, settings, {"Причина": said}, now)
    known = [gap["channel"] for gap in asks["gaps"]]
    chosen = [channel for channel in known if channel in waive]
    left = [gap["title"] for gap in asks["gaps"] if gap["channel"] not in chosen]
    if choice == "approve" and left:
        raise UsageError(
            f"Нет выгрузок: {', '.join(left)}. Отчёт с пробелом не уйдёт: загрузите их или отметьте, что пробел "
            "отпущен."
        )
    return CHOICES[choice], {"reason": said or None, "waive": chosen if choice == "approve" else []}
