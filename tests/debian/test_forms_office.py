"""A form saved by real LibreOffice keeps its look when it is filled, and LibreOffice opens the copy without error."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svodka.settings import PROJECT
from tests import form_files as files
from tests import report_sample as sample

CSV = "csv:Text - txt - csv (StarCalc):44,34,76"  # commas, quotes, UTF-8
LIST, N_MEMBERS = 6, 3  # the row of the form that is repeated, for each channel


def template() -> bytes:
    """A form with everything that a look is made of."""

    def make(book: Any, sheet: Any) -> None:
        title = book.add_format({"bold": True, "font_size": 15, "font_name": "Liberation Serif", "align": "center"})
        head = book.add_format({"bold": True, "bg_color": "#CCE0F5", "border": 2, "text_wrap": True, "rotation": 90})
        body = book.add_format({"border": 1, "font_color": "#004488", "indent": 1})
        number = book.add_format({"border": 1, "num_format": '#,##0.0" шт."', "italic": True})
        sheet.merge_range("A1:D1", "Сведения за {{период}}", title)
        sheet.merge_range("A2:B3", "{{муниципалитет}}", head)
        sheet.set_row(4, 60)
        for place, text in enumerate(["Канал", "Поступило", "Доля", "Доля от всех"]):
            sheet.write(4, place, text, head)
        sheet.write_row("A6", ["{{* канал}}", "{{* S-01}}"], body)
        sheet.write("C6", "{{* S-03}}", number)
        sheet.write_formula("D6", "=B6/B$7", body)
        sheet.write("A7", "Итого", head)
        sheet.write_formula("B7", "=SUM(B6:B6)", number)
        sheet.write("A9", "Исполнитель: {{исполнитель: ФИО}}")
        sheet.merge_range("C9:D10", "{{подписант: инициалы}}", body)
        for column, width in (("A:A", 31), ("B:B", 17), ("C:D", 12)):
            sheet.set_column(column, width)
        sheet.conditional_format("B6", {"type": "cell", "criteria": ">", "value": 500, "format": head})
        sheet.data_validation("D9", {"validate": "list", "source": ["да", "нет"]})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.5, 0.6, 0.7)
        sheet.fit_to_pages(1, 0)
        sheet.print_area("A1:D10")
        sheet.repeat_rows(4)
        sheet.freeze_panes(5, 1)
        sheet.set_footer("&L{{период}}&RЛист &P из &N")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"categories": "=Отчёт!$A$6:$A$6", "values": "=Отчёт!$B$6:$B$6"})
        sheet.insert_chart("A12", chart)

    return files.workbook({}, make, settings=[["Название", "Сведения"], ["Публикуется", "нет"]])


@pytest.fixture(scope="module")
def saved_by_office(office, tmp_path_factory) -> bytes:
    source = tmp_path_factory.mktemp("form") / "template.xlsx"
    source.write_bytes(template())
    return office.convert(source, "xlsx").read_bytes()


def place_now(row: int) -> int:
    """Where a row of the form stands in the copy, the first of its copies."""
    return row if row <= LIST else row + N_MEMBERS - 1


def look(cell: Any) -> tuple[Any, ...]:
    return tuple(str(one) for one in (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format))


def page(sheet: Worksheet) -> tuple[Any, ...]:
    setup, margins = sheet.page_setup, sheet.page_margins
    widths = {name: round(column.width, 2) for name, column in sorted(sheet.column_dimensions.items())}
    return (
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
        margins.left, margins.right, margins.top, margins.bottom, sheet.print_title_rows, sheet.freeze_panes, widths,
    )  # fmt: skip


def test_the_look_of_every_cell_of_the_page_and_of_the_chart_stays(saved_by_office):
    before = files.opened(saved_by_office).worksheets[0]
    filled = files.filled(saved_by_office).content
    after = files.opened(filled).worksheets[0]
    assert [after.cell(row, 1).value for row in range(6, 9)] == list(sample.CHANNELS.values())
    for row in before.iter_rows(max_row=10, max_col=4):
        for cell in row:
            copies = range(N_MEMBERS) if cell.row == LIST else [0]
            for copy in copies:
                assert look(after.cell(place_now(cell.row) + copy, cell.column)) == look(cell), cell.coordinate
    assert page(after) == page(before)
    assert after.print_area == "'Отчёт'!$A$1:$D$12"
    assert after.row_dimensions[5].height == before.row_dimensions[5].height
    assert {str(one) for one in after.merged_cells.ranges} == {"A1:D1", "A2:B3", "C11:D12"}
    assert [str(one.sqref) for one in after.conditional_formatting] == ["B6:B8"]
    assert (len(after._charts), len(before._charts)) == (1, 1)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert "$B$6:$B$8" in archive.read("xl/charts/chart1.xml").decode()


def test_what_is_not_touched_is_the_same_byte_for_byte(saved_by_office):
    with (
        zipfile.ZipFile(io.BytesIO(saved_by_office)) as before,
        zipfile.ZipFile(io.BytesIO(files.filled(saved_by_office).content)) as after,
    ):
        same = [name for name in after.namelist() if re.match(r"xl/(styles|theme)", name)]
        assert same and all(after.read(name) == before.read(name) for name in same)


def computed(office: Any, file: bytes, folder: Path) -> list[list[str]]:
    """What LibreOffice shows in the first sheet."""
    path = folder / "filled.xlsx"
    path.write_bytes(file)
    return list(csv.reader(office.convert(path, CSV).read_text(encoding="utf-8").splitlines()))


def test_libreoffice_computes_the_copy_without_an_error(saved_by_office, office, tmp_path):
    rows = computed(office, files.filled(saved_by_office).content, tmp_path)
    assert [row[:2] for row in rows[5:8]] == [
        [title, n] for title, n in zip(sample.CHANNELS.values(), ["1000", "234", "0"], strict=True)
    ]
    assert rows[8][1].replace(",", "").startswith("1234")
    assert not [cell for row in rows for cell in row if re.search(r"#|Err:|\{\{", cell)]


@pytest.mark.parametrize("again", [False, True], ids=["as shipped", "saved by LibreOffice"])
def test_the_built_in_form_is_printed_whole(office, tmp_path, again):
    source = PROJECT / "config" / "forms" / "cur_quarterly.xlsx"
    shipped = (office.convert(source, "xlsx") if again else source).read_bytes()
    path = tmp_path / "form.xlsx"
    path.write_bytes(files.filled(shipped).content)
    text = office.text(office.convert(path, "pdf"))
    assert not re.search(r"###|Err:|#REF|#NAME|#VALUE|\{\{|\}\}", text)
    for words in ("за III квартал 2026 года", "И. И. Образцова", "Вымышлов Пётр Петрович", "Дороги", "Лист 3 из 3"):
        assert words in text.replace("\xa0", " "), words
    for one in sample.CATALOGUE:
        assert one.code in text
    assert re.search(r"1\D234(?![.,]\d)", text) and not re.search(r"1\D234[.,]\d", text)  # a count beside shares: whole
    assert re.search(r"не больше 0 %\s+7[.,]5\s+−2[.,]5", text)
