"""How the cells of a workbook look, as far as filling them depends on it: number format, wrapping, size of letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from svodka.report.forms.markup import Element, every, main
from svodka.report.forms.number_format import NumberFormat, builtin, read_format
from svodka.report.forms.package import Package

USUAL_SIZE = 11.0
DOTS = 96 / 72  # of the screen, in a point
DIGITS = {"calibri": 0.507, "carlito": 0.507, "times new roman": 0.5, "liberation serif": 0.5, "cambria": 0.554}
OTHER_DIGIT = 0.556  # Arial's
GENERAL_FORMAT = NumberFormat()


@dataclass(frozen=True)
class Look:
    """One style of cells."""

    number_format: NumberFormat = GENERAL_FORMAT
    is_wrapped: bool = False
    is_shrunk: bool = False
    size: float = USUAL_SIZE
    is_bold: bool = False
    font: str = ""


class Looks:
    """The styles of a workbook by their numbers."""

    def __init__(self, package: Package) -> None:
        found = package.related(package.workbook, "styles")
        self.root: Element | None = package.read(found[0]) if found else None

    @cached_property
    def unit(self) -> float:
        """Points of one unit of a column's width: a digit of its own letters, in whole dots of the screen."""
        fonts = [] if self.root is None else every(self.root, "font")[:1]
        size, _, name = self._font(fonts[0]) if fonts else (USUAL_SIZE, False, "")
        return round(size * DIGITS.get(name, OTHER_DIGIT) * DOTS) / DOTS

    def look(self, cell: Element) -> Look:
        number = cell.get("s", "0")
        known = self._looks
        return known[int(number)] if number.isdecimal() and int(number) < len(known) else Look()

    @cached_property
    def _looks(self) -> list[Look]:
        if self.root is None:
            return []
        formats = {one.get("numFmtId"): one.get("formatCode") for one in every(self.root, "numFmt")}
        fonts = self.root.find(main("fonts"))
        known_fonts = [] if fonts is None else list(fonts)
        styles = self.root.find(main("cellXfs"))
        return [] if styles is None else [self._look(one, formats, known_fonts) for one in styles]

    def _look(self, style: Element, formats: dict[str, str], fonts: list[Element]) -> Look:
        number = style.get("numFmtId", "0")
        code = formats.get(number) or builtin(int(number))
        alignment = style.find(main("alignment"))
        font = int(style.get("fontId", "0"))
        size, is_bold, name = self._font(fonts[font]) if font < len(fonts) else (USUAL_SIZE, False, "")
        is_wrapped, is_shrunk = (
            alignment is not None and alignment.get(name) in ("1", "true") for name in ("wrapText", "shrinkToFit")
        )
        if alignment is not None and alignment.get("textRotation", "0") != "0":
            is_wrapped = False  # its lines stand beside each other
        return Look(read_format(code), is_wrapped, is_shrunk, size, is_bold, name)

    def _font(self, font: Element) -> tuple[float, bool, str]:
        size, bold, name = (font.find(main(one)) for one in ("sz", "b", "name"))
        is_bold = bold is not None and bold.get("val", "1") not in ("0", "false")
        called = "" if name is None else name.get("val", "").casefold()
        return (USUAL_SIZE if size is None else float(size.get("val"))), is_bold, called
