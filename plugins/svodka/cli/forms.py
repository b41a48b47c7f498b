"""The command of the forms of the ЦУР: which there are, what is wrong with them, how they look when filled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import PARTLY, Json, print_json, progress, show
from svodka.errors import UsageError

COLUMNS = ("форма", "файл", "действует", "сейчас", "публикуется", "ошибок")


@app.command()
def forms(
    file: Annotated[Path | None, typer.Argument(help="Файл формы; без него — все формы из папок")] = None,
    quarter: Annotated[str | None, typer.Option("--quarter", help="Заполнить за квартал, например 2026Q3")] = None,
    edition: Annotated[str | None, typer.Option("--edition", help="Номер редакции; без него — последняя")] = None,
    save: Annotated[Path | None, typer.Option("--save", help="Папка, куда положить заполненные")] = None,
    as_json: Json = False,
) -> None:
    """Формы ЦУР: проверить все (или один файл) и увидеть все ошибки сразу; заполнить на пробу."""
    if (quarter is None) != (save is None) or (edition is not None and quarter is None):
        raise UsageError("Заполнить на пробу: svodka forms --quarter 2026Q3 --save папка (и --edition, если нужна).")
    found = pipeline.check_forms(file)
    n_wrong = sum(bool(one["mistakes"]) for one in found["forms"])
    if quarter is not None and save is not None:
        found["tried"] = pipeline.try_forms(quarter, save, file, edition)
    if as_json:
        print_json(found)
    else:
        _show(found)
    if n_wrong:
        raise typer.Exit(PARTLY)


def _show(found: Mapping[str, Any]) -> None:
    if not found["forms"]:
        _say(f"Форм нет. Положите .xlsx с токенами в папку: {' или '.join(found['folders'])}")
    else:
        show([_row(one) for one in found["forms"]], False, COLUMNS, f"Формы ЦУР на {_day(found['day'])}")
    for one in found["forms"]:
        if one["mistakes"]:
            print(f"{one['path']}, ошибок: {len(one['mistakes'])}")
            for number, mistake in enumerate(one["mistakes"], start=1):
                print(f"  {number}. {mistake['sentence']}.")
    if tried := found.get("tried"):
        _say(f"Заполнено по редакции {tried['edition']} за {tried['quarter']}, файлов: {len(tried['files'])}.")
        for path in tried["files"]:
            print(path)
        for remark in tried["remarks"]:
            _say(f"Обратите внимание: {remark}")


def _row(one: Mapping[str, Any]) -> dict[str, str]:
    days = [f"{word} {_day(one[name])}" for word, name in (("с", "valid_from"), ("по", "valid_to")) if one[name]]
    is_read = one["title"] is not None
    return {
        "форма": one["title"] or "не принята",
        "файл": Path(one["path"]).name,
        "действует": (" ".join(days) or "всегда") if is_read else "",
        "сейчас": ("да" if one["is_in_force"] else "нет") if is_read else "нет",
        "публикуется": ("да" if one["is_published"] else "нет") if is_read else "",
        "ошибок": str(len(one["mistakes"])),
    }


def _day(day: date | str) -> str:
    return f"{date.fromisoformat(str(day)):%d.%m.%Y}"


def _say(sentence: str) -> None:
    progress.print(sentence, markup=False, highlight=False, soft_wrap=True)
