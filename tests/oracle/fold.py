"""The accepted rows of one number as one message: which version gives which field (domain §16.2)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tests.oracle.rows import Told

FIRST = ("interim_answer_at", "first_public_answer_at", "first_final_answer_at", "returned_by_applicant_at")


def fold(rows: list[Told]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Messages (or page-weeks) and the questions of their newest versions; columns as in core."""
    rows = sorted(rows, key=lambda row: row.export.day)
    keys = pd.Series(["/".join(map(str, row.key)) for row in rows], dtype=object)
    newest = dict(zip(keys, rows, strict=True))
    names = sorted({name for row in rows for name in row.state})
    frame = pd.DataFrame(index=pd.Index(list(newest), name="message_key", dtype=object))
    frame["channel"] = [row.export.channel for row in newest.values()]
    frame["source_number"] = [row.number for row in newest.values()]
    for name in names:
        has_header = [name in row.state for row in rows]
        cells = pd.Series([row.state[name] for row in rows if name in row.state], dtype=object)
        frame[name] = _one_each(name, keys[has_header].reset_index(drop=True), cells).reindex(frame.index)
    frame = frame.astype(object).where(frame.notna(), None)
    if "first_public_answer_at" in names:
        earliest = [min((m for m in told if m is not None), default=None) for told in frame[list(FIRST[:3])].to_numpy()]
        is_incident = frame["channel"] == "incident"
        frame["first_public_answer_at"] = pd.Series(earliest, index=frame.index, dtype=object).where(is_incident, None)
    frame["state_hash"] = "newest"
    questions = [_question(key, no, q) for key, row in newest.items() for no, q in enumerate(row.questions, 1)]
    columns = ["message_key", "state_hash", "question_no", "result", "responded_at"]
    return frame.reset_index(), pd.DataFrame(questions, columns=columns, dtype=object)


def _one_each(name: str, keys: pd.Series, cells: pd.Series) -> pd.Series:
    """The newest cell of each key, or the earliest moment where the first one counts."""
    told = pd.DataFrame({"key": keys, "cell": cells})
    if name in FIRST:
        told = told[told["cell"].notna()].sort_values("cell", kind="stable", ascending=False)
    return told.drop_duplicates("key", keep="last").set_index("key")["cell"]


def _question(key: str, no: int, question: dict[str, Any]) -> dict[str, Any]:
    return {"message_key": key, "state_hash": "newest", "question_no": no} | question
