"""A refused row as it came: read again from the landed bytes, because the quarantine keeps no personal data."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from svodka.errors import SvodkaError
from svodka.intake.contracts import load_contract
from svodka.intake.judgement import header_of
from svodka.intake.staging import layout_of
from svodka.intake.tables import Reader
from svodka.settings import Settings

GONE = "Строка в файле не нашлась: файл прочитан другим договором. Нажмите «Проверить файл заново»."
PLACE = 3  # sheet_no, row_no, absent_fields stand before the fields


def row_as_it_came(settings: Settings, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Header and cell of every filled column that the contract knows. `row`: as `listing.open_row` tells it.

    Raises SvodkaError (TableRefused too) when the file or the row in it cannot be read.
    """
    contract = load_contract(row["channel"])
    form = contract.forms.get(row["form"])
    if form is None:
        raise SvodkaError(GONE)
    with Reader() as reader, tempfile.TemporaryDirectory(prefix="svodka-") as folder:
        rows = Path(folder) / "rows.csv"
        reader.extract(settings.home / row["stored_url"], row["file"], layout_of(contract, form), rows)
        cells = _cells(rows, row["sheet_no"], row["row_no"])
    headers = (header_of(contract, name) for name in contract.fields)
    return [(header, cell) for header, cell in zip(headers, cells, strict=True) if cell]


def _cells(rows: Path, sheet_no: int, row_no: int) -> list[str]:
    wanted = [str(sheet_no), str(row_no)]
    with rows.open(encoding="utf-8", newline="") as stream:
        for line in csv.reader(stream):
            if line[:2] == wanted:
                return line[PLACE:]
    raise SvodkaError(GONE)
