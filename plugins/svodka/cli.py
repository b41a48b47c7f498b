"""The `svodka` command: everything a DAG does, by the same functions of pipeline.py."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from svodka import pipeline
from svodka.errors import SvodkaError, UsageError
from svodka.settings import load_settings

app = typer.Typer(
    name="svodka", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
    help="Сводка: выгрузки обращений граждан → хранилище → показатели → отчёт.",
)  # fmt: skip
progress = Console(stderr=True)
Json = Annotated[bool, typer.Option("--json", help="Один документ JSON на стандартный вывод")]
FILE_COLUMNS = (
    "channel",
    "name",
    "state",
    "rows_read",
    "rows_loaded",
    "rows_unchanged",
    "rows_rejected",
    "rows_foreign",
)
CHANNEL_STATES = {"fresh": "свежие данные", "gap": "есть пропуск", "no_data": "нет данных"}
QUARTER_STATES = {
    "collecting": "данные собираются",
    "preliminary": "готова предварительная редакция",
    "signed": "утверждён, отправляется",
    "sent": "отправлен",
    "confirmed": "получение подтверждено",
}
DONE, FAILED, USAGE, PARTLY = 0, 1, 2, 3


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 anything else, 2 wrong usage, 3 a file was refused or a load stopped."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except UsageError as error:
        _fail(str(error), USAGE)
    except SvodkaError as error:
        _fail(str(error), FAILED)
    except Exception as error:
        if os.environ.get("SVODKA_DEBUG"):
            raise
        _fail(_one_sentence(error), FAILED)


def _fail(sentence: str, code: int) -> None:
    print(f"svodka: {sentence}", file=sys.stderr)
    sys.exit(code)


def _one_sentence(error: Exception) -> str:
    """The first line of an unexpected error; database errors carry the statement (and its rows) after it."""
    lines = str(error).strip().splitlines() or [""]
    if "UndefinedTable" in lines[0]:
        return "в хранилище нет таблиц: выполните svodka init."
    return f"{type(error).__name__}: {lines[0][:300]}"


@app.command()
def init() -> None:
    """Создать базы, таблицы и справочники; можно повторять."""
    applied = pipeline.init()
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
        interval = (_day(first or "2018-01-01"), _day(last or "9998-12-31"))
        if interval[0] > interval[1]:
            raise UsageError(f"Диапазон дней пуст: {first} позже, чем {last}.")
    with progress.status("Загрузка выгрузок…"):
        files = pipeline.ingest(channels or [], interval, refetch)
    _show_files(files, as_json)


def _show_files(files: list[dict[str, Any]], as_json: bool) -> None:
    _show(files, as_json, FILE_COLUMNS, "Файлы")
    if not as_json:
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
    _show(pipeline.rejected(channel), as_json, ("file", "sheet", "row", "column", "code", "reason"), "Карантин")


@app.command()
def figures(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    as_of: Annotated[str | None, typer.Option(help="Как было известно в этот момент (ISO)")] = None,
    as_json: Json = False,
) -> None:
    """Посчитать показатели квартала, ничего не выпуская."""
    document = pipeline.figures(quarter, _moment(as_of) if as_of else None)
    if as_json:
        _print_json(document)
        return
    totals = [value for value in document["values"] if not any(value["slice"].values())]
    _show(totals, False, ("indicator", "numerator", "denominator", "value", "unit", "flags"), f"Показатели {quarter}")


@app.command()
def report(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    deliver: Annotated[bool, typer.Option("--deliver", help="Отправить получателям")] = False,
    as_json: Json = False,
) -> None:
    """Выпустить отчёт за квартал."""
    issued = pipeline.report(quarter, deliver)
    if as_json:
        _print_json(issued)
        return
    progress.print(f"Отчёт {quarter}, редакция {issued['edition']}")
    _show(issued["files"], False, ("name", "path", "sha256"), "Файлы отчёта")
    _show(issued["deliveries"], False, ("recipient", "state"), "Доставка")


@app.command()
def rebuild(as_json: Json = False) -> None:
    """Построить хранилище заново из принятых файлов; решения людей и выпущенные отчёты остаются."""
    with progress.status("Перестроение хранилища…"):
        files = pipeline.rebuild()
    _show_files(files, as_json)


@app.command()
def status(as_json: Json = False) -> None:
    """Всё ли живо и в безопасности ли срок отчёта."""
    found = pipeline.status()
    if as_json:
        _print_json(found)
        return
    table = Table("канал", "состояние", "последняя выгрузка", "ждут загрузки", "в карантине", title="Каналы")
    for channel in found["channels"]:
        newest, waiting, rejected_rows = channel["newest_export"] or "—", channel["waiting"], channel["rejected"]
        table.add_row(channel["title"], CHANNEL_STATES[channel["state"]], newest, str(waiting), str(rejected_rows))
    Console().print(table)
    safe = "срок соблюдён" if found["is_deadline_safe"] else "СРОК ПРОПУЩЕН"
    state = QUARTER_STATES[found["quarter_state"]]
    print(f"Отчёт за {found['quarter']}: {state}; срок {_local(found['deadline'])}, {safe}.")
    print(f"Следующий срок: {_local(found['next_deadline'])}.")


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%d.%m.%Y %H:%M}"


def _show(rows: list[dict[str, Any]], as_json: bool, columns: tuple[str, ...], title: str) -> None:
    """A list as JSON on stdout, or as a table for a person."""
    if as_json:
        _print_json(rows)
        return
    table = Table(*columns, title=title)
    for row in rows:
        cells = (row.get(column) for column in columns)
        table.add_row(
            *("" if cell is None else ", ".join(cell) if isinstance(cell, list) else str(cell) for cell in cells)
        )
    Console().print(table)


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"«{text}» не день: ожидается ГГГГ-ММ-ДД.") from error


def _moment(text: str) -> datetime:
    """An ISO moment; without an offset it is business local time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"«{text}» не момент: ожидается, например, 2026-10-02T12:00:00+05:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=load_settings().zone)


if __name__ == "__main__":
    main()
