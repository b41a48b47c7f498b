"""Commands of comparison: rating, history, dynamics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.dynamics_table import rounded, show_dynamics
from svodka.cli.shown import Json, moment, print_json, progress
from svodka.cli.values import show_totals
from svodka.errors import UsageError

TITLES = {"executors": "Рейтинг исполнителей", "municipalities": "Рейтинг муниципальных образований"}
NOBODY = (
    "Данных за {quarter} нет: в хранилище ни одного сообщения с исполнителем за этот квартал. Проверьте квартал; "
    "положите выгрузки в inbox и выполните svodka ingest. Что загружено: svodka status."
)


@app.command()
def rating(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILES]...", help="figures.json отчётов МО")] = None,
    min_n: Annotated[int | None, typer.Option(min=0, help="Меньше стольких сообщений: вне рейтинга")] = None,
    name: Annotated[list[str] | None, typer.Option(metavar="ОКТМО=НАЗВАНИЕ", help="Как назвать МО")] = None,
    as_json: Json = False,
) -> None:
    """Рейтинг исполнителей по индексу; с файлами figures.json — муниципальных образований, вместе со сводом."""
    found = pipeline.rating(quarter, files or [], min_n, read_names(name or []))
    if as_json:
        print_json(found)
        return
    if not found["places"]:
        progress.print(NOBODY.format(quarter=found["period"]), markup=False, highlight=False, soft_wrap=True)
        return
    show_places(found)
    if "consolidated" in found:
        show_totals(found["consolidated"]["values"], f"Свод {found['period']}")
        for one in found["consolidated"]["left_out"]:
            progress.print(f"{one['indicator']}: не в своде: {one['reason']}", markup=False, highlight=False)


def read_names(words: Sequence[str]) -> dict[str, str]:
    """«65763000=ГО Рефтинский» → ОКТМО and name. Raises UsageError."""
    names = {}
    for word in words:
        town, _, name = (part.strip() for part in word.partition("="))
        if not town or not name:
            raise UsageError(f'--name {word}: ожидается ОКТМО=НАЗВАНИЕ, например --name "65763000=ГО Рефтинский".')
        names[town] = name
    return names


def show_places(found: dict[str, Any]) -> None:
    titles = {one["municipality"]: one["title"] for one in found.get("documents", ()) if one["title"]}
    table = Table("место", "кто", "сообщений", "индекс", "почему", title=f"{TITLES[found['of']]}, {found['period']}")
    for one in found["places"]:
        place = str(one["place"]) if one["place"] else "—"
        why = one["explained"] if one["reason"] is None else f"{one['reason']}. {one['explained']}"
        who = f"{titles[one['name']]} ({one['name']})" if one["name"] in titles else one["name"]
        table.add_row(place, who, str(one["n"]), rounded(one["index"]), why)
    Console().print(table)


@app.command()
def history(
    file: Annotated[Path, typer.Argument(help="CSV: indicator, period, channel …, numerator, denominator, value")],
    by: Annotated[str, typer.Option(help='Кто вносит (обязательно), например "Секретарь МЦУ"')] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Снять значения этих строк")] = False,
    as_json: Json = False,
) -> None:
    """Внести показатели кварталов до системы (только для динамики); исправленный файл заменяет прежние значения."""
    found = pipeline.history(file, by, withdraw)
    if as_json:
        print_json(found)
        return
    print(
        f"{found['file']}: строк {found['rows']}, новых {found['new']}, заменено {found['replaced']}, "
        f"без изменений {found['unchanged']}, снято {found['withdrawn']}."
    )


@app.command()
def dynamics(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    quarters: Annotated[int, typer.Option(help="Сколько кварталов")] = 8,
    indicator: Annotated[str | None, typer.Option(help="Только этот показатель, например P-02")] = None,
    as_of: Annotated[str | None, typer.Option(help="Как было известно в этот момент (ISO)")] = None,
    as_json: Json = False,
) -> None:
    """Динамика показателей: к предыдущему кварталу и к тому же кварталу прошлого года."""
    found = pipeline.dynamics(quarter, quarters, indicator, moment(as_of) if as_of else None)
    if as_json:
        print_json(found)
        return
    show_dynamics(found, has_channels=indicator is not None)
