"""Finds the one message that a person means by what he types: a number, channel:number, or the key."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from svodka.errors import UsageError
from svodka.intake.contracts import channel_names
from svodka.settings import Settings
from svodka.sources.files import journal_name
from svodka.warehouse.engine import run, use_marts

SHOWN_CANDIDATES = 10
NUMBER_AND_YEAR = re.compile(r"(.*\S)\s*\((\d{4})\)")


def find_message(conn: Connection, settings: Settings, words: str, channel: str | None = None) -> uuid.UUID:
    """The message_key of the message that is meant, among those of our municipality (a past moment's tables win).

    words: the number as the source writes it (it may hold slashes and colons), `channel:number`, either with the year
    of the number as the control list writes it («П-1 (2026)»), or the uuid. Leaves the transaction's search path at
    the marts. Raises UsageError when none is found (what to check) and when several are (the candidates and how to
    choose).
    """
    typed, chosen = _split(words.strip(), channel)
    use_marts(conn)
    if chosen is not None and chosen not in channel_names():
        elsewhere = _elsewhere(typed, _found(conn, settings, typed, None))
        raise UsageError(f"Нет канала {chosen}. Есть: {', '.join(channel_names())}.{elsewhere}")
    found = _found(conn, settings, typed, chosen)
    if len(found) == 1:
        return uuid.UUID(str(found[0].message_key))
    if found:
        raise UsageError(_too_many(typed, found))
    raise UsageError(_nothing(typed, chosen, _found(conn, settings, typed, None) if chosen else []))


def messages_named(conn: Connection, settings: Settings, words: str) -> Sequence[Row[Any]]:
    """All that the words may mean, as sql/figures/find_message.sql names them; none where there is none."""
    use_marts(conn)
    return _found(conn, settings, *_split(words.strip(), None))


def _found(conn: Connection, settings: Settings, typed: str, channel: str | None) -> Sequence[Row[Any]]:
    """The number as it is typed; else in another case of letters; else with its year apart."""
    asked = {"municipality": settings.municipality.oktmo, "timezone": settings.timezone, "channel": channel}
    readings: list[tuple[str, int | None]] = [(typed, None)]
    if with_year := NUMBER_AND_YEAR.fullmatch(typed):
        readings.append((with_year[1], int(with_year[2])))
    for number, year in readings:
        for in_any_case in (False, True):
            words = {"number": number, "number_year": year, "key": _as_key(number), "in_any_case": in_any_case}
            if found := run(conn, "figures/find_message.sql", **asked, **words).all():
                return found
    return []


def _split(words: str, channel: str | None) -> tuple[str, str | None]:
    """«pos:12/34» → («12/34», «pos»); a colon after anything but a channel's name belongs to the number."""
    head, colon, tail = words.partition(":")
    if colon and channel is None and head.strip() in channel_names():
        return tail.strip(), head.strip()
    return words, channel


def _as_key(typed: str) -> str | None:
    try:
        return str(uuid.UUID(typed))
    except ValueError:
        return None


def _nothing(typed: str, channel: str | None, elsewhere: Sequence[Row[Any]]) -> str:
    where = f"в канале {channel}" if channel else "ни в одном канале"
    if elsewhere:
        return f"Сообщения «{typed}» {where} нет.{_elsewhere(typed, elsewhere)}"
    return (
        f"Сообщения «{typed}» {where} нет. Проверьте номер: он пишется, как в источнике, с нулями, дробями и буквами; "
        "строка могла попасть в карантин (svodka rejected) или ещё не загружена (svodka status)."
    )


def _elsewhere(typed: str, found: Sequence[Row[Any]]) -> str:
    """In which channels the number is; nothing where it is in none."""
    channels = ", ".join(dict.fromkeys(row.channel for row in found))
    return f" Номер «{typed}» есть в канале: {channels}." if channels else ""


def _too_many(typed: str, found: Sequence[Row[Any]]) -> str:
    """The candidates, and the words that mean one of them only."""
    lines = [f"  {_place(row)} → {_words(row, found)}" for row in found[:SHOWN_CANDIDATES]]
    if len(found) > SHOWN_CANDIDATES:
        lines.append(f"  … и ещё {len(found) - SHOWN_CANDIDATES}")
    years = {row.number_year for row in found if row.number_year}
    if len(years) > 1:
        lines.append(f'Год номера пишется после него в скобках: "{found[0].source_number} ({max(years)})".')
    return f"Номер «{typed}» носят сообщений: {len(found)}. Укажите вместо номера то, что после стрелки:\n" + "\n".join(
        lines
    )


def _place(row: Row[Any]) -> str:
    journal = journal_name(row.registrar)
    return ", ".join(
        [
            row.channel,
            *([f"журнал «{journal}»"] if journal else []),
            *([f"год номера {row.number_year}"] if row.number_year else []),
            f"зарегистрировано {row.registered_on:%d.%m.%Y}",
        ]
    )


def _words(row: Row[Any], found: Sequence[Row[Any]]) -> str:
    """The shortest of channel:number, the same with the year (quoted for the shell), the key that means this one."""
    beside = [other for other in found if other.channel == row.channel]
    if len(beside) == 1:
        return f"{row.channel}:{row.source_number}"
    if row.number_year and [other.number_year for other in beside].count(row.number_year) == 1:
        return f'"{row.channel}:{row.source_number} ({row.number_year})"'
    return str(row.message_key)
