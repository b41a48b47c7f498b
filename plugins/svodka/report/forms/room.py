"""Room for what has come in place of the tokens: rows made higher for long texts, columns too narrow for a number."""

from __future__ import annotations

from openpyxl.utils import column_index_from_string

from svodka.report.forms.looks import Look, Looks
from svodka.report.forms.markup import Element, every, local, main
from svodka.report.forms.references import parts_of, rows_of
from svodka.report.forms.sheet import Sheet, cells_of
from svodka.report.forms.strings import Strings
from svodka.report.sheets.layout.text_width import BOLD, wrapped

USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0
DIGIT = 0.48  # a digit and its share of the narrow signs, of size one, in the narrowest usual letters
DAY = 10  # «01.07.2026»
PADDING = 3.75  # points of a cell's two margins
SURE = 0.97  # programs and printers differ in a letter's breadth
LINE = 15 / 11  # points that a line of letters of size one takes
# How broad letters are beside Arial's, whose measures we know: at most, a line too many harms less than a name cut off
NARROW, NARROW_FONTS = 0.96, {"times new roman", "liberation serif", "pt astra serif", "calibri", "carlito", "cambria"}
WIDE, WIDE_FONTS = 1.2, {"verdana", "dejavu sans", "courier new", "liberation mono"}


class Widths:
    """Widths of the columns of a sheet, and of its merged cells, in characters."""

    def __init__(self, sheet: Sheet, looks: Looks) -> None:
        self.unit = looks.unit
        usual = next(iter(every(sheet.root, "sheetFormatPr")), None)
        self.usual = float((usual.get("defaultColWidth") if usual is not None else None) or USUAL_WIDTH)
        self.has_fixed_rows = usual is not None and usual.get("customHeight") in ("1", "true")
        self.columns = [
            (int(one.get("min")), int(one.get("max")), float(one.get("width") or self.usual))
            for holder in every(sheet.root, "cols")
            for one in holder
            if local(one) == "col"
        ]
        self.row_height = float((usual.get("defaultRowHeight") if usual is not None else None) or USUAL_HEIGHT)
        refs = {ref.split(":")[0]: ref for ref in sheet.merged()}
        self.merged = {cell: ref for cell, ref in refs.items() if rows_of(ref)[0] == rows_of(ref)[1]}
        self.tall = refs.keys() - self.merged.keys()  # merged over several rows: they have room

    def of(self, address: str) -> float:
        ends = [parts_of(end) for end in self.merged.get(address, address).split(":")]
        numbers = [column_index_from_string(end[1]) for end in ends if end is not None]
        return sum(self._column(number) for number in range(numbers[0], numbers[-1] + 1))

    def _column(self, number: int) -> float:
        return next((width for first, last, width in self.columns if first <= number <= last), self.usual)


def fit_rows(sheet: Sheet, rows: list[Element], strings: Strings, looks: Looks) -> None:
    """Makes each row as high as its texts need; one whose height the template has fixed never becomes lower.

    Not every program does that by itself on opening, and none does it for merged cells.
    """
    widths = Widths(sheet, looks)
    for row in rows:
        texts = [cell for cell in cells_of(row) if strings.text(cell) and cell.get("r") not in widths.tall]
        wrapped = [cell for cell in texts if looks.look(cell).is_wrapped]
        if not wrapped:
            continue
        is_fixed = row.get("customHeight") in ("1", "true") or (widths.has_fixed_rows and row.get("ht") is None)
        lowest = float(row.get("ht") or widths.row_height) if is_fixed else widths.row_height
        needed = max(_height(cell, widths, strings, looks) for cell in wrapped)
        row.set("ht", f"{max(lowest, needed):.1f}".removesuffix(".0"))
        if is_fixed:
            row.set("customHeight", "1")


def too_narrow(sheet: Sheet, cells: list[Element], looks: Looks) -> list[str]:
    """The addresses of the numbers for which a program would show ### in their column."""
    widths = Widths(sheet, looks)
    found = []
    for cell in cells:
        look = looks.look(cell)
        shown = _digits(cell.findtext(main("v")) or "", look) * look.size * DIGIT
        if not look.is_shrunk and shown > widths.of(cell.get("r")) * widths.unit:
            found.append(cell.get("r"))
    return found


def _digits(number: str, look: Look) -> int:
    """How many characters a number takes, its signs and the gaps between thousands too."""
    shown = look.number_format
    if shown.is_day:
        return DAY
    whole = len(f"{int(abs(float(number)) * (100 if shown.is_percent else 1)):,}")
    places = len(number.partition(".")[2]) if shown.places is None else shown.places
    return whole + (places + 1 if places else 0) + number.startswith("-") + shown.is_percent


def _height(cell: Element, widths: Widths, strings: Strings, looks: Looks) -> float:
    """Points that the text of a cell takes, wrapped at its column."""
    look = looks.look(cell)
    room = (widths.of(cell.get("r")) * widths.unit - PADDING) / look.size * 1000 * SURE
    breadth = NARROW if look.font in NARROW_FONTS else WIDE if look.font in WIDE_FONTS else 1
    lines = wrapped(strings.text(cell), room / breadth / (BOLD if look.is_bold else 1))
    return len(lines) * look.size * LINE
