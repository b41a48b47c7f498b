"""The dirt of life, spot by spot: what was mistyped, doubled, filtered or left over in which export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from samples.sheet import Sheet
from samples.town import HOUSING


@dataclass(frozen=True)
class Spoil:
    """One cell gets another value. `row` = a number, or the share of the rows above it; the cell must be filled.

    `days` instead of `value` gives a date so many days away from the one under `of`.
    """

    header: str
    value: object = None
    row: float | int = 0.5
    days: int = 0
    of: str = ""

    def apply(self, sheet: Sheet) -> None:
        row = _find(sheet, self.header, self.row)
        value = self.value
        if self.days:
            value = row[sheet.column(self.of or self.header)] + timedelta(days=self.days)  # type: ignore[operator]
        row[sheet.column(self.header)] = value


@dataclass(frozen=True)
class Twice:
    """A row stands twice; the earlier one has another value under the header."""

    header: str
    value: object
    row: float = 0.5

    def apply(self, sheet: Sheet) -> None:
        row = _find(sheet, self.header, self.row)
        other = list(row)
        other[sheet.column(self.header)] = self.value
        sheet.rows.insert(next(i for i, seen in enumerate(sheet.rows) if seen is row), other)


@dataclass(frozen=True)
class HeaderAgain:
    """The header row once more among the rows, as a printed page begins."""

    def apply(self, sheet: Sheet) -> None:
        sheet.rows.insert(len(sheet.rows) // 2, list(sheet.headers))


@dataclass(frozen=True)
class Filtered:
    """Somebody left a filter on: only the rows with this value were exported."""

    header: str
    value: object

    def apply(self, sheet: Sheet) -> None:
        sheet.rows = [row for row in sheet.rows if row[sheet.column(self.header)] == self.value]


@dataclass(frozen=True)
class Footer:
    """The printed total is wrong."""

    text: str

    def apply(self, sheet: Sheet) -> None:
        sheet.footer = self.text


Spot = Spoil | Twice | HeaderAgain | Filtered | Footer

_FUTURE = datetime.fromisoformat("2062-09-21T10:00")
_MISTYPED = datetime.fromisoformat("2026-09-08T09:00")
_NUMBER = "Номер\nинцидента"

SPOTS: dict[tuple[str, str], tuple[Spot, ...]] = {
    ("incident", "2025-09-30"): (Spoil("Дата создания", "31.02.2025", 0.8), Spoil("Итог", "Снято с учёта", 0.7)),
    ("incident", "2026-06-30"): (
        Spoil("Статус инцидента", "На контроле у главы", 0.9),
        Spoil("№ инцидента", None, 0.8),
    ),
    ("incident", "2026-09-23"): (
        Spoil("Дата ответа", "31.02.2026", 0.9),
        Spoil("Дата закрытия", _FUTURE, 0.85),
        Twice("Статус", "В работе", 0.8),
    ),
    ("incident", "2026-10-02"): (Spoil(_NUMBER, None, 0.9), Spoil("Статус", "Ждёт ответа УК", 0.95)),
    ("pos", "2026-03-31"): (HeaderAgain(), Spoil("Дата ответа", row=0.6, days=-3, of="Дата регистрации")),
    ("pos", "2026-09-25"): (Spoil("Дата регистрации", _MISTYPED, 45_000_024),),
    ("pos", "2026-09-28"): (
        Spoil("Дата поступления", row=0.7, days=5, of="Дата регистрации"),
        Spoil("Статус", "Направлено в никуда", 0.8),
    ),
    ("pos", "2026-09-30"): (Spoil("Номер сообщения", " 45000008 ", 45_000_008),),
    ("pos", "2026-10-02"): (
        Spoil("Дата регистрации", _MISTYPED + timedelta(days=3), 45_000_025),
        Spoil("Номер сообщения", None, 0.9),
    ),
    ("reception", "2026-06-30"): (Spoil("Дата резолюции", "31.02.2026", 0.6), Spoil("Статус", None, 0.7)),
    ("reception", "2026-09-29"): (Spoil("Дата ответа", "вчера", 0.6),),
    ("sed", "2026-05-31"): (HeaderAgain(),),
    ("sed", "2026-09-22"): (Filtered("Ответственное подразделение", HOUSING),),
    ("sed", "2026-09-28"): (
        Twice("Статус", "На исполнении", 0.6),
        Spoil("Статус", "В архиве", 0.7),
        Spoil("Код вопроса", "0005.56", 0.65),
    ),
    ("journals", "2026-09-29"): (
        Spoil("Дата ответа", "05.13.2026", 0.6),
        Spoil("Регистрационный номер", None, 0.8),
        Footer("Итого: 999"),
    ),
    ("appeals", "2026-09-24"): (
        Spoil("Дата ответа", row=0.5, days=-2, of="Дата регистрации"),
        Spoil("Дата резолюции", _FUTURE, 0.6),
        Spoil("Код вопроса", "без кода", 0.4),
    ),
    ("pages", "2026-09-14"): (Spoil("ОГРН", None, 0.3), Spoil("Статус", "закрыта на ремонт", 0.6)),
}


def soil(source: str, day: date, sheets: list[Sheet]) -> None:
    """Puts the spots of that export on its first sheet."""
    for spot in SPOTS.get((source, day.isoformat()), ()):
        spot.apply(sheets[0])


def _find(sheet: Sheet, header: str, where: float) -> list[object]:
    """The row of a number, or the first at or below the place that has something under the header."""
    if isinstance(where, int):
        return next(row for row in sheet.rows if row[0] == where)
    place = sheet.column(header)
    start = int(len(sheet.rows) * where)
    return next(row for row in sheet.rows[start:] if row[place] not in (None, ""))
