"""Every text, attribute and comment of an XML part, as a stream; a part with a document type is not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers import expat

from svodka.report.privacy.archive import NotRead
from svodka.report.privacy.place import Fragment, Place, Titled

Label = Callable[[Mapping[str, str]], Titled | str]

# Shorter texts hold nothing that the gate looks for; most cells of a report are plain numbers
WORTH_READING = re.compile(r"[^\W\d_]{2}|@|\d(?:\D{0,3}\d){4}")
PLAIN_NUMBER = re.compile(r"[-+−]?\d{1,9}(?:[.,]\d{0,20})?")
XML_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<\x00|\xfe\xff\x00<")


def is_worth_reading(text: str) -> bool:
    return WORTH_READING.search(text) is not None and PLAIN_NUMBER.fullmatch(text) is None


class MarkupReader:
    """Reads one part. `wholes`: elements whose text is one text whatever lies between; one inside another adds a line
    to it. `apart`: their text is never joined with what is around it. `breaks`: what an empty element stands for.
    `labels`: by the element, one more step of the place for all that lies in it."""

    wholes: frozenset[str] = frozenset({"p", "si", "is", "text"})
    apart: frozenset[str] = frozenset({"rPh"})
    breaks: Mapping[str, str] = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
    labels: Mapping[str, Label] = {}

    def __init__(self, place: Place) -> None:
        self.place = place
        self.steps: list[Titled | str] = []
        self.found: list[Fragment] = []
        self.open: list[list[str]] = []
        self.loose: list[str] = []
        self.tags: dict[str, str] = {}

    def read(self, chunks: Iterable[bytes]) -> Iterator[Fragment]:
        """All fragments of the part. Raises NotRead: no well-formed XML, or one with a document type."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.CommentHandler = self.on_text, self.emit
        parser.ProcessingInstructionHandler = lambda target, data: self.emit(f"{target} {data}")
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
                yield from self.found
                self.found.clear()
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise NotRead("not well-formed") from error
        yield from self.found

    def tag(self, name: str) -> str:
        """The name of an element without the prefix of its namespace."""
        return self.tags.get(name) or self.tags.setdefault(name, name.rpartition(":")[2])

    def where(self) -> Place:
        return (*self.place, *self.steps)

    def emit(self, text: str) -> None:
        if is_worth_reading(text):
            self.found.append(Fragment(self.where(), text))

    def on_start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """For the reader of a certain kind of part."""

    def on_end(self, tag: str) -> None:
        """The same."""

    def on_whole(self, text: str) -> None:
        self.emit(text)

    def on_text(self, data: str) -> None:
        (self.open[-1] if self.open else self.loose).append(data)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self.tag(name)
        self._end_loose()
        if tag in self.labels:
            self.steps.append(self.labels[tag](attributes))
        self.on_start(tag, attributes)
        for attribute, value in attributes.items():
            if not attribute.startswith("xmlns"):
                self.emit(value)
        if tag in self.wholes or tag in self.apart:
            self.open.append([])
        elif tag in self.breaks and self.open:
            self.open[-1].append(self.breaks[tag])

    def _end(self, name: str) -> None:
        tag = self.tags[name]
        self._end_loose()
        if tag in self.wholes or tag in self.apart:
            text = "".join(self.open.pop())
            if self.open and tag in self.wholes:
                self.open[-1].append(f"{text}\n")
            else:
                self.on_whole(text)
        self.on_end(tag)
        if tag in self.labels:
            self.steps.pop()

    def _end_loose(self) -> None:
        if self.loose:
            self.emit("".join(self.loose))
            self.loose.clear()


def _refuse(*_: object) -> None:
    raise NotRead("document type")
