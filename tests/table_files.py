"""Makes small workbooks for tests of the table reader."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> Path:
    """An xlsx of these sheets, from A1; dates are shown with their time."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy hh:mm:ss"}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            if title in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path
