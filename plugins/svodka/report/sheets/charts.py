"""The key indicators over eight quarters as native charts, and the sheet with the numbers that they draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from svodka.period import Quarter
from svodka.report.content import Content
from svodka.report.past import PARTIAL_MARK, partial_of, quarters_of, running_of
from svodka.report.pictures import Drawn, drawn
from svodka.report.sheets import chart_look
from svodka.report.sheets.chart_look import Area, Chart, Numbers, Source
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.wording import short_period

AXES = {"%": "%", "ед.": "Сообщений", "ч": "Часов", "дн.": "Дней", "балл": "Баллов"}
OF_A_HUNDRED = ("%", "балл")
HUNDRED, NEAR_IT = 100, 75
WHOLE_STEPS = 10  # below it the steps of an axis may be tenths
NUMBERS_SHEET = "Данные графиков"
A_ROW, A_PAGE = 2, 4  # charts beside each other, charts on an A4 page
CHART_COLUMNS, CHART_ROWS, ROW_HEIGHT = 9, 14, 15.0
HALF = (Column("", 7.3),) * CHART_COLUMNS
PAGE = (*HALF, Column("", 2), *HALF)
HEADER_ROW = 3  # of the numbers
NOTE = (
    f"Числа — на листе «{NUMBERS_SHEET}». Разрыв линии: данных нет или записей мало. Линия без точек — "
    "цель, с квартала, с которого она действует. Квартал: номер и год, «II.26» — II квартал 2026 года."
)
EMPTY = "Пустая ячейка: данных нет или записей мало; на графике там разрыв."
RUNNING = "* неполный квартал: он ещё идёт, или данные не с его начала или не до его конца."
PARTIAL_NOTE = (
    "* — неполный квартал: он ещё идёт или выгрузки начинаются внутри него (такой столбец заштрихован, на "
    "линии крестик); с ним не сравнивается."
)


def write(sheet: Worksheet, content: Content) -> None:
    """The charts, four a page; their numbers stand on the sheet of `write_numbers`."""
    set_widths(sheet, PAGE)
    first = write_line(sheet, 1, f"Графики за {len(quarters_of(content))} кварталов", HEADING, PAGE)
    for note in [NOTE, *([PARTIAL_NOTE] if starred(content) else [])]:
        first = write_line(sheet, first, note, columns=PAGE)
    pictures, last_row = drawn(content), first
    for place, picture in enumerate(pictures):
        down, across = divmod(place, A_ROW)
        row = first + down * CHART_ROWS
        if place and not place % A_PAGE:
            sheet.row_breaks.append(Break(id=row - 1))
        put_chart(sheet, content, picture, Area(1 + across * (CHART_COLUMNS + 1), row, CHART_COLUMNS, CHART_ROWS - 1))
        last_row = row + CHART_ROWS - 1
    set_page(sheet, None, len(PAGE), content.face.footer)
    print_down_to(sheet, last_row, len(PAGE))


def is_shown(content: Content) -> bool:
    return bool(drawn(content))


def put_chart(sheet: Worksheet, content: Content, picture: Drawn, area: Area) -> None:
    """One of the pictures of the content over cells of any sheet; makes their rows of one height."""
    for row in range(area.row, area.row + area.n_rows + 1):
        sheet.row_dimensions[row].height = ROW_HEIGHT
    pictures = drawn(content)
    before = pictures[: pictures.index(picture)]
    column = 2 + sum(len(one.lines) for one in before)
    source = Source(NUMBERS_SHEET, HEADER_ROW, labels_of(content))
    chart_look.place(sheet, chart_of(picture, column), source, area)


def print_down_to(sheet: Worksheet, row: int, n_columns: int) -> None:
    """The printed area with the charts: they lie over cells in which nothing stands."""
    sheet.print_area = f"A1:{get_column_letter(n_columns)}{row}"


def chart_of(picture: Drawn, column: int) -> Chart:
    """`column`: where the first of its series stands on the sheet of numbers."""
    ends_at_hundred = picture.unit in OF_A_HUNDRED and NEAR_IT < picture.highest <= HUNDRED
    return Chart(
        kind=picture.kind,
        title=picture.title,
        axis=picture.axis or AXES.get(picture.unit, picture.unit),
        numbers=[
            Numbers(column + place, line.name, line.numbers, line.is_target, picture.low_points, line.partial_points)
            for place, line in enumerate(picture.lines)
        ],
        description=picture.description,
        highest=HUNDRED if ends_at_hundred else None,
        is_high=picture.highest >= WHOLE_STEPS,
    )


def write_numbers(sheet: Worksheet, content: Content) -> None:
    """The table that the charts draw: a row a quarter, a column a series."""
    lines = [line for picture in drawn(content) for line in picture.lines]
    columns = [Column("Квартал", 10), *(Column(line.name, 12, "number") for line in lines)]
    set_widths(sheet, columns)
    write_line(sheet, 1, "Данные графиков", HEADING)
    end = write_table(sheet, HEADER_ROW, columns, number_rows(content, [line.numbers for line in lines]))
    row = write_line(sheet, end, EMPTY)
    if starred(content):
        write_line(sheet, row, RUNNING)
    set_page(sheet, HEADER_ROW, len(columns), content.face.footer, frozen_columns=1)


def number_rows(content: Content, series: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[label, *(numbers[place] for numbers in series)] for place, label in enumerate(labels_of(content))]


def starred(content: Content) -> set[Quarter]:
    return (running_of(content) | partial_of(content)) & set(quarters_of(content))


def labels_of(content: Content) -> list[str]:
    """The quarters, with an asterisk those that run or of which the exports hold a part."""
    marked = starred(content)
    return [short_period(quarter) + (PARTIAL_MARK if quarter in marked else "") for quarter in quarters_of(content)]
