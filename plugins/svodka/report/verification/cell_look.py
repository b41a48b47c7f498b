"""Whether what stands in a cell can be seen: its colour on its fill, the size of its letters, its number format."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass
from typing import Any, Self

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.colors import COLOR_INDEX

from svodka.report.verification.said_words import MERGED_COLOUR, merges

SMALLEST = 4  # points
# The order of a workbook's theme colours; Excel swaps light and dark of the first four.
OFFICE = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646")
THEME_NAMES = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True)
class Palette:
    """The colours of a workbook's theme."""

    theme: tuple[str, ...] = OFFICE

    @classmethod
    def of(cls, book: Workbook) -> Self:
        if not book.loaded_theme:
            return cls()
        root = etree.fromstring(book.loaded_theme, etree.XMLParser(resolve_entities=False, no_network=True))
        found = []
        for name, usual in zip(THEME_NAMES, OFFICE, strict=True):
            colour = root.find(f".//{{*}}clrScheme/{{*}}{name}/*")
            found.append(usual if colour is None else colour.get("lastClr") or colour.get("val") or usual)
        return cls(tuple(found))

    def rgb(self, colour: Any, usual: str) -> str:
        if colour is None or colour.type == "auto":
            return usual
        if colour.type == "rgb":
            return str(colour.rgb)[-6:].upper()
        if colour.type == "indexed":
            return str(COLOR_INDEX[colour.indexed])[-6:].upper() if colour.indexed < len(COLOR_INDEX) else usual
        found = self.theme[colour.theme] if colour.theme < len(self.theme) else usual
        return _tinted(found, colour.tint or 0.0).upper()

    def font(self, font: Any) -> str:
        return self.rgb(font.color if font is not None else None, "000000")

    def fill(self, fill: Any, is_condition: bool = False) -> str:
        if fill is None or (getattr(fill, "fill_type", None) is None and not is_condition):
            return "FFFFFF"
        if not hasattr(fill, "fgColor"):  # a gradient: its first colour
            return self.rgb(fill.stop[0].color, "FFFFFF") if fill.stop else "FFFFFF"
        return self.rgb(fill.bgColor if is_condition else fill.fgColor, "FFFFFF")

    def unseen(self, cell: Any) -> str:
        """Why the cell's text cannot be seen; empty where it can."""
        if not hasattr(cell, "font"):
            return ""
        behind = self.fill(cell.fill)
        found = [hides(self.font(cell.font), behind, cell.font.sz)]
        if isinstance(cell.value, CellRichText):
            runs = [one for one in cell.value if not isinstance(one, str) and one.text.strip()]
            found += [hides(self.font(one.font), behind, one.font.sz) for one in runs if one.font is not None]
        if is_hidden_by_format(cell.value, cell.number_format or "General"):
            found.append(f"формат «{cell.number_format}» ничего не показывает")
        return next(filter(None, found), "")


def hides(text: str, behind: str, size: float | None) -> str:
    if merges(text, behind):
        return MERGED_COLOUR
    return "слишком мелкий шрифт" if size is not None and float(size) < SMALLEST else ""


def is_hidden_by_format(value: Any, code: str) -> bool:
    """The section of the format that this value takes writes nothing (`;;;`)."""
    sections = LITERALS.sub(lambda found: "" if found[0].startswith("[") else "x", code).split(";")
    if isinstance(value, (str, CellRichText)):
        return len(sections) > 3 and not sections[3].strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and len(sections) > 1:
        place = 0 if value > 0 else 1 if value < 0 else 2
        return not sections[place if place < len(sections) else 0].strip()
    return not sections[0].strip()


def _tinted(colour: str, tint: float) -> str:
    if not tint:
        return colour
    hue, light, full = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))
