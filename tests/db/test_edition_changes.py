"""Two editions of one quarter: the first stays as it was to the byte, the second lists exactly what differs."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from svodka.report.slice_words import slice_words
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.edition_town import LATER, QUARTER, Town, with_an_edition

CHANNELS = {"pos": "Платформа обратной связи"}


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    """Edition 1 approved; then an export with an answer taken back and a message more, and edition 2."""
    town = with_an_edition(warehouse, settings)
    approve(town, "2026-10-01 08:00")
    return town


def approve(town: Town, moment: str) -> dict[str, Any]:
    draft = town.advance(moment)
    return town.advance(moment.replace(":00", ":10"), decision="approve", edition_hash=draft["edition_hash"])


def folder(town: Town, number: str) -> Path:
    return town.settings.home / "reports" / str(QUARTER) / number


def hashes(town: Town, number: str) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder(town, number).iterdir())}


def lines(town: Town, number: str, title: str = "Изменения") -> list[tuple[Any, ...]]:
    [file] = folder(town, number).glob("svodka_*.xlsx")
    return list(openpyxl.load_workbook(io.BytesIO(file.read_bytes()))[title].iter_rows(values_only=True))


def figures(town: Town, number: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The annex of an edition by code and slice in words."""
    document = json.loads((folder(town, number) / "figures.json").read_text(encoding="utf-8"))
    return {(row["indicator"], slice_words(row["slice"], CHANNELS)): row for row in document["values"]}


def test_the_second_edition_lists_exactly_what_differs_and_the_first_stays(town: Town) -> None:
    before = hashes(town, "1")
    assert [row[0] for row in lines(town, "1")][1].startswith("Это первая выпущенная редакция")
    town.land("pos_2026-10-05.csv", LATER, "2026-10-05 08:00")
    assert approve(town, "2026-10-06 08:00")["edition"] == "2"
    assert hashes(town, "1") == before and len(before) >= 3
    first, second = figures(town, "1"), figures(town, "2")
    differ = {place for place in first.keys() | second.keys() if first.get(place) != second.get(place)}
    sheet = lines(town, "2")
    start = next(number for number, row in enumerate(sheet) if row[0] == "Код") + 1
    told = [(row[0], row[2]) for row in sheet[start:]]
    assert len(told) == len(differ) > 20 and set(told) == differ
    assert told[0] == ("S-01", "в целом")
    assert sheet[start][3:9] == (3, "ед.", 4, "ед.", "↑ +1 ед.", "учтено записей: +1")
    assert sheet[1][0].startswith(
        "Сравнивается с редакцией 1 (утверждённая): в ней учтено всё, что поступило до 20.07."
    )
    assert lines(town, "0.2")[1] == sheet[1], "a draft after an issued edition is compared with that one"
    assert sheet[2][0] == f"Изменилось значений: {len(differ)} (всего в редакции {len(second)})."


def test_a_draft_is_compared_with_the_draft_before_until_one_is_issued(
    warehouse: Warehouse, settings: Settings
) -> None:
    town = with_an_edition(warehouse, settings)
    town.land("pos_2026-09-30.csv", LATER, "2026-10-01 08:00")
    assert town.advance("2026-10-01 09:00")["edition"] == "0.2"
    assert lines(town, "0.1")[1][0].startswith("Это первая выпущенная редакция")
    assert lines(town, "0.2")[1][0].startswith("Сравнивается с редакцией 0.1 (предварительная)")
