"""All indicators of domain §10.2 and §16.D over core-like frames: numerators, denominators and unknowns by slice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

import pandas as pd

from tests.core_rows import AS_OF, OURS, ZONE
from tests.oracle import terms
from tests.oracle.appeals import appeals
from tests.oracle.marks import Mark, quality
from tests.oracle.messages import incident, pos, summary
from tests.oracle.pages import pages
from tests.oracle.quarter import Quarter
from tests.oracle.values import Key, Value, plain_cell

TIMES = [
    "received_at", "registered_at", "assigned_at", "due_at", "control_at", "extended_due_at", "extension_decided_at",
    "interim_answer_at", "answered_at", "first_public_answer_at", "first_final_answer_at", "closed_at",
    "transferred_at", "returned_by_applicant_at", "rated_at",
]  # fmt: skip
OTHERS = [
    "message_key", "municipality", "channel", "source_number", "status", "outcome", "source_type", "legal_regime",
    "priority", "topic_l1", "classifier_code", "executor", "linked_number", "duplicate_of", "rating", "is_fast_track",
    "is_repeat", "is_spam", "is_test", "is_deleted", "absence_verdict", "is_clock_from_source", "state_hash",
]  # fmt: skip
PREPARED = ["case", "block", "effective", "final_due", "gone", "start", "clock", "rating_date"]


def compute(
    messages: pd.DataFrame,
    page_weeks: pd.DataFrame,
    year: int,
    number: int,
    questions: pd.DataFrame | None = None,
    municipality: str = OURS,
    excluded: Collection[object] = (),
    marks: Collection[Mark] = (),
) -> dict[Key, Value]:
    """Every value by (indicator, channel, legal_regime, block, executor); a frame has the columns of its core table.

    A frame that tells no municipality holds our rows only. `excluded`: message keys that the head's decision keeps
    out; their cases stay for the records that count. `marks`: of answers, by the head.
    """
    zone = ZONE
    prepared = prepare(messages, zone)
    is_ours = prepared.municipality.isna() | (prepared.municipality == municipality)
    ours = prepared[is_ours & ~prepared.message_key.isin(list(excluded))]
    q = Quarter(year, number, zone)
    parts = [(key, list(part.itertuples(index=False))) for key, part in slices(ours)]
    values: dict[Key, Value] = {}
    for code, make in {
        **summary(q), **incident(q), **pos(q), **appeals(q, questions), "I-06": quality(q, marks, AS_OF)
    }.items():  # fmt: skip
        for key, rows in parts:
            value = make(rows)
            if key == (None,) * 4 or not value.is_nothing:
                values[(code, *key)] = value
    if "municipality" in page_weeks:
        page_weeks = page_weeks[page_weeks.municipality == municipality]
    return values | pages(page_weeks, zone, year, number)


def prepare(messages: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """Plain Python objects in every cell, missing columns added, terms and case beside them; invalid rows left out."""
    frame = pd.DataFrame(
        {
            name: pd.Series(
                [plain_cell(v) for v in messages[name]] if name in messages else [None] * len(messages), dtype=object
            )
            for name in TIMES + OTHERS
        }
    )
    cases = terms.cases_of(frame)
    rows = [_prepared(m, cases, zone) for _, m in frame.iterrows() if terms.is_valid(m)]
    return pd.DataFrame(rows, columns=[*TIMES, *OTHERS, *PREPARED], dtype=object)


def _prepared(m: pd.Series, cases: dict[str, str], zone: ZoneInfo) -> dict[str, object]:
    return m.to_dict() | {
        "case": cases.get(m.message_key, m.message_key),
        "block": terms.block_of(m.topic_l1, m.classifier_code),
        "effective": terms.effective_of(m, terms.due_of(m, zone), zone),
        "final_due": terms.final_due_of(m, zone),
        "gone": terms.gone_of(m),
        "start": m.assigned_at or m.registered_at,
        "clock": m.first_public_answer_at if m.legal_regime == "OPEN_SOURCE" else m.first_final_answer_at,
        "rating_date": (m.rated_at or m.first_final_answer_at) if m.rating is not None else None,
    }


def slices(frame: pd.DataFrame) -> Iterator[tuple[tuple[str | None, ...], pd.DataFrame]]:
    yield (None,) * 4, frame
    for place, name in enumerate(("channel", "legal_regime", "block", "executor")):
        for value, part in frame.groupby(name, dropna=True):
            yield tuple(value if i == place else None for i in range(4)), part
    for (channel, block), part in frame.groupby(["channel", "block"]):
        yield (channel, None, block, None), part
