"""The rows behind a figure, as `svodka figures Q --messages CODE` shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from textwrap import wrap
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from svodka import pipeline
from svodka.cli.shown import moment, print_json
from svodka.errors import UsageError
from svodka.report.shown_value import shown_text

Messages = Annotated[
    str | None, typer.Option("--messages", metavar="CODE", help="Какие сообщения стоят за показателем, например S-03")
]
Slice = Annotated[str | None, typer.Option("--slice", help="Срез к --messages: channel=pos,block=Дороги")]
Part = Annotated[str | None, typer.Option("--part", help="Часть к --messages: numerator, denominator, unknown")]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\S+")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONG = ("block", "executor", "records")
TERMS = ("due_effective_at", "final_due_at")
SHORTEST, GAP = 12, 2  # letters of a column of words; between columns
LONGEST = 200  # rows shown to a person; all stand in --json
TITLES = {
    "channel": "канал", "number": "номер", "question_no": "вопрос", "ogrn": "ОГРН",
    "page_id": "страница", "week": "неделя", "received_on": "поступило", "registered_at": "рег.",
    "registration_due_on": "рег. до", "forwarding_due_on": "переадр. до", "transferred_on": "переадр.",
    "clock_start_at": "отсчёт с", "extension_decided_at": "продлено",
    "due_effective_at": "срок", "answered_at": "ответ", "interim_answer_at": "промеж. ответ",
    "public_answer_at": "первый ответ", "final_due_at": "оконч. срок", "fast_track_due_on": "ускор. срок",
    "final_answer_at": "оконч. ответ", "gone_at": "прекращено", "closed_at": "закрыто",
    "returned_by_applicant_at": "возвращено", "rated_at": "оценено",
    "block": "направление", "executor": "исполнитель", "records": "записи случая",
    "mark": "откуда", "numerator": "сумма", "part": "часть",
}  # fmt: skip


def show_behind(
    quarter: str, code: str, slice_: str | None, part: str | None, as_of: str | None, as_json: bool
) -> None:
    """Numerator rows first; columns that are empty everywhere are left out."""
    found = pipeline.messages_behind(quarter, code, slice_, moment(as_of) if as_of else None, part)
    if as_json:
        print_json(found)
        return
    figure, rows = found["figure"], found["rows"]
    console = Console(highlight=False)
    console.print(f"{found['indicator']} {found['title']}, {quarter}", style="bold", markup=False)
    console.print(_figure(figure, len(rows)), markup=False)
    shown = [_shown(row, figure["unit"], figure["denominator"] is None) for row in rows[:LONGEST]]
    used = [name for name in TITLES if any(row[name] for row in shown)]
    if shown:
        _print_table(console, used, shown)
    if len(rows) > LONGEST:
        console.print(f"… и ещё {len(rows) - LONGEST}; все: --json")


def _print_table(console: Console, used: Sequence[str], shown: Sequence[Mapping[str, str]]) -> None:
    """Dates and numbers whole; what room is left goes to the columns of words, which fold at spaces."""
    needs = {name: max(len(TITLES[name]), *(len(row[name]) for row in shown)) for name in used}
    words = [name for name in used if name in LONG]
    room = console.width - sum(needs[name] for name in used if name not in LONG) - GAP * len(used)
    for place, name in enumerate(sorted(words, key=lambda name: needs[name])):
        fair = max(room // (len(words) - place), SHORTEST)
        needs[name] = min(needs[name], fair)
        room -= needs[name]
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False)
    for name in used:
        table.add_column(TITLES[name], width=needs[name], no_wrap=name not in LONG)
    for row in shown:
        table.add_row(*(escape(_folded(row[name], needs[name]) if name in LONG else row[name]) for name in used))
    # A narrow window wraps whole lines by itself; rich would cut the dates
    console.width = max(console.width, sum(needs.values()) + GAP * len(used))
    console.print(table)


def _folded(text: str, width: int) -> str:
    """At spaces only: a word longer than the column ends with «…»."""
    words = (word if len(word) <= width else f"{word[: width - 1]}…" for word in text.split())
    return "\n".join(wrap(" ".join(words), width, break_long_words=False, break_on_hyphens=False))


def needs_messages(slice_: str | None, part: str | None) -> None:
    """Raises UsageError where these options stand without the one they belong to."""
    if slice_ or part:
        raise UsageError("--slice и --part нужны вместе с --messages КОД, например --messages S-03.")


def _figure(figure: Mapping[str, Any], n_rows: int) -> str:
    """«2 из 4 = 50,0 %; неизвестно: 1; строк: 5»."""
    whole = f"{figure['numerator']} / {figure['denominator']} = " if figure["denominator"] is not None else ""
    unknown = f"; неизвестно: {figure['n_unknown']}" if figure["n_unknown"] else ""
    return f"{whole}{shown_text(figure)}{unknown}; строк: {n_rows}"


def _shown(row: Mapping[str, Any], unit: str, is_count: bool) -> dict[str, str]:
    """The cells of a row; sums only where they are more than a count of one, a case's records where there are more."""
    cells = {name: _cell(row.get(name)) for name in TITLES}
    cells["registered_at"] = cells["registered_at"][:8]
    for name in TERMS:
        cells[name] = cells[name].removesuffix(" 23:59")  # a term by days
    if "records" in row:
        cells["due_effective_at"] = cells["answered_at"] = ""
        cells["records"] = cells["records"] if len(row["records"]) > 1 else ""
    if unit in ("%", "ед."):
        cells["numerator"] = ""
    if "mark" not in row and not is_count:
        cells["part"] = _part(row, unit)
    return cells


def _part(row: Mapping[str, Any], unit: str) -> str:
    if row["n_unknown"]:
        return "неизвестно"
    if unit != "%":
        return ""
    in_numerator = Fraction(row["numerator"]) != 0
    if in_numerator and not row["denominator"]:
        return "только числитель"
    return "числитель" if in_numerator else "знаменатель"


def _cell(value: Any) -> str:
    """A moment at midnight is a date: registers know no time."""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, str) and MOMENT.fullmatch(value):
        text = f"{datetime.fromisoformat(value):%d.%m.%y %H:%M}"
        return text.removesuffix(" 00:00")
    if isinstance(value, str) and DAY.fullmatch(value):
        return f"{date.fromisoformat(value):%d.%m.%y}"
    return "" if value is None else str(value)
