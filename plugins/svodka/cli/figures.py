"""Commands of the figures."""

from __future__ import annotations

from typing import Annotated

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.behind import Messages, Part, Slice, needs_messages, show_behind
from svodka.cli.forewarned import forewarn
from svodka.cli.shown import Json, local, moment, print_json
from svodka.cli.values import show_totals
from svodka.cli.what_if import Tried, read_trials, show_what_if, warn_of_other_rules
from svodka.errors import UsageError


@app.command()
def figures(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    as_of: Annotated[str | None, typer.Option(help="Как было известно в этот момент (ISO)")] = None,
    tried: Tried = None,
    messages: Messages = None,
    slice_: Slice = None,
    part: Part = None,
    as_json: Json = False,
) -> None:
    """Посчитать показатели квартала, ничего не выпуская."""
    known_at = moment(as_of) if as_of else None
    if messages:
        if tried:
            raise UsageError("--messages и --with вместе не действуют: укажите что-то одно.")
        forewarn(quarter, known_at)
        show_behind(quarter, messages, slice_, part, as_of, as_json)
        return
    needs_messages(slice_, part)
    if tried:
        trials = read_trials(tried)
        forewarn(quarter, known_at)
        show_what_if(pipeline.what_if(quarter, trials, known_at), as_json)
        return
    forewarn(quarter, known_at)
    if known_at:
        warn_of_other_rules(quarter, known_at)
    document = pipeline.figures(quarter, known_at)
    if as_json:
        print_json(document)
        return
    show_totals(document["values"], f"Показатели {document['period']}, по данным на {local(document['as_of'])}")
