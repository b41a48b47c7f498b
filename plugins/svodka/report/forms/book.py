"""The workbook's own part: its sheets in order, names, and what a program is told to compute anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from svodka.report.forms.markup import Element, every, local, main
from svodka.report.forms.package import Package
from svodka.report.forms.sheet import Sheet
from svodka.report.forms.strings import Strings

ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Parts of the workbook that stand before its calculation properties
BEFORE_CALC = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
)  # fmt: skip


class Book:
    """A workbook and its worksheets; chart sheets have titles but no cells."""

    def __init__(self, package: Package) -> None:
        """Raises NotAWorkbook."""
        self.package = package
        self.root = package.tree(package.workbook)
        self.strings = Strings(package)
        targets = {one.id: one for one in package.relations(package.workbook)}
        self.sheets: list[Sheet] = []
        self.titles: dict[str, str] = {}  # of every sheet by its part
        for one in every(self.root, "sheet"):
            relation = targets.get(one.get(ID, ""))
            if relation is None or relation.target not in package.parts:
                continue
            self.titles[relation.target] = one.get("name", "")
            if relation.kind == "worksheet":
                self.sheets.append(Sheet(one.get("name", ""), relation.target, package.tree(relation.target)))

    @cached_property
    def counts_from_1904(self) -> bool:
        properties = self.root.find(main("workbookPr"))
        return properties is not None and properties.get("date1904") in ("1", "true")

    def names(self) -> list[Element]:
        return every(self.root, "definedName")

    def remove_sheet(self, sheet: Sheet) -> None:
        """Takes a sheet out, with its names; names of later sheets keep their sheet."""
        entries = every(self.root, "sheet")
        gone = next(place for place, one in enumerate(entries) if one.get("name") == sheet.title)
        entries[gone].getparent().remove(entries[gone])
        for name in self.names():
            place = name.get("localSheetId")
            if place == str(gone):
                name.getparent().remove(name)
            elif place is not None and int(place) > gone:
                name.set("localSheetId", str(int(place) - 1))
        for names in every(self.root, "definedNames"):
            if not len(names):
                names.getparent().remove(names)
        self._show_another(gone, len(entries) - 1)
        self.package.remove(sheet.part)
        self.sheets.remove(sheet)
        self.titles.pop(sheet.part)

    def _show_another(self, gone: int, n_left: int) -> None:
        for view in every(self.root, "workbookView"):
            for name in ("activeTab", "firstSheet"):
                if (place := int(view.get(name, "0"))) >= gone:
                    view.set(name, str(max(0, min(place - 1, n_left - 1))))

    def compute_anew(self) -> None:
        """Programs shall compute every formula when they open the file: what was computed in the template is no
        longer so."""
        for sheet in self.sheets:
            for cell in sheet.cells():
                if cell.find(main("f")) is not None:
                    _without(cell, lambda one: local(one) == "v")
                    cell.attrib.pop("t", None)
        for chain in self.package.related(self.package.workbook, "calcChain"):
            self.package.remove(chain)
        properties = self.root.find(main("calcPr"))
        if properties is None:
            properties = self.root.makeelement(main("calcPr"))
            before = [place for place, one in enumerate(self.root) if local(one) in BEFORE_CALC]
            self.root.insert(before[-1] + 1, properties)
        properties.set("fullCalcOnLoad", "1")


def _without(element: Element, is_gone: Callable[[Element], bool]) -> None:
    for child in list(element):
        if is_gone(child):
            element.remove(child)
