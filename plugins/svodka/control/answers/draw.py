"""Draws the answers of one week: so many of each executor, at random, the same for whoever draws, once for all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from svodka.control.spike_series import brings_messages
from svodka.errors import UsageError
from svodka.figures.exclusion.journal import excluded_keys
from svodka.period import business_day
from svodka.settings import Settings
from svodka.warehouse.engine import run

SALT = "svodka.answers/1"
WEEK = timedelta(days=7)
WAITS = timedelta(days=3)  # for exports that tell of the whole week; then it is drawn from what is known


def last_week(now: datetime, zone: ZoneInfo) -> date:
    """The Monday of the last ISO week that is over."""
    day = business_day(now, zone)
    return day - timedelta(days=day.weekday()) - WEEK


def draw(conn: Connection, settings: Settings, week: date, now: datetime) -> int:
    """How many answers were drawn now: 0 when the week was drawn before, or no answer of it is known yet.

    `week`: its Monday. It is not drawn while a channel that told of the week before has not told of all of it (WAITS at
    most), nor without an answer: the draw stands for good, and what is loaded after it is never drawn. Raises
    UsageError for a week that is not over.
    """
    if week.weekday() != 0 or week > last_week(now, settings.zone):
        raise UsageError(f"Неделя с {week:%d.%m.%Y}: ответы отбираются из недели, которая кончилась, с понедельника.")
    town = settings.municipality.oktmo
    if now < _midnight(week + WEEK + WAITS, settings.zone) and _is_awaited(conn, settings, week, now):
        return 0
    run(conn, "control/answer_turn.sql", municipality=town)
    return run(
        conn,
        "control/answer_draw.sql",
        municipality=town,
        week=week.isoformat(),
        t0=_midnight(week, settings.zone),
        t1=_midnight(week + WEEK, settings.zone),
        excluded=excluded_keys(conn, settings, now),
        salt=SALT,
        answers_a_week=settings.policy.answers_a_week,
        now=now,
    ).rowcount


def _is_awaited(conn: Connection, settings: Settings, week: date, now: datetime) -> bool:
    """Whether a channel that sends its exports has not yet sent one of the week's last day or later."""
    newest = run(conn, "control/newest_export.sql", municipality=settings.municipality.oktmo, now=now)
    return any(week - WEEK <= row.newest_export < week + WEEK - timedelta(days=1)
               for row in newest if brings_messages(row.channel))  # fmt: skip


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
