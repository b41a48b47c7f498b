"""A CSV of rules, as sql/seeds/*.csv or what a person tries: judged cell by cell before the database sees it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from svodka.errors import SvodkaError
from svodka.figures import overlay
from svodka.warehouse.engine import copy_rows, run

LONGEST = 10  # problems told at once
EXPECTED = {
    "date": "дата ГГГГ-ММ-ДД",
    "integer": "целое число",
    "boolean": "true или false",
    "time without time zone": "время ЧЧ:ММ",
    "numeric": "число с точкой, например 0.5",
}
# What a broken rule of the whole row means; the name is that of the constraint
SENTENCES = {
    "clock_suits_its_step": (
        "столбцы step и clock: у answer нужен source_term (used или control); extension, registration, forwarding и "
        "fast_track считаются только в calendar_days"
    ),
    "working_hours_have_a_day": "столбцы opens и closes: у working_hours начало раньше конца, например 08:00,17:00",
    "only_an_extension_is_unlimited": "столбец amount: пусто, а пустым он бывает только у step = extension",
    "deadline_rule_amount_check": "столбец amount: ожидается целое число больше 0",
}


@dataclass(frozen=True)
class Column:
    """A column of the table: its SQL type, whether a cell may be empty, its words (none: any)."""

    name: str
    kind: str
    is_required: bool
    words: Sequence[str]

    def problem(self, cell: str) -> str | None:
        """What is wrong with a cell, or None."""
        if not cell:
            return f"пусто, ожидается {self.expected}" if self.is_required else None
        if (self.words and cell not in self.words) or not is_of_kind(self.kind, cell):
            return f"«{cell[:40]}», ожидается {self.expected}"
        return None

    @property
    def expected(self) -> str:
        return f"одно из: {', '.join(self.words)}" if self.words else EXPECTED.get(self.kind, "текст")


@dataclass(frozen=True)
class RuleFile:
    """Checked rows of a table of rules; `numbers` are their lines in the file."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]

    def body(self, start: int = 0, end: int | None = None) -> str:
        """Rows as CSV without a header; an empty cell is a null."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(self.rows[start:end])
        return text.getvalue()

    def with_column(self, name: str, value: str) -> RuleFile:
        """The same with one cell in every row of a column, which is added where it is not there."""
        kept = [place for place, column in enumerate(self.columns) if column != name]
        columns = [*(self.columns[place] for place in kept), name]
        rows = [[*(row[place] for place in kept), value] for row in self.rows]
        return RuleFile(self.table, columns, rows, self.numbers)


def is_of_kind(kind: str, cell: str) -> bool:
    """Can the cell be read as the SQL type? Texts always can."""
    try:
        if kind == "date":
            return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", cell)) and date.fromisoformat(cell) is not None
        if kind.startswith("time"):
            return bool(re.fullmatch(r"\d\d:\d\d(:\d\d)?", cell)) and time.fromisoformat(cell) is not None
        if kind == "numeric":
            return Decimal(cell).is_finite()
    except (ValueError, InvalidOperation):
        return False
    patterns = {"integer": r"-?\d{1,9}", "boolean": r"true|false|t|f"}
    return kind not in patterns or re.fullmatch(patterns[kind], cell) is not None


def read(conn: Connection, table: str, content: str, given: Mapping[str, str] | None = None) -> RuleFile:
    """The rows of a CSV for a table of rules; `given` fills columns that the file need not have.

    A file saved by a Russian Excel («;» between the cells) is read as well. Raises SvodkaError: the lines, the columns
    and what is expected, without the file's name.
    """
    columns = {column.name: column for column in columns_of(conn, table)}
    header, lines = _split(content)
    _check_header(header, columns, given or {})
    problems, rows, numbers = [], [], []
    for number, row in lines:
        if len(row) != len(header):
            problems.append(f"строка {number}: ячеек {len(row)}, ожидается {len(header)}")
            continue
        found = ((name, columns[name].problem(cell)) for name, cell in zip(header, row, strict=True))
        problems += [f"строка {number}, столбец {name}: {what}" for name, what in found if what]
        rows.append(row)
        numbers.append(number)
    refuse(problems)
    file = RuleFile(table, header, rows, numbers)
    for name, value in (given or {}).items():
        if name not in header:
            file = file.with_column(name, value)
    return file


def columns_of(conn: Connection, table: str) -> list[Column]:
    """The columns of a table of rules by its DDL. Raises SvodkaError when there is no such table."""
    found = [Column(**row._mapping) for row in run(conn, "figures/rule_columns.sql", table=overlay.stored(table))]
    if not found:
        raise SvodkaError(f"в хранилище нет таблицы {overlay.stored(table)}")
    return found


def _split(content: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows with their line numbers; lines without anything are left out."""
    text = content.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [cell.strip() for cell in next(reader, [])]
    rows, before = [], reader.line_num
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append((before + 1, [cell.strip() for cell in row]))
        before = reader.line_num
    return header, rows


def _check_header(header: Sequence[str], columns: Mapping[str, Column], given: Mapping[str, str]) -> None:
    required = [name for name, one in columns.items() if one.is_required and name not in given]
    wrong = {
        "лишние столбцы": [name or "(пусто)" for name in header if name not in columns],
        "нет столбцов": [name for name in required if name not in header],
        "названы дважды": [name for name in dict.fromkeys(header) if header.count(name) > 1],
    }
    problems = [f"{what} {', '.join(names)}" for what, names in wrong.items() if names]
    refuse([f"строка 1: {'; '.join(problems)}; ожидаются {', '.join(columns)}"] if problems else [])


def refuse(problems: Sequence[str]) -> None:
    """Raises SvodkaError with the first LONGEST problems, when there are any."""
    if problems:
        rest = f"; и ещё {len(problems) - LONGEST}" if len(problems) > LONGEST else ""
        raise SvodkaError("; ".join(problems[:LONGEST]) + rest)


def check_rows(conn: Connection, file: RuleFile) -> None:
    """Puts the rows one by one into an empty copy of the table, to say which of them it refuses and why.

    Slow: to be called when the rows as a whole have been refused, or for a short file. Raises SvodkaError.
    """
    with conn.begin_nested() as trial:
        overlay.cover_as(conn, file.table, "rule_trial")
        problems = []
        for place, number in enumerate(file.numbers):
            try:
                with conn.begin_nested():
                    copy_rows(conn, "rule_trial", file.columns, io.StringIO(file.body(place, place + 1)))
            except Exception as error:
                problems.append(f"строка {number}: {refusal(error)}")
        trial.rollback()
    refuse(problems)


def refusal(error: Exception) -> str:
    """Why the database refuses a row, in words."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    place = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if getattr(cause, "pgcode", None) == "23505":
        return "повторяет другую строку: у них одни и те же условия и даты"
    return SENTENCES.get(place or "", str(cause).strip().splitlines()[0])
