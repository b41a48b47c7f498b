"""The cover letter as data: what stands in it, in no format. Both renderings say exactly this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

BLANK_LINE = "____________"  # until the letter is registered, a hand may write here


@dataclass(frozen=True)
class Registration:
    """Under which number and day the office has registered the letter."""

    number: str
    on: date

    @property
    def day(self) -> str:
        return f"{self.on:%d.%m.%Y}"


@dataclass(frozen=True)
class FigureTable:
    """The key figures; each row has a cell a column, `shares` are the widths of the columns and add up to 1."""

    head: Sequence[str]
    shares: Sequence[float]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Signature:
    """«Должность … И. О. Фамилия»; `between`: what stands where a hand would sign."""

    post: str
    name: str
    between: str = ""


@dataclass(frozen=True)
class LetterText:
    """A letter, part by part, in the order of reading; what is empty is not there.

    `mark`: that the letter is a draft, or that nobody has signed the edition.
    """

    title: str
    identifier: str
    municipality: str
    period: str
    edition: str
    status: str
    sender: Sequence[str]
    addressee: Sequence[str]
    number: str
    day: str
    subject: str
    mark: str
    salutation: str
    paragraphs: Sequence[str]
    figures: FigureTable
    notes: Sequence[str]
    annexes: Sequence[str]
    signature: Signature
    executor: Sequence[str]
