"""What has been drawn and marked: the answers of a week, one answer with its marks, the counts by executor."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.control.answers.draw import WEEK, last_week
from svodka.control.answers.marking import may_change
from svodka.figures.answer_marks import marked_answers
from svodka.figures.exclusion.journal import excluded_keys
from svodka.intake.contracts import channel_title
from svodka.intake.run import newest_landing
from svodka.period import Quarter, business_day
from svodka.report.wording import period_title
from svodka.settings import Settings
from svodka.warehouse.engine import run


def week_told(conn: Connection, settings: Settings, week: date | None, now: datetime) -> dict[str, Any]:
    """JSON-able: the drawn answers of a week (the last one that is over by default) and the weeks beside it."""
    asked = week or last_week(now, settings.zone)
    town = settings.municipality.oktmo
    beside = run(conn, "control/answer_weeks.sql", municipality=town, week=asked).one()
    rows = run(conn, "control/answers_of_week.sql", municipality=town, week=asked).mappings()
    answers = [_answer(row, settings, now) for row in rows]
    return {
        "week": asked.isoformat(),
        "last_day": (asked + WEEK - timedelta(days=1)).isoformat(),
        "answers": answers,
        "n_marked": sum(one["is_good"] is not None for one in answers),
        "older": beside.older and beside.older.isoformat(),
        "newer": beside.newer and beside.newer.isoformat(),
    }


def answer_told(conn: Connection, settings: Settings, message_key: UUID, now: datetime) -> dict[str, Any] | None:
    """JSON-able: one drawn answer with its marks, the newest first; None: it was not drawn."""
    town = settings.municipality.oktmo
    row = run(conn, "control/answer_drawn.sql", municipality=town, message_key=message_key).mappings().first()
    if row is None:
        return None
    marks = [
        {**one, "checklist_from": one["checklist_from"].isoformat(), "marked_at": one["marked_at"].isoformat()}
        for one in run(conn, "control/answer_marks.sql", municipality=town, message_key=message_key).mappings()
    ]
    newest = (
        {"is_good": marks[0]["is_good"], "marked_at": datetime.fromisoformat(marks[0]["marked_at"])} if marks else {}
    )
    told = _answer({"is_good": None, "marked_at": None, **row, **newest}, settings, now)
    return told | {"week": row["week"].isoformat(), "marks": marks}


def counts_by_executor(conn: Connection, settings: Settings, now: datetime) -> dict[str, Any]:
    """JSON-able: the running quarter's drawn, marked and good answers by executor, and their sum (I-06)."""
    quarter = Quarter.of(business_day(now, settings.zone))
    t0, t1 = quarter.bounds(settings.zone)
    as_of = max(now, newest_landing(conn, settings))
    rows = run(
        conn,
        "control/answers_by_executor.sql",
        municipality=settings.municipality.oktmo,
        t0=t0,
        t1=t1,
        excluded=excluded_keys(conn, settings, as_of),
        **marked_answers(conn, settings, t0, t1, as_of),
    ).mappings()
    counted = [dict(row) for row in rows]
    total = {name: sum(one[name] for one in counted) for name in ("n_drawn", "n_marked", "n_good")}
    return {"title": period_title(quarter), "executors": counted, "total": total, "small_n": settings.policy.small_n}


def personal_of(conn: Connection, message_key: UUID) -> dict[str, str | None]:
    """What is kept of the citizen's words: body, url; None where nothing is. The look is journaled by the caller."""
    state = conn.execute(
        text("SELECT state_hash FROM core.message WHERE message_key = :key"), {"key": message_key}
    ).scalar()
    conn.execute(text("SET LOCAL ROLE svodka_pii"))
    row = run(conn, "control/answer_text.sql", message_key=message_key, state_hash=state).first()
    conn.execute(text("RESET ROLE"))
    return {"body": row and row.body, "url": row and row.url}


def _answer(row: Any, settings: Settings, now: datetime) -> dict[str, Any]:
    channel, marked_at = row["channel"], row["marked_at"]
    return {
        "message_key": str(row["message_key"]),
        "executor": row["executor"],
        "channel": channel_title(channel),
        "number": row["number"],
        "answered_at": row["answered_at"].isoformat(),
        "is_good": row["is_good"],
        "marked_at": marked_at and marked_at.isoformat(),
        "may_change": marked_at is None or may_change(marked_at, now, settings),
    }
