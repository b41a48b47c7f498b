"""The terms of one message in plain Python: the reference that the set-wise SQL of sql/marts/ must equal."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from svodka.calendar import RUSSIA, WorkingCalendar
from svodka.period import business_day, end_of_day
from svodka.warehouse.engine import SQL


@dataclass(frozen=True)
class Rule:
    """One row of meta.deadline_rule; null (None) in a selector fits every message."""

    step: str
    legal_regime: str
    priority: str | None
    is_fast_track: bool | None
    block: str | None
    clock: str
    amount: int | None
    opens: time | None
    closes: time | None
    source_term: str | None
    valid_from: date
    known_from: date
    source: str

    def fits(self, step: str, message: Mapping[str, Any], registered_on: date, known_on: date) -> bool:
        return (
            self.step == step
            and self.legal_regime == message["legal_regime"]
            and self.priority in (None, message.get("priority") or "NORMAL")
            and self.is_fast_track in (None, bool(message.get("is_fast_track")))
            and self.block in (None, message.get("block"))
            and self.valid_from <= registered_on
            and self.known_from <= known_on
        )

    @property
    def rank(self) -> tuple[bool, bool, bool, date, date]:
        """The rule that names most holds, then the youngest."""
        named = (self.block is not None, self.priority is not None, self.is_fast_track is not None)
        return (*named, self.valid_from, self.known_from)


@dataclass(frozen=True)
class Terms:
    """Aware local moments; None where the message has no such term."""

    due_at: datetime | None
    due_source: str | None
    due_effective_at: datetime | None
    due_control_at: datetime | None
    final_due_at: datetime | None


def read_rules(file: Path = SQL / "seeds" / "deadline_rule.csv") -> list[Rule]:
    """The rules of a CSV such as sql/seeds/deadline_rule.csv."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [_rule({key: value or None for key, value in row.items()}) for row in csv.DictReader(lines)]


def _rule(row: dict[str, Any]) -> Rule:
    read: dict[str, Callable[[str], Any]] = {
        "is_fast_track": lambda text: text == "true",
        "amount": int,
        "opens": time.fromisoformat,
        "closes": time.fromisoformat,
        "valid_from": date.fromisoformat,
        "known_from": date.fromisoformat,
    }
    typed: dict[str, Any] = {key: None if value is None else read.get(key, str)(value) for key, value in row.items()}
    return Rule(**typed)


def choose_rule(
    rules: Iterable[Rule], step: str, message: Mapping[str, Any], registered_on: date, known_on: date
) -> Rule | None:
    """The rule of a step that holds for the message, as known on a day."""
    fitting = (rule for rule in rules if rule.fits(step, message, registered_on, known_on))
    return max(fitting, key=lambda rule: rule.rank, default=None)


def compute_terms(
    message: Mapping[str, Any],
    rules: Sequence[Rule],
    known_on: date,
    zone: ZoneInfo,
    calendar: WorkingCalendar = RUSSIA,
) -> Terms:
    """The terms of a message given as a row of core.message with its `block` (domain §5.1, §16.15).

    Raises CalendarUnknown when a term that we ourselves compute falls into a year without an official calendar.
    """
    registered_on = business_day(message["registered_at"], zone)
    answer, extension, final = (
        choose_rule(rules, step, message, registered_on, known_on) for step in ("answer", "extension", "final_answer")
    )
    source_term, source_control = message.get("due_at"), message.get("control_at")
    due: datetime | None = None
    due_source = None
    if answer is not None and answer.source_term == "used" and source_term is not None:
        due, due_source = source_term.astimezone(zone), "SOURCE"
    elif answer is not None:
        due, due_source = _answer_due(message, answer, registered_on, zone, calendar), "RULE"
    if answer is None or answer.source_term == "control":
        source_control = source_control or source_term
    effective = _effective(message, due, extension, registered_on, zone)
    if effective == due and source_control is not None:
        control = source_control.astimezone(zone)
    else:
        control = _control(effective, due_source == "RULE" and effective == due, zone, calendar)
    return Terms(due, due_source, effective, control, _final_due(message, final, zone, calendar))


def _final_due(
    message: Mapping[str, Any], rule: Rule | None, zone: ZoneInfo, calendar: WorkingCalendar
) -> datetime | None:
    """The term of the final answer, counted from the day of the interim one."""
    interim = message.get("interim_answer_at")
    if rule is None or rule.amount is None or interim is None:
        return None
    day = business_day(interim, zone)
    if rule.clock == "calendar_days":
        return end_of_day(day + timedelta(days=rule.amount), zone)
    return end_of_day(calendar.add_working_days(day, rule.amount), zone)


def _answer_due(
    message: Mapping[str, Any], rule: Rule, registered_on: date, zone: ZoneInfo, calendar: WorkingCalendar
) -> datetime:
    """The term by the rule's own clock."""
    assert rule.amount is not None
    if rule.clock == "calendar_days":
        return end_of_day(registered_on + timedelta(days=rule.amount), zone)
    if rule.clock == "working_days":
        return end_of_day(calendar.add_working_days(registered_on, rule.amount), zone)
    assert rule.opens is not None and rule.closes is not None
    start = message["registered_at"]
    if message["legal_regime"] == "OPEN_SOURCE":
        start = message.get("assigned_at") or start
    return calendar.add_working_hours(start.astimezone(zone), rule.amount, rule.opens, rule.closes)


def _effective(
    message: Mapping[str, Any], due: datetime | None, rule: Rule | None, registered_on: date, zone: ZoneInfo
) -> datetime | None:
    """The term with its extension: decided in time (or undated), no further than the law lets it."""
    extended, decided = message.get("extended_due_at"), message.get("extension_decided_at")
    if due is None or rule is None or extended is None:
        return due
    if decided is not None and business_day(decided, zone) > business_day(due, zone):
        return due
    if rule.amount is not None:
        extended = min(extended, end_of_day(registered_on + timedelta(days=rule.amount), zone))
    return max(due, extended.astimezone(zone))


def _control(term: datetime | None, is_ours: bool, zone: ZoneInfo, calendar: WorkingCalendar) -> datetime | None:
    """The last working day ≤ the term; a term that the source has set beyond the known calendar stays as it is."""
    if term is None or (not is_ours and not calendar.is_official(business_day(term, zone).year)):
        return term
    day = business_day(term, zone)
    return term if calendar.is_working_day(day) else end_of_day(calendar.previous_working_day(day), zone)
