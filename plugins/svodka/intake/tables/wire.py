"""How sheets travel over the pipe: JSON with the types of dates kept."""

import datetime as dt
from typing import Any

from svodka.intake.tables.sheet import Cell, Sheet


def packed_cell(cell: Any) -> Any:
    """JSON values go as they are, dates as a pair of type and text."""
    if isinstance(cell, dt.timedelta):
        return ["timedelta", cell.total_seconds()]
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return [type(cell).__name__, cell.isoformat()]
    return cell


def unpacked_cell(cell: Any) -> Any:
    """The reverse of ``packed_cell``."""
    if not isinstance(cell, list):
        return cell
    kind, value = cell
    if kind == "timedelta":
        return dt.timedelta(seconds=value)
    kinds: dict[str, type[dt.datetime | dt.date | dt.time]] = {
        "datetime": dt.datetime,
        "date": dt.date,
        "time": dt.time,
    }
    return kinds[kind].fromisoformat(value)


def packed(sheet: Sheet) -> dict[str, Any]:
    """A sheet as JSON values (records of json stay behind: the rows hold them)."""
    return {
        "title": sheet.title,
        "first_row": sheet.first_row,
        "rows": [[packed_cell(cell) for cell in row] for row in sheet.rows],
        "warnings": sheet.warnings,
        "numbers": None if sheet.numbers is None else list(sheet.numbers),
        "errors": sorted(sheet.errors),
    }


def unpacked(data: dict[str, Any]) -> Sheet:
    """The reverse of ``packed``."""
    rows: list[list[Cell]] = [[unpacked_cell(cell) for cell in row] for row in data["rows"]]
    errors = {(row, column) for row, column in data["errors"]}
    return Sheet(data["title"], data["first_row"], rows, data["warnings"], data["numbers"], errors)
