"""Commands of the head's decisions about single messages: exclude, include, exclusions."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import Json, local, print_json, progress, show

ACTIONS = {"exclude": "исключено", "return": "возвращено"}
COLUMNS = {
    "channel": "канал", "number": "номер", "action": "решение", "is_in_force": "действует", "reason": "причина",
    "decided_by": "кто решил", "decided_at": "когда",
}  # fmt: skip
Message = Annotated[str, typer.Argument(help="Номер сообщения, канал:номер или ключ")]
Reason = Annotated[str, typer.Option("--reason", help="Причина (печатается в отчёте, без имён граждан), от 10 знаков")]
By = Annotated[str, typer.Option("--by", help="Кто решил")]
Channel = Annotated[str | None, typer.Option("--channel", help="Канал, если номер есть в нескольких")]


@app.command()
def exclude(message: Message, reason: Reason, by: By, channel: Channel = None, as_json: Json = False) -> None:
    """Исключить сообщение из всех показателей по решению руководителя."""
    _tell(pipeline.exclude(message, reason, by, channel), as_json)


@app.command()
def include(message: Message, reason: Reason, by: By, channel: Channel = None, as_json: Json = False) -> None:
    """Вернуть исключённое сообщение в показатели."""
    _tell(pipeline.include(message, reason, by, channel), as_json)


@app.command()
def exclusions(as_json: Json = False) -> None:
    """Журнал исключений: что, почему, кем и когда."""
    found = pipeline.exclusions()
    if as_json:
        print_json(found)
    elif not found:
        progress.print("Исключений нет.")
    else:
        rows = [
            {COLUMNS[name]: row[name] for name in COLUMNS}
            | {"решение": ACTIONS[row["action"]], "действует": "да" if row["is_in_force"] else "нет"}
            | {"когда": local(row["decided_at"])}
            for row in found
        ]
        show(rows, False, tuple(COLUMNS.values()), "Исключения из показателей")


def _tell(entry: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(entry)
        return
    what = f"{entry['channel']} № {entry['number']}"
    closed = pipeline.closed_report()
    follows = (
        f"Отчёт за {closed} уже закрыт и уйдёт без этого решения; в остальных показателях оно учтётся"
        if closed
        else "Показатели посчитаются с этим решением"
    )
    progress.print(
        f"{what}: {ACTIONS[entry['action']]} {local(entry['decided_at'])}. {follows}; журнал: svodka exclusions.",
        markup=False,
        highlight=False,
    )
