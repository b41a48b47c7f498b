"""What moment an export speaks of: the first date found in its name, its title rows, its properties, its file time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from svodka.period import end_of_day

NAME_DATES = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)[-_.](?P<month>[01]\d)[-_.](?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>[0-3]\d)[-_.](?P<month>[01]\d)[-_.](?P<year>20\d\d)(?!\d)"),
)


@dataclass(frozen=True)
class ExportMoment:
    """exported_at (aware), the business day it stands for (local) and how it was known."""

    exported_at: datetime
    business_day: date
    source: str


def date_in_name(name: str) -> date | None:
    """The date in a file name: 2026-07-02, 2026_07_02, 02.07.2026; None where there is none that exists."""
    for pattern in NAME_DATES:
        for match in pattern.finditer(name):
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                continue
    return None


def export_moment(
    name: str,
    modified_at: datetime,
    zone: ZoneInfo,
    peek: Callable[[], list[tuple[str, date | datetime]]],
) -> ExportMoment:
    """The moment of an export, by the first source that knows it (design §5.0).

    peek: reads the dates inside the file; called only where the name has none. A bare date means the end of that
    business day.
    """
    known = date_in_name(name)
    found: list[tuple[str, date | datetime]] = [("name", known)] if known else [*peek(), ("file_time", modified_at)]
    source, value = found[0]
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=zone)
        return ExportMoment(moment, moment.astimezone(zone).date(), source)
    return ExportMoment(end_of_day(value, zone), value, source)
