"""Turn cells into the text that Postgres will judge; columns at once, for there are millions of cells."""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import Any

_HALF_SECOND = dt.timedelta(microseconds=500_000)
_MIDNIGHT = dt.time()
_EPOCH = dt.date(1899, 12, 31)  # serial 1 = 1 January 1900
_EPOCH_AFTER_FALSE_LEAP_DAY = dt.date(1899, 12, 30)
_FALSE_LEAP_DAY_IS_OVER = dt.date(1900, 3, 1)


def _datetime(cell: dt.datetime) -> str:
    return str(cell if not cell.microsecond else (cell + _HALF_SECOND).replace(microsecond=0))


def _float(cell: float) -> str:
    return str(int(cell)) if math.isfinite(cell) and cell.is_integer() else repr(cell)


def _timedelta(cell: dt.timedelta) -> str:
    sign = "-" if cell < dt.timedelta(0) else ""
    seconds = math.floor(abs(cell).total_seconds() + 0.5)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _time(cell: dt.time) -> str:
    return _timedelta(
        dt.timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
    )


_TEXT: dict[type, Callable[[Any], str]] = {
    str: str.strip,
    float: _float,
    int: str,
    bool: lambda cell: "true" if cell else "false",
    dt.datetime: _datetime,
    dt.date: str,
    dt.time: _time,
    dt.timedelta: _timedelta,
}


def _clock(cell: Any) -> str:
    """Durations of a day and more come as dates of 1900, or as numbers of days."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _timedelta(dt.timedelta(days=cell)) if abs(cell) < 100_000 else str(cell)
    if isinstance(cell, dt.date):
        moment = cell if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, _MIDNIGHT)
        epoch = _EPOCH if moment.date() < _FALSE_LEAP_DAY_IS_OVER else _EPOCH_AFTER_FALSE_LEAP_DAY
        return _timedelta(moment - dt.datetime.combine(epoch, _MIDNIGHT))
    return _TEXT[type(cell)](cell)


def column_text(column: Sequence[Any], kind: str = "text") -> list[str]:
    """Text of the cells of one column: ``""`` is an empty cell.

    Moments become ``YYYY-MM-DD HH:MM:SS`` (rounded to the second), dates ``YYYY-MM-DD``, durations ``H:MM:SS``
    with hours over 24, whole numbers their digits, other numbers their shortest exact form; text is trimmed only.
    """
    types = set(map(type, column))
    if types <= {str}:
        return list(map(str.strip, column))
    if kind == "duration":
        return [_clock(cell) for cell in column]
    text = _TEXT
    return [cell.strip() if type(cell) is str else text[type(cell)](cell) for cell in column]
