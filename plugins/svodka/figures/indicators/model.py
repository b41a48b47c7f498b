"""One definition of one indicator, and the words that its header may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

SECTIONS = "SIPAG"
KINDS = ("count", "share", "mean", "change")
DIRECTIONS = ("higher", "lower", "neutral")
UNITS = ("%", "ед.", "ч", "дн.", "балл")  # as docs/figures.schema.json
BY_QUARTERS_AND_SLICES, BY_SLICES, BY_NOTHING = ADDITIVE = ("quarters and slices", "slices", "nothing")
PARTS = ("numerator", "denominator", "n_unknown")
COLUMNS = (*PARTS, "is_clock_from_source")


@dataclass(frozen=True)
class Indicator:
    """One definition of one indicator, as its file tells it; `expressions` are SQL aggregates over `fact`."""

    file: str
    source: str
    code: str
    version: int
    title: str
    unit: str
    kind: str
    divide_by: int
    direction: str
    anchor: str
    owner: str
    basis: str
    formula: str
    valid_from: date
    known_from: date
    fact: str
    population: str | None
    expressions: dict[str, str] = field(hash=False)
    channels_except: frozenset[str] | None
    channels_only: frozenset[str]
    title_en: str | None = None
    valid_to: date | None = None
    additive: str | None = None
    may_exceed_100: bool = False
    without_data: str | None = None

    def needs(self, channel: str) -> bool:
        """Does the value depend on the channel's exports?"""
        if self.channels_except is not None:
            return channel not in self.channels_except
        return channel in self.channels_only

    def holds_for(self, first_day: date) -> bool:
        """Does the definition's own validity reach the quarter that begins on first_day?"""
        return self.valid_from <= first_day and (self.valid_to is None or first_day <= self.valid_to)

    @property
    def adds_up_over_quarters(self) -> bool:
        """Numerator, denominator and n_unknown of four quarters are those of the year; a silent file means no."""
        return self.additive == BY_QUARTERS_AND_SLICES

    @property
    def adds_up_over_slices(self) -> bool:
        """Those of all groups of one dimension, the group without a value too, are those of the total."""
        return self.additive in (BY_QUARTERS_AND_SLICES, BY_SLICES)

    @property
    def order(self) -> tuple[int, str, str]:
        """The order of the report: S, I, P, A, G, then whatever a municipality adds."""
        section = SECTIONS.find(self.code[0])
        return (section if section >= 0 else len(SECTIONS), self.code[0], self.code)
