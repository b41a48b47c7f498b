"""How a frozen value is shown: rounded once, from numerator and denominator (domain §10.1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

DASH = "—"
ONE_PLACE = Decimal("0.1")


def shown_number(row: Mapping[str, Any]) -> Decimal | None:
    """The number that people see: a count whole, anything divided with one place, half up; none for «no data»."""
    if row["value"] is None:
        return None
    numerator = Decimal(row["numerator"])
    if row["denominator"] is None:
        return trimmed(numerator)
    factor = 100 if row["unit"] == "%" else 1
    return (numerator * factor / Decimal(row["denominator"])).quantize(ONE_PLACE, rounding=ROUND_HALF_UP)


def shown_text(row: Mapping[str, Any]) -> str:
    """The same as Russian text: «1 234», «50,0 %», «22,7 дн.», «—»."""
    number = shown_number(row)
    if number is None:
        return DASH
    text = russian(number)
    return text if row["denominator"] is None else f"{text} {row['unit']}"


def shown_cell(row: Mapping[str, Any]) -> Decimal | str:
    """What stands in a cell of a table: the number; the counts where few records stand behind it; «—» for no data."""
    number = shown_number(row)
    if number is None:
        return DASH
    return counts_text(row) if is_few(row) else number


def counts_text(row: Mapping[str, Any]) -> str:
    """A value of few records as its counts: «2 из 4», «5 к 3» where they are no part of them, «22,7 по 3 зап.»."""
    numerator, denominator = trimmed(Decimal(row["numerator"])), trimmed(Decimal(row["denominator"]))
    if row["unit"] != "%":
        return f"{shown_text(row).removesuffix(' ' + row['unit'])} по {russian(denominator)} зап."
    between = "из" if 0 <= numerator <= denominator else "к"
    return f"{russian(numerator)} {between} {russian(denominator)}"


def is_few(row: Mapping[str, Any]) -> bool:
    """Whether too few records stand behind a value for a share, a mean or a verdict."""
    return "SMALL_N" in row["flags"]


def parts_text(row: Mapping[str, Any]) -> str:
    """«55 из 976» of a share that is a part of a whole; empty for anything else and for no data."""
    if row["unit"] != "%" or row["value"] is None or row["denominator"] is None:
        return ""
    is_part = 0 <= Decimal(row["numerator"]) <= Decimal(row["denominator"])
    return counts_text(row) if is_part else ""


def trimmed(number: Decimal) -> Decimal:
    """Without noughts at its end: «2.000000» is kept of a count entered by hand, sums of hours are seldom whole."""
    plain = number.normalize()
    return plain if plain.as_tuple().exponent <= 0 else plain.quantize(Decimal(1))  # type: ignore[operator]


def russian(number: Decimal) -> str:
    """«1 234,5»."""
    return f"{number:,}".replace(",", " ").replace(".", ",")


def is_total(row: Mapping[str, Any]) -> bool:
    return not any(row["slice"].values())


def is_slice(row: Mapping[str, Any], *dimensions: str) -> bool:
    """Whether the value is of exactly these dimensions of its slice."""
    return {name for name, value in row["slice"].items() if value is not None} == set(dimensions)
