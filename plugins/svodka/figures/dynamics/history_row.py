"""One row of the file of earlier values: its texts → a checked value, or the column that is wrong and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from svodka.errors import UsageError
from svodka.figures.facts import DIMENSIONS
from svodka.figures.indicators import Indicator
from svodka.figures.scan import Slice
from svodka.period import Quarter

REGIMES = ("FZ59", "POS_MESSAGE", "OPEN_SOURCE")
LONGEST_WORD = 200
NUMBER = re.compile(r"[-−]?\d{1,15}([.,]\d{1,6})?")


class WrongCell(Exception):
    """`what` is wrong in `column`; the row is told by whoever reads the file."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column, self.what = column, what


@dataclass(frozen=True)
class HistoryRow:
    """One value; the sums may be missing together, then only `value` is known."""

    row_no: int
    indicator: Indicator
    quarter: Quarter
    slice: Slice
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


@dataclass(frozen=True)
class RowTexts:
    """One row as it stands in the file, by the name of its column."""

    number: int
    texts: Mapping[str, str]
    definitions: Mapping[str, Indicator]
    channels: Collection[str]
    today: date

    def read(self) -> HistoryRow:
        """Raises WrongCell at the first thing that cannot be."""
        indicator = self.definitions.get(self.texts["indicator"].upper())
        if indicator is None:
            raise WrongCell(
                "indicator", f"нет показателя {shown(self.texts['indicator'])}; список: docs/indicators.ru.md"
            )
        quarter = self._quarter()
        numerator, denominator, value = (self._number(name) for name in ("numerator", "denominator", "value"))
        numerator = _checked(indicator, numerator, denominator, value)
        return HistoryRow(self.number, indicator, quarter, self._slice(), numerator, denominator, value)

    def _quarter(self) -> Quarter:
        try:
            quarter = Quarter.parse(self.texts["period"])
        except UsageError as error:
            raise WrongCell("period", "ожидается квартал вида 2025Q3") from error
        if quarter.last_day >= self.today:
            raise WrongCell("period", f"квартал {quarter} ещё не окончен, значения вносят за прошедшие кварталы")
        return quarter

    def _slice(self) -> Slice:
        channel, regime, block, executor = (self.texts.get(name) or None for name in DIMENSIONS)
        if channel is not None and channel not in self.channels:
            raise WrongCell("channel", f"нет канала {shown(channel)}; есть: {', '.join(self.channels)}")
        if regime is not None and regime not in REGIMES:
            raise WrongCell("legal_regime", f"ожидается одно из {', '.join(REGIMES)}")
        given = [name for name, part in zip(DIMENSIONS, (channel, regime, block, executor), strict=True) if part]
        if len(given) > 1 and given != ["channel", "block"]:
            raise WrongCell(given[-1], "разрез один: канал, режим, направление, исполнитель или канал × направление")
        for name, part in (("block", block), ("executor", executor)):
            if part is not None and len(part) > LONGEST_WORD:
                raise WrongCell(name, f"длиннее {LONGEST_WORD} знаков")
        return channel, regime, block, executor

    def _number(self, name: str) -> Decimal | None:
        cell = re.sub(r"[\s\u00a0\u202f]", "", self.texts.get(name, ""))
        if not cell:
            return None
        if not NUMBER.fullmatch(cell):
            raise WrongCell(name, f"не число, ожидается, например, 12,5: {shown(cell)}")
        return Decimal(cell.replace("−", "-").replace(",", "."))


def _checked(
    one: Indicator, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
) -> Decimal | None:
    """The numerator (a count's is its value). Raises WrongCell where the numbers cannot be of this indicator."""
    if one.kind == "count":
        return _checked_count(numerator, denominator, value)
    if (numerator is None) != (denominator is None):
        raise WrongCell("denominator", "числитель и знаменатель нужны оба или ни одного")
    if numerator is None and value is None:
        raise WrongCell("value", "нет ни значения, ни числителя со знаменателем")
    if one.kind != "change" and any(number is not None and number < 0 for number in (numerator, value)):
        raise WrongCell("value", "меньше нуля")
    if one.kind == "share" and not one.may_exceed_100:
        _check_part_of_whole(numerator, denominator, value)
    if numerator is None or denominator is None:
        return None
    if denominator < 0 or denominator % 1 or (one.kind != "mean" and numerator % 1):
        raise WrongCell("denominator", "числитель и знаменатель — целые числа записей")
    if value is not None and not _agrees(one, numerator, denominator, value):
        raise WrongCell("value", "не равно числителю, делённому на знаменатель")
    return numerator


def _check_part_of_whole(numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None) -> None:
    """A part is not more than its whole. Shares whose numerator is no part of the denominator are not asked."""
    if numerator is not None and denominator is not None and numerator > denominator:
        raise WrongCell("numerator", f"больше знаменателя ({numerator} из {denominator}): доля не бывает больше 100 %")
    if value is not None and value > 100:
        raise WrongCell("value", f"доля не бывает больше 100 %: {value}")


def _checked_count(numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None) -> Decimal:
    if denominator is not None:
        raise WrongCell("denominator", "у количества знаменателя нет: оставьте пустым")
    found = value if numerator is None else numerator
    if found is None or found < 0 or found % 1:
        raise WrongCell("value", "ожидается целое число записей")
    if value is not None and value != found:
        raise WrongCell("value", "не равно числителю")
    return found


def _agrees(one: Indicator, numerator: Decimal, denominator: Decimal, value: Decimal) -> bool:
    if not denominator:
        return False
    return is_as_written(Fraction(numerator) / Fraction(denominator) * (1 if one.kind == "mean" else 100), value)


def is_as_written(exact: Fraction, written: Decimal) -> bool:
    """Equal to as many places as were written: 22,7 is what somebody wrote of 22,666667."""
    exponent = written.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(exact - Fraction(written)) <= Fraction(1, 2) * Fraction(10) ** min(exponent, 0)


def shown(cell: str) -> str:
    """A cell that could be a person's text stays in the file, which the message names by row."""
    return f"«{cell}»" if re.fullmatch(r"[-0-9A-Za-z_.,:/ ]{1,30}", cell) else "«…»"
