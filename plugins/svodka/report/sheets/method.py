"""The method: each indicator's formula and basis as they stand in the catalogue, its target, the norms of terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.catalogue import Indicator
from svodka.report.content import Content
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH
from svodka.report.standing import NO_TARGET, target_words
from svodka.report.wording import DIRECTION

COLUMNS = (
    Column("Код", 8),
    Column("Показатель", 34),
    Column("Ед.", 8),
    Column("Вид", 12),
    Column("Направленность", 15),
    Column("Как считается", 52),
    Column("Основание", 30),
    Column("Чей", 9),
    Column("Цель", 18),
    Column("Цель действует с", 13),
    Column("Кем установлена цель", 30),
)
NORMS = (
    Column("Обращения и сообщения", 26),
    Column("Что делается", 24),
    Column("Каких касается", 26),
    Column("Срок", 44),
    Column("Действует с", 13),
    Column("Основание", 70),
)
EXPRESSIONS = (Column("Код", 8), Column("Показатель", 44), Column("Часть", 20), Column("Выражение", 110))
EXPRESSIONS_NOTE = (
    "Для того, кто проверяет расчёт вручную: выражения на языке запросов SQL, по которым посчитаны показатели. Читать "
    "их не нужно: то же словами — на листе «Методика»."
)
KINDS = {"count": "количество", "share": "доля", "mean": "среднее", "change": "изменение"}
PARTS = {
    "numerator": "числитель",
    "denominator": "знаменатель",
    "n_unknown": "не известно",
    "is_clock_from_source": "время из источника",
}
NOTES = (
    "Период — квартал по местному времени, от первого дня 00:00 до первого дня следующего квартала 00:00.",
    "Доля = 100 × числитель / знаменатель, среднее = числитель / знаменатель; округлено один раз, до одного знака.",
    "Спам, тестовые, удалённые, отклонённые и помеченные источником дубли не считаются, исключённые решением "
    "руководителя — тоже.",
    "Нарушение срока — к концу срока ответа нет или он дан позже; сообщение судится в квартале, где кончается срок.",
    "«—» — знаменатель 0. «Мало записей» — их в знаменателе меньше порога (по умолчанию пяти): показаны они сами, "
    "с прошлым кварталом такое значение не сравнивается. «Неполные данные» — в части записей пусто нужное поле. Другие "
    "обозначения — на листе «Содержание».",
    "С целью сравнивается точное значение: доля 0,04 % не достигает цели «не больше 0 %», хотя показана как 0,0 %. "
    "Цель, день, с которого она действует, и кто её установил — в таблице; показатель, у которого цели нет или записей "
    "мало, не оценивается.",
    "«Лучше» и «хуже» — изменение к прошлому кварталу с учётом направленности. Разность долей — в процентных пунктах "
    "(п.п.), из точных значений, поэтому может отличаться на 0,1 от разности показанных.",
)


def write(sheet: Worksheet, content: Content) -> None:
    set_widths(sheet, COLUMNS)
    row = write_line(sheet, 1, "Методика", HEADING, COLUMNS)
    for note in [*NOTES, *calendar_note(content)]:
        row = write_line(sheet, row, note, columns=COLUMNS)
    header_row = row + 1
    targets = (content.told or {}).get("targets")
    write_table(sheet, header_row, COLUMNS, [indicator_row(one, targets) for one in content.definitions])
    set_page(sheet, header_row, len(COLUMNS), content.face.footer, frozen_columns=2)


def write_norms(sheet: Worksheet, content: Content) -> None:
    """The norms of terms that held in the quarter."""
    norms = (content.told or {})["norms"]
    set_widths(sheet, NORMS)
    row = write_line(sheet, 1, f"Нормы сроков {content.face.period_text}", HEADING, NORMS)
    for note in calendar_note(content):
        row = write_line(sheet, row, note, columns=NORMS)
    header_row = row + 1
    write_table(sheet, header_row, NORMS, [norm_row(one) for one in norms])
    set_page(sheet, header_row, len(NORMS), content.face.footer)


def has_norms(content: Content) -> bool:
    """Whether the edition has kept them."""
    return bool((content.told or {}).get("norms"))


def write_expressions(sheet: Worksheet, content: Content) -> None:
    """What exactly is counted, for whoever checks it by hand: a row a part of a formula."""
    set_widths(sheet, EXPRESSIONS)
    row = write_line(sheet, 1, "Формулы показателей", HEADING, EXPRESSIONS)
    header_row = write_line(sheet, row, EXPRESSIONS_NOTE, columns=EXPRESSIONS) + 1
    rows = [
        [one.code, one.title, PARTS.get(name, name), " ".join(sql.split())]
        for one in content.definitions
        for name, sql in one.expressions.items()
    ]
    write_table(sheet, header_row, EXPRESSIONS, rows)
    set_page(sheet, header_row, len(EXPRESSIONS), content.face.footer)


def calendar_note(content: Content) -> list[str]:
    """By which calendar working days were counted; nothing for an edition that has not kept it."""
    calendar = (content.told or {}).get("calendar")
    if not calendar:
        return []
    known = (
        "с официальными переносами выходных"
        if calendar["is_official"]
        else "официальные переносы выходных ещё не были известны, сроки в рабочих днях посчитаны не все"
    )
    corrected = f"; поправок внесено: {calendar['n_corrections']}" if calendar["n_corrections"] else ""
    return [
        f"Рабочие дни и часы — по производственному календарю {calendar['year']} года, {known}{corrected}. Календарные "
        "сроки с выходного дня не переносятся, если норма не говорит иного."
    ]


def indicator_row(one: Indicator, targets: Mapping[str, Mapping[str, Any]] | None) -> list[str]:
    target = (targets or {}).get(one.code)
    aim = (
        [NO_TARGET, DASH, DASH]
        if target is None
        else [target_words(target, one.unit), day(target["valid_from"]), target["source"]]
    )
    return [
        one.code,
        one.title,
        one.unit,
        KINDS.get(one.kind, one.kind),
        DIRECTION.get(one.direction, one.direction),
        one.formula,
        one.basis,
        one.owner,
        *aim,
    ]


def norm_row(one: Mapping[str, Any]) -> list[str]:
    return [
        one["regime"], one["step"], one["condition"] or "все", one["term"], day(one["valid_from"]), one["source"],
    ]  # fmt: skip


def day(text: str) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}"
