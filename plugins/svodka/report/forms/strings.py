"""The shared strings of a workbook: their texts, and none left behind that no cell shows any more."""

from __future__ import annotations

from copy import deepcopy

from svodka.report.forms.markup import Element, local, main, put_words, text_nodes, text_of
from svodka.report.forms.package import Package

Words = list[tuple[int, int, str]]


class Strings:
    """The table of shared strings; none for a workbook without one."""

    def __init__(self, package: Package) -> None:
        found = package.related(package.workbook, "sharedStrings")
        self.root: Element | None = package.tree(found[0]) if found else None
        self.items: list[Element] = [] if self.root is None else [one for one in self.root if local(one) == "si"]

    def holder(self, cell: Element) -> Element | None:
        """The element that holds the text of a cell: a shared string, an inline one; None where there is no text."""
        kind = cell.get("t")
        if kind == "s":
            number = cell.findtext(main("v")) or ""
            return self.items[int(number)] if number.isdecimal() and int(number) < len(self.items) else None
        return cell.find(main("is")) if kind == "inlineStr" else None

    def text(self, cell: Element) -> str:
        """The text of a cell without a formula; empty where it holds a number or nothing."""
        if cell.find(main("f")) is not None:
            return ""
        holder = self.holder(cell)
        if holder is not None:
            return text_of(holder)
        return (cell.findtext(main("v")) or "") if cell.get("t") == "str" else ""

    def put(self, cell: Element, words: Words) -> None:
        """Replaces stretches of the cell's text; the formatting of its pieces stays."""
        holder = self.holder(cell)
        inline = cell.makeelement(main("is"))
        if holder is None:
            piece = inline.makeelement(main("t"))
            piece.text = self.text(cell)
            inline.append(piece)
        else:
            inline.extend(deepcopy(one) for one in holder if local(one) in ("r", "t"))
        put_words(text_nodes(inline), words)
        emptied(cell)
        cell.set("t", "inlineStr")
        cell.append(inline)

    def blank_unused(self, cells: list[Element]) -> None:
        """Empties the strings that none of the cells shows: tokens, and what a sheet that is gone has said."""
        shown = {cell.findtext(main("v")) for cell in cells if cell.get("t") == "s"}
        for number, item in enumerate(self.items):
            if str(number) not in shown:
                for child in list(item):
                    item.remove(child)
                item.append(item.makeelement(main("t")))


def emptied(cell: Element) -> None:
    """Takes the value out of a cell, its style stays."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


def put_number(cell: Element, number: str) -> None:
    emptied(cell)
    value = cell.makeelement(main("v"))
    value.text = number
    cell.append(value)
