"""The sheet «Настройки формы»: from which day a form holds, whether it is published, what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from svodka.report.forms.asks import Mistake
from svodka.report.forms.book import Book
from svodka.report.forms.markup import Element, main
from svodka.report.forms.references import parts_of
from svodka.report.forms.sheet import Sheet, cells_of
from svodka.report.forms.vocabulary import Spellings, first_spellings, listed, meaning, spellings, yes_or_no
from svodka.report.forms.words import near, normal

TITLE = "Настройки формы"
SETTINGS: Spellings = {
    "valid_from": ("Действует с",),
    "valid_to": ("Действует по",),
    "is_published": ("Публикуется", "Публикуется?"),
    "title": ("Название", "Название формы"),
}
DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")


@dataclass(frozen=True)
class FormSettings:
    """Days as local dates, the last one included; `title` empty: the file's name stands for it."""

    valid_from: date | None = None
    valid_to: date | None = None
    is_published: bool = False
    title: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def settings_sheet(book: Book) -> Sheet | None:
    return next((sheet for sheet in book.sheets if normal(sheet.title) == normal(TITLE)), None)


def read_settings(book: Book, sheet: Sheet) -> tuple[FormSettings, list[Mistake]]:
    """What the sheet says, and what nobody can read there."""
    said: dict[str, date | bool | str] = {}
    mistakes = []
    for row in sheet.rows():
        filled = [cell for cell in cells_of(row) if _written(book, cell)]
        if not filled:
            continue
        name, where = _written(book, filled[0]), f"лист «{sheet.title}», ячейка {filled[0].get('r')}"
        key = meaning(name.rstrip(" :?"), SETTINGS)
        if key is None:
            meant = [f"«{one}»" for one in near(name, spellings(SETTINGS), 1)]
            what = f"такой настройки нет; есть {listed(first_spellings(SETTINGS))}"
            mistakes.append(Mistake(where, f"«{name}»", what, tuple(meant)))
        elif key in said:
            mistakes.append(Mistake(where, f"«{name}»", "настройка названа дважды"))
        elif (beside := next((one for one in filled[1:2] if _is_beside(filled[0], one)), None)) is not None:
            value, expected = _value(book, key, beside)
            if value is None:
                where = f"лист «{sheet.title}», ячейка {beside.get('r')}"
                mistakes.append(Mistake(where, f"«{_written(book, beside)}»", f"{name}: ожидается {expected}"))
            else:
                said[key] = value
    found = FormSettings(**said)  # type: ignore[arg-type]
    if found.valid_from and found.valid_to and found.valid_to < found.valid_from:
        mistakes.append(Mistake(f"лист «{sheet.title}»", "", "«Действует по» раньше, чем «Действует с»"))
    return found, mistakes


def _is_beside(name: Element, value: Element) -> bool:
    """Whether a cell is the next one to the right: farther off stand remarks for the reader."""
    places = [column_index_from_string(found[1]) for one in (name, value) if (found := parts_of(one.get("r")))]
    return len(places) == 2 and places[1] == places[0] + 1


def _value(book: Book, key: str, cell: Element) -> tuple[date | bool | str | None, str]:
    """The value of a setting, None where it is none; and what is expected."""
    text = _written(book, cell)
    if key == "title":
        return text, "название"
    if key == "is_published":
        return yes_or_no(text), "да или нет"
    return _day(book, cell, text), "дата, например 01.07.2026"


def _day(book: Book, cell: Element, text: str) -> date | None:
    if cell.get("t", "n") == "n":
        epoch = CALENDAR_MAC_1904 if book.counts_from_1904 else CALENDAR_WINDOWS_1900
        try:
            found = from_excel(float(text), epoch)
        except (ValueError, OverflowError):
            return None
        return found.date() if isinstance(found, datetime) and found.year > 1990 else None
    for pattern in DAYS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  (a day, not a moment)
        except ValueError:
            continue
    return None


def _written(book: Book, cell: Element) -> str:
    """What a cell shows: its text, or its number or yes and no as they are stored."""
    text = book.strings.text(cell).strip()
    return text or (str(cell.findtext(main("v")) or "").strip() if cell.get("t") != "s" else "")
