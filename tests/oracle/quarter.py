"""One quarter as the oracle looks at messages: what lies in it, and how shares and counts are made of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.values import Value, quarter_start

Rows = list[Any]
Maker = Callable[[Rows], Value]


class Quarter:
    """t0 ≤ moment < t1 of the quarter, of the one before it and of the same one a year ago; local days."""

    def __init__(self, year: int, number: int, zone: ZoneInfo) -> None:
        self.zone = zone
        self.t0, self.t1 = quarter_start(year, number, zone), quarter_start(year, number + 1, zone)
        self.before = quarter_start(year, number - 1, zone)
        self.year_ago = quarter_start(year - 1, number, zone), quarter_start(year - 1, number + 1, zone)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.t0 <= moment < self.t1

    def days(self, first: datetime, last: datetime) -> int:
        return (last.astimezone(self.zone).date() - first.astimezone(self.zone).date()).days

    def registered(self, m: Any) -> bool:
        return self.holds(m.registered_at)

    def answered(self, m: Any) -> bool:
        return self.holds(m.first_final_answer_at)

    def late(self, rows: Rows) -> Value:
        """DUE(P) and late(m) of domain §10.1 with the clock of the regime (§16.15)."""
        due = [m for m in rows if self.holds(m.effective) and not (m.gone is not None and m.gone <= m.effective)]
        late = [m for m in due if m.clock is None or m.clock >= self.t1 or m.clock > m.effective]
        return Value(Fraction(len(late)), len(due))


def among(belongs: Callable[[Any], bool], makers: dict[str, Maker]) -> dict[str, Maker]:
    """The same indicators over one population: «its rows → value» become «rows of a slice → value»."""

    def bind(make: Maker) -> Maker:
        return lambda rows: make([m for m in rows if belongs(m)])

    return {code: bind(make) for code, make in makers.items()}


def share(base: Callable[[Any], bool], hit: Callable[[Any], bool | None]) -> Maker:
    """hit None = unknown: neither above nor below the line."""

    def make(rows: Rows) -> Value:
        answers = [hit(m) for m in rows if base(m)]
        known = [one for one in answers if one is not None]
        return Value(Fraction(sum(known)), len(known), len(answers) - len(known))

    return make


def two_counts(event: Callable[[Any], bool], base: Callable[[Any], bool]) -> Maker:
    """The numerator is no subset of the denominator."""
    return lambda rows: Value(Fraction(sum(map(event, rows))), sum(map(base, rows)))


def mean(base: Callable[[Any], bool], amount: Callable[[Any], Fraction | int]) -> Maker:
    def make(rows: Rows) -> Value:
        amounts = [Fraction(amount(m)) for m in rows if base(m)]
        return Value(sum(amounts, Fraction(0)), len(amounts))

    return make


def seconds(first: datetime, last: datetime) -> int:
    return round((last - first).total_seconds())
