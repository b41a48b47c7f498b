"""Reads sample exports back by readers of their own (calamine, csv, json), nothing of `samples/` or `svodka`."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

Rows = list[list[Any]]
Record = dict[str, Any]


def read(path: Path, encoding: str = "utf-8-sig") -> dict[str, Rows]:
    """Sheet title → rows as they stand, title rows and footers included."""
    if path.suffix == ".csv":
        return {"": list(csv.reader(io.StringIO(path.read_bytes().decode(encoding)), delimiter=";"))}
    book = CalamineWorkbook.from_path(str(path))
    return {title: book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in book.sheet_names}


def records(path: Path, header: str, sheet: str | None = None, encoding: str = "utf-8-sig") -> list[Record]:
    """The rows below the first row that holds `header`, by header; a footer («Итого», «Всего») is left out."""
    sheets = read(path, encoding)
    rows = sheets[sheet] if sheet is not None else next(iter(sheets.values()))
    top = next(i for i, row in enumerate(rows) if header in row)
    below = [row for row in rows[top + 1 :] if not str(row[0]).startswith(("Итого", "Всего"))]
    return [dict(zip(rows[top], row, strict=True)) for row in below]


def requests(path: Path) -> list[Record]:
    """The requests of a ССТУ file: a json, or every part of a zip."""
    if path.suffix == ".json":
        return list(json.loads(path.read_bytes()))
    found: list[Record] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            part = json.loads(archive.read(name))
            found += part if isinstance(part, list) else [part]
    return found


def cells(path: Path) -> list[Any]:
    """Every filled cell of a file, whatever its kind."""
    if path.suffix in (".json", ".zip"):
        return [value for request in requests(path) for value in _leaves(request)]
    try:
        sheets = read(path)
    except UnicodeDecodeError:
        sheets = read(path, "cp1251")
    return [cell for rows in sheets.values() for row in rows for cell in row if cell not in ("", None)]


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for child in value.values() for leaf in _leaves(child)]
    if isinstance(value, list):
        return [leaf for child in value for leaf in _leaves(child)]
    return [value]
