"""What one message gives to each indicator of one quarter: membership's numbers with the sentences to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from svodka.figures.document import parameters, six_places
from svodka.figures.explain.conditions import Condition, FactRow, fact_of, read_rows
from svodka.figures.explain.model import QuarterVerdicts, Verdict
from svodka.figures.explain.reasons import Reasons
from svodka.figures.explain.sentences import Given, conditions_of, spoken_gates, word
from svodka.figures.explain.words import Context
from svodka.figures.facts import by_fact, column
from svodka.figures.indicators import Indicator, in_force
from svodka.figures.membership import compile_membership, distinct_column, fact_key
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run_text

NOTHING = Given(Fraction(0), 0, 0)


@dataclass(frozen=True)
class Subject:
    """The message that is judged. values: its columns for the words; names: the other records of its case."""

    message_key: UUID
    values: Mapping[str, Any]
    questions: Mapping[int, Mapping[str, Any]]
    names: Mapping[UUID, str]


def verdicts_of(
    conn: Connection, settings: Settings, subject: Subject, quarter: Quarter, as_of: datetime
) -> QuarterVerdicts:
    """Every indicator of messages by the definition in force for the quarter, in the order of the report."""
    known = parameters(conn, quarter, settings, as_of)
    definitions = by_fact(in_force(quarter.first_day, as_of.astimezone(settings.zone).date()))
    found: list[tuple[Any, Verdict]] = []
    for fact, members in definitions.items():
        if "message_key" in fact_key(fact):
            found += _of_fact(conn, settings, subject, fact, members, known)
    return QuarterVerdicts(str(quarter), [verdict for _, verdict in sorted(found, key=lambda each: each[0])])


def _of_fact(
    conn: Connection, settings: Settings, subject: Subject, fact: str, members: list[Indicator], known: dict[str, Any]
) -> Iterator[tuple[Any, Verdict]]:
    taken = fact_of(fact)
    asked = [*taken.gates, *(each for one in members for each in conditions_of(one))]
    given = _membership(conn, subject, fact, members, known)
    rows = read_rows(conn, taken, asked, known, subject.message_key)
    for row in rows:
        question = row.values.get("question_no")
        own = given.get((subject.message_key, question), {})
        values = {**subject.values, **subject.questions.get(question or 0, {}), **row.values}
        reasons = Reasons(taken, row, Context(values, settings.zone))
        for number, one in enumerate(members):
            shared = _shared(subject, given, number, own)
            verdict = _verdict(one, _given(one, number, own), reasons, shared, question)
            yield (*one.order, question or 0), verdict


def _membership(
    conn: Connection, subject: Subject, fact: str, members: list[Indicator], known: dict[str, Any]
) -> dict[tuple[UUID, int | None], Mapping[str, Any]]:
    """The rows of the message and of its case, by message and question."""
    statement = compile_membership(fact, members, "message_key = any(CAST(:message_keys AS uuid []))")
    keys = [str(subject.message_key), *map(str, subject.names)]
    bound = {**known, "message_keys": keys}
    rows = run_text(conn, statement, bound).mappings()
    return {(UUID(str(row["message_key"])), row.get("question_no")): dict(row) for row in rows}


def _given(one: Indicator, number: int, row: Mapping[str, Any]) -> Given:
    if not row:
        return NOTHING
    numerator = Fraction(Decimal(row[column(number, "numerator")])) / one.divide_by
    return Given(numerator, int(row[column(number, "denominator")]), int(row[column(number, "n_unknown")]))


def _shared(subject: Subject, given: Mapping[Any, Mapping[str, Any]], number: int, own: Mapping[str, Any]) -> list[str]:
    """The other records that count as the same thing in this quarter."""
    distinct = distinct_column(number)
    if not own or distinct not in own:
        return []
    return [
        name
        for key, name in subject.names.items()
        if (row := given.get((key, None))) is not None
        and row[distinct] == own[distinct]
        and row[column(number, "numerator")]
    ]


def _verdict(one: Indicator, given: Given, reasons: Reasons, shared: Sequence[str], question: int | None) -> Verdict:
    worded = word(one, given, reasons, shared)
    return Verdict(
        indicator=one.code,
        version=one.version,
        title=one.title,
        question=question,
        numerator=six_places(given.numerator) if one.kind == "mean" else str(given.numerator),
        denominator=given.denominator,
        n_unknown=given.n_unknown,
        is_counted=given.is_counted,
        is_near=worded.is_near,
        sentence=worded.sentence,
    )


def left_out(settings: Settings, conn: Connection, subject: Subject, quarter: Quarter, as_of: datetime) -> str | None:
    """Why no figure of messages counts it at all: «спам», «исключено решением»; None when figures may count it."""
    known = parameters(conn, quarter, settings, as_of)
    rows, reasons = _reading(conn, settings, subject, "message_in_quarter", known)
    found = reasons.failing(spoken_gates(reasons)) if rows else None
    return None if found is None else found[1]


def term_in_quarter(
    conn: Connection, settings: Settings, subject: Subject, quarter: Quarter, as_of: datetime
) -> bool | None:
    """Is it late as the quarter of its term counts it (in_due, is_late); None when that quarter does not count it."""
    known = parameters(conn, quarter, settings, as_of)
    rows, reasons = _reading(conn, settings, subject, "message_in_quarter", known)
    values = rows[0].values if rows else {}
    if not values.get("in_due") or reasons.failing(spoken_gates(reasons)) is not None:
        return None
    return bool(values["is_late"])


def _reading(
    conn: Connection, settings: Settings, subject: Subject, fact: str, known: dict[str, Any]
) -> tuple[list[FactRow], Reasons]:
    taken = fact_of(fact)
    rows = read_rows(conn, taken, taken.gates, known, subject.message_key)
    row = rows[0] if rows else FactRow({}, {})
    return rows, Reasons(taken, row, Context({**subject.values, **row.values}, settings.zone))


__all__ = ["Condition", "Subject", "left_out", "term_in_quarter", "verdicts_of"]
