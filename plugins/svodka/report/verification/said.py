"""What a file shows its reader, place by place: two files that show the same may differ in every byte."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from svodka.errors import SvodkaError

WORDS_IN_A_FORMAT = re.compile(r'"([^"]*)"|\\(.)')
Said = Mapping[str, str]


class Unreadable(SvodkaError):
    """The file is not what its name says."""


def said_in(name: str, kind: str, content: bytes) -> Said:
    """Place (in Russian) → what stands there. Raises Unreadable.

    kind: .xlsx (cells as shown, hidden rows, columns and sheets, texts drawn over them), .docx (paragraphs, headers
    and footers too), .pdf (page by page), .csv, .json.
    """
    readers = {".xlsx": _workbook, ".docx": _letter, ".pdf": _pages, ".csv": _table, ".json": _annex}
    if kind not in readers:
        raise Unreadable(f"{name}: ожидается файл отчёта — xlsx, docx, pdf, csv или json.")
    try:
        return dict(readers[kind](content))
    except Exception as error:  # whatever a foreign file does to its reader
        why = f"{name} не читается как {kind} ({type(error).__name__})"
        raise Unreadable(f"{why}: файл испорчен или не тот.") from error


def _workbook(content: bytes) -> Iterator[tuple[str, str]]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        yield from _hidden(sheet)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and str(cell.value).strip():
                    yield f"лист «{sheet.title}», ячейка {cell.coordinate}", _shown(cell.value, cell.number_format)
    yield from _drawn(content)


def _hidden(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    if sheet.sheet_state != "visible":
        yield f"лист «{sheet.title}»", "скрыт"
    for number, row in sheet.row_dimensions.items():
        if row.hidden:
            yield f"лист «{sheet.title}», строка {number}", "скрыта"
    for letter, column in sheet.column_dimensions.items():
        if column.hidden:
            yield f"лист «{sheet.title}», столбец {letter}", "скрыт"


def _shown(value: Any, number_format: str) -> str:
    """A number to twelve significant digits, with the words that its format writes: they can say otherwise."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        words = "".join(quoted or escaped for quoted, escaped in WORDS_IN_A_FORMAT.findall(number_format or ""))
        return f"{Decimal(f'{float(value):.12g}').normalize():f}{words.strip()}"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return _flat(str(value))


def _drawn(content: bytes) -> Iterator[tuple[str, str]]:
    """Texts of shapes: a box laid over a cell says what the cell does not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("xl/drawings/drawing"):
                root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
                texts = [_flat(one.text or "") for one in root.iter("{*}t")]
                if words := " ".join(text for text in texts if text):
                    yield f"надпись поверх листа ({name.rpartition('/')[2]})", words


def _letter(content: bytes) -> Iterator[tuple[str, str]]:
    document = Document(io.BytesIO(content))
    parts = {"текст": document.element.body}
    for number, section in enumerate(document.sections, start=1):
        parts |= {f"раздел {number}, верхний колонтитул": section.header._element}
        parts |= {f"раздел {number}, нижний колонтитул": section.footer._element}
    for title, root in parts.items():
        texts = [_flat("".join(one.text or "" for one in par.iter(qn("w:t")))) for par in root.iter(qn("w:p"))]
        yield title, " ".join(text for text in texts if text)


def _pages(content: bytes) -> Iterator[tuple[str, str]]:
    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages, start=1):
        yield f"стр. {number}", _flat(page.extract_text().replace("\u00ad", ""))


def _table(content: bytes) -> Iterator[tuple[str, str]]:
    text = content.decode("utf-8-sig")
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), start=1):
        for place, cell in enumerate(row, start=1):
            if cell:
                yield f"строка {number}, столбец {place}", cell


def _delimiter(text: str) -> str:
    return ";" if text.partition("\n")[0].count(";") >= text.partition("\n")[0].count(",") else ","


def _annex(content: bytes) -> Iterator[tuple[str, str]]:
    yield from _flattened("", json.loads(content))


def _flattened(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flattened(f"{place}.{name}" if place else name, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flattened(f"{place}[{number}]", inner)
    else:
        yield place, json.dumps(value, ensure_ascii=False)


def _flat(text: str) -> str:
    """One kind of space: programs write them differently."""
    return " ".join(text.replace("\u00a0", " ").split())
