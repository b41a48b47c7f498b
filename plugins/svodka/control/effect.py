"""Which answers this quarter's targets need: computed after each load, kept for the list's order and its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from svodka.figures.needed import Aim, what_it_takes
from svodka.figures.needed_words import sentence
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run, use_marts


@dataclass(frozen=True)
class TargetLine:
    """One indicator of the running quarter that answers in time would still mend, in one sentence."""

    code: str
    title: str
    sentence: str


def keep_effect(conn: Connection, settings: Settings, day: date, now: datetime) -> list[TargetLine]:
    """Computes what the quarter of the day needs as of `now` and keeps it in place of what was kept before."""
    quarter = Quarter.of(day)
    use_marts(conn)
    aims = what_it_takes(conn, settings, quarter, now)
    helps = helped_by(aims)
    run(
        conn,
        "control/effect_store.sql",
        municipality=settings.municipality.oktmo,
        quarter=str(quarter),
        as_of=now,
        message_keys=[str(key) for key in helps],
        codes=[" ".join(codes) for codes in helps.values()],
    )
    return [TargetLine(aim.indicator.code, aim.indicator.title, sentence(aim)) for aim in aims if aim.n_needed]


def helped_by(aims: Sequence[Aim]) -> dict[UUID, tuple[str, ...]]:
    """The indicators that need the answer to a message, by its key."""
    helps: dict[UUID, tuple[str, ...]] = {}
    for aim in aims:
        for one in aim.answers:
            if one.is_needed:
                helps[one.message_key] = (*helps.get(one.message_key, ()), aim.indicator.code)
    return helps


def effect_known_at(conn: Connection, settings: Settings, day: date) -> datetime | None:
    """As of when the effect of the day's quarter is kept; None: it has not been computed."""
    row = run(
        conn,
        "control/effect_known.sql",
        municipality=settings.municipality.oktmo,
        quarter=str(Quarter.of(day)),
    ).one_or_none()
    return row and row.as_of.astimezone(settings.zone)
