"""Values as people see them, however the document has written down their parts: «2», «2.000000»."""

from dataclasses import replace
from decimal import Decimal

import pytest

from svodka.report.key_figures import KeyFigure
from svodka.report.shown_value import counts_text, shown_cell, shown_text, trimmed
from svodka.report.summary.compose import bars
from tests import letter_sample
from tests import report_sample as sample


@pytest.mark.parametrize(("numerator", "denominator"), [("2", "40"), ("2.000000", "40.000000")])
def test_the_parts_of_a_key_figure_are_whole_numbers(numerator, denominator):
    row = sample.value("P-02", numerator, denominator, "%")
    assert KeyFigure("P-02", "Доля", row, None).parts == "2 из 40"


def test_few_records_stand_as_their_whole_counts():
    assert counts_text(sample.value("P-02", "5.000000", "3.000000", "%", ("SMALL_N",))) == "5 к 3"
    assert counts_text(sample.value("V-01", "68.0", "3.000000", "дн.", ("SMALL_N",))) == "22,7 по 3 зап."


def test_a_count_is_whole_and_a_sum_keeps_its_fraction():
    count = sample.value("S-01", "1200.000000", None, "ед.")
    assert (shown_text(count), str(shown_cell(count))) == ("1 200", "1200")
    assert shown_text(sample.value("S-01", "12.500000", None, "ч")) == "12,5"
    assert str(trimmed(Decimal("0.000000"))) == "0"


def test_the_bars_of_the_summary_take_counts_with_places():
    document = sample.document(values=[sample.value("S-01", "7.000000", None, "ед.", channel="sed")])
    (bar,) = bars(replace(letter_sample.content(), document=document), "channel", {})["rows"]
    assert bar["number"] == "7"
