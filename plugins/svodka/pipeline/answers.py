"""Use-cases of the quality of answers: a week drawn, what there is to mark, one answer marked, its text shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def draw_answers(week: date | None = None, now: datetime | None = None) -> int:
    """Draws the answers of a week (its Monday; the last one that is over by default) where that has not been done;
    how many were drawn now. Idempotent: a later draw of the same week changes nothing."""
    from svodka.control.answers.draw import draw, last_week

    settings, moment = load_settings(), now or datetime.now(UTC)
    with open_warehouse(settings).begin() as connection:
        return draw(connection, settings, week or last_week(moment, settings.zone), moment)


def answers_of_week(week: date | None, now: datetime) -> dict[str, Any]:
    """The drawn answers of a week with their marks."""
    from svodka.control.answers.sample import week_told

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return week_told(connection, settings, week, now)


def answers_by_executor(now: datetime) -> dict[str, Any]:
    """The running quarter's drawn, marked and good answers by executor."""
    from svodka.control.answers.sample import counts_by_executor

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return counts_by_executor(connection, settings, now)


def drawn_answer(message_key: UUID, now: datetime) -> dict[str, Any] | None:
    """One drawn answer with its marks and the checklist of the day; None: it was not drawn."""
    from svodka.control.answers.checklist import checklist_on
    from svodka.control.answers.sample import answer_told
    from svodka.period import business_day

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        told = answer_told(connection, settings, message_key, now)
    if told is None:
        return None
    held = checklist_on(settings, business_day(now, settings.zone))
    return told | {"checklist": held.model_dump(mode="json")}


def mark_answer(message_key: UUID, verdicts: Mapping[str, Any], comment: str, by: str, now: datetime) -> bool:
    """Journals the head's mark of a drawn answer; whether it is good by the checklist. Raises UsageError."""
    from svodka.control.answers.marking import mark

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return mark(connection, settings, message_key, verdicts, comment, by, now)


def answer_text(message_key: UUID) -> dict[str, str | None]:
    """Personal: the citizen's words and the address at the source; to be journaled before by `write_down_view`."""
    from svodka.control.answers.sample import personal_of

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return personal_of(connection, message_key)
