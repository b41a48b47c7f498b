"""Bytes of a small table → rows of text: xlsx, or a CSV as Excel writes it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from svodka.responsible.refusal import Problem, TableRefused

MOST_BYTES = 2_000_000
MOST_UNPACKED = 50_000_000
MOST_ROWS = 500
SHEETS_OF_OTHER_KINDS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
ADVICE = "сохраните таблицу как «Книга Excel (.xlsx)» или «CSV UTF-8»"


@dataclass(frozen=True)
class Line:
    """One row that is not empty: its number in the sheet and its cells as text, "" for an empty one."""

    number: int
    cells: list[str]


def read_lines(content: bytes) -> list[Line]:
    """The rows of the file that hold anything. Raises TableRefused when it is no table of these kinds, or too big."""
    if not content.strip():
        raise TableRefused([Problem("файл пуст")])
    if len(content) > MOST_BYTES:
        raise TableRefused([Problem(f"файл больше {MOST_BYTES // 1_000_000} МБ: это не таблица ответственных")])
    if content.startswith(SHEETS_OF_OTHER_KINDS):
        raise TableRefused([Problem(f"это не xlsx и не CSV: {ADVICE}")])
    rows = _of_workbook(content) if content.startswith(b"PK") else _of_csv(content)
    lines: list[Line] = []
    for number, cells in rows:
        if any(cells):
            lines.append(Line(number, cells))
        if len(lines) > MOST_ROWS:
            raise TableRefused([Problem(f"в таблице больше {MOST_ROWS} строк: это не таблица ответственных")])
    return lines


def _of_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";", ",", "\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            yield number, [_clean(cell) for cell in row]
    except csv.Error as error:
        raise TableRefused([Problem(f"кавычки не парные, {ADVICE}", row=reader.line_num)]) from error


def _decoded(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16 («Текст Юникод») or, by its old «CSV», Windows-1251."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _of_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first visible sheet; a formula as its text, whatever it once came to."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise TableRefused([Problem("книга слишком велика: оставьте в ней один лист с таблицей")])
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()  # what the file says of its size may be wrong: then rows would be cut off
        yield from _numbered(sheet.iter_rows(values_only=True))
    except TableRefused:
        raise
    except Exception as error:  # openpyxl raises whatever the zip and its XML gave it
        raise TableRefused([Problem(f"книга не читается: {ADVICE}")]) from error


def _numbered(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        yield number, [_clean(_text(value)) for value in row]


def _text(value: Any) -> str:
    """A cell of a workbook as a person would have typed it into a CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}" if value.time() == time() else f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _clean(text: str) -> str:
    """One line, composed letters, plain spaces; invisible characters that came along with a copied text left out."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return re.sub(r"\s+", " ", visible).strip()
