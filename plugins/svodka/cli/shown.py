"""How a command shows what it found: one JSON document, or a table for a person; what a person types, read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from svodka.errors import UsageError
from svodka.settings import load_settings

progress = Console(stderr=True)
Json = Annotated[bool, typer.Option("--json", help="Один документ JSON на стандартный вывод")]
DONE, FAILED, USAGE, PARTLY = 0, 1, 2, 3


def show(rows: list[dict[str, Any]], as_json: bool, columns: Sequence[str] | Mapping[str, str], title: str) -> None:
    """A list as JSON on stdout, or as a table for a person; columns: keys of the rows, or these with their heads.

    What is too long for its column goes on in the next line: nothing is cut.
    """
    if as_json:
        print_json(rows)
        return
    table = Table(title=title)
    for head in columns.values() if isinstance(columns, Mapping) else columns:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    Console().print(table)


def _cell(value: Any) -> Text:
    """Text, so that square brackets of the data are no markup."""
    return Text("" if value is None else ", ".join(value) if isinstance(value, list) else str(value))


def print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"«{text}» не день: ожидается ГГГГ-ММ-ДД.") from error


def moment(text: str) -> datetime:
    """An ISO moment; without an offset it is business local time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"«{text}» не момент: ожидается, например, 2026-10-02T12:00:00+05:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=load_settings().zone)


def local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%d.%m.%Y %H:%M}"
