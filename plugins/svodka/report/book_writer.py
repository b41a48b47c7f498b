"""Saves a workbook: rows as text, each part of the archive at one fixed time.

openpyxl makes an XML tree of each cell; ours hold a text or a number and a style, so a line of text says the same in a
fraction of the time. All else of the file, and a cell that holds anything more, is openpyxl's own.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import NoneType, SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell._writer import etree_write_cell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

PLAIN = (str, int, float, Decimal, NoneType)
RETURN = {"\r": "&#13;"}
COLUMN = attrgetter("column")
PLACE_OF_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")


def saved(book: Workbook, moment: datetime) -> bytes:
    """The xlsx of the workbook; `moment` stands wherever zip would write the present one."""
    result = io.BytesIO()
    with FixedTimeArchive(result, moment) as archive:
        TextRowsWriter(book, archive).write_data()
    return result.getvalue()


def repacked(archive: bytes, moment: datetime) -> bytes:
    """The same zip with one fixed time for all its parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, FixedTimeArchive(result, moment) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return result.getvalue()


class FixedTimeArchive(zipfile.ZipFile):
    """A zip to be written, all parts of which have one time and the same rights."""

    def __init__(self, file: io.BytesIO, moment: datetime) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED)
        self.moment = moment

    def part(self, name: str) -> zipfile.ZipInfo:
        part = zipfile.ZipInfo(name, date_time=self.moment.timetuple()[:6])
        part.compress_type = zipfile.ZIP_DEFLATED
        part.external_attr = 0o644 << 16
        return part

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self.part(zinfo_or_arcname), data)


class TextRowsWriter(ExcelWriter):
    """openpyxl's writer of a workbook, but for the rows of its sheets."""

    _archive: FixedTimeArchive

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        with tempfile.TemporaryFile() as rows:
            around = AroundRows(ws, rows)
            around.write()
            before, after = PLACE_OF_ROWS.split(around.text.getvalue())
            rows.seek(0)
            with self._archive.open(self._archive.part(ws.path[1:]), "w") as part:
                part.write(before + b"<sheetData>")
                shutil.copyfileobj(rows, part)
                part.write(b"</sheetData>" + after)
        ws._rels = around._rels
        self.manifest.append(ws)


class AroundRows(WorksheetWriter):
    """All of a sheet but its rows, which go to a file of their own."""

    _rels: Any

    def __init__(self, ws: Any, rows: Any) -> None:
        self.text, self.rows_file = io.BytesIO(), rows
        super().__init__(ws, out=self.text)

    def write_rows(self) -> None:
        xf: Any = self.xf.send(True)
        with xf.element("sheetData"):
            pass
        self.xf.send(None)
        for text in row_texts(self.ws):
            self.rows_file.write(text.encode())


def row_texts(ws: Any) -> Iterator[str]:
    """Each row of a sheet as XML."""
    letters = {column: get_column_letter(column) for column in range(1, ws.max_column + 1)}
    styles: dict[int, int] = {}
    cells: dict[int, list[Any]] = {row: [] for row in ws.row_dimensions}
    for cell in ws._cells.values():
        cells.setdefault(cell.row, []).append(cell)
    for row in sorted(cells):
        texts = []
        for cell in sorted(cells[row], key=COLUMN):
            style = styles.get(id(cell._style))
            if style is None:
                style = styles[id(cell._style)] = cell.style_id
            texts.append(cell_text(ws, cell, f'{letters[cell.column]}{row}" s="{style}'))
        attributes = "".join(f' {name}="{value}"' for name, value in ws.row_dimensions.get(row, ()))
        yield f'<row r="{row}"{attributes}>{"".join(texts)}</row>'


def cell_text(ws: Any, cell: Any, place: str) -> str:
    """One cell as XML; `place`: its address and style as they stand between the quotes."""
    value, kind = cell._value, cell.data_type
    if cell._hyperlink is not None or cell._comment is not None or kind not in "sn" or not isinstance(value, PLAIN):
        return openpyxl_text(ws, cell)
    if value is None or value == "":
        return f'<c r="{place}"/>'
    if kind == "n":
        return f'<c r="{place}"><v>{value if type(value) is int else repr(float(value))}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is>{inline(value)}</is></c>'


@lru_cache(50_000)
def inline(text: str) -> str:
    """A text as the inside of an inline string."""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{kept}>{escape(text, RETURN)}</t>"


def openpyxl_text(ws: Any, cell: Any) -> str:
    """The cell as openpyxl writes it; links and comments are noted in the sheet, as its own writer does."""
    if cell._comment is not None:
        ws._comments.append(CommentRecord.from_cell(cell))
    written: list[Any] = []
    etree_write_cell(SimpleNamespace(write=written.append), ws, cell, cell.has_style)
    return "".join(tostring(element).decode() for element in written)
