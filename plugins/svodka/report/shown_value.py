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
        return numerator
    factor = 100 if row["unit"] == "%" else 1
    return (numerator * factor / Decimal(row["denominator"])).quantize(ONE_PLACE, rounding=ROUND_HALF_UP)


def shown_text(row: Mapping[str, Any]) -> str:
    """The same as Russian text: «1 234», «50,0 %», «22,7 дн.», «—»."""
    number = shown_number(row)
    if number is None:
        return DASH
    text = f"{number:,}".replace(",", " ").replace(".", ",")
    return text if row["denominator"] is None else f"{text} {row['unit']}"


def is_total(row: Mapping[str, Any]) -> bool:
    return not any(row["slice"].values())


def is_slice(row: Mapping[str, Any], *dimensions: str) -> bool:
    """Whether the value is of exactly these dimensions of its slice."""
    return {name for name, value in row["slice"].items() if value is not None} == set(dimensions)
