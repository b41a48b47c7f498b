"""Dates that a file tells about itself: its title rows and its own properties."""

import datetime as dt
import re
import zipfile
from pathlib import Path

from svodka.intake.tables import container, kinds
from svodka.intake.tables.limits import DEFAULT, Limits
from svodka.intake.tables.read import SheetSource
from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.sheet import Cell, Sheet, is_filled

TITLE_ROWS = 10
_MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня"]
_MONTHS += ["июля", "августа", "сентября", "октября", "ноября", "декабря"]
_TIME = r"(?:[ T,]+(?:в )?(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)" + _TIME)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)" + _TIME)
_WORDED = re.compile(r"(?<!\d)(\d{1,2})\s+(" + "|".join(_MONTHS) + r")\s+(\d{4})(?!\d)", re.IGNORECASE)
_PROPERTY = re.compile(r"<(?:\w+:)?(created|modified|creation-date|date)\b[^>]*>([^<]+)<")
_PROPERTY_PARTS = ("docProps/core.xml", "meta.xml")

Dates = list[tuple[str, dt.datetime | dt.date]]


def peek(path: Path, name: str, limits: Limits = DEFAULT) -> Dates:
    """(source, date) of all that is found, the one to believe first: ``title`` (the latest of a period first), then
    ``modified``, ``created`` (a template may have been created years ago).

    Title dates are local and without zone; properties are aware (UTC) where the file says so. A file that cannot be
    read has no dates: its refusal comes when it is read.
    """
    try:
        properties = _properties(path, name, limits)
        sheets = SheetSource(limits=limits).sheets(path, name)
    except TableRefused:
        return []
    titles = {date for sheet in sheets for date in _title_dates(sheet)}
    return [("title", date) for date in sorted(titles, key=str, reverse=True)] + properties


def _title_dates(sheet: Sheet) -> list[dt.datetime | dt.date]:
    """Title rows end at the first row with three cells: that is a header or data."""
    found: list[dt.datetime | dt.date] = []
    for row in sheet.rows[:TITLE_ROWS]:
        filled = [cell for cell in row if is_filled(cell)]
        if len(filled) >= 3:
            break
        for cell in filled:
            found += _dates_of(cell)
    return found


def _dates_of(cell: Cell) -> list[dt.datetime | dt.date]:
    if isinstance(cell, dt.date):
        return [cell]
    return dates_in(cell) if isinstance(cell, str) else []


def dates_in(text: str) -> list[dt.datetime | dt.date]:
    """Dates written in a text, left to right: 05.07.2026, 2026-07-05, 5 июля 2026, with a time or without."""
    places = [(m.start(), (m[3], m[2], m[1]), m.groups()[3:]) for m in _DOTTED.finditer(text)]
    places += [(m.start(), (m[1], m[2], m[3]), m.groups()[3:]) for m in _ISO.finditer(text)]
    places += [(m.start(), (m[3], _MONTHS.index(m[2].lower()) + 1, m[1]), ()) for m in _WORDED.finditer(text)]
    found: list[dt.datetime | dt.date] = []
    for _, date, clock in sorted(places, key=lambda place: place[0]):
        try:
            numbers = [int(number) for number in (*date, *(part for part in clock if part))]
            day = dt.date(*numbers[:3])
            hour, minute, second = (*numbers[3:], 0, 0, 0)[:3]
            found.append(dt.datetime.combine(day, dt.time(hour, minute, second)) if len(numbers) > 3 else day)
        except ValueError:
            continue  # 31.02. is no date
    return found


def _properties(path: Path, name: str, limits: Limits) -> Dates:
    if kinds.kind_of(path, name) != "zip":
        return []
    found: dict[str, dt.datetime | dt.date] = {}
    with container.opened(path, limits) as archive:
        for part in _PROPERTY_PARTS:
            for key, value in _PROPERTY.findall(_text(archive, part)):
                moment = _moment(value)
                if moment:
                    found.setdefault("created" if key.startswith("creat") else "modified", moment)
    return sorted(found.items(), reverse=True)


def _text(archive: zipfile.ZipFile, part: str) -> str:
    try:
        return container.part(archive, part, 65_536).decode("utf-8", errors="replace")
    except TableRefused:
        return ""


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(
            text.strip()[:26].replace("Z", "+00:00") if "." not in text else text.strip()[:19]
        )
    except ValueError:
        return None
