"""The command that lets a gap in the exports pass by name, so that a report that waits for it goes out."""

from __future__ import annotations

from typing import Annotated

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import Json, local, print_json, progress

WHY = "Почему выгрузки не будет (печатается в отчёте), от 10 знаков"


@app.command()
def waive(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    channel: Annotated[list[str], typer.Argument(help="Канал, например СЭД (sed); можно несколько")],
    reason: Annotated[str, typer.Option("--reason", help=WHY)],
    by: Annotated[str, typer.Option("--by", help="Кто отпускает пробел")],
    as_json: Json = False,
) -> None:
    """Отпустить пробел в выгрузках канала: отчёт за квартал его больше не ждёт."""
    kept = pipeline.waive(quarter, channel, reason, by)
    if as_json:
        print_json(kept)
        return
    for one in kept:
        said = f"{one['title']} ({one['channel']}), {one['quarter']}: пробел отпущен {local(one['waived_at'])}."
        if one["former"]:
            said += f" Прежнее решение больше не действует ({one['former']})."
        progress.print(said, markup=False, highlight=False)
    for notice in kept[0]["notices"]:
        progress.print(notice, markup=False, highlight=False)
    follows = (
        "Отчёт пойдёт дальше при следующем запуске «Стража срока отчёта»; сразу — «Квартальный отчёт» → «Запустить»."
        if kept[0]["is_needed"]
        else "По настройке at_cutoff = send_with_note отчёт пробела не ждёт; решение будет названо в примечаниях."
    )
    progress.print(follows, markup=False, highlight=False)
