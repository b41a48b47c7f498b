"""The norms of terms and the calendar by which an edition was computed, in the words of its sheet «Методика»."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.figures.deadline_rules import Rule
from svodka.figures.explain.norms import STEPS, norm
from svodka.period import Quarter, business_day
from svodka.report.slice_words import REGIMES
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run

PRIORITIES = {"HIGH": "высокий приоритет", "NORMAL": "обычный приоритет", "LOW": "низкий приоритет"}


def gather_norms(conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> list[dict[str, Any]]:
    """regime, step, condition, term, source, valid_from of each norm that held in the quarter; laws of citizens first.

    Rules are those of the caller's search path, as known at the moment.
    """
    known = {"known_on": business_day(as_of, settings.zone)}
    rows = run(conn, "report/norms_known.sql", first_day=quarter.first_day, last_day=quarter.last_day, **known)
    rules = [Rule(**row) for row in rows.mappings()]
    return [
        {
            "regime": REGIMES.get(rule.legal_regime, rule.legal_regime),
            "step": STEPS.get(rule.step, rule.step),
            "condition": condition(rule),
            "term": norm(rule),
            "source": rule.source,
            "valid_from": rule.valid_from.isoformat(),
        }
        for rule in sorted(rules, key=order_of)
    ]


def gather_calendar(conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> dict[str, Any]:
    """The year, whether its transfers of days off are known, and how many of its days were corrected by hand."""
    calendar = calendar_known_on(conn, business_day(as_of, settings.zone))
    return {
        "year": quarter.year,
        "is_official": calendar.is_official(quarter.year),
        "n_corrections": sum(day.year == quarter.year for day in calendar.overrides),
    }


def condition(rule: Rule) -> str:
    """Of which messages alone it is; empty: of all of the regime."""
    words = [] if rule.priority is None else [PRIORITIES.get(rule.priority, rule.priority)]
    words += ["ускоренный порядок"] if rule.is_fast_track else []
    words += [f"направление «{rule.block}»"] if rule.block else []
    words += [f"тема «{rule.topic}»"] if rule.topic else []
    return ", ".join(words)


def order_of(rule: Rule) -> tuple[Any, ...]:
    regimes, steps = list(REGIMES), list(STEPS)
    place = regimes.index(rule.legal_regime) if rule.legal_regime in regimes else len(regimes)
    step = steps.index(rule.step) if rule.step in steps else len(steps)
    return place, rule.legal_regime, step, condition(rule), rule.valid_from
