"""A sheet whose rows have been repeated: rows, and everything of the sheet that speaks of rows, follow."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from svodka.report.forms.formulas import Standing, moved, pinned
from svodka.report.forms.markup import Element, every, local, main
from svodka.report.forms.references import RowMap, moved_cell, moved_range, moved_ranges, parts_of, rows_of
from svodka.report.forms.sheet import Sheet, cells_of

ONE_RANGE = {"dimension": "ref", "hyperlink": "ref", "autoFilter": "ref", "sortState": "ref", "sortCondition": "ref"}
RANGES = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange", "selection")
ONE_CELL = (("selection", "activeCell"), ("pane", "topLeftCell"), ("sheetView", "topLeftCell"))
RULES = ("formula", "formula1", "formula2")
Maps = Mapping[str, RowMap]


def copies(row: Element, n: int) -> list[Element]:
    """The row and its copies, not yet put into the sheet."""
    return [row, *(deepcopy(row) for _ in range(n - 1))]


def place_row(row: Element, number: int, sheet: Sheet, maps: Maps, template_row: int, is_repeated: bool) -> None:
    """Gives a row its new number; its formulas follow."""
    at = Standing(sheet.title, template_row, number) if is_repeated else Standing(sheet.title)
    row.set("r", str(number))
    for cell in cells_of(row):
        found = parts_of(cell.get("r"))
        assert found is not None
        cell.set("r", f"{found[1]}{number}")
        formula = cell.find(main("f"))
        if formula is None:
            continue
        if formula.text:
            formula.text = moved(formula.text, at, maps)
        if formula.get("ref"):
            own = {template_row: 1} if is_repeated else {}
            ref = formula.get("ref")
            formula.set("ref", _at(ref, number) if own else moved_range(ref, maps[sheet.title]))


def _at(ref: str, number: int) -> str:
    """A range of one row, in another row."""
    ends = [parts_of(end) for end in ref.split(":")]
    return ":".join(f"{end[1]}{number}" for end in ends if end is not None)


def follow(sheet: Sheet, maps: Maps) -> None:
    """Everything of the sheet but its rows: merged cells, rules, links, breaks, panes."""
    rows = maps[sheet.title]
    if rows.is_still and all(one.is_still for one in maps.values()):
        return
    _merged(sheet, rows)
    for one in sheet.root.iter():
        name = local(one)
        if name in ONE_RANGE and one.get("ref"):
            one.set("ref", moved_range(one.get("ref"), rows))
        if name in RANGES and one.get("sqref"):
            if name in ("conditionalFormatting", "dataValidation"):
                _pin(one, one.get("sqref"), sheet.title, rows)
            one.set("sqref", moved_ranges(one.get("sqref"), rows))
        if name == "sqref" and one.text:  # rules and small charts of newer Excel
            _pin(one.getparent(), one.text, sheet.title, rows)
            one.text = moved_ranges(one.text, rows)
        if name == "brk" and local(one.getparent()) == "rowBreaks":
            one.set("id", str(rows.last(int(one.get("id")))))
    for element, attribute in ONE_CELL:
        for one in every(sheet.root, element):
            if one.get(attribute):
                one.set(attribute, moved_cell(one.get(attribute), rows))
    for one in every(sheet.root, *RULES, "f"):
        if one.text and one.tag != main("f"):
            one.text = moved(one.text, Standing(sheet.title), maps, grows=_is_of_chart(one))


def _is_of_chart(one: Element) -> bool:
    """A formula of a small chart in a cell: it takes a list, a rule takes a cell."""
    return local(one.getparent()) == "sparkline"


def _pin(rule: Element, where: str, sheet: str, rows: RowMap) -> None:
    """A rule of the repeated row alone asks, in each copy, for the same other rows."""
    tops = {rows_of(one) for one in where.split()}
    if len(tops) != 1:
        return
    top, bottom = tops.pop()
    if top == bottom and rows.grown.get(top, 1) > 1:
        for formula in every(rule, *RULES, "f"):
            if formula.text:
                formula.text = pinned(formula.text, sheet, top)


def _merged(sheet: Sheet, rows: RowMap) -> None:
    """Cells merged within the repeated row are merged in each copy."""
    for one in every(sheet.root, "mergeCell"):
        ref = one.get("ref")
        top, bottom = rows_of(ref)
        n = rows.grown.get(top, 1)
        if top != bottom or n == 1:
            one.set("ref", moved_range(ref, rows))
            continue
        first = rows.first(top)
        one.set("ref", _at(ref, first))
        for number in range(first + n - 1, first, -1):
            another = deepcopy(one)
            another.set("ref", _at(ref, number))
            one.addnext(another)
    for holder in every(sheet.root, "mergeCells"):
        holder.set("count", str(len(holder)))
