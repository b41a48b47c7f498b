"""Commands of the figures."""

from __future__ import annotations

from typing import Annotated

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import Json, moment, print_json, show


@app.command()
def figures(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    as_of: Annotated[str | None, typer.Option(help="Как было известно в этот момент (ISO)")] = None,
    as_json: Json = False,
) -> None:
    """Посчитать показатели квартала, ничего не выпуская."""
    document = pipeline.figures(quarter, moment(as_of) if as_of else None)
    if as_json:
        print_json(document)
        return
    totals = [value for value in document["values"] if not any(value["slice"].values())]
    show(totals, False, ("indicator", "numerator", "denominator", "value", "unit", "flags"), f"Показатели {quarter}")
