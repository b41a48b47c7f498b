"""Hand-made cases of tests/cases/*.yml (fields: README.md there) → rows of core and the figures expected of them."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.core_rows import at, message

CASES = Path(__file__).parent / "cases"
DIMENSIONS = ("channel", "legal_regime", "block", "executor")
NORMS = {"rules": "deadline_rule", "topics": "topic_block", "calendar": "calendar_override"}
KEYS = {
    "unofficial",
    "title",
    "quarter",
    "messages",
    "later",
    "pages",
    "later_pages",
    "gaps",
    "excluded",
    "marks",
    "refused",
    "expect",
    "terms",
    *NORMS,
}
WORDS = {"true": True, "false": False, "null": None}
INTEGERS = ("rating", "number_year", "widgets", "posts", "subscribers", "reach_week", "amount", "question_no")
Row = dict[str, Any]
Slice = tuple[str | None, ...]


@dataclass(frozen=True)
class Expected:
    """One figure: slice in the order of DIMENSIONS; numbers are exact decimals, None for nothing."""

    indicator: str
    slice: Slice
    is_absent: bool
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    n_unknown: int
    flags: tuple[str, ...]


@dataclass
class Case:
    """`municipality` is the case's own, so that all cases live in one warehouse and do not see each other.

    An apart case (`is_apart`) brings norms, expects a refusal or arrives in two portions: it is tried alone.
    """

    place: str
    title: str
    quarter: str
    municipality: str
    messages: list[Row] = field(default_factory=list)
    later: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    page_weeks: list[Row] = field(default_factory=list)
    later_page_weeks: list[Row] = field(default_factory=list)
    norms: dict[str, list[Row]] = field(default_factory=dict)
    gaps: frozenset[str] = frozenset()
    excluded: tuple[str, ...] = ()
    marks: list[Row] = field(default_factory=list)
    refused: int | None = None
    unofficial: int | None = None
    expected: list[Expected] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)

    @property
    def is_apart(self) -> bool:
        return bool(self.norms or self.later or self.later_page_weeks or self.refused or self.unofficial)

    @property
    def marked(self) -> list[tuple[Row, datetime, bool]]:
        """The marks of the case: message, moment, whether it was found good."""
        by_number = {row["source_number"]: row for row in [*self.messages, *self.later]}
        return [(by_number[one["number"]], at(one["at"]), one["good"]) for one in self.marks]

    @property
    def indicators(self) -> set[str]:
        return {one.indicator for one in self.expected}


def read_cases(folder: Path = CASES) -> list[Case]:
    """Every case of the folder. Raises ValueError with file and case for a field that a case cannot have."""
    found = []
    for file in sorted(folder.glob("*.yml")):
        written = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        found += [_case(file, number, one) for number, one in enumerate(written, 1)]
    return found


def _case(file: Path, number: int, written: Row) -> Case:
    place = f"{file.name}, случай {number}"
    if wrong := written.keys() - KEYS:
        raise ValueError(f"{place}: нет такого поля: {', '.join(sorted(wrong))}")
    case = Case(place, written["title"], written.get("quarter", "2026Q3"), f"{file.stem} {number}")
    for part, rows in (("messages", case.messages), ("later", case.later)):
        for one in _repeated(written.get(part, [])):
            rows.append(_message(case, one))
    case.page_weeks = [_page_week(case, _typed(one)) for one in written.get("pages", [])]
    case.later_page_weeks = [_page_week(case, _typed(one)) for one in written.get("later_pages", [])]
    case.norms = {table: [_typed(one) for one in written[key]] for key, table in NORMS.items() if key in written}
    case.gaps, case.excluded = frozenset(written.get("gaps", [])), tuple(written.get("excluded", []))
    case.marks = [_typed(one) for one in written.get("marks", [])]
    case.refused = int(written["refused"]) if "refused" in written else None
    case.unofficial = int(written["unofficial"]) if "unofficial" in written else None
    case.expected = [_expected(_typed(one), file.stem, place) for one in written.get("expect", [])]
    case.terms = [_typed(one) for one in written.get("terms", [])]
    return case


def _repeated(rows: list[Row]) -> list[Row]:
    return [row for row in rows for _ in range(int(row.get("times", 1)))]


def _typed(row: Row) -> Row:
    typed = {key: WORDS.get(cell, cell) if isinstance(cell, str) else cell for key, cell in row.items()}
    return {key: int(cell) if key in INTEGERS and cell is not None else cell for key, cell in typed.items()}


def _message(case: Case, written: Row) -> Row:
    """A row of core.message; its questions go to the case."""
    fields = {key: cell for key, cell in _typed(written).items() if key not in ("times", "questions")}
    number = fields.pop("number", str(len(case.messages) + len(case.later) + 1))
    municipality = fields.pop("municipality", None)
    fields["municipality"] = case.municipality + (f", {municipality}" if municipality else "")
    key = uuid.UUID(hashlib.md5(f"{case.place}/{fields}/{number}".encode()).hexdigest())
    row = message(fields.pop("channel"), number, fields.pop("registered_at"), **fields)
    row |= {"message_key": key, "state_hash": key}
    for no, one in enumerate(written.get("questions", []), 1):
        question = _typed(one)
        state = uuid.UUID(int=0) if question.pop("state", None) == "old" else key
        moment = message("x", "x", question["responded_at"] or "2026-01-01")["registered_at"]
        case.questions.append({"message_key": key, "state_hash": state, "question_no": no, "result": question["result"],
                               "responded_at": moment if question["responded_at"] else None})  # fmt: skip
    return row


def _page_week(case: Case, fields: Row) -> Row:
    key = uuid.UUID(hashlib.md5(f"{case.place}/{fields}".encode()).hexdigest())
    other = fields.pop("municipality", None)
    base: Row = {"page_week_key": key, "channel": "pages", "registrar": "", "ogrn": "1", "page_id": "p",
                 "status": "KEPT", "state_hash": key}  # fmt: skip
    return base | fields | {"municipality": case.municipality + (f", {other}" if other else "")}


def _expected(fields: Row, code: str, place: str) -> Expected:
    numbers = [None if fields.get(name) is None else Decimal(fields[name]) for name in
               ("numerator", "denominator", "value")]  # fmt: skip
    known = {"indicator", "group", "numerator", "denominator", "value", "n_unknown", "flags", *DIMENSIONS}
    if wrong := fields.keys() - known:
        raise ValueError(f"{place}: нет такого поля: {', '.join(sorted(wrong))}")
    return Expected(
        fields.get("indicator", code), tuple(fields.get(name) for name in DIMENSIONS),
        fields.get("group") == "absent", *numbers, int(fields.get("n_unknown", 0)), tuple(fields.get("flags", ())),
    )  # fmt: skip
