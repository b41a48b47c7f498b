"""The figures document of a quarter from the warehouse: now, as known at a past moment, or by the rules kept then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures import document, marts, rules
from svodka.figures.indicators import Indicator
from svodka.intake import coverage
from svodka.intake.as_of import fold_as_of
from svodka.intake.contracts import load_contract
from svodka.intake.run import newest_landing
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run, use_marts

FACTS = ("fct_message", "fct_page_week")
REGISTER, REGISTER_THEN = "landing.file", "pg_temp.file_then"


def figures_of(
    connection: Connection, settings: Settings, quarter: Quarter, as_of: datetime | None = None
) -> dict[str, Any]:
    """Computes without issuing. as_of: aware; the newest landing by default, so equal content gives equal bytes."""
    moment = use_facts(connection, settings, as_of)
    return document.compute(connection, quarter, settings, moment, gaps_of(connection, settings, quarter, moment))


def use_facts(connection: Connection, settings: Settings, as_of: datetime | None = None) -> datetime:
    """Lets the names of facts mean those of a moment until the transaction ends; the newest knowledge by default.

    The warehouse's own facts are taken where files and rules known at the moment are the ones they were made of;
    else they are made anew in temporary tables. Returns the moment. May be called once in a transaction.
    """
    moment = as_of or newest_landing(connection, settings)
    use_marts(connection)
    differs = run(
        connection,
        "figures/facts_against_moment.sql",
        municipality=settings.municipality.oktmo,
        timezone=settings.timezone,
        as_of=moment,
        known_on=moment.astimezone(settings.zone).date(),
    ).one()
    if differs.has_later_knowledge:
        fold_as_of(connection, settings, moment)
    if differs.has_later_knowledge or differs.has_other_rules:
        make_facts(connection, settings, moment)
    return moment


def make_facts(connection: Connection, settings: Settings, as_of: datetime) -> None:
    """Facts in temporary tables, made by the same SQL of what the names of core and rules mean to the caller."""
    for fact in FACTS:
        connection.execute(text(f"CREATE TEMPORARY TABLE {fact} (LIKE marts.{fact} INCLUDING ALL) ON COMMIT DROP"))
    marts.rebuild(connection, settings, as_of)


def put_facts_aside(connection: Connection) -> None:
    """Frees the names of facts for others: temporary facts of a past moment get the ending _aside."""
    for fact in FACTS:
        connection.execute(text(f"ALTER TABLE IF EXISTS pg_temp.{fact} RENAME TO {fact}_aside"))


def change_facts(connection: Connection) -> None:
    """Lets the names mean again the facts that were put aside, or the warehouse's own."""
    for fact in FACTS:
        connection.execute(text(f"ALTER TABLE pg_temp.{fact} RENAME TO {fact}_tried"))
        connection.execute(text(f"ALTER TABLE IF EXISTS pg_temp.{fact}_aside RENAME TO {fact}"))


def gaps_of(
    connection: Connection, settings: Settings, quarter: Quarter, as_of: datetime, files: str = REGISTER
) -> set[str]:
    """The enabled channels whose exports do not cover the days of the quarter that are over at as_of."""
    asked = coverage.quarter_stretch(quarter, settings, as_of)
    calendar = calendar_known_on(connection, business_day(as_of, settings.zone))
    return {
        channel
        for channel in coverage.enabled_channels(settings)
        if coverage.channel_gaps(connection, settings, load_contract(channel), asked, as_of, files, calendar)
    }


def figures_by(
    connection: Connection,
    settings: Settings,
    quarter: Quarter,
    computed: rules.Computation,
    kept: rules.Rules,
) -> dict[str, Any]:
    """The figures computed again as they were: files, rules, definitions, thresholds and gaps of that time.

    May be called once in a transaction. Raises IndicatorError, CalendarUnknown.
    """
    then = rules.settings_of(kept, settings)
    use_marts(connection)
    rules.lay(connection, kept)
    run(connection, "landing/file_then.sql", file_change_id=computed.file_change_id)
    fold_as_of(connection, then, computed.as_of, REGISTER_THEN)
    make_facts(connection, then, computed.as_of)
    definitions: Sequence[Indicator] = rules.indicators_of(
        kept, quarter.first_day, computed.as_of.astimezone(then.zone).date()
    )
    gaps = gaps_of(connection, then, quarter, computed.gaps_at, REGISTER_THEN)
    return document.compute(connection, quarter, then, computed.as_of, gaps, definitions)
