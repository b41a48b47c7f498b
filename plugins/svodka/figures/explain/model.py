"""What is told of a message: plain data for the command line and the pages; moments are aware and local."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """One dated event of the message; file: the first one that told it, where a file did."""

    at: datetime
    field: str
    what: str
    file: str | None = None


@dataclass(frozen=True)
class RuleUsed:
    """One norm that was applied: what it says, by which act, since when."""

    step: str
    norm: str
    source: str
    valid_from: date
    known_from: date


@dataclass(frozen=True)
class Extension:
    """A prolongation as the source has it, and whether it moves the term (domain §16.15)."""

    until: datetime
    decided_at: datetime | None
    is_accepted: bool
    why: str


@dataclass(frozen=True)
class Term:
    """The terms of the message as the marts hold them, with the rules that made them.

    is_late: by what was known at as_of; is_late_in_quarter: as the quarter of the term counts it, None where no
    quarter counts it.
    """

    due_at: datetime | None
    due_source: str | None
    due_control_at: datetime | None
    due_effective_at: datetime | None
    final_due_at: datetime | None
    clock_start_at: datetime | None
    reckoning: str
    rules: Sequence[RuleUsed]
    extension: Extension | None
    is_late: bool
    is_late_in_quarter: bool | None
    quarter: str | None
    sentence: str


@dataclass(frozen=True)
class Change:
    """One field that a version tells otherwise than the one before, in words."""

    field: str
    title: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Version:
    """One run of equal states; row: as Excel shows it; the file is the first one of the run."""

    number: int
    file: str
    sheet: str
    row: int
    exported_at: datetime
    landed_at: datetime
    seen_until: datetime
    n_files: int
    changes: Sequence[Change]


@dataclass(frozen=True)
class Question:
    """One question of a 59-ФЗ appeal in its newest state."""

    number: int
    classifier_code: str | None
    result: str | None
    result_in_words: str | None
    responded_at: datetime | None


@dataclass(frozen=True)
class Verdict:
    """What the message gives to one indicator of one quarter, and why.

    numerator in the indicator's unit as the figures document writes it; question: None where the message itself is
    judged; is_near: not counted although it belongs to the population and to the quarter's cohort.
    """

    indicator: str
    version: int
    title: str
    question: int | None
    numerator: str
    denominator: int
    n_unknown: int
    is_counted: bool
    is_near: bool
    sentence: str


@dataclass(frozen=True)
class QuarterVerdicts:
    quarter: str
    verdicts: Sequence[Verdict]


@dataclass(frozen=True)
class Explanation:
    """Everything about one message; nothing personal is in it.

    left_out: why no figure counts it, None where figures may count it; case: the other records of its case.
    """

    as_of: datetime
    identity: dict[str, Any]
    left_out: str | None
    timeline: Sequence[Event]
    term: Term
    versions: Sequence[Version]
    questions: Sequence[Question]
    case: Sequence[dict[str, Any]]
    links: Sequence[dict[str, Any]]
    quarters: Sequence[QuarterVerdicts]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values: moments in ISO form, keys as text."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal | timedelta):
        return str(value)
    return value
