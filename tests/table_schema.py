"""Judges a CSV by a Table Schema: the part of the standard that docs/figures_csv.schema.json uses."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

KNOWN = {"required", "pattern", "enum", "minimum", "maximum"}


def violations(schema: Mapping[str, Any], content: bytes) -> list[str]:
    """Each cell that breaks its field, each key that is there twice; columns must be the fields, in their order."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    fields, lines = schema["fields"], rows[1:]
    if rows[0] != [field["name"] for field in fields]:
        return [f"columns {rows[0]}"]
    found = [
        f"line {number}, {field['name']}: {cell!r}"
        for number, line in enumerate(lines, start=2)
        for field, cell in zip(fields, line, strict=True)
        if not is_right(field, None if cell in schema["missingValues"] else cell)
    ]
    names = [field["name"] for field in fields]
    for key in schema["uniqueKeys"]:
        said = [tuple(line[names.index(name)] for name in key) for line in lines]
        found += [f"twice: {one}" for one in set(said) if said.count(one) > 1]
    return found


def is_right(field: Mapping[str, Any], cell: str | None) -> bool:
    constraints = field.get("constraints", {})
    assert set(constraints) <= KNOWN, "a constraint that nobody checks"
    if cell is None:
        return not constraints.get("required", False)
    if field["type"] == "string":
        return re.fullmatch(constraints.get("pattern", ".*"), cell, re.DOTALL) is not None and cell in constraints.get(
            "enum", [cell]
        )
    try:
        number = Decimal(int(cell)) if field["type"] == "integer" else Decimal(cell)
    except (ValueError, InvalidOperation):
        return False
    return constraints.get("minimum", number) <= number <= constraints.get("maximum", number)
