"""Command: which edition a file in someone's hands is, and whether it was altered."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import PARTLY, Json, local, print_json
from svodka.period import Quarter
from svodka.report.wording import STATUS, period_title

LONGEST = 40  # differences shown; all stand in --json
SAID = {
    "issued": "не изменён, это те самые байты, которые были выпущены",
    "resaved": "пересохранён другой программой. Совпадает: {compared}",
    "altered": "ИЗМЕНЁН после выпуска, отличий {n}",
}
COMPARED = {
    "xlsx": "значения и примечания ячеек, слова и точность форматов чисел, цвет и видимость текста, скрытые и "
    "объединённые строки, столбцы, ячейки и листы, колонтитулы, тексты и числа диаграмм, надписи, число фигур и "
    "картинок. Не сравнивались: рамки, заливки, цвета и место диаграмм и фигур, вид самих картинок, формулы проверки "
    "ввода и свойства файла",
    "docx": "текст, колонтитулы, надписи, сноски, примечания, правки, невидимый текст, число картинок. "
    "Не сравнивались: шрифты, цвета, зачёркивание, отступы, вид самих картинок и свойства файла",
    "pdf": "текст каждой страницы, всё нарисованное на ней, пометки, поля и слои. Не сравнивались: свойства файла "
    "и вложения",
    "csv": "значение каждой ячейки; кодировка, разделитель и знак дроби могут быть другими",
    "json": "каждое значение и его место; пробелы и порядок имён могут быть другими",
}


@app.command()
def verify(
    file: Annotated[str, typer.Argument(help="Файл отчёта: xlsx, docx, pdf, csv или json")], as_json: Json = False
) -> None:
    """Чей это файл: какая редакция какого квартала и не изменён ли он. Код 3: изменён или не наш."""
    found = pipeline.verify(file)
    if as_json:
        print_json(found)
    else:
        show_verdict(found)
    if found["state"] in ("altered", "unknown"):
        raise typer.Exit(PARTLY)


def show_verdict(found: dict[str, Any]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if found["state"] == "unknown":
        console.print(f"{found['file']}: ни одна выпущенная редакция такого не содержит.", markup=False)
        return
    compared = COMPARED[PurePath(found["issued_file"]).suffix.lstrip(".")]
    said = SAID[found["state"]].format(n=len(found["differences"]), compared=compared)
    console.print(
        f"{found['file']}: редакция {found['edition']} ({STATUS[found['kind']]}) отчёта за "
        f"{period_title(Quarter.parse(found['quarter']))}, выпущена {local(found['issued_at'])}, "
        f"файл {found['issued_file']}: {said}.",
        markup=False,
    )
    if found["newer"]:
        console.print(f"Есть более новая редакция: {found['newer']}.")
    if found["differences"]:
        console.print(differences_table(found["differences"]))


def differences_table(differences: list[dict[str, str]]) -> Table:
    table = Table("где", "выпущено", "в файле")
    for one in differences[:LONGEST]:
        table.add_row(*(Text(one[name]) for name in ("place", "issued", "found")))
    if len(differences) > LONGEST:
        table.caption = f"… и ещё {len(differences) - LONGEST}; все: --json"
    return table
