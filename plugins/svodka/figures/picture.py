"""A quarter as the page «Показатели» shows it, computed once and stored: values, twelve months, targets, what it takes,
the series and the forecast. A function of what is known, not of the clock; stale when anything new is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures import document
from svodka.figures.answer_marks import marked_answers
from svodka.figures.dynamics.series import Span, covered_since, holds, series_over
from svodka.figures.facts import DIMENSIONS
from svodka.figures.forecast.forecast import Forecast, Question, forecasts, known_until
from svodka.figures.forecast.words import band, sentence
from svodka.figures.indicators import Indicator, catalogue, in_force, known_targets
from svodka.figures.needed import Aim, what_it_takes
from svodka.figures.needed_words import sentence as needed_sentence
from svodka.figures.quarter_figures import gaps_of, use_facts
from svodka.figures.scan import run_scans
from svodka.intake.run import newest_landing
from svodka.period import Quarter, start_of_day
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run, run_text

QUARTERS = 8
SHOWN_ANSWERS = 20
A_SECOND = timedelta(seconds=1)
SHOWN_SLICES = ("channel", "block", "executor")
# Whoever finds it stale makes it anew; meanwhile the others read the old one rather than count the same beside him.
TURN = "hashtextextended('svodka.picture/' || :municipality, 0)"
IS_MY_TURN = f"SELECT pg_try_advisory_xact_lock({TURN})"
ONE_AT_A_TIME = f"SELECT pg_advisory_xact_lock({TURN})"
STORED = (
    "SELECT computed_at, knowledge, {columns} FROM marts.quarter_picture"
    " WHERE municipality = :municipality AND quarter = :quarter"
)
Told = dict[str, Any]


@dataclass(frozen=True)
class Stored:
    """picture: as `compute` makes it; slices: values by one dimension, only where they were asked for; is_stale: newer
    knowledge is being made a picture of."""

    computed_at: datetime
    picture: Told
    slices: Sequence[Told] = ()
    is_stale: bool = False


def stored_or_made(
    warehouse: Warehouse, settings: Settings, quarter: Quarter, now: datetime, with_slices: bool = False
) -> Stored:
    """The stored picture when nothing new is known since; else a new one, which is stored; while somebody else is
    making that, the stored one as it is."""
    with warehouse.begin() as conn:
        found = _stored(conn, settings, quarter, with_slices)
    if found is not None and not found.is_stale:
        return found
    with warehouse.begin() as conn:
        town = {"municipality": settings.municipality.oktmo}
        if not run_text(conn, IS_MY_TURN, town).scalar_one():
            if found is not None:
                return found
            run_text(conn, ONE_AT_A_TIME, town)
        found = _stored(conn, settings, quarter, with_slices)  # somebody may have made it since
        if found is not None and not found.is_stale:
            return found
        word = knowledge(conn, settings)
        picture, slices = compute(conn, settings, quarter)
        _write(conn, settings, quarter, word, now, picture, slices)
    return Stored(now, picture, slices)


def knowledge(conn: Connection, settings: Settings) -> str:
    """A word that is another one whenever figures may be others."""
    policy = f"{settings.policy.small_n} {settings.policy.low_coverage} {settings.timezone}"
    files = "".join(one.source for one in catalogue())
    code = hashlib.sha256((policy + files).encode()).hexdigest()[:16]
    town = settings.municipality.oktmo
    found: str = run(conn, "figures/knowledge.sql", municipality=town, code=code).scalar_one()
    return f"{found}/{newest_landing(conn, settings).isoformat()}"


def _stored(conn: Connection, settings: Settings, quarter: Quarter, with_slices: bool) -> Stored | None:
    columns = "picture, slices" if with_slices else "picture"
    town = settings.municipality.oktmo
    row = conn.execute(
        text(STORED.format(columns=columns)), {"municipality": town, "quarter": str(quarter)}
    ).one_or_none()
    if row is None:
        return None
    is_stale = row.knowledge != knowledge(conn, settings)
    return Stored(row.computed_at, row.picture, row.slices if with_slices else (), is_stale)


def _write(
    conn: Connection, settings: Settings, quarter: Quarter, word: str, now: datetime, picture: Told,
    slices: Sequence[Told],
) -> None:  # fmt: skip
    run(
        conn, "figures/picture_write.sql", municipality=settings.municipality.oktmo, quarter=str(quarter),
        knowledge=word, computed_at=now, picture=json.dumps(picture, ensure_ascii=False),
        slices=json.dumps(slices, ensure_ascii=False),
    )  # fmt: skip


def compute(conn: Connection, settings: Settings, quarter: Quarter) -> tuple[Told, list[Told]]:
    """The picture of a quarter by the newest knowledge, and its values by one dimension."""
    as_of = use_facts(conn, settings)
    figures = document.compute(conn, quarter, settings, as_of, gaps_of(conn, settings, quarter, as_of))
    known_on = as_of.astimezone(settings.zone).date()
    indicators = in_force(quarter.first_day, known_on)
    until = known_until(conn, settings, as_of)
    span = Span(quarter, QUARTERS, n_before=0, given={quarter: figures})
    totals = {row["indicator"]: row for row in figures["values"] if not any(row["slice"].values())}
    series = [one for one in series_over(conn, settings, span, None, as_of)["series"] if one["channel"] is None]
    picture = {
        "quarter": str(quarter),
        "as_of": figures["as_of"],
        "known_until": until.astimezone(settings.zone).isoformat(),
        "totals": totals,
        "year": _twelve_months(conn, settings, indicators, quarter, as_of, until),
        "targets": {
            code: {"relation": one.relation, "target": str(one.target), "source": one.source}
            for code, one in known_targets(conn, quarter.first_day, known_on).items()
        },
        "needed": {aim.indicator.code: _needed(aim, settings) for aim in what_it_takes(conn, settings, quarter, as_of)},
        "series": {one["indicator"]: [_point(each) for each in one["points"]] for one in series},
        "forecast": _forecasts(conn, settings, Question(conn, settings, quarter, until, indicators), as_of),
    }
    return picture, [row for row in figures["values"] if _is_shown(row)]


def _is_shown(row: Mapping[str, Any]) -> bool:
    given = [name for name in DIMENSIONS if row["slice"][name] is not None]
    return len(given) == 1 and given[0] in SHOWN_SLICES


def _twelve_months(
    conn: Connection, settings: Settings, indicators: Sequence[Indicator], quarter: Quarter, as_of: datetime,
    until: datetime,
) -> Told:  # fmt: skip
    """Totals over the year that ends with the last whole day known of the quarter: the same expressions, other bounds.

    Marks of answers are given here: they are known up to as_of, whatever day the exports have come to.
    """
    quarter_end = quarter.bounds(settings.zone)[1]
    # An export of a day speaks of its last second: that day is a whole one
    end = min(until + A_SECOND, quarter_end).astimezone(settings.zone).date()
    is_leap_day = (end.month, end.day) == (2, 29)
    begin = end.replace(year=end.year - 1, day=28 if is_leap_day else end.day)
    known = document.parameters(conn, Quarter.of(end), settings, as_of)
    known |= {
        "t0": start_of_day(begin, settings.zone),
        "t1": start_of_day(end, settings.zone),
        "first_day": begin,
        "last_day": end - timedelta(days=1),
        "last_30_days": end - timedelta(days=30),
    }
    known |= marked_answers(conn, settings, known["t0"], quarter_end, as_of)
    counted = [one for one in indicators if one.kind != "change"]  # its base is a quarter
    return {
        sums.indicator.code: document.value_of(sums, settings, frozenset())
        for sums in run_scans(conn, counted, known, within=())
    }


def _needed(aim: Aim, settings: Settings) -> Told:
    needed = [one for one in aim.answers if one.is_needed]
    return {
        "state": aim.state,
        "sentence": needed_sentence(aim),
        "n_needed": len(needed),
        "answers": [
            {
                "message_key": str(one.message_key),
                "channel": one.channel,
                "number": one.source_number,
                "number_year": one.number_year or None,
                "block": one.block,
                "executor": one.executor,
                "answer_by": one.answer_by.astimezone(settings.zone).isoformat(),
            }
            for one in sorted(needed, key=lambda one: (one.answer_by, one.source_number))[:SHOWN_ANSWERS]
        ],
    }


def _point(point: Mapping[str, Any]) -> Told:
    return {
        name: point[name] for name in ("period", "value", "numerator", "denominator", "origin", "is_partial", "flags")
    }


def _forecasts(conn: Connection, settings: Settings, asked: Question, as_of: datetime) -> Told:
    since = covered_since(conn, settings, as_of)
    found = forecasts(asked, lambda one, earlier: holds(one, None, earlier, since))
    return {code: _forecast(one) for code, one in found.items()}


def _forecast(one: Forecast) -> Told:
    return {"row": one.row, "band": band(one), "sentence": sentence(one), "learnt_from": list(one.learnt_from)}
