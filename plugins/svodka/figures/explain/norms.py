"""The rules of terms that hold for one message, in words with their acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures.explain.model import RuleUsed
from svodka.figures.terms import Rule, choose_rule
from svodka.russian_plural import plural

STEPS = {
    "answer": "ответ", "extension": "продление", "final_answer": "окончательный ответ после промежуточного",
    "registration": "регистрация", "forwarding": "переадресация", "fast_track": "ускоренный порядок",
}  # fmt: skip
FROM = {"registration": "после поступления", "final_answer": "после промежуточного ответа"}

DAYS = {
    "calendar_days": ("календарный день", "календарных дня", "календарных дней"),
    "working_days": ("рабочий день", "рабочих дня", "рабочих дней"),
}


def rules_for(conn: Connection, message: Mapping[str, Any], block: str, on: date, known_on: date) -> dict[str, Rule]:
    """The rule of each step, of those in the deadline_rule of the caller's search path."""
    names = [each.name for each in fields(Rule)]
    rows = conn.execute(text(f"SELECT {', '.join(names)} FROM deadline_rule")).mappings()
    rules = [Rule(**row) for row in rows]
    chosen = {step: choose_rule(rules, step, {**message, "block": block}, on, known_on) for step in STEPS}
    return {step: rule for step, rule in chosen.items() if rule is not None}


def used(rules: Mapping[str, Rule], message: Mapping[str, Any]) -> list[RuleUsed]:
    """Those that bear on this message: an extension rule only where the source has an extension, and so on."""
    asked = {
        "answer": True,
        "extension": message["extended_due_at"] is not None,
        "final_answer": message["interim_answer_at"] is not None,
        "registration": message["received_at"] is not None,
        "forwarding": message["transferred_at"] is not None,
        "fast_track": bool(message["is_fast_track"]),
    }
    return [
        RuleUsed(step, f"{STEPS[step]}: {norm(rule)}", rule.source, rule.valid_from, rule.known_from)
        for step, rule in rules.items()
        if asked[step]
    ]


def norm(rule: Rule) -> str:
    """«30 календарных дней со дня регистрации», «8 рабочих часов (08:00–17:00 рабочих дней)»."""
    if rule.amount is None:
        return "до даты, которую называет источник"
    start = FROM.get(rule.step, "со дня регистрации")
    if rule.clock == "working_hours" and rule.opens and rule.closes:
        hours = f"{rule.opens:%H:%M}–{rule.closes:%H:%M} рабочих дней"
        return f"{rule.amount} {plural(rule.amount, 'рабочий час', 'рабочих часа', 'рабочих часов')} ({hours})"
    if rule.clock == "wall_hours":
        return f"{rule.amount} {plural(rule.amount, 'час', 'часа', 'часов')} круглосуточно"
    forms = DAYS["working_days" if rule.clock == "working_days" else "calendar_days"]
    limit = "не дальше " if rule.step == "extension" else ""
    return f"{limit}{rule.amount} {plural(rule.amount, *forms)} {start}"
