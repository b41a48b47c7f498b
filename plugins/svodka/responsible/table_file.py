"""The file of responsible persons → persons, or every mistake in it at once with its row, column and cure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from svodka.responsible import cells
from svodka.responsible.cells import WrongCell
from svodka.responsible.header import find_header
from svodka.responsible.refusal import Problem, TableRefused
from svodka.responsible.rules import Entry, check_entries, remarks_of, settle_deputies
from svodka.responsible.sheet import Line, read_lines
from svodka.responsible.words import DEPUTY, MCU_ROLES, NOTE, ROLE_TITLES, ROLES, WAY_TITLES, WAYS, meaning
from svodka.settings import Person

ROLE_WORDS = f"одно из: {', '.join(ROLE_TITLES.values())}"
WAY_WORDS = f"одно из: {', '.join(WAY_TITLES.values())}"
PLACING = {"role", "deputy", "valid_from", "valid_to"}


@dataclass(frozen=True)
class Table:
    """A table without mistakes; `remarks`: what is allowed but should be looked at."""

    persons: list[Person]
    remarks: list[str]


def read_table(content: bytes, day: date) -> Table:
    """The table as it would be accepted on the day. Raises TableRefused with all mistakes."""
    lines = read_lines(content)
    columns, rows = find_header(lines)
    entries = [_entry(columns, line) for line in rows]
    if not entries:
        raise TableRefused([Problem("в таблице нет ни одной строки с человеком")])
    problems = [problem for entry in entries for problem in entry.problems]
    problems += settle_deputies(entries) + check_entries(entries, day)
    if problems:
        raise TableRefused(problems)
    persons = [entry.person for entry in entries if entry.person]
    notes = [note for entry in entries for note in entry.notes]
    return Table(persons, notes + remarks_of(persons, day))


@dataclass
class _Row:
    """One row while it is read: what was understood, what was not."""

    line: Line
    columns: Sequence[str]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        place = self.columns.index(column) if column in self.columns else len(self.line.cells)
        return self.line.cells[place] if place < len(self.line.cells) else ""

    def read(self, column: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(self.text(column))
        except WrongCell as wrong:
            self.complain(column, str(wrong))
            return None

    def complain(self, column: str | None, what: str) -> None:
        self.problems.append(Problem(what, self.line.number, column))


def _entry(columns: Sequence[str], line: Line) -> Entry:
    """One row of the table, judged by itself."""
    row = _Row(line, columns)
    if extra := [cell for cell in line.cells[len(columns) :] if cell]:
        row.complain(None, f"лишняя ячейка «{extra[0][:40]}»: справа от неё нет заголовка")
    role = row.read("role", lambda cell: cells.one_of(cell, ROLES, ROLE_WORDS))
    said = {
        "role": role,
        "name": row.read("name", cells.full_name),
        **{name: row.read(name, cells.line_of_text) for name in ("post", "organisation")},
        "phone": row.read("phone", cells.phone),
        **_stand_in(row),
        **_way(row, role),
        **_days(row),
    }
    if NOTE in columns:
        row.read(NOTE, cells.line_of_text)
    if said["name"] and not cells.has_full_words(said["name"]):
        row.notes.append(
            f"строка {line.number}: «{said['name']}» — впишите имя и отчество полностью: так к нему обратятся"
        )
    if row.problems:
        return Entry(line.number, role, None, row.problems, place=_place(row, said))
    return Entry(line.number, role, Person(**said), [], row.notes)


def _place(row: _Row, said: dict[str, Any]) -> Person | None:
    """Role, name and days of a row with mistakes elsewhere: enough to see that two hold one place."""
    if {problem.column for problem in row.problems} & PLACING:
        return None
    readable = {key: value or "" for key, value in said.items() if key not in PLACING}
    placing = {key: said[key] for key in ("role", "is_deputy", "valid_from", "valid_to")}
    known: dict[str, Any] = readable | placing | {"name": said["name"] or row.text("name")}
    return Person.model_construct(None, **known)


def _stand_in(row: _Row) -> dict[str, Any]:
    """«да», or the name of the person in whose place the deputy acts; whether it stands in the table: `rules`."""
    text = row.text("deputy")
    is_deputy = meaning(DEPUTY, text) if text else False
    name = "" if is_deputy is not None else row.read("deputy", cells.line_of_text)
    return {"is_deputy": is_deputy is None or bool(is_deputy), "stands_in_for": name}


def _way(row: _Row, role: str | None) -> dict[str, Any]:
    """How the person gets what is sent, and where to."""
    way = row.read("way", lambda cell: cells.one_of(cell, WAYS, WAY_WORDS)) if row.text("way") else "smtp"
    email = row.read("email", cells.email)
    address = ""
    if role in MCU_ROLES:
        if way and way != "smtp":
            row.complain("way", "ожидается «почта»: другие способы бывают только у руководителя ЦУР")
        if email == "":
            row.complain("email", "пусто, ожидается адрес: «Сводка» пишет людям МЦУ по почте")
    elif way == "smtp" and email == "":
        row.complain("email", "пусто, а способ — почта: впишите адрес, например ivanova@example.org")
    if way in ("sftp", "folder"):
        address = row.read("address", cells.sftp_address if way == "sftp" else cells.folder)
    elif row.text("address"):
        row.notes.append(f"строка {row.line.number}: адрес не нужен, он бывает у способов sftp и папка; пропущен")
    return {"way": way, "email": email, "address": address}


def _days(row: _Row) -> dict[str, Any]:
    """The first and the last day; the last may be left open by whoever is no deputy."""
    first, last = row.read("valid_from", cells.day), row.read("valid_to", cells.day)
    wrong = {problem.column for problem in row.problems}
    if first is None and "valid_from" not in wrong:
        row.complain("valid_from", "пусто, ожидается первый день, например 01.02.2027")
    is_deputy = row.text("deputy") and meaning(DEPUTY, row.text("deputy")) is not False
    if last is None and is_deputy and "valid_to" not in wrong:
        row.complain("valid_to", "пусто, а у замещающего нужен последний день, например 14.02.2027")
    if first and last and last < first:
        row.complain("valid_to", f"{last:%d.%m.%Y} раньше, чем «с» ({first:%d.%m.%Y}): поправьте одну из дат")
    return {"valid_from": first, "valid_to": last}
