"""I-06 over prepared messages: the head's marks of one quarter; of two of one message the later one holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tests.oracle.quarter import Maker, Quarter, share

Mark = tuple[Any, datetime, bool]  # message key, moment, whether it was found good


def quality(q: Quarter, marks: Collection[Mark], as_of: datetime) -> Maker:
    held = {
        str(key): is_good
        for key, moment, is_good in sorted(marks, key=lambda one: one[1])
        if q.holds(moment) and moment <= as_of
    }
    return share(lambda m: str(m.message_key) in held, lambda m: held[str(m.message_key)])
