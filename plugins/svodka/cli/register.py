"""Commands of the letter that goes with a report: its number and day entered, the municipality's blank tried."""

from __future__ import annotations

from datetime import date, datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import FAILED, Json, print_json, progress
from svodka.errors import UsageError


@app.command()
def register(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    edition: Annotated[str | None, typer.Argument(help="Номер редакции; без него — последняя выпущенная")] = None,
    number: Annotated[str, typer.Option("--number", help="Исходящий номер, как в СЭД")] = "",
    on: Annotated[str, typer.Option("--date", help="Дата регистрации, ДД.ММ.ГГГГ")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Кто зарегистрировал; без него — имя входа в систему")] = None,
    as_json: Json = False,
) -> None:
    """Внести исходящий № и дату письма: письмо с ними и отметка о передаче через СЭД."""
    if not number or not on:
        raise UsageError(f"Нужны номер и дата: svodka register {quarter} --number 01-12/345 --date 05.10.2026")
    done = pipeline.register(quarter, number, registration_day(on), edition, by or getuser())
    if as_json:
        print_json(done)
        return
    day = f"{date.fromisoformat(done['on']):%d.%m.%Y}"
    said = "зарегистрировано" if done["is_new"] else "уже было зарегистрировано так же"
    _say(f"Письмо к редакции {done['edition']} за {done['quarter']} {said}: исх. № {done['number']} от {day}.")
    for file in done["files"]:
        print(f"{file['path']}\n  sha256 {file['sha256']}")
    if done["passed_on"]:
        _say(f"Отмечено переданным через СЭД, получателей: {done['passed_on']}.")
    for remark in done["remarks"]:
        _say(remark)


@app.command()
def blank(
    sample: Annotated[Path | None, typer.Option("--sample", help="Сохранить образец бланка с метками, .docx")] = None,
    as_json: Json = False,
) -> None:
    """Проверить бланк письма муниципалитета: все ошибки сразу; или сохранить образец."""
    if sample is not None:
        if sample.suffix.lower() != ".docx":
            raise UsageError(f"{sample}: образец — документ Word, ожидается имя с .docx, например blank.docx.")
        pipeline.save_sample_blank(sample)
        _say(f'Образец: {sample}. Поправьте его в Word и укажите в svodka.toml: [letter] blank = "{sample}".')
        return
    found = pipeline.letter_blank()
    if as_json:
        print_json(found)
    elif found["path"] is None:
        _say("Своего бланка нет, письма выходят на нашем. Образец для своего: svodka blank --sample blank.docx")
    elif not found["problems"]:
        _say(f"Бланк {found['path']}: ошибок нет.")
    else:
        _say(f"Бланк {found['path']} не подходит, письма выходят на нашем:")
        for problem in found["problems"]:
            print(f"- {problem}")
    if found["problems"]:
        raise typer.Exit(FAILED)


def registration_day(text: str) -> date:
    """A day as people write it, or as ISO. Raises UsageError."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise UsageError(f"«{text}» не дата: ожидается ДД.ММ.ГГГГ, например 05.10.2026.")


def _say(sentence: str) -> None:
    progress.print(sentence, markup=False, highlight=False, soft_wrap=True)
