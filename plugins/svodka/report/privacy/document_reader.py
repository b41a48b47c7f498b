"""The text of a Word document: paragraphs and cells by their numbers, deleted text beside what is left."""

from __future__ import annotations

import re
from collections.abc import Mapping

from svodka.report.privacy.markup import MarkupReader, is_worth_reading
from svodka.report.privacy.place import Fragment, Place

# No text of XML can hold these two
DELETED = ("\x00", "\x01")
DELETED_TEXT = re.compile("\x00[^\x01]*\x01")


class DocumentReader(MarkupReader):
    """Reads the body, a header, the notes or the comments of a document."""

    wholes = frozenset({"p", "tc"})
    apart = frozenset({"instrText", "delInstrText"})

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.depth = 0
        self.paragraphs = self.tables = self.rows = self.cells = 0

    def where(self) -> Place:
        if self.depth:
            return (*self.place, f"таблица {self.tables}, строка {self.rows}, столбец {self.cells}")
        return (*self.place, f"абзац {self.paragraphs}") if self.paragraphs else self.place

    def on_start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tbl":
            self.depth += 1
            if self.depth == 1:
                self.tables, self.rows = self.tables + 1, 0
        elif tag == "tr" and self.depth == 1:
            self.rows, self.cells = self.rows + 1, 0
        elif tag == "tc" and self.depth == 1:
            self.cells += 1
        elif tag == "p" and not self.open:
            self.paragraphs += 1
        elif tag == "delText":
            self.on_text(DELETED[0])

    def on_end(self, tag: str) -> None:
        if tag == "tbl":
            self.depth -= 1
        elif tag == "delText":
            self.on_text(DELETED[1])

    def emit(self, text: str) -> None:
        """What is left and, where something is deleted but still kept, what was there before."""
        if DELETED[0] not in text:
            super().emit(text)
            return
        super().emit(DELETED_TEXT.sub("", text))
        before = text.replace(DELETED[0], "").replace(DELETED[1], "")
        if is_worth_reading(before):
            self.found.append(Fragment((*self.where(), "исправления"), before))
