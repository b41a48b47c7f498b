"""The annexes that a letter names: the other files of the edition, how long they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader

REPORT = "Показатели, книга Excel"
FORM = "Форма ЦУР, книга Excel"
TITLES = {
    "figures.json": "Значения показателей для машинной обработки, JSON",
    "figures.csv": "Значения показателей, таблица CSV",
    "summary.pdf": "Краткая сводка на одной странице, PDF",
}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"


@dataclass(frozen=True)
class Annex:
    """One file that goes with the letter."""

    name: str
    title: str
    extent: str

    @property
    def line(self) -> str:
        """«Показатели, книга Excel: svodka_2026Q3_1.xlsx, листов книги: 10»."""
        return f"{self.title}: {self.name}, {self.extent}"


def annexes_of(files: Mapping[str, bytes], document: Mapping[str, Any]) -> list[Annex]:
    """What goes with the letter, the report first: every file of the edition but the letter itself."""
    named = [name for name in files if not name.startswith("letter")]
    ordered = sorted(named, key=lambda name: (_rank(name), name))
    return [Annex(name, _title(name), _extent(name, files[name], document)) for name in ordered]


def _rank(name: str) -> int:
    ranks = {"svodka_": 0, "summary": 2, "figures": 3}
    return next((rank for start, rank in ranks.items() if name.startswith(start)), 1)


def _title(name: str) -> str:
    if name.startswith("svodka_"):
        return REPORT
    return TITLES.get(name, FORM)


def _extent(name: str, content: bytes, document: Mapping[str, Any]) -> str:
    """How long a file is, in the unit in which people count it."""
    kind = PurePath(name).suffix
    if kind == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(SHEET)
        return f"листов книги: {sum(sheet.get('state', 'visible') == 'visible' for sheet in sheets)}"
    if kind == ".pdf":
        return f"на {len(PdfReader(io.BytesIO(content)).pages)} л."
    return f"значений: {len(document['values'])}"
