"""How a sheet looks: its styles, its lines of text, its tables, the printed page. Sheets import from here."""

from svodka.report.sheets.layout.lines import write_line
from svodka.report.sheets.layout.page import A4, keep_together, set_page
from svodka.report.sheets.layout.styles import (
    BAD,
    BODY,
    FONT,
    GOOD,
    HEADER_FILL,
    HEADING,
    SHOWN_PLACES,
    STRONG,
    SUBTITLE,
    TITLE,
    Role,
    Styles,
    number_format,
    style,
)
from svodka.report.sheets.layout.table import Column, Kind, Shown, put, set_widths, write_table
from svodka.report.sheets.layout.text import LINE_HEIGHT, clean, n_lines, split

__all__ = [
    "A4",
    "BAD",
    "BODY",
    "FONT",
    "GOOD",
    "HEADER_FILL",
    "HEADING",
    "LINE_HEIGHT",
    "SHOWN_PLACES",
    "STRONG",
    "SUBTITLE",
    "TITLE",
    "Column",
    "Kind",
    "Role",
    "Shown",
    "Styles",
    "clean",
    "keep_together",
    "n_lines",
    "number_format",
    "put",
    "set_page",
    "set_widths",
    "split",
    "style",
    "write_line",
    "write_table",
]
