"""The forecast's error on the quarters of the samples, against the plain «same as last quarter», by day of the quarter.

Every export of the samples is loaded once; a day's knowledge is the facts without what came after it. Nothing here is a
test: mean absolute errors are printed (of shares in percentage points, of counts in percent of the count, of means in
percent of the mean), and how often the truth lay in the band.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from statistics import mean

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from bench.home import throwaway_home
from svodka import pipeline
from svodka.demo import exports
from svodka.figures import document
from svodka.figures.forecast.forecast import Forecast, Question, forecasts
from svodka.figures.indicators import Indicator, in_force
from svodka.period import Quarter, end_of_day
from svodka.settings import Settings
from svodka.warehouse.engine import use_marts

FIRST_WHOLE = Quarter(2025, 3)  # the samples' messages begin in May 2025
QUARTERS = [FIRST_WHOLE.shift(n) for n in range(1, 5)]
DAYS = (5, 15, 30, 45, 60, 75, 85)
WHOLE = (date(2025, 7, 1), date(2026, 10, 2))
FEW = 5


@dataclass(frozen=True)
class Error:
    """How far both guesses were from the truth, in the measure of the kind; whether it lay in the band."""

    kind: str
    code: str
    day: int
    ours: float
    naive: float
    is_in_band: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    with throwaway_home() as (_, settings):
        samples = exports.make(settings)
        exports.drop(settings, samples, [*exports.history(samples), *exports.latest(samples)])
        pipeline.ingest(exports.channels(samples), WHOLE)
        with pipeline.open_warehouse(settings).begin() as conn:
            errors = list(walk(conn, settings))
    show_by_day(errors)
    show_by_indicator(errors)


def walk(conn: Connection, settings: Settings) -> Iterator[Error]:
    """Every quarter on each of its days."""
    use_marts(conn)
    as_of = datetime.now(UTC)
    truth = {one: totals(conn, settings, one, as_of) for one in [FIRST_WHOLE, *QUARTERS]}
    for quarter in QUARTERS:
        known = in_force(quarter.first_day, as_of.date())
        for day in DAYS:
            moment = end_of_day(quarter.first_day + timedelta(days=day - 1), settings.zone)
            found = forecasts(
                Question(conn, settings, quarter, moment, known), lambda _, earlier: earlier >= FIRST_WHOLE
            )
            for one in known:
                if one.code in found:
                    yield from errors_of(one, day, found[one.code], truth[quarter], truth[quarter.previous])


def totals(conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> Mapping[str, Mapping]:
    rows = document.compute(conn, quarter, settings, as_of, within=())["values"]
    return {row["indicator"]: row for row in rows}


def errors_of(one: Indicator, day: int, guess: Forecast, truth: Mapping, before: Mapping) -> Iterator[Error]:
    """Nothing where the truth or the last quarter is no data, or of few records, or a change."""
    real, naive, ours = (document.exact_value(row) for row in (truth[one.code], before[one.code], guess.row))
    few = any(
        row["denominator"] is not None and int(row["denominator"]) < FEW for row in (truth[one.code], before[one.code])
    )
    if real is None or naive is None or few or one.kind == "change":
        return
    if one.unit != "%" and not real:
        return
    scale = Fraction(1) if one.unit == "%" else 100 / real
    is_in = guess.low is not None and guess.high is not None and guess.low <= real <= guess.high
    ours = naive if ours is None else ours
    off, naive_off = (float(abs(each - real) * scale) for each in (ours, naive))
    yield Error(one.kind, one.code, day, off, naive_off, is_in)


def show_by_day(errors: list[Error]) -> None:
    table = Table("kind", "day", "n", "forecast", "as last quarter", "in the band", title="mean absolute error by day")
    groups = defaultdict(list)
    for one in errors:
        groups[one.kind, one.day].append(one)
    for (kind, day), members in sorted(groups.items()):
        table.add_row(kind, str(day), *summary(members))
    Console().print(table)


def show_by_indicator(errors: list[Error]) -> None:
    table = Table("indicator", "n", "forecast", "as last quarter", "in the band", title="all days together")
    groups = defaultdict(list)
    for one in errors:
        groups[one.code].append(one)
    for code, members in sorted(groups.items()):
        table.add_row(code, *summary(members))
    Console().print(table)


def summary(members: list[Error]) -> list[str]:
    inside = mean(one.is_in_band for one in members)
    ours, naive = mean(one.ours for one in members), mean(one.naive for one in members)
    return [str(len(members)), f"{ours:.2f}", f"{naive:.2f}", f"{inside:.0%}"]


if __name__ == "__main__":
    main()
