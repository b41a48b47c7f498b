"""The few styles of the workbook. A style is made once a workbook and reused: making one costs more than a cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Arial"
TITLE = Font(name=FONT, size=14, bold=True)
SUBTITLE = Font(name=FONT, size=11, color="404040")
HEADING = Font(name=FONT, size=11, bold=True)
BODY = Font(name=FONT, size=10)
STRONG = Font(name=FONT, size=10, bold=True)
LINK = Font(name=FONT, size=10, color="0B4F8A", underline="single")
# Blue and orange differ for every kind of colour-blindness; on a black-and-white print the words and marks stay.
GOOD = Font(name=FONT, size=10, bold=True, color="0B5CAD")
BAD = Font(name=FONT, size=10, bold=True, color="B34700")
HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")
LINE = Side(style="thin", color="A6A6A6")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
SHOWN_PLACES = 2  # a sum of hours holds six; the cell keeps them

Role = Literal["header", "header_number", "text", "number", "mark", "strong", "strong_number", "good", "bad", "link"]
STRONG_ROLES: tuple[Role, ...] = ("header", "header_number", "strong", "strong_number")
FONTS: dict[Role, Font] = {**dict.fromkeys(STRONG_ROLES, STRONG), "good": GOOD, "bad": BAD, "link": LINK}
BOLD_ROLES = frozenset(role for role, font in FONTS.items() if font.b)
RIGHT = Alignment(wrap_text=True, vertical="top", horizontal="right")
LEFT = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
ALIGNMENTS: dict[Role, Alignment] = {
    "header": Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1),
    "header_number": Alignment(wrap_text=True, vertical="center", horizontal="center"),
    "number": RIGHT,
    "strong_number": RIGHT,
    "mark": Alignment(vertical="top", horizontal="center"),
}


class SharedStyle(StyleArray):
    """A style that many cells have: setting a font or a format of one of them would change them all."""

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError("cells of a table share their style: give the value another role (layout.Shown)")


_made: WeakKeyDictionary[Workbook, dict[tuple[Role, str], SharedStyle]] = WeakKeyDictionary()


class Styles(dict[tuple[Role, str], SharedStyle]):
    """The styles of a sheet's cells by role and number format, each looked for once."""

    def __init__(self, sheet: Worksheet) -> None:
        super().__init__()
        self.sheet = sheet

    def __missing__(self, key: tuple[Role, str]) -> SharedStyle:
        self[key] = style(self.sheet, *key)
        return self[key]


def style(sheet: Worksheet, role: Role, shown_as: str = "General") -> SharedStyle:
    """The style of a table's cell in that role, one object for all such cells of the workbook."""
    assert sheet.parent is not None
    known = _made.setdefault(sheet.parent, {})
    if (role, shown_as) not in known:
        sample: Any = Cell(sheet, 1, 1)
        sample.font = FONTS.get(role, BODY)
        sample.alignment = ALIGNMENTS.get(role, LEFT)
        sample.border = GRID
        sample.number_format = shown_as
        if role in ("header", "header_number"):
            sample.fill = HEADER_FILL
        known[role, shown_as] = SharedStyle(sample._style)
    return known[role, shown_as]


def number_format(value: Decimal | int) -> str:
    """As many places as the number has, two at most; the reader's own program sets its separators."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = min(-exponent, SHOWN_PLACES) if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + ("." + "0" * places if places else "")
