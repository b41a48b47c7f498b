"""Texts outside the cells of a workbook: headers and footers of its pages, shapes and titles of charts drawn on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from svodka.report.forms.book import Book
from svodka.report.forms.markup import Element, every, local, put_words, text_nodes

HEADERS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
LONGEST_HEADER = 255
SIZE_CODE = re.compile(r"&\d+$")


@dataclass(frozen=True)
class OutsideText:
    """One text; `number` tells it from the others of its part."""

    part: str
    number: int
    where: str
    element: Element

    @property
    def is_header(self) -> bool:
        return local(self.element) in HEADERS

    @property
    def text(self) -> str:
        return (self.element.text or "") if self.is_header else "".join(node.text or "" for node in self._nodes)

    @property
    def _nodes(self) -> list[Element]:
        return text_nodes(self.element)

    def put(self, words: list[tuple[int, int, str]]) -> None:
        """Replaces stretches of the text."""
        if not self.is_header:
            put_words(self._nodes, words)
            return
        text = self.element.text or ""
        for start, end, word in sorted(words, reverse=True):
            before, plain = text[:start], word.replace("\n", " ").replace("&", "&&")
            gap = " " if SIZE_CODE.search(before) and plain[:1].isdigit() else ""
            text = f"{before}{gap}{plain}{text[end:]}"
        self.element.text = text


def outside_texts(book: Book) -> Iterator[OutsideText]:
    """Every such text of the book, in a fixed order."""
    for sheet in book.sheets:
        for number, one in enumerate(every(sheet.root, *HEADERS)):
            yield OutsideText(sheet.part, number, f"лист «{sheet.title}», колонтитул", one)
    for part, title in drawn_parts(book).items():
        kind = "диаграмма" if "/charts/" in part else "надпись"
        for number, one in enumerate(every(book.package.tree(part), "p")):
            yield OutsideText(part, number, f"лист «{title}», {kind}", one)


def drawn_parts(book: Book) -> dict[str, str]:
    """Drawings and charts → the title of their sheet."""
    found: dict[str, str] = {}
    for sheet, title in book.titles.items():
        for drawing in book.package.related(sheet, "drawing"):
            found.setdefault(drawing, title)
            for chart in book.package.related(drawing, "chart", "chartEx"):
                found.setdefault(chart, title)
    return found
