"""An Office package (xlsx, docx and their kin) taken apart: every part of it, in the words of its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from svodka.report.privacy.archive import Entry, NotRead
from svodka.report.privacy.document_reader import DocumentReader
from svodka.report.privacy.finding import UNREADABLE
from svodka.report.privacy.markup import XML_BEGINS, MarkupReader
from svodka.report.privacy.package import RelationsReader, owners, place_of, sheets_of
from svodka.report.privacy.place import Fragment, Place, Titled
from svodka.report.privacy.sheet_reader import SheetReader, StringsReader, unused_strings

STRINGS = "xl/sharedStrings.xml"


class BookReader(MarkupReader):
    """What a workbook says of itself: the names it defines, each by its name."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.names = 0
        self.labels = {"definedName": self._name}

    def _name(self, attributes: Mapping[str, str]) -> Titled:
        self.names += 1
        return Titled("имя", attributes.get("name", ""), self.names)


class CommentsReader(MarkupReader):
    """Comments on cells, threaded ones too."""

    labels = dict.fromkeys(("comment", "threadedComment"), lambda one: f"к ячейке {one.get('ref', '')[:10]}")


class Package:
    """One package; `parts` are its entries by name (the last of a name; all of them are read)."""

    def __init__(self, entries: Sequence[Entry], place: Place) -> None:
        self.entries, self.place = entries, place
        self.parts = {entry.name: entry for entry in entries}
        self.sheets = sheets_of(self.parts)
        self.owners = owners(self.sheets, self.parts)
        self.strings: list[str] = []
        self.used: set[int] = set()
        self.links: dict[tuple[str, str], Place] = {}

    def markup(self) -> Iterator[Fragment]:
        """The fragments of its XML parts: shared strings first, since the cells show them, relations last, since
        links of cells lead to them."""
        ordered = sorted(self.entries, key=lambda entry: (entry.name != STRINGS, entry.name.endswith(".rels")))
        for entry in ordered:
            try:
                yield from self._part(entry)
            except NotRead:
                yield Fragment(self._place(entry), "", UNREADABLE)
        yield from unused_strings(self.strings, self.used, (*self.place, "строки, которых нет в ячейках"))

    def binaries(self) -> Iterator[tuple[Place, Entry]]:
        """Its other parts."""
        for entry in self.entries:
            if not _is_markup(entry):
                yield self._place(entry), entry

    def _place(self, entry: Entry) -> Place:
        owner = self.owners.get(entry.name)
        if owner and entry.name in self.sheets:
            return (*self.place, owner)
        return (*self.place, *place_of(entry, owner))

    def _part(self, entry: Entry) -> Iterator[Fragment]:
        chunks = entry.chunks()
        first = next(chunks, b"")
        if not XML_BEGINS.match(first):
            return
        reader = self._reader(entry)
        yield from reader.read(chain([first], chunks))
        if isinstance(reader, StringsReader):
            self.strings += reader.strings
        elif isinstance(reader, SheetReader):
            self.links |= {(entry.name, id_): place for id_, place in reader.links.items()}

    def _reader(self, entry: Entry) -> MarkupReader:
        place = self._place(entry)
        if entry.name == STRINGS:
            return StringsReader(place)
        if entry.name in self.sheets and "/worksheets/" in entry.name:
            return SheetReader(place, self.strings, self.used)
        if entry.name == "xl/workbook.xml":
            return BookReader(place)
        if entry.name.endswith(".rels"):
            source = entry.name.replace("_rels/", "").removesuffix(".rels")
            return RelationsReader(place, {id_: link for (part, id_), link in self.links.items() if part == source})
        if entry.name.startswith("word/"):
            return DocumentReader(place)
        return CommentsReader(place) if "omment" in entry.name else MarkupReader(place)


def _is_markup(entry: Entry) -> bool:
    try:
        return XML_BEGINS.match(next(entry.chunks(), b"")) is not None
    except NotRead:
        return True
