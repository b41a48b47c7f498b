"""The quarters in which some cohort of a message may count it, worked out from its dates (domain §10.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from svodka.period import Quarter, business_day

# Dated events that a fact asks to lie in its quarter
EVENTS = (
    "registered_at", "first_final_answer_at", "first_public_answer_at", "interim_answer_at", "closed_at",
    "transferred_at", "returned_by_applicant_at", "rated_at", "extension_decided_at", "due_effective_at",
    "final_due_at",
)  # fmt: skip


def touched_quarters(
    fact: Mapping[str, Any], others: list[datetime | None], as_of: datetime, zone: ZoneInfo
) -> list[Quarter]:
    """Quarters that had begun by as_of, in order; `others`: answers to the questions of an appeal, marks of the answer.

    A quarter compares itself with the one before it and with the one a year ago, so the registration reaches there
    too; a message not finished is under consideration (A-04) in every quarter until it is.
    """
    moments = [fact[name] for name in EVENTS] + others
    found = {Quarter.of(business_day(moment, zone)) for moment in moments if moment is not None}
    registered = Quarter.of(business_day(fact["registered_at"], zone))
    found |= {registered.next, registered.shift(4)}
    now = Quarter.of(business_day(as_of, zone))
    ends = [fact[name] for name in ("first_final_answer_at", "gone_at") if fact[name] is not None]
    last = min([now, *(Quarter.of(business_day(moment, zone)) for moment in ends)])
    quarter = registered
    while quarter <= last:
        found.add(quarter)
        quarter = quarter.next
    return sorted(one for one in found if one <= now)
