"""One file → one csv of canonical rows for COPY, and the account of what was read."""

from pathlib import Path

from svodka.intake.tables import adapted, copy_csv, extraction
from svodka.intake.tables.headers import SEARCHED_ROWS, HeaderBook, shown
from svodka.intake.tables.layout import FileReading, Layout, SheetReading
from svodka.intake.tables.limits import DEFAULT, Limits
from svodka.intake.tables.read import SheetSource
from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.sheet import Sheet


def extract_file(path: Path, name: str, layout: Layout, out: Path, limits: Limits = DEFAULT) -> FileReading:
    """Write ``sheet_no,row_no,absent_fields,<fields…>`` of all sheets to ``out`` (utf-8, an empty cell is NULL).

    Raises:
        TableRefused: unreadable, or no sheet has a header row, or one lacks a mandatory header (F01).
    """
    book = HeaderBook(layout)
    source = SheetSource(book, layout.csv_encodings, limits, single=layout.adapter is not None)
    sheets = source.sheets(path, name)
    reading, first_record = FileReading([], 0), 1
    with out.open("w", encoding="utf-8", errors="replace", newline="") as target:
        for no, sheet in enumerate(sheets, start=1):
            if sheet.records is not None and layout.adapter:
                found: extraction.Extract | None = adapted.extract(sheet, layout, first_record)
                first_record += len(sheet.records)
            else:
                found = extraction.extract(sheet, layout, book)
            if found:
                copy_csv.write(target, no, found.numbers, found.absent, found.columns)
            _account(reading, no, sheet, found, layout)
    if not any(sheet.note is None for sheet in reading.sheets):
        raise _no_header(sheets, layout, book)
    return reading


def _account(reading: FileReading, no: int, sheet: Sheet, found: extraction.Extract | None, layout: Layout) -> None:
    reading.warnings += sheet.warnings
    if found is None:
        note = "лист не прочитан: нет строки с известными заголовками" if sheet.rows else "лист пуст"
        reading.sheets.append(SheetReading(no, sheet.title, None, 0, [], list(layout.fields), note))
        return
    n_rows = len(found.numbers)
    reading.n_rows += n_rows
    reading.warnings += found.warnings
    reading.sheets.append(
        SheetReading(
            no, sheet.title, found.header_row, n_rows, found.unknown, found.absent, printed_total=found.printed_total
        )
    )


def _no_header(sheets: list[Sheet], layout: Layout, book: HeaderBook) -> TableRefused:
    """Names only headers that are known: a row of another kind of file may hold people."""
    wanted = ", ".join(f"«{names[0]}»" for names in layout.fields.values() if names)
    seen = []
    for sheet in sheets[:5]:
        nearest = max(sheet.rows[:SEARCHED_ROWS], key=book.n_known, default=[])
        known = ", ".join(f"«{shown(cell)}»" for cell in nearest if isinstance(cell, str) and book.knows(cell))
        seen.append(f"{f'лист «{sheet.title}»' if sheet.title else 'файл'} — {known or 'ни одного'}")
    return TableRefused(
        "F01",
        f"Нет строки заголовков: среди первых {SEARCHED_ROWS} строк нет ни одной, где известных заголовков хотя бы "
        f"{layout.min_known} (ожидаются: {wanted}). Нашлись: {'; '.join(seen)}. Проверьте, тот ли это файл.",
    )
