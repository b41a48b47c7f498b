"""Command: what it takes to reach the targets of a quarter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.forewarned import forewarn
from svodka.cli.shown import Json, moment, print_json

LONGEST = 20  # answers shown of one target; all stand in --json


@app.command()
def needed(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q4")],
    as_of: Annotated[str | None, typer.Option(help="Как было известно в этот момент (ISO)")] = None,
    as_json: Json = False,
) -> None:
    """Что нужно, чтобы квартал закончился в цель: на какие сообщения и до какого дня ответить."""
    known_at = moment(as_of) if as_of else None
    forewarn(quarter, known_at)
    found = pipeline.needed(quarter, known_at)
    if as_json:
        print_json(found)
        return
    console = Console()
    console.print(data_line(found["data"]), highlight=False)
    for target in found["targets"]:
        console.print(f"{target['indicator']} {target['title']}", style="bold", highlight=False)
        console.print(f"  {target['sentence']}", highlight=False)
        if target["answers"]:
            console.print(answers_table(target["answers"]))


def data_line(channels: list[dict[str, Any]]) -> str:
    """Up to which day the exports speak: an answer given later is not known here."""
    days = (
        f"{one['channel']}: {date.fromisoformat(one['newest_export']):%d.%m.%Y}"
        for one in channels
        if one["newest_export"]
    )
    return "Данные по состоянию на: " + ("; ".join(days) or "выгрузок нет") + ". Ответы после этого дня не видны."


def answers_table(answers: list[dict[str, Any]]) -> Table:
    table = Table("канал", "номер", "направление", "исполнитель", "ответить до", "нужно")
    for one in answers[:LONGEST]:
        by = f"{datetime.fromisoformat(one['answer_by']):%d.%m.%Y %H:%M}"
        needed_sign = "да" if one["is_needed"] else "запас"
        table.add_row(one["channel"], one["source_number"], one["block"], one["executor"] or "—", by, needed_sign)
    if len(answers) > LONGEST:
        table.caption = f"… и ещё {len(answers) - LONGEST}; все: --json"
    return table
