"""Commands of the intake: init, ingest, rejected, rebuild."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import PARTLY, Json, day, print_json, progress, show
from svodka.errors import UsageError

FILE_COLUMNS = {
    "name": "файл", "state": "состояние", "rows_read": "строк", "rows_loaded": "новых",
    "rows_unchanged": "прежних", "rows_rejected": "в карантин", "rows_foreign": "чужих",
}  # fmt: skip
FILE_STATES = {"loaded": "загружен", "unchanged": "уже был", "refused": "ОТКЛОНЁН", "stopped": "ОСТАНОВЛЕН"}
# Not `column`, our own name of the field: the reason begins with the source's.
REJECTED_COLUMNS = {"file": "файл", "sheet": "лист", "row": "строка", "code": "код", "reason": "причина"}


@app.command()
def init() -> None:
    """Создать базы, таблицы и справочники; можно повторять."""
    applied = pipeline.init()
    for sentence in pipeline.rule_warnings():
        progress.print(sentence, markup=False, highlight=False, soft_wrap=True)
    progress.print(f"Готово: новых миграций {len(applied)}.")


@app.command()
def ingest(
    channels: Annotated[list[str] | None, typer.Argument(metavar="[CHANNEL]...")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="D", help="Первый день выгрузок, ГГГГ-ММ-ДД")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="D", help="Последний день выгрузок")] = None,
    refetch: Annotated[bool, typer.Option(help="Запросить источник заново (папок не касается)")] = False,
    as_json: Json = False,
) -> None:
    """Принять и загрузить всё новое; с диапазоном дней также принятые раньше файлы этих дней."""
    interval = None
    if first or last:
        interval = (day(first or "2018-01-01"), day(last or "9998-12-31"))
        if interval[0] > interval[1]:
            raise UsageError(f"Диапазон дней пуст: {first} позже, чем {last}.")
    with progress.status("Загрузка выгрузок…"):
        files = pipeline.ingest(channels or [], interval, refetch)
    show_files(files, as_json)


def show_files(files: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(files)
    else:
        told = [
            file | {"name": f"{file['channel']}/{file['name']}", "state": FILE_STATES.get(file["state"], file["state"])}
            for file in files
        ]
        show(told, False, FILE_COLUMNS, "Файлы")
        for file in files:
            if file["message"]:
                progress.print(f"{file['channel']}: {file['name']}: {file['message']}", markup=False, highlight=False)
    if any(file["state"] in ("refused", "stopped") for file in files):
        raise typer.Exit(PARTLY)


@app.command()
def rejected(
    channel: Annotated[str | None, typer.Option(help="Только этот канал")] = None, as_json: Json = False
) -> None:
    """Показать карантин: строки, которые не приняты."""
    show(pipeline.rejected(channel), as_json, REJECTED_COLUMNS, "Карантин")


@app.command()
def rebuild(as_json: Json = False) -> None:
    """Построить хранилище заново из принятых файлов; решения людей и выпущенные отчёты остаются."""
    with progress.status("Перестроение хранилища…"):
        files = pipeline.rebuild()
    show_files(files, as_json)
