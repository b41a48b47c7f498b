"""Enters the head's mark of a drawn answer: the checklist of the day, a comment without personal data, a journal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from svodka.control.answers.checklist import checklist_on
from svodka.control.answers.comment import check_comment
from svodka.errors import UsageError
from svodka.intake.run import newest_landing
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.engine import run

NOT_DRAWN = "Этот ответ не отобран для оценки: оценивают только отобранные случайно, см. страницу «Качество ответов»."


def mark(
    conn: Connection,
    settings: Settings,
    message_key: UUID,
    verdicts: Mapping[str, Any],
    comment: str,
    by: str,
    now: datetime,
) -> bool:
    """Journals the mark; whether the answer is good. A newer mark replaces the older one in the figures.

    It counts after everything known before it, also when the clock was set back, so that no earlier figure moves.
    Raises UsageError: an answer not drawn, a question left, personal data in the comment, a mark of a past quarter.
    """
    comment = " ".join(comment.split())
    town = settings.municipality.oktmo
    run(conn, "control/answer_turn.sql", municipality=town)
    moment = max(now, newest_landing(conn, settings) + timedelta(microseconds=1))
    day = business_day(moment, settings.zone)
    assert_markable(conn, settings, message_key, moment)
    held = checklist_on(settings, day)
    kept = held.checked(verdicts)
    check_comment(conn, comment, message_key)
    is_good = held.is_good(kept)
    run(
        conn,
        "control/answer_mark_insert.sql",
        municipality=town,
        message_key=message_key,
        checklist_from=held.valid_from,
        verdicts=json.dumps(kept),
        is_good=is_good,
        comment=comment,
        marked_by=by,
        marked_at=moment,
    )
    return is_good


def assert_markable(conn: Connection, settings: Settings, message_key: UUID, moment: datetime) -> None:
    """Raises UsageError: the answer was not drawn, or its mark is of a past quarter."""
    asked = {"municipality": settings.municipality.oktmo, "message_key": message_key}
    if run(conn, "control/answer_drawn.sql", **asked).first() is None:
        raise UsageError(NOT_DRAWN)
    known = run(conn, "control/answer_marks.sql", **asked).first()
    if known is not None and not may_change(known.marked_at, moment, settings):
        raise UsageError("Этот ответ оценён в прошлом квартале и вошёл в его показатели: оценку уже не изменить.")


def may_change(marked_at: datetime, now: datetime, settings: Settings) -> bool:
    """A mark may be changed in its own quarter only: later its figure is in the report."""
    return Quarter.of(business_day(marked_at, settings.zone)) == Quarter.of(business_day(now, settings.zone))
