"""The annex of figures: the figures document as canonical JSON and as CSV, and the hash of its values."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

from svodka.report.neutral_text import neutral

DIMENSIONS = ("channel", "legal_regime", "block", "executor")
COLUMNS = (
    *("indicator", "version", *DIMENSIONS),
    *("numerator", "denominator", "value", "unit", "n_unknown", "coverage", "flags"),
)


def canonical_json(document: Any) -> bytes:
    """Equal content gives equal bytes: sorted keys, UTF-8, one value a line, newline at the end."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def values_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of what an edition says: town, period and values; not when it was computed, nor its number."""
    said = {name: document[name] for name in ("schema", "municipality", "period", "values")}
    return hashlib.sha256(canonical_json(said)).hexdigest()


def figures_csv(document: Mapping[str, Any]) -> bytes:
    """One line a value, «;» between the columns and a byte order mark, so that a Russian Excel opens it as a table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in document["values"]:
        flat = {**row, **row["slice"], "flags": " ".join(row["flags"])}
        for name in DIMENSIONS:
            flat[name] = neutral(flat[name] or "")
        writer.writerow(["" if flat[name] is None else flat[name] for name in COLUMNS])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
