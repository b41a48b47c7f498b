"""One sheet of a workbook as rows and cells; addresses are made explicit, formulas written out."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

from svodka.report.forms.markup import Element, every, local, main
from svodka.report.forms.references import parts_of


class Sheet:
    """A worksheet; `part`: its name in the package."""

    def __init__(self, title: str, part: str, root: Element) -> None:
        self.title, self.part, self.root = title, part, root
        self.data = root.find(main("sheetData"))
        self._number_rows()
        self._write_formulas_out()

    def rows(self) -> list[Element]:
        return [] if self.data is None else [one for one in self.data if local(one) == "row"]

    def cells(self) -> Iterator[Element]:
        for row in self.rows():
            yield from cells_of(row)

    def formulas(self) -> Iterator[tuple[str, int, str]]:
        """Address, row, formula of every cell that has one."""
        for row in self.rows():
            for cell in cells_of(row):
                text = cell.findtext(main("f"))
                if text:
                    yield cell.get("r"), int(row.get("r")), text

    def merged(self) -> list[str]:
        return [one.get("ref", "") for one in every(self.root, "mergeCell")]

    def _number_rows(self) -> None:
        """Rows and cells may leave their address to their place."""
        number = 0
        for row in self.rows():
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            column = 0
            for cell in cells_of(row):
                found = parts_of(cell.get("r") or "")
                column = column_index_from_string(found[1]) if found else column + 1
                cell.set("r", f"{get_column_letter(column)}{number}")

    def _write_formulas_out(self) -> None:
        """A formula shared by many cells becomes one of each cell's own."""
        masters: dict[str, tuple[str, str]] = {}
        for cell in self.cells():
            formula = cell.find(main("f"))
            if formula is None or formula.get("t") != "shared":
                continue
            if formula.text:
                masters[formula.get("si")] = (formula.text, cell.get("r"))
            elif formula.get("si") in masters:
                text, origin = masters[formula.get("si")]
                formula.text = Translator(f"={text}", origin=origin).translate_formula(cell.get("r"))[1:]
            for name in ("t", "si", "ref"):
                formula.attrib.pop(name, None)


def cells_of(row: Element) -> list[Element]:
    return [one for one in row if local(one) == "c"]
