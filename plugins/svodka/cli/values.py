"""The totals of a figures document as a table for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from svodka.cli.shown import show
from svodka.report.shown_value import DASH, ONE_PLACE, is_total, shown_text
from svodka.report.wording import flag_words

HEADS = {
    "code": "код", "title": "показатель", "numerator": "числитель", "denominator": "знаменатель",
    "value": "значение", "flags": "пометки",
}  # fmt: skip


def show_totals(values: Sequence[Mapping[str, Any]], title: str) -> None:
    """values: entries of a figures document; slices are left out."""
    from svodka.figures.indicators import catalogue

    titles = {(one.code, one.version): one.title for one in catalogue()}
    show([_row(value, titles) for value in values if is_total(value)], False, HEADS, title)


def _row(value: Mapping[str, Any], titles: Mapping[tuple[str, int], str]) -> dict[str, str]:
    return {
        "code": value["indicator"],
        "title": titles.get((value["indicator"], value["version"]), ""),
        "numerator": number_text(value["numerator"]),
        "denominator": number_text(value["denominator"]),
        "value": shown_text(value),
        "flags": flag_words(value),
    }


def number_text(number: str | None) -> str:
    """«268», «1 234,5»: a fraction (a sum of hours or days) with one place."""
    if number is None:
        return DASH
    exact = Decimal(number)
    if exact != exact.to_integral_value():
        exact = exact.quantize(ONE_PLACE, rounding=ROUND_HALF_UP)
    return f"{exact.normalize():,f}".replace(",", " ").replace(".", ",")
