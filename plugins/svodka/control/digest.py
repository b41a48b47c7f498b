"""The digest of a morning: yesterday against the means, spikes, freshness, unknown words, the quarantine's size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.control.spike_series import Spike, spikes_since
from svodka.figures.personal_data import IN_A_TOPIC
from svodka.figures.topics import NOT_CLASSIFIED
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import Stretch, enabled_channels, recent_gaps
from svodka.period import business_day, start_of_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run

MONTH = 30
FORGOTTEN_DAYS = 60  # an unknown word that nobody has used for so long is new again
MORNING = time(8, 30)
ONE_PLACE = Decimal("0.1")
NO_EXECUTOR = "исполнитель не указан"


@dataclass(frozen=True)
class DayLine:
    """One channel's, block's or executor's yesterday beside the means a day of the 7 and the 30 days before it.

    kind: channel, block, executor; name: as people read it. is_known: the channel's data reach that day (always true
    of blocks and executors, which are made of several channels).
    """

    kind: str
    name: str
    registered: int
    registered_mean_7: Decimal
    registered_mean_30: Decimal
    answered: int
    answered_mean_7: Decimal
    answered_mean_30: Decimal
    is_known: bool = True


@dataclass(frozen=True)
class Freshness:
    """How fresh one channel's data are. state: fresh, gap, no_data; gaps: of the last 30 days, those that hold a day
    on which an export was expected; n_gap_days: all their days together."""

    channel: str
    title: str
    state: str
    newest_export: date | None
    gaps: Sequence[Stretch]

    @property
    def n_gap_days(self) -> int:
        return sum(len(one.days()) for one in self.gaps)

    def reaches(self, day: date) -> bool:
        """Whether the newest export speaks of the day already."""
        return self.newest_export is not None and self.newest_export >= day


@dataclass(frozen=True)
class NewWord:
    """A word of a source that no map of ours knows, met for the first time; nothing personal.

    kind: topic (a topic or code without a block), value (rows with it are refused), header (its column is not read);
    n: messages with the topic, open refused rows with the value, sheets with the header.
    """

    kind: str
    channel: str
    word: str
    n: int


@dataclass(frozen=True)
class QuarantineSize:
    """Open rows of one channel's quarantine, and how many of them came since the last morning."""

    channel: str
    n_open: int
    n_new: int


@dataclass(frozen=True)
class Digest:
    """The digest of one business day; `since`: the last morning, from which on things are new (aware)."""

    day: date
    since: datetime
    lines: Sequence[DayLine]
    spikes: Sequence[Spike]
    freshness: Sequence[Freshness]
    new_words: Sequence[NewWord]
    quarantine: Sequence[QuarantineSize]

    @property
    def yesterday(self) -> date:
        return self.day - timedelta(days=1)

    def of_kind(self, kind: str) -> list[DayLine]:
        """The lines by channel, by block or by executor."""
        return [line for line in self.lines if line.kind == kind]


def compile_digest(conn: Connection, settings: Settings, day: date, now: datetime) -> Digest:
    """Reads the digest of a business day as it stands at `now` (aware). Raises CalendarUnknown."""
    calendar = calendar_known_on(conn, business_day(now, settings.zone))
    since = last_morning(calendar, day, settings)
    fresh = freshness(conn, settings, now, calendar)
    return Digest(
        day=day,
        since=since,
        lines=day_lines(conn, settings, day - timedelta(days=1), fresh),
        spikes=spikes_since(conn, settings, since, day - timedelta(days=1), calendar),
        freshness=fresh,
        new_words=new_words(conn, settings, since),
        quarantine=quarantine_sizes(conn, settings, since, now),
    )


def last_morning(calendar: WorkingCalendar, day: date, settings: Settings) -> datetime:
    """When the mails of the last working day before `day` went out."""
    return datetime.combine(calendar.previous_working_day(day - timedelta(days=1)), MORNING, settings.zone)


def day_lines(conn: Connection, settings: Settings, day: date, fresh: Sequence[Freshness]) -> list[DayLine]:
    """Every enabled channel of messages, also when nothing came; blocks and executors that the 31 days know."""
    found = run(
        conn,
        "control/digest_lines.sql",
        municipality=settings.municipality.oktmo,
        timezone=settings.timezone,
        day=day,
        since=start_of_day(day - timedelta(days=MONTH), settings.zone),
    ).mappings()
    rows: dict[tuple[str, str], Any] = {(row["kind"], row["name"]): row for row in found}
    channels = []
    for one in fresh:
        if load_contract(one.channel).entity == "message":
            channels.append(_line("channel", one.title, rows.get(("channel", one.channel)), one.reaches(day)))
    others = [_line(kind, name or NO_EXECUTOR, row) for (kind, name), row in rows.items() if kind != "channel"]
    return channels + others


def _line(kind: str, name: str, row: Any, is_known: bool = True) -> DayLine:
    def count(column: str) -> int:
        return row[column] if row else 0

    return DayLine(
        kind=kind,
        name=name,
        registered=count("registered"),
        registered_mean_7=mean(count("registered_in_7"), 7),
        registered_mean_30=mean(count("registered_in_30"), MONTH),
        answered=count("answered"),
        answered_mean_7=mean(count("answered_in_7"), 7),
        answered_mean_30=mean(count("answered_in_30"), MONTH),
        is_known=is_known,
    )


def mean(total: int, days: int) -> Decimal:
    """The mean a day, days without a message included, half up to one place."""
    return (Decimal(total) / days).quantize(ONE_PLACE, rounding=ROUND_HALF_UP)


def freshness(conn: Connection, settings: Settings, now: datetime, calendar: WorkingCalendar) -> list[Freshness]:
    """One entry an enabled channel, whether anything has come from it or not."""
    newest = {
        row.channel: row.newest_export
        for row in run(conn, "control/newest_export.sql", municipality=settings.municipality.oktmo, now=now)
    }
    found = []
    for channel in enabled_channels(settings):
        contract = load_contract(channel)
        gaps = recent_gaps(conn, settings, contract, now, calendar)
        state = "no_data" if newest.get(channel) is None else "gap" if gaps else "fresh"
        found.append(Freshness(channel, contract.title, state, newest.get(channel), gaps))
    return found


def new_words(conn: Connection, settings: Settings, since: datetime) -> list[NewWord]:
    """Unknown words that no file landed before `since` had."""
    rows = run(
        conn,
        "control/new_unknown_words.sql",
        municipality=settings.municipality.oktmo,
        not_classified=NOT_CLASSIFIED,
        personal=IN_A_TOPIC,
        since=since,
        registered_since=since - timedelta(days=FORGOTTEN_DAYS),
    )
    return [NewWord(row.kind, load_contract(row.channel).title, row.word, row.n) for row in rows]


def quarantine_sizes(conn: Connection, settings: Settings, since: datetime, now: datetime) -> list[QuarantineSize]:
    """Channels with open rows, in the order of the channels."""
    rows = run(
        conn, "control/quarantine_size.sql", municipality=settings.municipality.oktmo, since=since, now=now
    ).all()  # fmt: skip
    return [
        QuarantineSize(load_contract(row.channel).title, row.n_open, row.n_new)
        for row in sorted(rows, key=lambda row: str(row.channel))
    ]
