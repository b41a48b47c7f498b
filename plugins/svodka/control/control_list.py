"""The facts of the morning: open terms, yesterday against the means, the state of each channel's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from svodka.figures.needed import Aim, what_it_takes
from svodka.figures.needed_words import sentence
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import enabled_channels
from svodka.period import Quarter, business_day, end_of_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run, use_marts

SOON = 3  # working days
ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True)
class Term:
    """One message to act on, by its number; nothing personal.

    `due` is the term of the law, `control` the working day before it where the term itself is a day off (else none);
    `days_left` counts calendar days to the term, below 0 if it is over; `helps`: the codes of this quarter's
    indicators that come nearer to their targets when it is answered in time.
    """

    number: str
    channel: str
    block: str
    executor: str
    due: datetime
    control: datetime | None
    days_left: int
    helps: tuple[str, ...] = ()


@dataclass(frozen=True)
class TargetLine:
    """One indicator of the running quarter that answers in time would still mend, in one sentence."""

    code: str
    title: str
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """One channel's yesterday: messages that came in and were answered, with the means of the days before it."""

    channel: str
    registered: int
    registered_mean_7: Decimal
    registered_mean_30: Decimal
    answered: int
    answered_mean_7: Decimal
    answered_mean_30: Decimal


@dataclass(frozen=True)
class ChannelState:
    """How fresh one channel's data are, and what in them waits for a person."""

    channel: str
    newest_export: date | None
    n_rejected: int
    n_missing: int


@dataclass(frozen=True)
class ControlList:
    """The morning of one business day."""

    day: date
    overdue: Sequence[Term]
    due_soon: Sequence[Term]
    comparisons: Sequence[Comparison]
    states: Sequence[ChannelState]
    targets: Sequence[TargetLine] = ()

    @property
    def yesterday(self) -> date:
        return self.day - timedelta(days=1)


def compile_list(conn: Connection, settings: Settings, day: date, now: datetime) -> ControlList:
    """Reads the facts of a business day as they stand at `now` (aware)."""
    titles = {channel: load_contract(channel).title for channel in enabled_channels(settings)}
    use_marts(conn)
    aims = what_it_takes(conn, settings, Quarter.of(day), now)
    overdue, due_soon = open_terms(conn, settings, titles, day, now, helped_by(aims))
    yesterday = day - timedelta(days=1)
    return ControlList(
        day,
        overdue,
        due_soon,
        comparisons(conn, settings, titles, yesterday),
        channel_states(conn, settings, titles),
        [TargetLine(aim.indicator.code, aim.indicator.title, sentence(aim)) for aim in aims if aim.n_needed],
    )


def helped_by(aims: Sequence[Aim]) -> dict[UUID, tuple[str, ...]]:
    """The indicators that need the answer to a message, by its key."""
    helps: dict[UUID, tuple[str, ...]] = {}
    for aim in aims:
        for one in aim.answers:
            if one.is_needed:
                helps[one.message_key] = (*helps.get(one.message_key, ()), aim.indicator.code)
    return helps


def open_terms(
    conn: Connection,
    settings: Settings,
    titles: dict[str, str],
    day: date,
    now: datetime,
    helps: Mapping[UUID, tuple[str, ...]],
) -> tuple[list[Term], list[Term]]:
    """Open messages whose term is over, and those whose term or control date comes within SOON working days."""
    calendar = calendar_known_on(conn, business_day(now, settings.zone))
    horizon = end_of_day(calendar.add_working_days(day, SOON), settings.zone) + timedelta(seconds=1)
    town = settings.municipality.oktmo
    lists: tuple[list[Term], list[Term]] = ([], [])
    for row in run(conn, "control/open_terms.sql", municipality=town, now=now, horizon=horizon):
        local = row.term_at.astimezone(settings.zone)
        term = Term(
            number=f"{row.source_number} ({row.number_year})" if row.number_year else row.source_number,
            channel=titles.get(row.channel, row.channel),
            block=row.block,
            executor=row.executor or "",
            due=local,
            control=control_day(row.control_at, local, settings),
            days_left=(local.date() - business_day(now, settings.zone)).days,
            helps=helps.get(row.message_key, ()),
        )
        lists[0 if row.is_overdue else 1].append(term)
    overdue, due_soon = lists
    # What became overdue last comes first: a long list is cut, and the newest can still be mended soonest.
    # Of those due on one day, first what moves most figures of the quarter.
    return overdue[::-1], sorted(due_soon, key=lambda term: (term.due.date(), -len(term.helps), term.due))


def control_day(control_at: datetime | None, due: datetime, settings: Settings) -> datetime | None:
    """The control date in local time, where it is another day than the term."""
    local = control_at and control_at.astimezone(settings.zone)
    return local if local and local.date() < due.date() else None


def comparisons(conn: Connection, settings: Settings, titles: dict[str, str], day: date) -> list[Comparison]:
    """One line a channel of messages, also when nothing came."""
    town = settings.municipality.oktmo
    found = run(
        conn, "control/day_against_means.sql", municipality=town, timezone=settings.timezone, day=day
    ).mappings()
    rows: dict[str, Any] = {row["channel"]: row for row in found}
    return [comparison(title, rows[channel]) for channel, title in titles.items() if channel in rows]


def comparison(title: str, row: Any) -> Comparison:
    return Comparison(
        channel=title,
        registered=row["registered"],
        registered_mean_7=mean(row["registered_in_7"], 7),
        registered_mean_30=mean(row["registered_in_30"], 30),
        answered=row["answered"],
        answered_mean_7=mean(row["answered_in_7"], 7),
        answered_mean_30=mean(row["answered_in_30"], 30),
    )


def mean(total: int, days: int) -> Decimal:
    """The mean a day, days without a message included, half up to one place."""
    return (Decimal(total) / days).quantize(ONE_PLACE, rounding=ROUND_HALF_UP)


def channel_states(conn: Connection, settings: Settings, titles: dict[str, str]) -> list[ChannelState]:
    """One line an enabled channel, whether anything has come from it or not."""
    found = run(conn, "control/channel_state.sql", municipality=settings.municipality.oktmo)
    rows = {row.channel: row for row in found}
    states = []
    for channel, title in titles.items():
        row = rows.get(channel)
        states.append(
            ChannelState(title, row.newest_export, row.n_rejected, row.n_missing)
            if row
            else ChannelState(title, None, 0, 0)
        )
    return states
