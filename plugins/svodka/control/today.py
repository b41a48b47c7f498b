"""One look at everything: what waits for a person, each channel's yesterday, spikes, where the report stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.control.control_list import Asked, read_list
from svodka.control.digest import MONTH, Freshness, freshness, last_morning, mean
from svodka.control.spike_series import Spike, spikes_since
from svodka.delivery import progress as quarter_progress
from svodka.delivery.quarter_page import standing
from svodka.figures.topics import NOT_CLASSIFIED
from svodka.intake.contracts import load_contract
from svodka.intake.load_register import LISTED
from svodka.period import Quarter, business_day, start_of_day
from svodka.report.wording import period_title
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import Warehouse, run

DRAWN_DAYS = 28
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DrawnDay:
    """One day of a channel's picture."""

    day: date
    count: int
    is_working: bool


@dataclass(frozen=True)
class ChannelToday:
    """One channel of messages: its freshness, yesterday beside the means a day, what came in the last four weeks.

    is_known: its data reach yesterday; else the counts of yesterday say nothing.
    """

    fresh: Freshness
    is_known: bool
    registered: int
    registered_mean_7: Decimal
    registered_mean_30: Decimal
    answered: int
    answered_mean_7: Decimal
    answered_mean_30: Decimal
    days: Sequence[DrawnDay]


@dataclass(frozen=True)
class Today:
    """Everything of one local day. counts: how many messages or rows each duty has, by its name; others: the channels
    that bring no messages; report: the quarter that has ended, as `quarter_page.standing` tells it; next_report: the
    quarter whose report is due next: title, cutoff (local), is_cut_off, deadline."""

    day: date
    is_working_day: bool
    since: datetime
    counts: Mapping[str, int]
    channels: Sequence[ChannelToday]
    others: Sequence[Freshness]
    spikes: Sequence[Spike]
    report: Mapping[str, Any]
    next_report: Mapping[str, Any]

    @property
    def stale(self) -> list[Freshness]:
        """The channels whose data have a gap or are not there at all."""
        fresh = [one.fresh for one in self.channels] + list(self.others)
        return [one for one in fresh if one.state != "fresh"]


def today_told(warehouse: Warehouse, settings: Settings, now: datetime) -> Today:
    """Raises CalendarUnknown."""
    day = business_day(now, settings.zone)
    quarter = Quarter.of(day).previous
    with warehouse.begin() as conn:
        calendar = calendar_known_on(conn, day)
        since = last_morning(calendar, day, settings)
        progress = quarter_progress.read(conn, settings, quarter, now, calendar)
        report = standing(settings, quarter, progress, now)
        is_over = progress.is_out or report["is_late"]
        fresh = freshness(conn, settings, now, calendar)
        if progress.edition is None and not report["is_late"] and any(one.newest_export for one in fresh):
            report["to_do"] = None  # the next run makes the edition: there is no lack of exports
        of_messages = [one for one in fresh if load_contract(one.channel).entity == "message"]
        return Today(
            day=day,
            is_working_day=calendar.is_working_day(day),
            since=since,
            counts=duty_counts(conn, settings, day, now, since),
            channels=channels_today(conn, settings, of_messages, day - ONE_DAY, calendar),
            others=[one for one in fresh if one not in of_messages],
            spikes=spikes_since(conn, settings, since, day - ONE_DAY, calendar),
            report=report,
            next_report=_next_report(quarter.next if is_over else quarter, settings, calendar, now),
        )


def _next_report(quarter: Quarter, settings: Settings, calendar: WorkingCalendar, now: datetime) -> dict[str, Any]:
    cutoff = calendar.cutoff(quarter, settings.zone)
    return {
        "title": period_title(quarter),
        "cutoff": cutoff,
        "is_cut_off": now > cutoff,
        "deadline": quarter_progress.deadline(quarter, settings),
    }


def duty_counts(conn: Connection, settings: Settings, day: date, now: datetime, since: datetime) -> dict[str, int]:
    """The counts of the control list by kind (`due_today` besides), and those of sql/control/duty_counts.sql."""
    listed = read_list(conn, settings, day, now, Asked(n_rows=0)).counts
    others = run(
        conn,
        "control/duty_counts.sql",
        municipality=settings.municipality.oktmo,
        not_classified=NOT_CLASSIFIED,
        quarter_from=start_of_day(Quarter.of(day).first_day, settings.zone),
        since=since,
        loads_since=now - LISTED,
    ).mappings().one()  # fmt: skip
    return {**listed, "due_today": listed["due_1"] - listed["due_after_today"], **others}


def channels_today(
    conn: Connection, settings: Settings, fresh: Sequence[Freshness], day: date, calendar: WorkingCalendar
) -> list[ChannelToday]:
    """One entry a channel, also when nothing came; `day`: the one told, drawn last."""
    first = day - timedelta(days=MONTH)
    rows = run(
        conn,
        "control/channel_days.sql",
        municipality=settings.municipality.oktmo,
        timezone=settings.timezone,
        first=first,
        last=day,
        since=start_of_day(first, settings.zone),
    )
    came: dict[tuple[str, date], tuple[int, int]] = {
        (row.channel, row.day): (row.registered, row.answered) for row in rows
    }
    return [_channel(one, day, came, calendar) for one in fresh]


def _channel(
    fresh: Freshness, day: date, came: Mapping[tuple[str, date], tuple[int, int]], calendar: WorkingCalendar
) -> ChannelToday:
    def before(n_days: int, which: int) -> Decimal:
        past = (came.get((fresh.channel, day - ONE_DAY * back), (0, 0)) for back in range(1, n_days + 1))
        return mean(sum(one[which] for one in past), n_days)

    registered, answered = came.get((fresh.channel, day), (0, 0))
    drawn = [day - ONE_DAY * back for back in reversed(range(DRAWN_DAYS))]
    return ChannelToday(
        fresh=fresh,
        is_known=fresh.reaches(day),
        registered=registered,
        registered_mean_7=before(7, 0),
        registered_mean_30=before(MONTH, 0),
        answered=answered,
        answered_mean_7=before(7, 1),
        answered_mean_30=before(MONTH, 1),
        days=[
            DrawnDay(one, came.get((fresh.channel, one), (0, 0))[0], calendar.is_working_day(one)) for one in drawn
        ],
    )  # fmt: skip
