"""A sheet of a workbook: each cell by its address, hidden or not, and what else the sheet says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from svodka.report.privacy.beside import Beside
from svodka.report.privacy.markup import Label, MarkupReader, is_worth_reading
from svodka.report.privacy.place import Fragment, Place

HEADERS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
# Fonts, sizes, colours and fields of a header: &"Times,Bold"&12&K00FF00&P; the sections &L &C &R are apart
HEADER_CODES = re.compile(r'&"[^"]*"|&K[0-9A-F]{6}|&[BIUSXYEH]|&\d{1,3}')
HEADER_SECTIONS = re.compile(r"&[A-Z]")
ADDRESS = re.compile(r"[A-Z]{1,3}\d{1,7}")
# What every cell and every row has and no person fills in
OF_A_CELL = frozenset({"r", "s", "t", "cm", "vm", "ph"})
OF_A_ROW = frozenset({
    "r", "s", "spans", "ht", "customHeight", "customFormat", "hidden", "outlineLevel", "collapsed",
})  # fmt: skip


class SheetReader(MarkupReader):
    """`strings`: the shared strings of the workbook; `used`: their numbers that some cell shows.

    After reading, `links` holds the place of each hyperlink by the id of its target in the sheet's relations.
    """

    labels: Mapping[str, Label] = {
        **dict.fromkeys(HEADERS, lambda _: "колонтитул"),
        "hyperlink": lambda attributes: f"гиперссылка в {_address(attributes)}",
        "dataValidation": lambda attributes: f"проверка данных в {_address(attributes, 'sqref')}",
        "conditionalFormatting": lambda attributes: f"условное форматирование в {_address(attributes, 'sqref')}",
    }

    def __init__(self, place: Place, strings: Sequence[str], used: set[int]) -> None:
        super().__init__(place)
        self.strings, self.used = strings, used
        self.links: dict[str, Place] = {}
        self.address = ""
        self.is_shared = False
        self.in_header = False
        self.row = self.column = 0
        self.beside = Beside()

    def where(self) -> Place:
        return (*self.place, f"ячейка {self.address}", *self.steps) if self.address else super().where()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self.tag(name)
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            self._read_odd(attributes, OF_A_ROW)
        elif tag == "v":
            self.loose.clear()
        else:
            super()._start(name, attributes)

    def _end(self, name: str) -> None:
        tag = self.tags[name]
        if tag == "v":
            self._end_value()
        elif tag == "c":
            self.address, self.is_shared = "", False
        elif tag == "row":
            self.found += self.beside.ended()
        else:
            super()._end(name)

    def emit(self, text: str) -> None:
        super().emit(text)
        if self.address and is_worth_reading(text):
            self.found += self.beside.take(text, self.where())

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self.column += 1
        address = attributes.get("r", "")
        self.address = address if ADDRESS.fullmatch(address) else f"{self.column} строки {self.row}"
        self.is_shared = attributes.get("t") == "s"
        self._read_odd(attributes, OF_A_CELL)

    def _read_odd(self, attributes: Mapping[str, str], usual: frozenset[str]) -> None:
        if not attributes.keys() <= usual:
            for value in attributes.values():
                self.emit(value)

    def _end_value(self) -> None:
        text = "".join(self.loose)
        self.loose.clear()
        if not self.is_shared:
            self.emit(_in_full(text))
        elif text.isdecimal() and int(text) < len(self.strings):
            self.used.add(int(text))
            self.emit(self.strings[int(text)])

    def on_start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.in_header = tag in HEADERS
        if tag == "hyperlink":
            for name, value in attributes.items():
                if name.endswith(":id"):
                    self.links[value] = self.where()

    def _end_loose(self) -> None:
        if self.in_header and self.loose:
            text = HEADER_SECTIONS.sub("\n", HEADER_CODES.sub("", "".join(self.loose)))
            self.loose[:] = [text]
        super()._end_loose()
        self.in_header = False


class StringsReader(MarkupReader):
    """The shared strings of a workbook in their order."""

    wholes = frozenset({"si"})
    apart = frozenset()

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.strings: list[str] = []

    def on_whole(self, text: str) -> None:
        self.strings.append(text)


def unused_strings(strings: Sequence[str], used: set[int], place: Place) -> Iterator[Fragment]:
    """What no cell shows any more and is still there."""
    for number, text in enumerate(strings):
        if number not in used and is_worth_reading(text):
            yield Fragment(place, text)


def _address(attributes: Mapping[str, str], name: str = "ref") -> str:
    """The cells of an element, as long as they are nothing else."""
    address = attributes.get(name, "")
    return address if re.fullmatch(r"[A-Z0-9:$ ]{2,40}", address) else "ячейке"


def _in_full(text: str) -> str:
    """A large number without its exponent."""
    if "E" not in text and "e" not in text:
        return text
    try:
        return format(Decimal(text), "f") if abs(Decimal(text).adjusted()) < 40 else text
    except InvalidOperation:
        return text
