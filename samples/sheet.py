"""A sheet as an office makes it: title rows, bands, headers, rows, footer; and columns that fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = None | str | int | float | date | datetime
State = dict[str, object]
Column = tuple[str, str | Callable[[State], object]]

EXCEL_ZERO = datetime.fromisoformat("1899-12-30")


@dataclass
class Sheet:
    """One sheet. `dates` says how dates are written: `cells`, `text`, `iso`, `serials` (bare numbers) or `mixed`.

    `bands` = (text, number of columns) of the merged cells above the header row; `footer` may hold `{n}`.
    """

    title: str
    headers: list[str]
    rows: list[list[object]]
    headings: list[str] = field(default_factory=list)
    bands: list[tuple[str, int]] = field(default_factory=list)
    dates: str = "cells"
    footer: str = ""

    @classmethod
    def of(cls, title: str, columns: Iterable[Column], states: Iterable[State], **look: object) -> Sheet:
        """A sheet of the states, a row each."""
        columns = list(columns)
        rows = [[state.get(take) if isinstance(take, str) else take(state) for _, take in columns] for state in states]
        return cls(title, [header for header, _ in columns], rows, **look)  # type: ignore[arg-type]

    def column(self, header: str) -> int:
        """The place of a header."""
        return self.headers.index(header)

    def last_line(self) -> str:
        """The footer with the number of rows that stand above it."""
        return self.footer.format(n=len(self.rows))


def yes_no(name: str, yes: str = "Да", no: str = "Нет") -> Callable[[State], object]:
    """A flag in words; an unset flag is an empty cell."""

    def take(state: State) -> object:
        value = state.get(name)
        return None if value is None else yes if value else no

    return take


def day_of(name: str) -> Callable[[State], object]:
    """The date of a moment, for registers that keep no time."""

    def take(state: State) -> object:
        value = state.get(name)
        return value.date() if isinstance(value, datetime) else value

    return take


def duration(since: str, until: str) -> Callable[[State], object]:
    """The time between two moments as `h:mm:ss`."""

    def take(state: State) -> object:
        start, end = state.get(since) or state["registered_at"], state.get(until)
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            return None
        return hours(end - start)

    return take


def hours(span: timedelta) -> str:
    """A span as `h:mm:ss`, hours beyond 24 too."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def as_text(value: object, style: str) -> str:
    """A cell as text: dates as `dd.mm.yyyy[ hh:mm[:ss]]`, or ISO when the style says so."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        clock = "%H:%M:%S" if value.second else "%H:%M"
        return value.strftime(f"%Y-%m-%dT{clock}" if style == "iso" else f"%d.%m.%Y {clock}")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d" if style == "iso" else "%d.%m.%Y")
    return str(value)


def serial(value: date | datetime) -> float:
    """A date as Excel counts it: days since 30.12.1899."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    span = value - EXCEL_ZERO
    return span.days + span.seconds / 86400
