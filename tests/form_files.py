"""Forms for tests: small workbooks made by XlsxWriter, filled and read back by openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import xlsxwriter

from svodka.report.content import Content
from svodka.report.face import Official, Officials
from svodka.report.forms import fill_all, known_of, read_form
from svodka.report.forms.filling import Filled, fill
from svodka.report.forms.folder import read_file
from svodka.report.forms.template import Form
from tests import report_history as history
from tests import report_sample as sample

OFFICIALS = Officials(
    addressee=Official("Вымышлов Пётр Петрович", "руководитель", "ЦУР (вымышленный)"),
    signatory=Official("Образцова Ирина Ильинична", "Руководитель МЦУ", "Администрация", "+7 000 000-00-01"),
    executor=Official("Примерова А. А.", phone="00-02"),
)
SHEET = "Отчёт"


def content(document: Mapping[str, Any] | None = None, **changes: Any) -> Content:
    """An approved edition of the sample with eight quarters, targets and officials."""
    made = history.content(document or sample.document(), history.told())
    return replace(made, face=replace(made.face, officials=OFFICIALS), **changes)


def workbook(cells: Mapping[str, Any], *steps: Callable[[Any, Any], None], settings: Sequence[Any] = ()) -> bytes:
    """A form of one sheet; `steps` do the rest with XlsxWriter; `settings`: rows of its sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet(SHEET)
    for address, value in cells.items():
        text, look = value if isinstance(value, tuple) else (value, {})
        sheet.write(address, text, book.add_format(look) if look else None)
    for step in steps:
        step(book, sheet)
    if settings:
        own = book.add_worksheet("Настройки формы")
        for number, row in enumerate(settings):
            for place, value in enumerate(row):
                own.write(number, place, value)
    book.close()
    return target.getvalue()


def form(form_bytes: bytes, edition: Content | None = None, name: str = "проба.xlsx") -> Form:
    return read_form(name, form_bytes, known_of(edition or content()))


def filled(form_bytes: bytes, edition: Content | None = None) -> Filled:
    """The form filled by the edition, as one that is not published."""
    edition = edition or content()
    return fill(form(form_bytes, edition), edition, known_of(edition))


def opened(file: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def sheet_of(form_bytes: bytes, edition: Content | None = None) -> Any:
    """The first sheet of the filled form."""
    return opened(filled(form_bytes, edition).content).worksheets[0]


def values(sheet: Any) -> dict[str, Any]:
    """Address → value of every cell that is not empty."""
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def published(tmp_path: Any, edition: Content, **forms: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms marked as published, filled together: name → cells."""
    files = []
    for name, cells in forms.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(workbook(cells, settings=[["Публикуется", "да"], ["Название", name]]))
        files.append(read_file(path, known_of(edition)))
    made = fill_all(files, edition)
    assert not [one for one in files if one.form is None], [one.mistakes for one in files]
    return {file.split("_")[1]: values(opened(bytes_).worksheets[0]) for file, bytes_ in made.files.items()}
