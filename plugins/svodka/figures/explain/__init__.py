"""Everything about one message, for the command line and the pages: its story and what it gives to the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.figures.answer_marks import marks_of
from svodka.figures.explain.identity import exclusion_of, identity_of, invalid_because, read_message
from svodka.figures.explain.model import Explanation, Question
from svodka.figures.explain.norms import rules_for
from svodka.figures.explain.quarters import touched_quarters
from svodka.figures.explain.term import quarter_of_term, term_of
from svodka.figures.explain.timeline import timeline_of
from svodka.figures.explain.verdicts import Subject, left_out, term_in_quarter, verdicts_of
from svodka.figures.explain.versions import read_states, versions_of
from svodka.figures.explain.words import in_words
from svodka.figures.links import links_of_message
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run

__all__ = ["Explanation", "explain"]


def explain(
    conn: Connection, settings: Settings, message_key: UUID, as_of: datetime, quarters: Sequence[Quarter] | None = None
) -> Explanation:
    """Facts are those of the caller's search path (`quarter_figures.use_facts`), which must fit as_of.

    quarters: all that the message's dates reach, unless given. Reads only what belongs to the message and its case.
    """
    known_on = as_of.astimezone(settings.zone).date()
    calendar = calendar_known_on(conn, known_on)
    message, fact = read_message(conn, message_key)
    questions = _questions(conn, message)
    case = _case(conn, settings, fact)
    exclusion = exclusion_of(conn, settings, message_key, as_of)
    subject = Subject(
        message_key=UUID(str(message_key)),
        values=_values(message, fact, exclusion, settings, as_of, bool(questions)),
        questions={each["question_no"]: each for each in questions},
        names={UUID(str(each["message_key"])): f"{each['channel']} {each['number']}" for each in case},
    )
    judged = quarter_of_term(fact, settings) or Quarter.of(fact["registered_on"])
    states = read_states(conn, message_key, as_of)
    rules = rules_for(conn, message, fact["block"], fact["registered_on"], known_on)
    late_in_quarter = term_in_quarter(conn, settings, subject, judged, as_of)
    if quarters is None:
        happened = [each["responded_at"] for each in questions] + marks_of(conn, message_key, as_of)
        quarters = touched_quarters(fact, happened, as_of, settings.zone)
    return Explanation(
        as_of=as_of.astimezone(settings.zone),
        identity=identity_of(conn, settings, message, fact, exclusion, known_on),
        left_out=left_out(settings, conn, subject, judged, as_of),
        timeline=timeline_of(message, fact, states, exclusion, settings),
        term=term_of(message, fact, rules, calendar, settings, as_of, late_in_quarter),
        versions=versions_of(states, settings),
        questions=[_question(each, settings) for each in questions],
        case=case,
        links=links_of_message(conn, settings, message_key),
        quarters=[verdicts_of(conn, settings, subject, quarter, as_of) for quarter in quarters],
    )


def _values(
    message: Mapping[str, Any],
    fact: Mapping[str, Any],
    exclusion: Mapping[str, Any] | None,
    settings: Settings,
    as_of: datetime,
    has_questions: bool,
) -> dict[str, Any]:
    """What the words of conditions may name: columns of the message and of its fact (the fact's own meaning wins)."""
    gone = in_words("status", fact["status"], settings.zone) if fact["status"] else None
    return {
        **message,
        **fact,
        "gone_word": gone,
        "invalid_reason": ", ".join(invalid_because(message)) or None,
        "excluded_at": exclusion and exclusion["decided_at"],
        "excluded_by": exclusion and exclusion["decided_by"],
        # Without questions of its own an appeal is one question, answered by its final answer (domain §16.27)
        **({} if has_questions else {"responded_at": fact["first_final_answer_at"]}),
        # A running quarter counts an open message as late although its term is still ahead: the words must say so
        **{
            f"{name}_ahead": fact[name] for name in ("due_effective_at", "final_due_at") if _is_ahead(fact[name], as_of)
        },
    }


def _is_ahead(moment: datetime | None, as_of: datetime) -> bool:
    return moment is not None and moment > as_of


def _questions(conn: Connection, message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = conn.execute(
        text(
            "SELECT question_no, classifier_code, result, responded_at FROM message_question"
            " WHERE message_key = :key AND state_hash = :state ORDER BY question_no"
        ),
        {"key": message["message_key"], "state": message["state_hash"]},
    )
    return [dict(row) for row in rows.mappings()]


def _question(row: Mapping[str, Any], settings: Settings) -> Question:
    responded, result = row["responded_at"], row["result"]
    return Question(
        number=row["question_no"],
        classifier_code=row["classifier_code"],
        result=result,
        result_in_words=result and in_words("result", result, settings.zone),
        responded_at=responded and responded.astimezone(settings.zone),
    )


def _case(conn: Connection, settings: Settings, fact: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The other records of the same case (domain §16.16)."""
    rows = run(
        conn, "figures/explain_case.sql", case_key=fact["case_key"], message_key=fact["message_key"]
    ).mappings()  # fmt: skip
    return [
        {
            "message_key": row["message_key"],
            "channel": row["channel"],
            "number": row["source_number"],
            "registered_on": business_day(row["registered_at"], settings.zone),
            "is_valid": row["is_valid"],
        }
        for row in rows
    ]
