"""Readers for workbooks that calamine cannot open: slow, and loaded only when they are needed."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from svodka.intake.tables.container import part
from svodka.intake.tables.refusal import TableRefused, corrupt
from svodka.intake.tables.sheet import Cell, Sheet

NOTE = "Книга прочитана запасным способом (старый формат или повреждение): проверьте число строк."
_ODS_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_BEFORE_TABLE_TAG = re.compile(rb">\s+(?=</?(?:table|office):)")
_AFTER_TABLE_TAG = re.compile(rb"(</?(?:table|office):[^<>]*>)\s+(?=<)")


def with_openpyxl(path: Path, only: str | None) -> list[Sheet]:
    """Visible worksheets of an xlsx; a book that shows nothing is refused, never taken as empty."""
    import openpyxl

    try:
        # not read_only: that mode trusts row numbers and silently shows one row where they are missing
        book = openpyxl.load_workbook(path, data_only=True)
        sheets = [
            Sheet(sheet.title, 1, [[_openpyxl_cell(cell) for cell in row] for row in sheet.iter_rows()], [NOTE])
            for sheet in book.worksheets
            if sheet.sheet_state == "visible" and only in (None, sheet.title)
        ]
    except (MemoryError, TableRefused):
        raise
    except Exception as error:  # openpyxl raises whatever its XML gave it
        raise corrupt("книга xlsx не читается") from error
    for sheet in sheets:
        sheet.errors = {(i, j) for i, row in enumerate(sheet.rows) for j, cell in enumerate(row) if cell is _ERROR}
        sheet.rows = [["" if cell is _ERROR else cell for cell in row] for row in sheet.rows]
    if not any(sheet.rows for sheet in sheets):
        raise corrupt("в книге xlsx не найдено ни одной ячейки")
    return sheets


class _Error:
    """A cell that holds a formula error."""


_ERROR: Any = _Error()


def _openpyxl_cell(cell: Any) -> Cell:
    if cell.data_type == "e":
        return _ERROR
    return "" if cell.value is None else cell.value


def with_xlrd(path: Path, only: str | None) -> list[Sheet]:
    """Visible worksheets of an old xls."""
    import xlrd

    try:
        book = xlrd.open_workbook(str(path), logfile=io.StringIO(), on_demand=False)
        sheets = [
            _xlrd_sheet(sheet, book.datemode)
            for sheet in book.sheets()
            if sheet.visibility == 0 and only in (None, sheet.name)
        ]
    except MemoryError:
        raise
    except Exception as error:  # xlrd raises struct, index, assertion and its own errors
        raise corrupt("книга xls не читается") from error
    return sheets


def _xlrd_sheet(sheet: Any, datemode: int) -> Sheet:
    found = Sheet(sheet.name, 1, [], [NOTE])
    for i in range(sheet.nrows):
        found.rows.append([_xlrd_cell(cell, datemode) for cell in sheet.row(i)])
        found.errors |= {(i, j) for j, kind in enumerate(sheet.row_types(i)) if kind == 5}
    return found


def _xlrd_cell(cell: Any, datemode: int) -> Cell:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError):
            return float(cell.value)
        return moment.time() if cell.value < 1 else moment
    return cell.value


def repaired_ods(archive: zipfile.ZipFile) -> io.BytesIO:
    """The spreadsheet with its mimetype and without the white space between cells that calamine stumbles over."""
    content = part(archive, "content.xml")
    content = _AFTER_TABLE_TAG.sub(rb"\1", _BEFORE_TABLE_TAG.sub(b">", content))
    repaired = io.BytesIO()
    with zipfile.ZipFile(repaired, "w", zipfile.ZIP_STORED) as target:
        target.writestr("mimetype", _ODS_MIMETYPE)
        target.writestr("content.xml", content)
        for name in ("styles.xml", "META-INF/manifest.xml"):
            if name in archive.namelist():
                target.writestr(name, part(archive, name))
    repaired.seek(0)
    return repaired
