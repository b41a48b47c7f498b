"""Sheets → bytes: xlsx, csv, json, zip; no clock, no random part, so equal sheets give equal bytes."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samples.ods import ods_bytes
from samples.sheet import Sheet, as_text, serial

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def xlsx_bytes(sheets: list[Sheet], day: date) -> bytes:
    """A workbook that says of itself that it was made at 19:05 of the day."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = datetime.combine(day, time(19, 5))
    book.set_properties({"created": made, "author": "Выгрузка (образец)"})
    styles = {
        "bold": book.add_format({"bold": True}),
        "band": book.add_format({"bold": True, "align": "center"}),
        "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
    }
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.title), sheet, styles)
    book.close()
    return out.getvalue()


def _write_above(page: Worksheet, sheet: Sheet, styles: dict[str, Format]) -> int:
    """Title rows and bands, merged as people do; returns the line of the header."""
    for line, heading in enumerate(sheet.headings):
        if heading:
            page.merge_range(line, 0, line, 4, heading, styles["bold"])
    line, start = len(sheet.headings), 0
    for text, width in sheet.bands:
        page.merge_range(line, start, line, start + width - 1, text, styles["band"])
        start += width
    return line + 1 if sheet.bands else line


def _write_sheet(page: Worksheet, sheet: Sheet, styles: dict[str, Format]) -> None:
    line = _write_above(page, sheet, styles)
    for place, header in enumerate(sheet.headers):
        page.write_string(line, place, header, styles["bold"])
    for number, row in enumerate(sheet.rows):
        style = ("text" if number % 7 == 3 else "cells") if sheet.dates == "mixed" else sheet.dates
        line += 1
        for place, value in enumerate(row):
            if value is not None and value != "":
                _write_cell(page, line, place, value, style, styles)
    if sheet.footer:
        page.write_string(line + 1, 0, sheet.last_line(), styles["bold"])


def _write_cell(page: Worksheet, line: int, place: int, value: object, style: str, styles: dict[str, Format]) -> None:
    if isinstance(value, date) and style in ("cells", "serials"):
        look = styles["moment" if isinstance(value, datetime) else "day"]
        page.write_number(line, place, serial(value), look if style == "cells" else None)
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    else:
        page.write_string(line, place, as_text(value, style))


def csv_bytes(sheet: Sheet, encoding: str) -> bytes:
    """A csv with `;` and line ends of Windows; title rows are lines of one filled cell."""
    text = io.StringIO()
    write = csv.writer(text, delimiter=";", lineterminator="\r\n").writerow
    blanks = [""] * (len(sheet.headers) - 1)
    for heading in sheet.headings:
        write([heading, *blanks])
    write(sheet.headers)
    for row in sheet.rows:
        write([as_text(value, sheet.dates) for value in row])
    if sheet.footer:
        write([sheet.last_line(), *blanks])
    return text.getvalue().encode(encoding)


def json_bytes(content: object) -> bytes:
    """JSON as ССТУ takes it: utf-8, no nulls (the caller leaves them out)."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def zip_bytes(parts: dict[str, bytes]) -> bytes:
    """A zip of named parts, every part of 1 January 1980."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def table_bytes(sheets: list[Sheet], extension: str, day: date, encoding: str) -> bytes:
    """The bytes of a table file by its extension; a csv holds one sheet."""
    if extension == "csv":
        return csv_bytes(sheets[0], encoding)
    return ods_bytes(sheets) if extension == "ods" else xlsx_bytes(sheets, day)
