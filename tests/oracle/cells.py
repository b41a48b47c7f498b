"""One cell of an export as a value, by domain §16.5–16.7: a date, a term, yes or no, a number that is a name."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.terms import plain
from tests.oracle.words import YES_NO

ZONE = ZoneInfo("Asia/Yekaterinburg")
FORMATS = [
    day + clock
    for day, clocks in (("%d.%m.%Y", ("", " %H:%M", " %H:%M:%S")),
                        ("%Y-%m-%d", ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")))
    for clock in clocks
]  # fmt: skip
CODE = re.compile(r"^\d{4}(\.\d{4}){3,4}$")
PERSON = re.compile(r"^[А-ЯЁ][А-ЯЁа-яё-]+ [А-ЯЁ]\. ?[А-ЯЁ]\.$")


class Unreadable(ValueError):
    """A cell that should be a date and is none (R02)."""


def is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def words(cell: Any) -> str | None:
    """Text, trimmed; a number as its integer text; nothing as None."""
    if is_empty(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def moment(cell: Any) -> datetime | None:
    """Local time, to the second."""
    if is_empty(cell):
        return None
    if isinstance(cell, str):
        found = _from_text(cell.strip())
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        found = datetime(1899, 12, 30, tzinfo=ZONE) + timedelta(days=cell)
    elif isinstance(cell, datetime):
        found = cell.replace(tzinfo=ZONE)
    elif isinstance(cell, date):
        found = datetime.combine(cell, time(), ZONE)
    else:
        raise Unreadable(cell)
    return (found + timedelta(microseconds=500_000)).replace(microsecond=0)


def _from_text(text: str) -> datetime:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZONE)
        except ValueError:
            continue
    raise Unreadable(text)


def term(cell: Any) -> datetime | None:
    """A term without a time ends with its day."""
    found = moment(cell)
    return end_of(found) if found is not None and found.time() == time() else found


def end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=ZONE)


def duration(cell: Any) -> timedelta | None:
    found = re.fullmatch(r"(\d+):(\d\d):(\d\d)", words(cell) or "")
    return timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3])) if found else None


def yes_no(cell: Any) -> bool | None:
    return YES_NO.get(plain(words(cell) or ""))


def number(cell: Any) -> Fraction | None:
    """An exact number, also with a decimal comma; anything else is None."""
    text = str(cell).strip().replace(",", ".") if not is_empty(cell) else ""
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def whole(cell: Any) -> int | None:
    found = number(cell)
    return int(found) if found is not None and found.denominator == 1 else None


def monday(cell: Any) -> date:
    """The Monday of a week given as a date or as 2026-W27."""
    text = words(cell) or ""
    if found := re.fullmatch(r"(\d{4})-W(\d\d)", text):
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    day = moment(cell)
    if day is None:
        raise Unreadable(cell)
    return day.date() - timedelta(days=day.weekday())


def last_full_week(business_day: date) -> date:
    """The Monday of the last week that has ended when the business day ends."""
    next_day = business_day + timedelta(days=1)
    return next_day - timedelta(days=next_day.weekday() + 7)
