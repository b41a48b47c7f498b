"""The row of headers of the table of responsible persons: which column holds what."""

from __future__ import annotations

from collections.abc import Sequence

from svodka.responsible.refusal import Problem, TableRefused
from svodka.responsible.sheet import Line
from svodka.responsible.words import COLUMN_TITLES, COLUMNS, meaning

SEARCHED_ROWS = 10  # above the headers there may be a title
REQUIRED = ("role", "name", "valid_from")
EXPECTED = ", ".join(COLUMN_TITLES.values())


def find_header(lines: Sequence[Line]) -> tuple[list[str], Sequence[Line]]:
    """The field of each column, and the rows below. Raises TableRefused: missing, unknown or doubled columns.

    An unknown column is a mistake, not left out: «email адрес» would silently cost everybody his address.
    """
    for place, line in enumerate(lines[:SEARCHED_ROWS]):
        if "role" in [meaning(COLUMNS, cell) for cell in line.cells]:
            return _fields(line), lines[place + 1 :]
    raise TableRefused([Problem(f"нет строки заголовков со столбцом «роль». Ожидаются столбцы: {EXPECTED}")])


def _fields(line: Line) -> list[str]:
    titles = line.cells[: max(place for place, cell in enumerate(line.cells) if cell) + 1]
    found = [meaning(COLUMNS, title) if title else "" for title in titles]
    unknown = [title for title, name in zip(titles, found, strict=True) if name is None]
    known = [name for name in found if name]
    problems = [Problem(f"лишний столбец «{title[:40]}», ожидаются: {EXPECTED}", line.number) for title in unknown]
    problems += [
        Problem(f"столбец «{COLUMN_TITLES.get(name, name)}» встречается дважды: уберите один", line.number)
        for name in dict.fromkeys(known)
        if known.count(name) > 1
    ]
    problems += [Problem(f"нет столбца «{COLUMN_TITLES[name]}»", line.number) for name in REQUIRED if name not in known]
    if problems:
        raise TableRefused(problems)
    return [name or "" for name in found]
