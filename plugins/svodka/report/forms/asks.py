"""What a form asks for, cell by cell, and what is wrong with its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svodka.errors import SvodkaError

Place = tuple[tuple[str, str], ...]  # dimension and value, sorted: the slice of a value
BLOCK, CHANNEL, REGIME, EXECUTOR, INDICATOR = "block", "channel", "legal_regime", "executor", "indicator"


@dataclass(frozen=True)
class Figure:
    """A part of an indicator's value in a slice.

    `is_of_row`: the row of the list adds its slice, or its indicator where `code` is None.
    """

    code: str | None
    part: str
    place: Place = ()
    is_of_row: bool = False


@dataclass(frozen=True)
class Word:
    """Something that the whole edition has one of."""

    name: str


@dataclass(frozen=True)
class Named:
    """An official: who, and what of him."""

    role: str
    part: str


@dataclass(frozen=True)
class RowName:
    """The name of the list's member in whose row it stands."""


@dataclass(frozen=True)
class RowNumber:
    """The number of the row in its list."""


Ask = Figure | Word | Named | RowName | RowNumber


@dataclass(frozen=True)
class Span:
    """A stretch of a text, and what is to stand there."""

    start: int
    end: int
    ask: Ask


@dataclass(frozen=True)
class Slot:
    """A text with tokens; `is_alone`: it is one token and nothing else."""

    spans: tuple[Span, ...]
    is_alone: bool


@dataclass(frozen=True)
class RowList:
    """What a row is repeated for: the members of a dimension, or indicators.

    `codes`: these indicators, in this order. `asked`: the indicators that the row shows of each member.
    """

    kind: str
    codes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    section: str = ""
    owner: str = ""
    with_empty: bool | None = None


@dataclass(frozen=True)
class Mistake:
    """Something in a form that cannot be filled; `meant`: what was probably meant."""

    place: str
    written: str
    what: str
    meant: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        guess = f"; возможно, {' или '.join(self.meant)}" if self.meant else ""
        return f"{self.place}: {self.written + ' — ' if self.written else ''}{self.what}{guess}"


class FormRefused(SvodkaError):
    """The form cannot be filled; `mistakes` are all that is wrong with it."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        self.name, self.mistakes = name, tuple(mistakes)
        said = "\n".join(f"  {number}. {one.sentence}." for number, one in enumerate(self.mistakes, start=1))
        super().__init__(f"Форма {name} не принята, ошибок: {len(self.mistakes)}.\n{said}")


@dataclass
class SheetPlan:
    """What is to be filled in one sheet: slots by row and address, the rows that are repeated."""

    title: str
    slots: dict[int, dict[str, Slot]] = field(default_factory=dict)
    lists: dict[int, RowList] = field(default_factory=dict)


@dataclass
class Plan:
    """What is to be filled in a form; `texts`: of headers, footers and shapes by part and number."""

    sheets: dict[str, SheetPlan] = field(default_factory=dict)
    texts: dict[tuple[str, int], Slot] = field(default_factory=dict)

    @property
    def lists(self) -> Mapping[str, frozenset[int]]:
        """The repeated rows of the sheets that have any."""
        return {title: frozenset(plan.lists) for title, plan in self.sheets.items() if plan.lists}

    @property
    def is_empty(self) -> bool:
        return not self.texts and not any(slots for plan in self.sheets.values() for slots in plan.slots.values())
