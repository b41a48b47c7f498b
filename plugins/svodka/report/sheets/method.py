"""The method: each indicator's formula, unit and legal basis, as they stand in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.catalogue import Indicator
from svodka.report.face import Face
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.wording import DIRECTION

COLUMNS = (
    Column("Код", 8),
    Column("Показатель", 30),
    Column("Ед.", 7),
    Column("Направленность", 14),
    Column("Как считается", 46),
    Column("Основание", 20),
    Column("Чей", 8),
    Column("Выражения SQL", 42),
)
NOTES = (
    "Период — квартал по местному времени, от первого дня 00:00 до первого дня следующего квартала 00:00.",
    "Доля = 100 × числитель / знаменатель, среднее = числитель / знаменатель; округлено один раз, до одного знака.",
    "Спам, тестовые, удалённые, отклонённые и помеченные источником дубли не считаются.",
    "Нарушение срока — к концу срока ответа нет или он дан позже; сообщение судится в квартале, где кончается срок.",
    "«—» — знаменатель 0. «Мало данных» — знаменатель мал. «Неполные данные» — в части записей пусто нужное поле.",
)


def write(sheet: Worksheet, indicators: Iterable[Indicator], face: Face) -> None:
    set_widths(sheet, COLUMNS)
    row = write_line(sheet, 1, "Методика", HEADING, COLUMNS)
    for note in NOTES:
        row = write_line(sheet, row, note, columns=COLUMNS)
    header_row = row + 1
    write_table(sheet, header_row, COLUMNS, [indicator_row(indicator) for indicator in indicators])
    set_page(sheet, header_row, len(COLUMNS), face.edition_text)


def indicator_row(indicator: Indicator) -> list[str]:
    return [
        indicator.code,
        indicator.title,
        indicator.unit,
        DIRECTION.get(indicator.direction, indicator.direction),
        indicator.formula,
        indicator.basis,
        indicator.owner,
        "\n".join(f"{name}: {' '.join(sql.split())}" for name, sql in indicator.expressions.items()),
    ]
