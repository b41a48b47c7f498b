"""What is wrong in a table of responsible persons: each mistake with its row and column, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svodka.errors import SvodkaError
from svodka.responsible.words import COLUMN_TITLES


@dataclass(frozen=True)
class Problem:
    """One mistake: the row of the sheet and the column, where there are such, and what to do about it."""

    text: str
    row: int | None = None
    column: str | None = None

    @property
    def sentence(self) -> str:
        where = [f"строка {self.row}"] if self.row else []
        where += [f"столбец «{COLUMN_TITLES.get(self.column, self.column)}»"] if self.column else []
        return f"{', '.join(where)}: {self.text}" if where else self.text


class TableRefused(SvodkaError):
    """The table is not taken: nothing of it counts until its mistakes are mended."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda one: one.row or 0)
        lines = "".join(f"\n- {one.sentence}" for one in self.problems)
        super().__init__(f"таблица ответственных не принята, исправьте (ошибок: {len(problems)}):{lines}")
