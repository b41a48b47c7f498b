"""The file of values from before the system: CSV → checked rows, or everything wrong in it by row and column."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from svodka.errors import SvodkaError
from svodka.figures.dynamics.history_row import HistoryRow, RowTexts, WrongCell, shown
from svodka.figures.indicators import Indicator
from svodka.intake.tables import delimited
from svodka.intake.tables.refusal import TableRefused

HEADERS = {
    "indicator": ("показатель", "код"),
    "period": ("период", "квартал"),
    "channel": ("канал",),
    "legal_regime": ("режим", "правовой режим"),
    "block": ("направление",),
    "executor": ("исполнитель",),
    "numerator": ("числитель",),
    "denominator": ("знаменатель",),
    "value": ("значение",),
}
SHOWN_ERRORS = 20


class HistoryRefused(SvodkaError):
    """Nothing of the file is taken. The first line is one sentence, then what is wrong by row and column."""

    def __init__(self, file: str, wrong: list[str], what: str = "строк с ошибками") -> None:
        more = [f"… и ещё {len(wrong) - SHOWN_ERRORS}"] if len(wrong) > SHOWN_ERRORS else []
        lines = [f"- {line}" for line in [*wrong[:SHOWN_ERRORS], *more]]
        super().__init__("\n".join([f"{file} не загружен, ничего не изменено, {what}: {len(wrong)}.", *lines]))


class HistoryUnreadable(HistoryRefused):
    """The file as a whole is no such table: one sentence."""

    def __init__(self, file: str, why: str) -> None:
        SvodkaError.__init__(self, f"{file} не загружен, ничего не изменено: {why}")


def read(
    file: str, data: bytes, definitions: Mapping[str, Indicator], channels: Collection[str], today: date
) -> list[HistoryRow]:
    """The rows of the file in its order. Raises HistoryRefused with every error of it.

    today: the business day; a quarter that holds it is not over and has no value yet.
    """
    try:
        sheet = delimited.read(data)
    except TableRefused as error:
        raise HistoryUnreadable(file, str(error)) from error
    places = _places(file, [str(cell or "") for cell in sheet.rows[0]])
    rows: list[HistoryRow] = []
    wrong: list[str] = []
    seen: dict[tuple[object, ...], int] = {}
    for offset, cells in enumerate(sheet.rows[1:], start=1):
        number = sheet.number(offset)
        if not any(str(cell or "").strip() for cell in cells):
            continue
        texts = {name: str(cells[place] or "").strip() if place < len(cells) else "" for name, place in places.items()}
        try:
            row = RowTexts(number, texts, definitions, channels, today).read()
            key = (row.indicator.code, row.quarter, row.slice)
            if key in seen:
                raise WrongCell("indicator", f"тот же показатель, период и разрез уже есть в строке {seen[key]}")
            seen[key] = number
            rows.append(row)
        except WrongCell as error:
            wrong.append(f"строка {number}, столбец {error.column}: {error.what}")
    if wrong:
        raise HistoryRefused(file, wrong)
    if not rows:
        raise HistoryUnreadable(file, "в файле нет ни одной строки со значением.")
    return rows


def _places(file: str, header: list[str]) -> dict[str, int]:
    """Which column stands where, by its English or Russian header."""
    names = {word: name for name, words in HEADERS.items() for word in (name, *words)}
    places: dict[str, int] = {}
    wrong = []
    for place, cell in enumerate(header):
        word = cell.strip().lower()
        if word and (word not in names or names[word] in places):
            wrong.append(f"строка 1, столбец {place + 1}: заголовок неизвестен или повторён: {shown(cell)}")
        elif word:
            places[names[word]] = place
    missing = [name for name in ("indicator", "period") if name not in places]
    if not {"numerator", "value"} & places.keys():
        missing.append("numerator и denominator или value")
    wrong += [f"строка 1: нет столбца {name}; есть: {', '.join(HEADERS)}" for name in missing]
    if wrong:
        raise HistoryRefused(file, wrong, "ошибок в заголовке")
    return places
