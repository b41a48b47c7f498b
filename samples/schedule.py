"""Which export of which source lies in the inbox for which day, and in what format."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from samples.life import LAST_DAY, is_working

DAILY_SINCE = date(2026, 9, 20)
MONTH_ENDS = tuple(
    date(year, month, calendar.monthrange(year, month)[1])
    for year, months in ((2025, range(7, 13)), (2026, range(1, 9)))
    for month in months
)
DAILY = tuple(date.fromordinal(n) for n in range(DAILY_SINCE.toordinal(), LAST_DAY.toordinal() + 1))
WORKDAYS = tuple(day for day in DAILY if is_working(day))
RARE = (date(2026, 9, 25), date(2026, 9, 30), LAST_DAY)
MONDAYS = tuple(date.fromordinal(n) for n in range(date(2026, 7, 6).toordinal(), DAILY[-1].toordinal(), 7))


@dataclass(frozen=True)
class Export:
    """One file: `source` is the inbox folder (with the registrar's below it); `copy_of` repeats another day's bytes."""

    source: str
    day: date
    extension: str
    encoding: str = "utf-8"
    copy_of: date | None = None

    @property
    def path(self) -> str:
        """Where the file lies below the inbox root."""
        return f"{self.source}/{self.source.split('/')[0]}_{self.day}.{self.extension}"


def _reception_format(day: date) -> str:
    """The site was moved twice: ods, then csv, for a summer xlsx, then csv again."""
    if day < date(2026, 2, 1):
        return "ods"
    return "xlsx" if date(2026, 5, 1) <= day < date(2026, 9, 1) else "csv"


def exports() -> Iterator[Export]:
    """All files, source by source, oldest day first.

    «Инцидент» and ПОС are taken by a duty officer on days off too; offices export on working days.
    """
    for day in (*MONTH_ENDS, *DAILY):
        yield Export("incident", day, "xlsx")
        yield Export("pos", day, "csv" if day < date(2025, 10, 1) else "xlsx", "utf-8-sig")
    for day in (*MONTH_ENDS, *WORKDAYS):
        yield Export("reception", day, _reception_format(day))
        yield Export("sed", day, "csv", "cp1251")
        yield Export("journals", day, "xlsx")
        yield Export("appeals", day, "xlsx")
    for day in (*MONTH_ENDS, *RARE):
        yield Export("journals/school", day, "ods", copy_of=RARE[0] if day == RARE[1] else None)
        yield Export("appeals", day, "zip" if day in MONTH_ENDS else "json")
    for day in sorted({*MONTH_ENDS, *MONDAYS, date(2026, 9, 30)}):
        yield Export("pages", day, "xlsx")
