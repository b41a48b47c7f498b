"""Which dates of a message are told behind an indicator: those that its own conditions judge."""

from __future__ import annotations

from collections.abc import Mapping

import sqlglot
from sqlglot import exp

from svodka.figures.aggregates import DIALECT
from svodka.figures.indicators import Indicator

# What a row always is: a message, a question, an organisation, a page, a week of it
KEY = ("message_key", "channel", "number", "number_year", "question_no", "ogrn", "page_id", "week", "registered_at")
PLACE = ("block", "executor")
# Where the conditions name no date but the cohort of registration
USUAL = ("due_effective_at", "answered_at")
# Column of the fact, as the conditions name it → columns of sql/figures/behind_messages.sql, in the order of reading
JUDGED: Mapping[str, tuple[str, ...]] = {
    "received_on": ("received_on",),
    "registration_due_on": ("registration_due_on",),
    "forwarding_due_on": ("forwarding_due_on",),
    "in_transferred": ("transferred_on",),
    "transferred_on": ("transferred_on",),
    "in_extended": ("extension_decided_at", "due_effective_at"),
    "in_due": ("due_effective_at", "answered_at"),
    "is_late": ("due_effective_at", "answered_at"),
    "in_final_due": ("final_due_at", "final_answer_at"),
    "is_final_late": ("final_due_at", "final_answer_at"),
    "in_interim_answer": ("interim_answer_at",),
    "in_public_answer": ("public_answer_at",),
    "public_answer_seconds": ("clock_start_at", "public_answer_at"),
    "fast_track_due_on": ("fast_track_due_on",),
    "in_ans": ("final_answer_at",),
    "answered_on": ("final_answer_at",),
    "is_worked_off": ("final_answer_at", "gone_at"),
    "in_closed": ("closed_at",),
    "in_returned": ("returned_by_applicant_at",),
    "in_rated": ("rated_at",),
    "is_rated": ("rated_at",),
    "in_marked": ("final_answer_at",),
}


def told_of(one: Indicator) -> tuple[str, ...]:
    """The columns that are told of a row behind the indicator, where its fact has them."""
    named = _named(one)
    judged = [told for column, columns in JUDGED.items() if column in named for told in columns]
    return (*KEY, *(dict.fromkeys(judged) or USUAL), *PLACE)


def _named(one: Indicator) -> set[str]:
    conditions = [*one.expressions.values(), *([one.population] if one.population else [])]
    trees = (sqlglot.parse_one(each, read=DIALECT) for each in conditions)
    return {column.name for tree in trees for column in tree.find_all(exp.Column)}
