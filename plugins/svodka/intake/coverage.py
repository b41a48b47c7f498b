"""What the files of a channel cover, and where a gap is: an uncovered stretch that holds an expected day (F05)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from svodka.calendar import WorkingCalendar
from svodka.intake.contracts import Contract, channel_names, load_contract
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run

ONE_DAY = timedelta(days=1)
RECENT_DAYS = 30
EXPECTED: dict[str, Callable[[date, WorkingCalendar], bool]] = {
    "daily": lambda day, calendar: True,
    "workdays": lambda day, calendar: calendar.is_working_day(day),
    "weekly": lambda day, calendar: day.weekday() == 0,
    "on_event": lambda day, calendar: False,
}


@dataclass(frozen=True)
class Stretch:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + ONE_DAY * offset for offset in range((self.last - self.first).days + 1)]


def uncovered(asked: Stretch, covered: Sequence[Stretch]) -> list[Stretch]:
    """The stretches of `asked` that none of `covered` holds, in order. An empty `asked` gives none."""
    found, day = [], asked.first
    for stretch in sorted(covered, key=lambda each: each.first):
        if stretch.first > asked.last:
            break
        if stretch.first > day:
            found.append(Stretch(day, stretch.first - ONE_DAY))
        day = max(day, stretch.last + ONE_DAY)
    if day <= asked.last:
        found.append(Stretch(day, asked.last))
    return found


def gaps(asked: Stretch, covered: Sequence[Stretch], rhythm: str, calendar: WorkingCalendar) -> list[Stretch]:
    """The uncovered stretches that hold a day on which an export was expected. May raise CalendarUnknown."""
    is_expected = EXPECTED[rhythm]
    return [one for one in uncovered(asked, covered) if any(is_expected(day, calendar) for day in one.days())]


def enabled_channels(settings: Settings) -> list[str]:
    """The channels with a contract that the configuration has not switched off, in sorted order."""
    return [name for name in channel_names() if settings.channel(name).enabled]


def channel_gaps(
    connection: Connection,
    settings: Settings,
    contract: Contract,
    asked: Stretch,
    as_of: datetime,
    files: str = "landing.file",
    calendar: WorkingCalendar | None = None,
) -> list[Stretch]:
    """The gaps of a channel: those of each of its sources (registrar and form) that has ever sent a file; a channel
    from which nothing has come is one gap. files: the register, or a table like it as it stood then.
    calendar: the one known at as_of, where the caller has it already."""
    calendar = calendar or calendar_known_on(connection, business_day(as_of, settings.zone))
    found_files = run(
        connection,
        "landing/source_files.sql",
        {"files": files},
        municipality=settings.municipality.oktmo,
        channel=contract.channel,
        as_of=as_of,
    ).all()
    sources: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
    for file in found_files:
        if file.form in contract.forms:
            sources[file.registrar, file.form].append(Stretch(file.covers_from, file.covers_to))
    rhythms = {form.name: form.coverage.rhythm for form in contract.forms.values()}
    if not sources:
        return gaps(asked, [], next(iter(rhythms.values())), calendar)
    found = {
        stretch for (_, form), covered in sources.items() for stretch in gaps(asked, covered, rhythms[form], calendar)
    }
    return sorted(found, key=lambda stretch: (stretch.first, stretch.last))


def recent_gaps(
    connection: Connection, settings: Settings, contract: Contract, now: datetime, calendar: WorkingCalendar
) -> list[Stretch]:
    """Those of the RECENT_DAYS days before the local day of `now`."""
    today = business_day(now, settings.zone)
    month = Stretch(today - RECENT_DAYS * ONE_DAY, today - ONE_DAY)
    return channel_gaps(connection, settings, contract, month, now, calendar=calendar)


def quarter_stretch(quarter: Quarter, settings: Settings, as_of: datetime) -> Stretch:
    """The days of the quarter that are over at as_of."""
    yesterday = business_day(as_of, settings.zone) - ONE_DAY
    return Stretch(quarter.first_day, min(quarter.last_day, yesterday))


def summary(connection: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> list[dict[str, Any]]:
    """What the report says of the data: one object a channel, in the order of the names.

    Keys: channel, title, has_gap, gaps [(first, last)], newest_export (date or None), files, rows_read, rows_loaded,
    rows_unchanged, rows_rejected, rows_foreign (summed over the files that cover days of the quarter), missing
    (messages now missing).
    """
    parameters = {"municipality": settings.municipality.oktmo, "as_of": as_of}
    accounts = {
        row.channel: row._asdict()
        for row in run(
            connection,
            "landing/account_of_quarter.sql",
            first_day=quarter.first_day,
            last_day=quarter.last_day,
            **parameters,
        )
    }
    asked = quarter_stretch(quarter, settings, as_of)
    calendar = calendar_known_on(connection, business_day(as_of, settings.zone))
    return [
        _channel_summary(
            connection, settings, load_contract(channel), asked, as_of, accounts.get(channel, {}), calendar
        )
        for channel in enabled_channels(settings)
    ]


def _channel_summary(
    connection: Connection,
    settings: Settings,
    contract: Contract,
    asked: Stretch,
    as_of: datetime,
    account: dict[str, Any],
    calendar: WorkingCalendar,
) -> dict[str, Any]:
    found = channel_gaps(connection, settings, contract, asked, as_of, calendar=calendar)
    parameters = {"municipality": settings.municipality.oktmo, "channel": contract.channel}
    newest = connection.execute(
        text(
            "SELECT max(business_day) FROM landing.file WHERE municipality = :municipality AND channel = :channel"
            " AND state = 'loaded' AND landed_at <= :as_of"
        ),
        parameters | {"as_of": as_of},
    ).scalar()
    missing = connection.execute(
        text(
            f"SELECT count(*) FROM core.{contract.entity} WHERE municipality = :municipality AND channel = :channel"
            " AND missing_since IS NOT NULL"
        ),
        parameters,
    ).scalar()
    counts = ("files", "rows_read", "rows_loaded", "rows_unchanged", "rows_rejected", "rows_foreign")
    return {
        "channel": contract.channel,
        "title": contract.title,
        "has_gap": bool(found),
        "gaps": [(stretch.first, stretch.last) for stretch in found],
        "newest_export": newest,
        **{name: int(account.get(name) or 0) for name in counts},
        "missing": missing,
    }
