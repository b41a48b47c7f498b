"""The workbook printed by LibreOffice: nothing clipped, nothing that did not fit its column, every sheet there."""

from __future__ import annotations

import io
import re
from collections import Counter

import openpyxl
import pytest

from svodka.report import workbook
from svodka.report.content import Content
from tests import report_history, wide_edition
from tests.unit.test_workbook_quality import TOLD

LETTERS = 4  # shorter words are parts of broken ones too often


def editions() -> dict[str, Content]:
    return {
        "everything": report_history.content(told=TOLD | report_history.told()),
        "wide": wide_edition.content_of(31 * 40, silent={"pages"}, told=dict(TOLD)),
    }


def words(text: str) -> Counter[str]:
    return Counter(re.findall(rf"\w{{{LETTERS},}}", text))


@pytest.fixture(scope="module", params=["everything", "wide"])
def printed(request, office, tmp_path_factory) -> tuple[openpyxl.Workbook, str]:
    """The workbook as it was rendered, and the text of its pages."""
    file = tmp_path_factory.mktemp(request.param) / "report.xlsx"
    file.write_bytes(workbook.render(editions()[request.param]))
    return openpyxl.load_workbook(io.BytesIO(file.read_bytes())), office.text(office.convert(file, "pdf"))


def test_every_word_of_every_cell_is_on_a_page(printed):
    """A text that its cell or the page cuts off is not in the PDF."""
    book, text = printed
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    said = words(" ".join(cell.value for cell in cells if isinstance(cell.value, str)))
    assert {word: n for word, n in (said - words(text)).items() if len(word) < 40} == {}


def test_no_number_is_too_wide_for_its_column_and_nothing_is_an_error(printed):
    _, text = printed
    assert "###" not in text
    assert not re.search(r"#(REF|NAME|VALUE|DIV|N/A|ЗНАЧ|ИМЯ|ССЫЛКА|Н/Д)|Err:\d", text)


def test_every_sheet_has_its_pages_numbered_through(printed):
    book, text = printed
    numbers = re.findall(r"Лист (\d+) из (\d+)", text)
    assert [int(number) for number, _ in numbers] == list(range(1, int(numbers[-1][1]) + 1))
    for sheet in book:
        assert sheet.title in text
