"""Quarters and business days in the business timezone: pure, without a clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from svodka.errors import UsageError

END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year, number 1–4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9998 and 1 <= self.number <= 4):
            raise UsageError(f"Квартала {self.year}Q{self.number} нет: ожидается, например, 2026Q3.")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """The quarter written as 2026Q3. Raises UsageError for anything else."""
        found = re.fullmatch(r"(\d{4})Q([1-4])", text.strip().upper())
        if not found:
            raise UsageError(f"«{text}» не похоже на квартал: ожидается, например, 2026Q3.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that holds the day."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    def shift(self, quarters: int) -> Quarter:
        """The quarter so many quarters later (earlier, if negative)."""
        year, number = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, number + 1)

    @property
    def next(self) -> Quarter:
        return self.shift(1)

    @property
    def previous(self) -> Quarter:
        return self.shift(-1)

    @property
    def year_ago(self) -> Quarter:
        """The same quarter of the previous year (АППГ)."""
        return self.shift(-4)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The half-open period [t0, t1): first moment of the quarter, first moment of the next one."""
        return start_of_day(self.first_day, zone), start_of_day(self.next.first_day, zone)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day, 23:59:59: the moment at which a term without a time ends."""
    return datetime.combine(day, END_OF_DAY, zone)


def business_day(moment: datetime, zone: ZoneInfo) -> date:
    """The local date of an aware moment."""
    return moment.astimezone(zone).date()
