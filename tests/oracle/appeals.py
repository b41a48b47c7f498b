"""The indicators of section A (59-ФЗ; domain §10.2, §16.26–27) over prepared messages of one quarter."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

import pandas as pd

from tests.oracle.quarter import Maker, Quarter, Rows, among, mean, share
from tests.oracle.values import Value, plain_cell

JUDGED = ("SUPPORTED", "SUPPORTED_MEASURES", "EXPLAINED", "NOT_SUPPORTED")
Questions = dict[tuple[Any, Any], list[tuple[str | None, datetime | None]]]


def appeals(q: Quarter, asked: pd.DataFrame | None) -> dict[str, Maker]:
    """`asked`: the questions, as core.message_question has them."""
    questions = _by_state(asked)
    makers = {
        "A-01": q.late, "A-02": _registration(q), "A-03": _forwarding(q), "A-04": _prolonged(q),
        "A-06": mean(
            lambda m: q.answered(m) and m.status != "TRANSFERRED",
            lambda m: q.days(m.registered_at, m.first_final_answer_at),
        ),
        "A-05": _results(q, questions, "SUPPORTED", "SUPPORTED_MEASURES"),
        "A-05M": _results(q, questions, "SUPPORTED_MEASURES"),
        "A-05E": _results(q, questions, "EXPLAINED"),
        "A-05N": _results(q, questions, "NOT_SUPPORTED"),
    }  # fmt: skip
    return among(lambda m: m.legal_regime == "FZ59", makers)


def _by_state(asked: pd.DataFrame | None) -> Questions:
    questions: Questions = {}
    for one in [] if asked is None else asked.to_dict("records"):
        key = (one["message_key"], one["state_hash"])
        questions.setdefault(key, []).append((plain_cell(one["result"]), plain_cell(one["responded_at"])))  # type: ignore[arg-type]
    return questions


def _registration(q: Quarter) -> Maker:
    def late(m: Any) -> bool | None:
        return None if m.received_at is None else q.days(m.received_at, m.registered_at) > 3

    return share(q.registered, late)


def _forwarding(q: Quarter) -> Maker:
    return share(lambda m: q.holds(m.transferred_at), lambda m: q.days(m.registered_at, m.transferred_at) > 7)


def _prolonged(q: Quarter) -> Maker:
    def in_work(m: Any) -> bool:
        ended = [one for one in (m.first_final_answer_at, m.gone) if one is not None and one < q.t0]
        return q.registered(m) or (m.registered_at < q.t0 and not ended)

    def prolonged(m: Any) -> bool | None:
        if m.extended_due_at is not None and m.extension_decided_at is None:
            return None
        return q.holds(m.extension_decided_at)

    return share(in_work, prolonged)


def _results(q: Quarter, questions: Questions, *wanted: str) -> Maker:
    def make(rows: Rows) -> Value:
        results = []
        for m in rows:
            own = [(m.outcome, m.first_final_answer_at)]
            asked = questions.get((m.message_key, m.state_hash), own)
            results += [result for result, moment in asked if q.holds(moment)]
        judged = [r for r in results if r in JUDGED]
        return Value(Fraction(sum(r in wanted for r in judged)), len(judged), results.count(None))

    return make
