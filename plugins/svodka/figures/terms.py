"""The terms of one message in plain Python: the reference that the set-wise SQL of sql/marts/ must equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from svodka.calendar import RUSSIA, CalendarUnknown, WorkingCalendar
from svodka.figures.deadline_rules import Rule, choose_rule, read_rules
from svodka.period import business_day, end_of_day

__all__ = ["Rule", "Terms", "choose_rule", "compute_terms", "read_rules"]


@dataclass(frozen=True)
class Terms:
    """Aware local moments and local days; None where the message has no such term.

    `due_at` is the term of the law (due_legal_at of domain §5.1), `due_effective_at` the same with its extension.
    """

    due_at: datetime | None
    due_source: str | None
    due_effective_at: datetime | None
    due_control_at: datetime | None
    final_due_at: datetime | None
    registration_due_on: date | None
    forwarding_due_on: date | None
    fast_track_due_on: date | None


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

    def rule_of(step: str) -> Rule | None:
        return choose_rule(rules, step, message, registered_on, known_on)

    answer = rule_of("answer")
    due, due_source = _due(message, answer, zone, calendar)
    effective = _effective(message, due, rule_of("extension"), registered_on, zone)
    control = _control_of_source(message, answer) if effective == due else None
    if control is not None:
        control = control.astimezone(zone)
    elif effective is not None:
        control = _control(effective, due_source == "RULE" and effective == due, zone, calendar)
    interim, received = message.get("interim_answer_at"), message.get("received_at")
    return Terms(
        due,
        due_source,
        effective,
        control,
        _run(rule_of("final_answer"), interim, business_day(interim, zone), zone, calendar) if interim else None,
        _days_after(received and business_day(received, zone), rule_of("registration")),
        _days_after(registered_on, rule_of("forwarding")),
        _days_after(registered_on, rule_of("fast_track")),
    )


def _due(
    message: Mapping[str, Any], rule: Rule | None, zone: ZoneInfo, calendar: WorkingCalendar
) -> tuple[datetime | None, str | None]:
    """The term of the answer and whose it is: the source's own where the rule takes it, else the rule's."""
    source_term = message.get("due_at")
    if rule is not None and rule.source_term == "used" and source_term is not None:
        return source_term.astimezone(zone), "SOURCE"
    start = message["registered_at"]
    registered_on = business_day(start, zone)
    if message["legal_regime"] == "OPEN_SOURCE":
        start = message.get("assigned_at") or start
    return _run(rule, start, registered_on, zone, calendar), None if rule is None else "RULE"


def _run(
    rule: Rule | None, start: datetime, first_day: date, zone: ZoneInfo, calendar: WorkingCalendar
) -> datetime | None:
    """When the rule's amount has run: hours from `start`, days from the one after `first_day` to 23:59:59."""
    if rule is None or rule.amount is None:
        return None
    if rule.clock == "calendar_days":
        return end_of_day(first_day + timedelta(days=rule.amount), zone)
    if rule.clock == "working_days":
        return end_of_day(calendar.add_working_days(first_day, rule.amount), zone)
    if rule.clock == "wall_hours":
        return start.astimezone(zone) + timedelta(hours=rule.amount)
    assert rule.opens is not None and rule.closes is not None
    return calendar.add_working_hours(start.astimezone(zone), rule.amount, rule.opens, rule.closes)


def _days_after(day: date | None, rule: Rule | None) -> date | None:
    """So many calendar days later, no roll from a day off (domain §16.25, §16.26)."""
    if day is None or rule is None or rule.amount is None:
        return None
    return day + timedelta(days=rule.amount)


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


def _control_of_source(message: Mapping[str, Any], answer: Rule | None) -> datetime | None:
    """The export's own control date; where its term is not the law's, that term."""
    control: datetime | None = message.get("control_at")
    if control is None and (answer is None or answer.source_term == "control"):
        control = message.get("due_at")
    return control


def _control(term: datetime, is_ours: bool, zone: ZoneInfo, calendar: WorkingCalendar) -> datetime:
    """The last working day ≤ the term; a term that the source has set beyond the known calendar stays as it is."""
    day = business_day(term, zone)
    try:
        return term if calendar.is_working_day(day) else end_of_day(calendar.previous_working_day(day), zone)
    except CalendarUnknown:
        if is_ours:
            raise
        return term
