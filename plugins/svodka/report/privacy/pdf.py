"""A PDF taken apart: the text of its pages and every string of every object, reached from a page or not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, cast

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from svodka.report.privacy.archive import Limits, NotRead
from svodka.report.privacy.markup import XML_BEGINS, MarkupReader, is_worth_reading
from svodka.report.privacy.place import Fragment, Place

# Whatever a damaged or a hostile file makes the parser raise
BROKEN = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError)
# What is read aloud or copied in place of what is drawn
SPOKEN = re.compile(rb"/(?:ActualText|Alt|E)\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\()])*)\))", re.S)
# The generation of an object that is no more
FREE = 65535
NAMED = {"/Outlines": "оглавление", "/AcroForm": "поля формы", "/Metadata": "свойства документа"}
INSIDE = "внутренние данные файла"


class PdfFile:
    """One file. Raises NotRead at once or while it is read: damaged, or locked with a password."""

    def __init__(self, content: bytes, place: Place, limits: Limits) -> None:
        self.place, self.limits = place, limits
        self.where: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.files: list[tuple[int, bytes]] = []
        self.drawn = ""
        try:
            self.reader = PdfReader(io.BytesIO(content))
            if self.reader.is_encrypted:
                raise NotRead("locked")
            self._name_objects()
        except BROKEN as error:
            raise NotRead("damaged") from error

    def fragments(self) -> Iterator[Fragment]:
        try:
            for number, page in enumerate(self.reader.pages, 1):
                place = (*self.place, f"стр. {number}")
                text = page_text(page)
                self.limits.spend(len(text))
                self.drawn += " ".join(text.split()) + "\n"
                yield Fragment(place, text)
                contents = page.get_contents()
                for spoken in SPOKEN.finditer(contents.get_data() if contents is not None else b""):
                    yield Fragment(place, _spoken(spoken))
            for number, generation in self._objects():
                yield from self._of_object(number, generation)
        except BROKEN as error:
            raise NotRead("damaged") from error

    def enclosed(self) -> Iterator[tuple[str, bytes]]:
        """The files that it carries, after its fragments have been read: (name, bytes)."""
        for number, content in self.files:
            yield self.names.get(number, ""), content

    def _objects(self) -> list[tuple[int, int]]:
        """The number and the generation of every object in use."""
        packed = ((number, 0) for number in self.reader.xref_objStm)
        plain = ((number, generation) for generation, numbers in self.reader.xref.items() for number in numbers)
        return sorted({one for one in (*packed, *plain) if one[0] and one[1] < FREE})

    def _name_objects(self) -> None:
        """What is known of some objects before all of them are walked: whose annotation, which properties."""
        trailer = self.reader.trailer
        if "/Info" in trailer:
            self._call(trailer.raw_get("/Info"), "свойства документа")
        root = self.reader.root_object
        for key, words in (
            ("/Outlines", "оглавление"),
            ("/AcroForm", "поля формы"),
            ("/Metadata", "свойства документа"),
        ):
            if key in root:
                self._call(root.raw_get(key), words)
        for number, page in enumerate(self.reader.pages, 1):
            self._call(page.indirect_reference, f"стр. {number}")
            for annotation in page.get("/Annots", ArrayObject()) or ():
                self._call(annotation, f"стр. {number}, пометка")

    def _call(self, thing: Any, words: str) -> None:
        if isinstance(thing, IndirectObject):
            self.where.setdefault(thing.idnum, words)

    def _of_object(self, number: int, generation: int) -> Iterator[Fragment]:
        found = self.reader.get_object(IndirectObject(number, generation, self.reader))
        place = (*self.place, self.where.get(number, INSIDE))
        self._note_name(found)
        yield from (Fragment(place, text) for text in strings_of(found) if is_worth_reading(text))
        if isinstance(found, StreamObject):
            yield from self._of_stream(number, found, place)

    def _note_name(self, found: Any) -> None:
        """A file specification: under which name which stream is enclosed."""
        streams = found.get("/EF") if isinstance(found, DictionaryObject) else None
        if not isinstance(streams, DictionaryObject):
            return
        name = str(found.get("/UF") or found.get("/F") or "")
        for stream in dict.values(streams):
            if isinstance(stream, IndirectObject):
                self.names[stream.idnum] = name

    def _of_stream(self, number: int, stream: StreamObject, place: Place) -> Iterator[Fragment]:
        kind = stream.get("/Type"), stream.get("/Subtype")
        if kind[1] == "/Form":
            yield from self._of_form(stream, place)
        if kind[0] in ("/XRef", "/ObjStm") or kind[1] in ("/Image", "/Form", "/Type1C", "/CIDFontType0C", "/OpenType"):
            return
        content = stream.get_data()
        self.limits.spend(len(content))
        if kind[0] == "/EmbeddedFile":
            self.files.append((number, content))
        elif XML_BEGINS.match(content):
            yield from MarkupReader(place).read([content])

    def _of_form(self, stream: StreamObject, place: Place) -> Iterator[Fragment]:
        """A drawing of its own, as of a stamp; what pages draw of it has been read there."""
        text = PageObject(self.reader).extract_xform_text(cast(EncodedStreamObject, stream))
        self.limits.spend(len(text))
        if " ".join(text.split()) not in self.drawn:
            yield Fragment(place, text)


def page_text(page: Any) -> str:
    """The text of a page; a tab stands where another piece of text begins on the same line, as from cell to cell."""
    pieces: list[str] = []

    def take(text: str, matrix: Any, position: Any, font: Any, size: Any) -> None:
        if text.startswith(" ") and pieces and not pieces[-1].endswith("\n"):
            text = f"\t{text[1:]}"
        if text:
            pieces.append(text)

    page.extract_text(visitor_text=take)
    return "".join(pieces)


def strings_of(thing: Any) -> Iterator[str]:
    """Every string of an object that is its own, not one of another object to which it refers."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            waiting += [*one.keys(), *(value for value in dict.values(one))]
        elif isinstance(one, ArrayObject):
            waiting += list.__iter__(one)
        elif isinstance(one, TextStringObject | NameObject):
            yield str(one)
        elif isinstance(one, ByteStringObject):
            yield bytes(one).decode("utf-8", "replace")


def _spoken(found: re.Match[bytes]) -> str:
    raw = bytes.fromhex(found[1].decode("ascii")) if found[1] is not None else re.sub(rb"\\(.)", rb"\1", found[2])
    return raw.decode("utf-16" if raw.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1", "replace")
