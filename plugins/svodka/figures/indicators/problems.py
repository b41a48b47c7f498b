"""What is wrong with a file of sql/indicators, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from svodka.errors import SvodkaError


class Finding(NamedTuple):
    """One thing wrong in one file, in Russian: what it is and what is expected; line: from 1, None for the whole."""

    what: str
    line: int | None = None


@dataclass(frozen=True)
class Problem:
    """A finding with its file."""

    file: str
    what: str
    line: int | None = None

    def __str__(self) -> str:
        place = "" if self.line is None else f", строка {self.line}"
        return f"sql/indicators/{self.file}{place}: {self.what}"


class IndicatorError(SvodkaError):
    """A file of sql/indicators is wrong; the text says where and what is expected."""

    problems: Sequence[Problem]

    def __init__(self, file: str, what: str, line: int | None = None) -> None:
        self.problems = (Problem(file, what, line),)
        super().__init__(str(self.problems[0]))


class SeveralProblems(IndicatorError):
    """Everything that is wrong in one file or in many, a line each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        SvodkaError.__init__(self, "\n".join(str(one) for one in problems))
