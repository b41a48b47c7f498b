"""What the oracle's parts share: a value, its key, the start of a quarter, plain Python in the cells of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pandas as pd

Key = tuple[str, str | None, str | None, str | None, str | None]


@dataclass(frozen=True)
class Value:
    """numerator: exact, in the indicator's unit; denominator: None for counts; is_clock_ready: an answer's time
    was taken from the source as it is."""

    numerator: Fraction
    denominator: int | None
    n_unknown: int = 0
    is_clock_ready: bool = False

    @property
    def is_nothing(self) -> bool:
        return not (self.numerator or self.denominator or self.n_unknown)


def quarter_start(year: int, number: int, zone: ZoneInfo) -> datetime:
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    return datetime(year, number * 3 - 2, 1, tzinfo=zone)


def plain_cell(value: object) -> object:
    if value is None or (not isinstance(value, (list, dict)) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value
