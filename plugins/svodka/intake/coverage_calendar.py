"""The days of one month, one mark a channel and day: what the exports cover and what they do not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.intake.contracts import Contract, load_contract
from svodka.intake.coverage import EXPECTED, Stretch, channel_gaps, enabled_channels
from svodka.period import business_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run


class Mark(StrEnum):
    """What is known of one day of one channel. GAP wins over all: its stretch may hold days off."""

    EXPORT = "export"  # an export of this very day
    GAP = "gap"  # a day of an uncovered stretch in which an export was expected
    OFF = "off"  # no export came and none was expected
    COVERED = "covered"  # no export of this day, a later one covers it
    FUTURE = "future"  # the day is not over


@dataclass(frozen=True)
class ChannelMonth:
    """One channel's marks, one a day of the month; newest_export: the last day an export speaks of, or None."""

    channel: str
    title: str
    marks: tuple[Mark, ...]
    newest_export: date | None

    @property
    def n_gaps(self) -> int:
        return self.marks.count(Mark.GAP)


def month_days(first: date) -> list[date]:
    """All days of the month that begins on `first`."""
    following = (first + timedelta(days=32)).replace(day=1)
    return [first + timedelta(days=offset) for offset in range((following - first).days)]


def coverage_of_month(conn: Connection, settings: Settings, first: date, now: datetime) -> list[ChannelMonth]:
    """Each enabled channel, in the order of the names. May raise CalendarUnknown."""
    calendar = calendar_known_on(conn, business_day(now, settings.zone))
    asked = {"municipality": settings.municipality.oktmo, "as_of": now}
    exports: dict[str, set[date]] = defaultdict(set)
    for row in run(conn, "landing/export_days.sql", **asked):
        exports[row.channel].add(row.business_day)
    return [
        _month_of(conn, settings, load_contract(channel), first, now, exports[channel], calendar)
        for channel in enabled_channels(settings)
    ]


def _month_of(
    conn: Connection, settings: Settings, contract: Contract, first: date, now: datetime, exports: set[date],
    calendar: WorkingCalendar,
) -> ChannelMonth:  # fmt: skip
    days, today = month_days(first), business_day(now, settings.zone)
    over = Stretch(first, min(days[-1], today - timedelta(days=1)))
    found = channel_gaps(conn, settings, contract, over, now, calendar=calendar) if over.first <= over.last else []
    missing = {day for stretch in found for day in stretch.days()}
    rhythms = [EXPECTED[form.coverage.rhythm] for form in contract.forms.values()]

    def mark(day: date) -> Mark:
        if day in missing:
            return Mark.GAP
        if day in exports:
            return Mark.EXPORT
        if day >= today:
            return Mark.FUTURE
        return Mark.COVERED if any(is_expected(day, calendar) for is_expected in rhythms) else Mark.OFF

    newest = max(exports, default=None)
    return ChannelMonth(contract.channel, contract.title, tuple(map(mark, days)), newest)
