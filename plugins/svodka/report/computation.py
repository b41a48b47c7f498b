"""By what an edition was computed, kept beside it: rules, moments, and how far the register of files had come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from svodka.figures import rules
from svodka.figures.rules import Computation, Rules
from svodka.period import Quarter
from svodka.report.edition_store import Edition
from svodka.settings import Settings
from svodka.warehouse.engine import run, scalar


def of_now(conn: Connection, as_of: datetime, gaps_at: datetime, present: Rules) -> Computation:
    """A computation by the rules of now (`rules.present`)."""
    come = scalar(conn, "SELECT coalesce(max(change_id), 0) FROM landing.file_before")
    return Computation(as_of, gaps_at, come, present.hash)


def of_edition(conn: Connection, edition: Edition, as_of: datetime | None = None) -> Computation | None:
    """The computation that gave the edition's values at `as_of` (its own by default), else its newest one.

    None for an edition that was issued before computations were kept.
    """
    moment = as_of or edition.as_of
    found = run(conn, "report/computation.sql", edition_id=edition.edition_id, as_of=moment).one_or_none()
    return None if found is None else Computation(**found._mapping)


def note(conn: Connection, edition_id: int, computed: Computation) -> None:
    """Keeps a computation beside an edition; of the same moment the first stays."""
    run(conn, "report/computation_insert.sql", edition_id=edition_id, **vars(computed))


def editions_by_other_rules(conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> list[str]:
    """The numbers of the editions of that very moment that were computed by other rules than those of now."""
    present = rules.present(conn, settings).hash
    found = run(
        conn,
        "report/editions_of_moment.sql",
        municipality=settings.municipality.oktmo,
        quarter=str(quarter),
        as_of=as_of,
        rules_hash=present,
    )
    return list(found.scalars())
