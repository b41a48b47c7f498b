"""The indicators of sections S, I and P (domain §10.2, §16.20–25) over prepared messages of one quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from tests.oracle import terms
from tests.oracle.quarter import Maker, Quarter, Rows, among, mean, seconds, share, two_counts
from tests.oracle.values import Value


def summary(q: Quarter) -> dict[str, Maker]:
    def change(first: datetime, last: datetime) -> Maker:
        def make(rows: Rows) -> Value:
            then = sum(first <= m.registered_at < last for m in rows)
            return Value(Fraction(sum(map(q.registered, rows)) - then), then)

        return make

    def done(m: Any) -> bool:
        return any(one is not None and one < q.t1 for one in (m.first_final_answer_at, m.gone))

    return {
        "S-01": lambda rows: Value(Fraction(sum(map(q.registered, rows))), None),
        "S-01U": lambda rows: Value(Fraction(len({m.case for m in rows if q.registered(m)})), None),
        "S-02": change(q.before, q.t0),
        "S-02Y": change(*q.year_ago),
        "S-03": q.late,
        "S-04": share(q.registered, done),
        "S-05": share(q.registered, lambda m: m.is_repeat),
        "S-06": share(q.registered, lambda m: m.channel in ("incident", "pos")),
    }


def incident(q: Quarter) -> dict[str, Maker]:
    def public(m: Any) -> bool:
        return q.holds(m.first_public_answer_at)

    def hours(rows: Rows) -> Value:
        value = mean(public, lambda m: Fraction(seconds(m.start, m.first_public_answer_at), 3600))(rows)
        return replace(value, is_clock_ready=any(public(m) and m.is_clock_from_source is True for m in rows))

    def final_late(rows: Rows) -> Value:
        due = [m for m in rows if q.holds(m.final_due) and not (m.gone is not None and m.gone <= m.final_due)]
        answer = [m.first_final_answer_at for m in due]
        late = [a for a, m in zip(answer, due, strict=True) if a is None or a >= q.t1 or a > m.final_due]
        return Value(Fraction(len(late)), len(due))

    def closed_solvable(m: Any) -> bool:
        return q.holds(m.closed_at) and terms.plain(m.source_type or "") == "решаемый"

    makers: dict[str, Maker] = {
        "I-01": hours,
        "I-02": q.late,
        "I-03": two_counts(lambda m: q.holds(m.interim_answer_at), public),
        "I-04": final_late,
        "I-05": share(closed_solvable, lambda m: None if m.outcome is None else m.outcome == "RESOLVED"),
    }
    return among(lambda m: m.channel == "incident", makers)


def pos(q: Quarter) -> dict[str, Maker]:
    def fast(m: Any) -> bool | None:
        if m.is_fast_track is None:
            return None
        return m.is_fast_track and q.days(m.registered_at, m.first_final_answer_at) <= 10

    makers: dict[str, Maker] = {
        "P-01": mean(q.answered, lambda m: Fraction(seconds(m.registered_at, m.first_final_answer_at), 86400)),
        "P-02": q.late,
        "P-03": share(q.answered, fast),
        "P-04": share(lambda m: q.holds(m.rating_date), lambda m: m.rating in (4, 5)),
        "P-05": share(q.answered, lambda m: m.rating_date is not None and m.rating_date < q.t1),
        "P-06": two_counts(lambda m: q.holds(m.returned_by_applicant_at), q.answered),
    }
    return among(lambda m: m.channel == "pos" and m.legal_regime == "POS_MESSAGE", makers)
