"""Sheets → an OpenDocument spreadsheet, written by hand: the few elements that LibreOffice itself would write."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from xml.sax.saxutils import escape

from samples.sheet import Sheet, as_text, serial

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods_bytes(sheets: list[Sheet]) -> bytes:
    """The spreadsheet; equal sheets give equal bytes."""
    tables = "".join(_table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text, packing in (
            ("mimetype", _MIME, zipfile.ZIP_STORED),
            ("content.xml", content, zipfile.ZIP_DEFLATED),
            ("META-INF/manifest.xml", _MANIFEST, zipfile.ZIP_DEFLATED),
        ):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, packing)
    return out.getvalue()


def _table(sheet: Sheet) -> str:
    rows = [_heading(heading) for heading in sheet.headings]
    if sheet.bands:
        rows.append(_row("".join(_merged(text, width) for text, width in sheet.bands)))
    rows.append(_row("".join(_cell(header, "text") for header in sheet.headers)))
    rows += [_row("".join(_cell(value, sheet.dates) for value in row)) for row in sheet.rows]
    if sheet.footer:
        rows.append(_row(_cell(sheet.last_line(), "text")))
    return f'<table:table table:name="{escape(sheet.title)}">{"".join(rows)}</table:table>'


def _row(cells: str) -> str:
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def _heading(text: str) -> str:
    return _row(_merged(text, 5) if text else "")


def _merged(text: str, width: int) -> str:
    covered = f'<table:covered-table-cell table:number-columns-repeated="{width - 1}"/>' if width > 1 else ""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-spanned="{width}">'
        f"<text:p>{escape(text)}</text:p></table:table-cell>{covered}"
    )


def _cell(value: object, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date) and style == "serials":
        value = serial(value)
    if isinstance(value, date) and style == "cells":
        iso = value.isoformat() if not isinstance(value, datetime) else value.isoformat(timespec="seconds")
        return _typed(f'date" office:date-value="{iso}', as_text(value, style))
    if isinstance(value, int | float):
        return _typed(f'float" office:value="{value}', str(value))
    return _typed("string", as_text(value, style))


def _typed(kind: str, text: str) -> str:
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="{kind}">{paragraphs}</table:table-cell>'
