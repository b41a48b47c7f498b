"""G-01, G-02, G-03 of domain §16.28 over rows of core.page_week."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pandas as pd

from tests.oracle.values import Key, Value, plain_cell, quarter_start


def pages(page_weeks: pd.DataFrame, zone: ZoneInfo, year: int, number: int) -> dict[Key, Value]:
    """G-01, G-02, G-03: the total, and `pages` where there is anything."""
    first, last = quarter_start(year, number, zone).date(), quarter_start(year, number + 1, zone).date()
    rows = [{k: plain_cell(v) for k, v in row.items()} for row in page_weeks.to_dict("records")]
    rows = [row for row in rows if first <= _day(row["week"]) < last]
    values: dict[Key, Value] = {}
    made = {"G-01": _organisations(rows, last), "G-02": _scores(rows), "G-03": _active(rows)}
    for code, value in made.items():
        values[(code, None, None, None, None)] = value
        if not value.is_nothing:
            values[(code, "pages", None, None, None)] = value
    return values


def _day(week):  # type: ignore[no-untyped-def]
    return week.date() if isinstance(week, datetime) else week


def _organisations(rows: list[dict], last) -> Value:  # type: ignore[no-untyped-def, type-arg]
    hits = obliged = unknown = 0
    for ogrn in {row["ogrn"] for row in rows}:
        own = [row for row in rows if row["ogrn"] == ogrn]
        newest = max(_day(row["week"]) for row in own)
        looked = [row for row in own if _day(row["week"]) == newest]
        if any((row["legal_ground"] or "").strip() for row in looked):
            continue
        if not any(row["status"] == "KEPT" for row in looked):
            obliged += 1
            continue
        recent = [row["posts"] for row in own
                  if row["status"] == "KEPT" and _day(row["week"]) >= last - timedelta(days=30)]  # fmt: skip
        known = [posts for posts in recent if posts is not None]
        if not known:
            unknown += 1
            continue
        obliged += 1
        hits += sum(known) >= 1
    return Value(Fraction(hits), obliged, unknown)


def _score(row: dict) -> Fraction | None:  # type: ignore[type-arg]
    cells = ("is_connected", "has_gos_badge", "design_percent", "widgets", "posts", "reach_week", "subscribers")
    if any(row[cell] is None for cell in cells):
        return None
    points = Fraction(10 * bool(row["is_connected"]) + 10 * bool(row["has_gos_badge"]))
    points += Fraction(str(row["design_percent"])) * 20 / 100
    points += {0: 0, 1: 5}.get(int(row["widgets"]), 10)
    points += 30 if row["posts"] >= 3 else 0
    if row["subscribers"]:
        reach = Fraction(int(row["reach_week"]), int(row["subscribers"]))
        points += next((p for bound, p in ((70, 10), (50, 7), (30, 5)) if reach >= Fraction(bound, 100)), 0)
    return points * 100 / 90


def _scores(rows: list[dict]) -> Value:  # type: ignore[type-arg]
    total, n, unknown = Fraction(0), 0, 0
    kept = [row for row in rows if row["status"] == "KEPT"]
    for page in {(row["ogrn"], row["page_id"]) for row in kept}:
        scores = [_score(row) for row in kept if (row["ogrn"], row["page_id"]) == page]
        known = [score for score in scores if score is not None]
        if known:
            total, n = total + sum(known, Fraction(0)) / len(known), n + 1
        else:
            unknown += 1
    return Value(total, n, unknown)


def _active(rows: list[dict]) -> Value:  # type: ignore[type-arg]
    posts = [row["posts"] for row in rows if row["status"] == "KEPT"]
    known = [one for one in posts if one is not None]
    return Value(Fraction(sum(one >= 3 for one in known)), len(known), len(posts) - len(known))
