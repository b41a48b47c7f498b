"""What the annex of figures says: CSV row by row, JSON name by name."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

FRACTION = re.compile(r"-?\d+[.,]\d+")


def table(content: bytes) -> Iterator[tuple[str, str]]:
    """Russian Excel saves in windows-1251 with a decimal comma: the same figures."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251")
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), start=1):
        for place, cell in enumerate(row, start=1):
            yield f"строка {number}, столбец {place}", _number(cell)


def _number(cell: str) -> str:
    if not FRACTION.fullmatch(cell):
        return cell
    return f"{Decimal(cell.replace(',', '.')).normalize():f}".replace(".", ",")


def _delimiter(text: str) -> str:
    return ";" if text.partition("\n")[0].count(";") >= text.partition("\n")[0].count(",") else ","


def annex(content: bytes) -> Iterator[tuple[str, str]]:
    yield from _flattened("", json.loads(content, object_pairs_hook=_once))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ValueError for a name that stands twice: programs differ in which of the two they read."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _flattened(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            name = key if key.isidentifier() else json.dumps(key, ensure_ascii=False)
            yield from _flattened(f"{place}.{name}" if place else name, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flattened(f"{place}[{number}]", inner)
    else:
        yield place, json.dumps(value, ensure_ascii=False)
