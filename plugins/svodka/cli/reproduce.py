"""Command: an edition computed again by the rules of its time."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import FAILED, Json, local, print_json, progress

LONGEST = 40  # differences shown; all stand in --json


@app.command()
def reproduce(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    edition: Annotated[str, typer.Argument(help="Номер редакции, например 1 или 0.2")],
    as_json: Json = False,
) -> None:
    """Пересчитать выпущенную редакцию по данным и правилам её времени и сверить до знака."""
    found = pipeline.reproduce(quarter, edition)
    if as_json:
        print_json(found)
    else:
        show_reproduction(found)
    if not found["is_equal"]:
        progress.print(
            f"svodka: редакция {found['edition']} за {found['quarter']} пересчитана и не совпала с выпущенной, "
            f"расхождений {len(found['differences'])}: что разошлось — выше.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
        raise typer.Exit(FAILED)


def show_reproduction(found: dict[str, Any]) -> None:
    console = Console()
    name = f"Редакция {found['edition']} за {found['quarter']} на {local(found['as_of'])}"
    if found["is_equal"]:
        console.print(f"{name}: совпадает до знака, значений {found['n_values']}.", highlight=False)
    else:
        console.print(f"{name}: НЕ совпадает, расхождений {len(found['differences'])}.", highlight=False)
        console.print(differences_table(found["differences"]))
    for note in found["notes"]:
        console.print(note, highlight=False)


def differences_table(differences: list[dict[str, Any]]) -> Table:
    table = Table("показатель", "разрез", "поле", "в редакции", "пересчитано")
    for one in differences[:LONGEST]:
        where = " · ".join(word for word in one["slice"].values() if word) or "всего"
        table.add_row(one["indicator"], where, one["field"], *(shown(one[name]) for name in ("frozen", "computed")))
    if len(differences) > LONGEST:
        table.caption = f"… и ещё {len(differences) - LONGEST}; все: --json"
    return table


def shown(cell: Any) -> str:
    if isinstance(cell, list):
        return ", ".join(cell) or "нет"
    return "—" if cell is None else str(cell)
