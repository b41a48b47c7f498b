"""Tells the other side by letter that responsible persons have changed (the decree, I.3), once a change, until told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from svodka.delivery import outbox
from svodka.delivery.announcement_text import News, letter_to_cur, letter_to_us
from svodka.delivery.parcel import Letter, Send
from svodka.delivery.recipients import CONTROL_ROLES, REPORT_ROLES, mail_address, recipients
from svodka.delivery.turn import turn
from svodka.period import business_day
from svodka.responsible.changes import compare, news_for_the_other
from svodka.responsible.register import persons_of
from svodka.responsible.words import Side
from svodka.settings import Person, Settings
from svodka.warehouse.engine import Warehouse, run

SIDES: tuple[Side, ...] = ("mcu", "cur")
TOLD: dict[Side, str] = {"mcu": "руководителю ЦУР", "cur": "руководителю МЦУ и секретарю"}


@dataclass(frozen=True)
class Version:
    """An accepted table; `day`: the local day of its acceptance, as of which its news are told."""

    number: int
    day: date


@dataclass(frozen=True)
class Notice:
    """What stands in the outbox about one version on one side."""

    version: int
    side: Side
    states: tuple[str, ...]
    sent_at: datetime | None
    reply: str | None

    @property
    def is_told(self) -> bool:
        """Whether anybody has it or may have it: else the next version is told in its place."""
        return any(state not in ("pending", "failed") for state in self.states)


def occasion(version: int, side: Side) -> str:
    """By what the letters about the changes of one side are known in the outbox."""
    return f"responsible/{version}/{side}"


def announce_due(
    warehouse: Warehouse, settings: Settings, send: Send, now: datetime, with_failed: bool = False
) -> list[dict[str, Any]]:
    """Writes the letters about changes that the other side has not been told of, and tries those whose time has come.

    To be called as often as anybody likes. The newest version is told, against the one that was told last: a mistake
    mended before the letter has gone is told by nobody. Whoever gets a letter is fixed when it is first written.
    `with_failed`: refused for good ones too, because a person asks for it.
    Returns each announcement that is not over or went out now: version, side, to whom (in words), the states of its
    mails; no name, no address.
    """
    with turn(warehouse, settings.municipality.oktmo, "responsible"):
        with warehouse.begin() as conn:
            for side in SIDES:
                write_outbox(conn, settings, side, now)
            open_ones = [one for one in notices(conn, settings) if set(one.states) != {"sent"}]
        for notice in open_ones:
            send_notice(warehouse, settings, notice, send, now, with_failed)
        with warehouse.begin() as conn:
            tried = {(one.version, one.side) for one in open_ones}
            return [
                {"version": one.version, "side": one.side, "to": TOLD[one.side], "states": list(one.states)}
                for one in notices(conn, settings)
                if (one.version, one.side) in tried
            ]


def notices(conn: Connection, settings: Settings) -> list[Notice]:
    """The announcements in the outbox that no later one has replaced, the oldest version first."""
    rows = run(conn, "delivery/announcements.sql", municipality=settings.municipality.oktmo)
    found = [
        Notice(int(version), side, tuple(row.states), row.sent_at, row.reply)
        for row in rows
        for _, version, side in [row.occasion.split("/")]
    ]
    return sorted(found, key=lambda one: (one.version, one.side))


def versions(conn: Connection, settings: Settings, now: datetime) -> list[Version]:
    """The accepted tables, the oldest first."""
    rows = run(conn, "responsible/versions.sql", municipality=settings.municipality.oktmo, as_of=now)
    return [Version(row.version, business_day(row.accepted_at, settings.zone)) for row in rows]


def write_outbox(conn: Connection, settings: Settings, side: Side, now: datetime) -> None:
    """The letters about the newest version, unless they are written or it has nothing that the other side must know.

    They take the place of those about earlier versions that nobody has got.
    """
    known, found = versions(conn, settings, now), notices(conn, settings)
    if not known or any(one.version == known[-1].number and one.side == side for one in found):
        return
    for one in found:
        if one.side == side and not one.is_told:
            outbox.withdraw(conn, settings, occasion(one.version, side), [], now)
    news = news_of(conn, known, found, known[-1], persons_of(conn, known[-1].number), side)
    if news.changes:
        outbox.enqueue(conn, settings, occasion(news.version, side), addressees(conn, settings, side, now), now)


def sides_to_tell(conn: Connection, settings: Settings, persons: Sequence[Person], now: datetime) -> list[Side]:
    """The sides whose changes would be told if the table were accepted now."""
    known, found = versions(conn, settings, now), notices(conn, settings)
    version = Version(known[-1].number + 1 if known else 1, business_day(now, settings.zone))
    return [side for side in SIDES if news_of(conn, known, found, version, persons, side).changes]


def news_of(
    conn: Connection,
    known: Sequence[Version],
    found: Sequence[Notice],
    version: Version,
    persons: Sequence[Person],
    side: Side,
) -> News:
    """What a version has to say of the side's persons since the other side was told last.

    Never told: the ЦУР gets our whole table, once; we know who the head of the ЦУР is, so the first table is no news.
    """
    told = [one.version for one in found if one.side == side and one.version < version.number and one.is_told]
    first = known[0].number if known else version.number
    before = max(told) if told else first if side == "cur" else None
    if before == version.number:
        return News(version.number, side, version.day, persons, [], is_first=True)
    old = persons_of(conn, before) if before is not None else []
    changes = news_for_the_other(compare(old, persons), side, version.day)
    return News(version.number, side, version.day, persons, changes, is_first=before is None)


def addressees(conn: Connection, settings: Settings, side: Side, now: datetime) -> list[Person]:
    """Whom the changes of a side are told, by mail. A head of the ЦУР without an address is told by our secretary,
    through the document system."""
    if side == "cur":
        return recipients(conn, settings, CONTROL_ROLES, now)
    heads = recipients(conn, settings, REPORT_ROLES, now)
    mailed = [head for head in heads if mail_address(head)]
    if len(mailed) == len(heads):
        return mailed
    helpers = recipients(conn, settings, ("secretary",), now) or recipients(conn, settings, ("mcu_head",), now)
    return mailed + helpers


def send_notice(
    warehouse: Warehouse, settings: Settings, notice: Notice, send: Send, now: datetime, with_failed: bool
) -> None:
    """Tries the mails of one announcement; each attempt has the same text."""
    with warehouse.begin() as conn:
        known, found = versions(conn, settings, now), notices(conn, settings)
        version = next(one for one in known if one.number == notice.version)
        news = news_of(conn, known, found, version, persons_of(conn, version.number), notice.side)

    def compose(letter: Letter) -> EmailMessage:
        write = letter_to_cur if notice.side == "mcu" else letter_to_us
        return write(settings, letter, news)

    outbox.deliver(warehouse, settings, occasion(notice.version, notice.side), compose, send, now, with_failed)
