"""How a quarter went on from one of its days: messages by group, what they gave then and at its end; in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures.document import bounds
from svodka.figures.forecast.arithmetic import NEW, Course, Group, Tally
from svodka.figures.indicators import Indicator
from svodka.figures.membership import compile_membership, distinct_argument
from svodka.period import Quarter, start_of_day
from svodka.settings import Settings
from svodka.warehouse.engine import run_text, statements

FACT = "message_in_quarter"
PARTS = ("numerator", "denominator")
MARKED = "in_marked"
PACE_DAYS = 28  # whole weeks, so that no weekday counts more than another
# What forecast_known.sql tells anew
MASKED = (
    "interim_answer_at", "final_due_at", "first_public_answer_at", "public_answer_seconds", "first_final_answer_at",
    "final_answer_seconds", "final_answer_days", "answer_clock_at", "closed_at", "transferred_at",
    "returned_by_applicant_at", "rated_at", "rating", "extension_decided_at", "gone_at", "due_effective_at",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """One indicator on one day of a quarter: both parts as known then, messages by group, and what came of them."""

    numerator: int
    denominator: int
    course: Course


def can_be_forecast(one: Indicator) -> bool:
    """Messages alone have a course; different cases and pages do not add up, and marks are given by the head."""
    is_of_marks = any(MARKED in sql for sql in one.expressions.values())
    return one.fact == FACT and distinct_argument(one) is None and not is_of_marks


def standings(
    conn: Connection,
    settings: Settings,
    indicators: Sequence[Indicator],
    quarter: Quarter,
    cut: datetime,
    excluded: Sequence[Any],
) -> dict[str, Standing]:
    """By code; facts are those of the caller's search path, taken for complete up to the quarter's end."""
    members = [one for one in indicators if can_be_forecast(one)]
    if not members:
        return {}
    known = bounds(quarter, settings) | {"excluded": list(excluded), "cut": cut}
    # The planner takes the rows of both memberships for a handful, and would compare each with each.
    conn.execute(text("SET LOCAL enable_nestloop = off"))
    rows = [dict(row) for row in run_text(conn, _statement(conn, members), known).mappings()]
    conn.execute(text("SET LOCAL enable_nestloop = on"))
    return {one.code: _standing(number, one, rows) for number, one in enumerate(members)}


def _statement(conn: Connection, members: Sequence[Indicator]) -> str:
    keys, sums = _columns(members)
    words = {
        "judged": _judged(members),
        "known_facts": statements("figures/forecast_known.sql", {"kept_columns": _kept_columns(conn)})[0],
        "keys": ", ".join(keys),
        "sums": ", ".join(sums),
        "grouped": ", ".join(str(place) for place in range(1, len(keys) + 1)),
    }
    return statements("figures/forecast_course.sql", words)[0]


def _kept_columns(conn: Connection) -> str:
    """The columns of a fact that are the same at the cut."""
    names = conn.execute(
        text(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'fct_message'::regclass AND attnum > 0"
            " AND NOT attisdropped AND NOT attname = any(:masked) ORDER BY attnum"
        ),
        {"masked": list(MASKED)},
    )
    return ", ".join(names.scalars())


def _columns(members: Sequence[Indicator]) -> tuple[list[str], list[str]]:
    """What messages are grouped by, and what is summed up in a group."""
    keys, sums = ["phase"], ["count(*) AS n"]
    for number, one in enumerate(members):
        for part in PARTS:
            name = f"i{number}_{part}"
            is_sum = one.kind == "mean" and part == "numerator"
            for side in ("finally", "known"):
                if is_sum:
                    sums.append(f"sum({side}.{name}) AS {side}_{name}")
                else:
                    keys.append(f"{side}.{name} AS {side}_{name}")
            if is_sum:
                difference = f"finally.{name} - coalesce(known.{name}, 0)"
                sums.append(f"sum(({difference})::double precision ^ 2) AS squares_i{number}")
                keys.append(f"coalesce(known.{name} <> 0, FALSE) AS gives_{name}")
        keys.append(f"finally.p{number} AS p{number}")
    return keys, sums


def _judged(members: Sequence[Indicator]) -> str:
    """The membership of the members, and whether a message belongs to the population of each (p0, p1 …)."""
    compiled = compile_membership(FACT, members, "is_concerned")
    belongs = ", ".join(f"({one.population or 'TRUE'}) AS p{number}" for number, one in enumerate(members))
    head, _, tail = compiled.rpartition(f"\nFROM {FACT}\n")
    return f"{head},\n    {belongs}\nFROM {FACT}\n{tail}"


def _standing(number: int, one: Indicator, rows: Sequence[Mapping[str, Any]]) -> Standing:
    totals = dict.fromkeys(PARTS, 0)
    course: dict[Group, Tally] = defaultdict(Tally)
    for row in rows:
        if not row[f"p{number}"]:
            continue
        n, is_mean = int(row["n"]), one.kind == "mean"
        before, after = {}, {}
        for part in PARTS:
            times = 1 if is_mean and part == "numerator" else n
            name = f"i{number}_{part}"
            before[part] = times * int(row[f"known_{name}"] or 0)
            after[part] = times * int(row[f"finally_{name}"] or 0)
            totals[part] += before[part]
        gives = bool(row[f"gives_i{number}_numerator"]) if is_mean else before["numerator"] != 0
        group = NEW if row["phase"] == "new" else Group(row["phase"], (gives, before["denominator"] != 0))
        squares = float(row[f"squares_i{number}"] or 0) if is_mean else 0.0
        numerator, denominator = (after[part] - before[part] for part in PARTS)
        course[group] += Tally(n, numerator, denominator, squares)
    return Standing(totals["numerator"], totals["denominator"], dict(course))


def arrivals(
    conn: Connection, settings: Settings, indicators: Sequence[Indicator], cut: datetime, excluded: Sequence[Any]
) -> dict[str, dict[date, int]]:
    """By code and local day: messages of the indicator's population registered in the PACE_DAYS days to the cut's."""
    members = [one for one in indicators if can_be_forecast(one)]
    if not members:
        return {}
    last = cut.astimezone(settings.zone).date()
    known = bounds(Quarter.of(last), settings) | {"excluded": list(excluded), "cut": cut}
    known["since"] = start_of_day(last - timedelta(days=PACE_DAYS - 1), settings.zone)
    counts = ", ".join(f"count(*) FILTER (WHERE {one.population or 'TRUE'})" for one in members)
    statement = (
        f"WITH {FACT} AS (\n{statements(f'marts/{FACT}.sql')[0].strip()}\n)\n"
        f"SELECT registered_on, {counts} FROM {FACT} WHERE message_key IN ("
        "SELECT message_key FROM fct_message WHERE registered_at >= :since AND registered_at <= :cut) GROUP BY 1"
    )
    rows = run_text(conn, statement, known).all()
    return {one.code: {row[0]: int(row[place]) for row in rows} for place, one in enumerate(members, start=1)}
