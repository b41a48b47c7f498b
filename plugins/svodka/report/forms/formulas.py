"""Formulas when a row of a sheet has been repeated: they follow the cells they speak of, a sum takes in all copies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from svodka.report.forms.references import RowMap, moved_cell, moved_range, parts_of, row_of

SHEET = re.compile(r"(:?)(?:('(?:[^']|'')+'|[^'!:\[\]]+)!)?(.+)", re.DOTALL)
STILL = RowMap({})
# Functions of a whole list: a single cell given to them as an argument stands for all copies of its row.
OF_LISTS = frozenset({
    "SUM", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "COUNTBLANK", "MAX", "MAXA", "MIN", "MINA", "PRODUCT", "MEDIAN",
    "SUBTOTAL", "AGGREGATE", "SUMPRODUCT", "STDEV", "STDEVP", "LARGE", "SMALL",
})  # fmt: skip
BLIND = frozenset(("INDIRECT", "OFFSET"))  # their addresses are made while computing: nothing can follow them


@dataclass(frozen=True)
class Standing:
    """Where a formula stands: its sheet; the repeated row in which it stands, and the row of this copy."""

    sheet: str
    row: int | None = None
    copy: int | None = None


@dataclass(frozen=True)
class Reference:
    """One operand of a formula taken apart: «'Лист 1'!» and «$D$5:D9» of its text."""

    token: Token
    before: str
    sheet: str
    address: str
    is_argument_of_list: bool


def references(formula: str, sheet: str) -> tuple[list[Token], list[Reference]]:
    """The pieces of a formula (without «=») and those of them that are references. Nothing where it is not read."""
    try:
        pieces = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError):
        return [], []
    found, functions = [], list[str]()
    for place, piece in enumerate(pieces):
        if piece.type == Token.FUNC:
            if piece.subtype == Token.OPEN:
                functions.append(_name(piece.value))
            elif functions:
                functions.pop()
        elif piece.type == Token.PAREN:
            if piece.subtype == Token.OPEN:
                functions.append("")
            elif functions:
                functions.pop()
        elif piece.type == Token.OPERAND and piece.subtype == Token.RANGE:
            of_list = bool(functions) and functions[-1] in OF_LISTS and _is_whole(pieces, place)
            split = SHEET.fullmatch(piece.value)
            assert split is not None
            named = split[2] or ""
            before = split[1] + (f"{named}!" if named else "")
            found.append(Reference(piece, before, _unquoted(named) or sheet, split[3], of_list))
    return pieces, found


def moved(formula: str, at: Standing, maps: Mapping[str, RowMap], grows: bool = False) -> str:
    """The formula (without «=») in its new place.

    `maps`: by the sheet's title. `grows`: a single cell of a repeated row stands for all its copies, as in a name or a
    chart.
    """
    if all(rows.is_still for rows in maps.values()):
        return formula
    pieces, found = references(formula, at.sheet)
    for one in found:
        one.token.value = one.before + _moved(one, at, maps.get(one.sheet, STILL), grows)
    return "".join(piece.value for piece in pieces) if pieces else formula


def _moved(one: Reference, at: Standing, rows: RowMap, grows: bool) -> str:
    if one.sheet == at.sheet and at.row is not None and at.copy is not None:
        return _in_copy(one.address, at.row, at.copy, rows)
    if ":" in one.address or grows or one.is_argument_of_list:
        return moved_range(one.address, rows)
    return moved_cell(one.address, rows)


def _in_copy(address: str, row: int, copy: int, rows: RowMap) -> str:
    """In a copy of the row: «D5» is the copy's own cell, «$D$5» the first or the last of all copies."""
    ends = address.split(":")
    found = [parts_of(end) for end in ends]
    if None in found:
        return moved_range(address, rows)
    texts = []
    for place, end in enumerate(found):
        assert end is not None
        is_own = end[3] == row and not end[2]
        new = copy if is_own else (rows.last(end[3]) if place and end[3] == row else rows.first(end[3]))
        texts.append(f"{end[0]}{end[1]}{end[2]}{new}")
    return ":".join(texts)


def pinned(formula: str, sheet: str, row: int) -> str:
    """The formula of a rule for one row, so that each copy of the row asks its own cells and the same others."""
    pieces, found = references(formula, sheet)
    for one in found:
        ends = [parts_of(end) for end in one.address.split(":")]
        if all(ends):
            said = [f"{e[0]}{e[1]}{'' if e[3] == row and not e[2] else '$'}{e[3]}" for e in ends if e is not None]
            one.token.value = one.before + ":".join(said)
    return "".join(piece.value for piece in pieces) if pieces else formula


def why_not(formula: str, at: Standing, lists: Mapping[str, frozenset[int]]) -> str:
    """Why a formula cannot follow when rows are repeated; empty when it can. `lists`: the repeated rows by sheet."""
    pieces, found = references(formula, at.sheet)
    blind = [_name(one.value) for one in pieces if one.type == Token.FUNC and one.subtype == Token.OPEN]
    if at.sheet in lists and any(name in BLIND for name in blind):
        return "формула с ДВССЫЛ или СМЕЩ не увидит новых строк списка"
    for one in found:
        if lists and "!" in one.address:
            return "формула складывает несколько листов сразу и не увидит новых строк списка"
        rows = lists.get(one.sheet, frozenset())
        is_single = ":" not in one.address and row_of(one.address) in rows
        is_inside = at.row is not None and one.sheet == at.sheet
        if is_single and not is_inside and not one.is_argument_of_list:
            return (
                f"формула берёт одну ячейку {one.address} из строки списка, а строк станет много: нужна сумма, СУММ()"
            )
        if is_inside and is_single and row_of(one.address) != at.row:
            return f"формула строки списка берёт ячейку {one.address} другого списка"
    return ""


def _name(function: str) -> str:
    return function.rstrip("(").upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def _is_whole(pieces: list[Token], place: int) -> bool:
    """Whether the operand is an argument by itself, not a part of an expression."""
    before = next((one for one in reversed(pieces[:place]) if one.type != Token.WSPACE), None)
    after = next((one for one in pieces[place + 1 :] if one.type != Token.WSPACE), None)
    begins = before is not None and (before.type == Token.SEP or before.subtype == Token.OPEN)
    ends = after is not None and (after.type == Token.SEP or after.subtype == Token.CLOSE)
    return begins and ends


def _unquoted(name: str) -> str:
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
