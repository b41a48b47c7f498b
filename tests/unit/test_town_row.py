"""Whether a value in somebody else's document is that of its numerator and denominator."""

from __future__ import annotations

from typing import Any

import pytest

from svodka.figures.rating.town_row import wrong_value
from tests.report_sample import document, value


def test_values_that_follow_from_their_sums_are_nobodys_fault() -> None:
    counts = [row | {"value": f"{row['value']}.000000"} for row in document()["values"] if row["denominator"] is None]
    others = [row for row in document()["values"] if row["denominator"] is not None]
    assert [wrong_value(row) for row in [*counts, *others]] == [None] * len(document()["values"])
    assert wrong_value(value("S-02", "-1", "3", "%", ("SMALL_N",)) | {"value": None}) is None
    assert wrong_value(value("S-02", "-2", "3", "%")) is None


def test_the_sum_of_a_mean_was_rounded_before_it_was_divided() -> None:
    """A sum between 0.5 and 1.5 millionths stands as one; the mean of two lay between a quarter and three quarters."""
    mean = value("I-01", "0.000001", "2", "ч")
    assert wrong_value(mean | {"value": "0.000000"}) is None
    assert wrong_value(mean | {"value": "0.000001"}) is None
    assert wrong_value(mean | {"value": "0.000002"}) is not None
    assert wrong_value(value("S-03", "1", "3", "%") | {"value": "33.333334"}) is not None, "a share has whole sums"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (value("S-01", "5", None, "ед.") | {"value": None}, "значения нет, хотя"),
        (value("S-03", "1", "40", "%") | {"value": None}, "значения нет, хотя"),
        (value("S-03", "0", "0", "%") | {"value": "0.000000"}, "значение 0.000000 при знаменателе 0"),
        (value("S-03", "1", "8", "%") | {"value": "12.400000"}, "(1 / 8 даёт 12.500000)"),
        (value("P-01", "68.000000", "3", "дн.") | {"value": "22.700000"}, "даёт 22.666667"),
    ],
)
def test_an_edited_value_is_told(row: dict[str, Any], reason: str) -> None:
    assert reason in str(wrong_value(row))
