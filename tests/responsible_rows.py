"""Tables of responsible persons for tests: rows by field, as the bytes of a file."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from svodka.responsible.words import COLUMN_TITLES

BASIC: dict[str, dict[str, str]] = {
    "cur": {
        "role": "руководитель ЦУР", "name": "Вымыслова Ирина Сергеевна", "post": "директор",
        "phone": "+7 343 000-00-01", "email": "cur@example.org", "valid_from": "01.01.2026",
    },
    "head": {
        "role": "руководитель МЦУ", "name": "Примеров Павел Андреевич", "phone": "+7 34365 0-00-02",
        "email": "head@example.org", "valid_from": "01.01.2026",
    },
    "secretary": {
        "role": "секретарь", "name": "Образцова Анна Петровна", "phone": "+7 34365 0-00-03 доб. 101",
        "email": "secretary@example.org", "valid_from": "01.01.2026",
    },
    "curator": {
        "role": "куратор", "name": "Условный Олег Николаевич", "email": "curator@example.org",
        "valid_from": "01.01.2026",
    },
    "engineer": {
        "role": "инженер", "name": "Тестов Глеб Ильич", "email": "engineer@example.org", "valid_from": "01.01.2026",
    },
}  # fmt: skip


def rows(*more: dict[str, Any], **changed: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The basic rows, some changed by their key (None: left out), then further ones."""
    kept = [{**row, **(changed.get(key) or {})} for key, row in BASIC.items() if changed.get(key, {}) is not None]
    return kept + list(more)


def deputy(**fields: Any) -> dict[str, Any]:
    """The curator in place of the head of the МЦУ from 1 to 20 December 2026, but for what is said."""
    row = {"role": "руководитель МЦУ", "deputy": "да", "valid_from": "01.12.2026", "valid_to": "20.12.2026"}
    return {**BASIC["curator"], **row, **fields}


def csv_bytes(table: list[dict[str, Any]], encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    lines = [list(COLUMN_TITLES.values()), *([str(row.get(name, "")) for name in COLUMN_TITLES] for row in table)]
    return "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)


def xlsx_bytes(table: list[dict[str, Any]], above: int = 0) -> bytes:
    """The same as a workbook, with so many rows of a title above the headers."""
    book = Workbook()
    for _ in range(above):
        book.worksheets[0].append(["Ответственные лица"])
    book.worksheets[0].append(list(COLUMN_TITLES.values()))
    for row in table:
        book.worksheets[0].append([row.get(name) for name in COLUMN_TITLES])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
