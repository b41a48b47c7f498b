"""Visible worksheets of a workbook: calamine first, another reader where calamine cannot."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from svodka.intake.tables import container, error_cells, ole, second_reader
from svodka.intake.tables.limits import Limits
from svodka.intake.tables.refusal import TableRefused, corrupt, empty, too_large
from svodka.intake.tables.sheet import Sheet, column_letters

# Damage behind which a more forgiving reader would show less than stands in the file.
_LOSSES = (
    "shared strings table",
    "larger than its declared",
    "Invalid checksum",
    "unrecognized entity",
    "missing the expected row",
)


def from_zip(archive: zipfile.ZipFile, kind: str, path: Path, limits: Limits, only: str | None) -> list[Sheet]:
    """Sheets of an xlsx, xlsb or ods."""
    container.check_parts(archive)
    if kind == "ods":
        container.check_ods(archive)
    try:
        sheets = _calamine(path, kind, limits, only)
    except _Unreadable as failure:
        sheets = _second_of_zip(archive, kind, path, limits, only, failure)
    if kind == "xlsx":
        _mark_errors(sheets, error_cells.in_xlsx(archive))
    return _not_empty(sheets)


def from_ole(path: Path, limits: Limits, only: str | None) -> list[Sheet]:
    """Sheets of an xls in an OLE2 container."""
    book = ole.check(path.read_bytes())
    try:
        sheets = _calamine(path, "xls", limits, only)
    except _Unreadable as failure:
        if "codepage" not in failure.reason.lower():
            raise corrupt("книга xls не читается") from failure
        sheets = second_reader.with_xlrd(path, only)
    _mark_errors(sheets, error_cells.in_xls(book.workbook()))
    return _not_empty(sheets)


def from_biff(path: Path, only: str | None) -> list[Sheet]:
    """Sheets of an xls of the time before OLE2 (Excel 2–4)."""
    return _not_empty(second_reader.with_xlrd(path, only))


class _Unreadable(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _calamine(source: Path | io.BytesIO, kind: str, limits: Limits, only: str | None) -> list[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    try:
        book = _opened(source, kind)
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        return [_sheet(book.get_sheet_by_name(name), limits) for name in names if only in (None, name)]
    except (KeyboardInterrupt, SystemExit, MemoryError, TableRefused):
        raise
    except BaseException as error:  # calamine's panics are no Exception
        if "Cell limit exceeded" in str(error):
            raise too_large("слишком много ячеек", f"{limits.cells} ячеек") from error
        raise _Unreadable(str(error)) from error


def _opened(source: Path | io.BytesIO, kind: str) -> Any:
    """calamine believes the suffix, and tells what is wrong only with a format that it was told."""
    from python_calamine import CalamineWorkbook

    if isinstance(source, io.BytesIO):
        return CalamineWorkbook.from_filelike(source)
    if source.suffix.lower() == f".{kind}":
        return CalamineWorkbook.from_path(str(source))
    with tempfile.TemporaryDirectory() as directory:
        link = Path(directory) / f"book.{kind}"
        link.symlink_to(source.resolve())
        return CalamineWorkbook.from_path(str(link))


def _sheet(sheet: Any, limits: Limits) -> Sheet:
    height, width = (last + 1 for last in sheet.end or (-1, -1))
    if height * width > limits.cells:
        raise too_large(f"лист «{sheet.name}»: {height} × {width} ячеек", f"{limits.cells} ячеек")
    return Sheet(sheet.name, 1, sheet.to_python(skip_empty_area=False))


def _second_of_zip(
    archive: zipfile.ZipFile, kind: str, path: Path, limits: Limits, only: str | None, failure: _Unreadable
) -> list[Sheet]:
    if any(loss in failure.reason for loss in _LOSSES) or kind == "xlsb":
        raise corrupt("части книги противоречат друг другу") from failure
    if kind == "xlsx":
        return second_reader.with_openpyxl(path, only)
    try:
        return _calamine(second_reader.repaired_ods(archive), kind, limits, only)
    except _Unreadable as again:
        raise corrupt("таблица OpenDocument не читается") from again


def _mark_errors(sheets: list[Sheet], places: error_cells.Places) -> None:
    for sheet in sheets:
        height = len(sheet.rows)
        sheet.errors |= {(row, column) for row, column in places.get(sheet.title, ()) if row < height}
        if sheet.errors:
            cells = ", ".join(f"{column_letters(column)}{row + 1}" for row, column in sorted(sheet.errors)[:5])
            more = f" и ещё {len(sheet.errors) - 5}" if len(sheet.errors) > 5 else ""
            sheet.warnings.append(
                f"Лист «{sheet.title}»: ячейки с ошибкой формулы прочитаны как пустые: {cells}{more}."
            )


def _not_empty(sheets: list[Sheet]) -> list[Sheet]:
    if not any(sheet.rows for sheet in sheets):
        raise empty("Файл (все видимые листы)")
    return sheets
