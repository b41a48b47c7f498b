"""A gap let pass by name: how it is told, and which gaps are still open."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from svodka.delivery.waiver import Waiver, checked_reason, open_gaps, told
from svodka.errors import UsageError
from svodka.report.data_state import data_states
from tests import report_sample as sample

ZONE = ZoneInfo("Asia/Yekaterinburg")
WAIVER = Waiver("sed", "СЭД не работает с 29 сентября.", "Петров П. П.", datetime(2026, 10, 1, 20, 0, tzinfo=UTC))


def test_the_note_of_the_channel_names_who_let_it_pass_when_and_why():
    *_, sed = data_states(told(sample.coverage(), {"sed": WAIVER}, ZONE))
    assert sed.note == (
        "СЭД: данные по состоянию на 28.09.2026, нет выгрузок за 29.09.2026–30.09.2026; пробел отпущен: Петров П. П., "
        "02.10.2026, причина: СЭД не работает с 29 сентября."
    )
    assert data_states([sed.as_json()]) == [sed], "as it is kept beside the edition"


def test_a_channel_without_a_gap_says_nothing_of_it():
    assert all(state.note is None for state in data_states(told(sample.coverage(gap=False), {"sed": WAIVER}, ZONE)))


def test_a_word_that_was_taken_back_is_told_no_more():
    once = told(sample.coverage(), {"sed": WAIVER}, ZONE)
    assert "waived" not in told(once, {}, ZONE)[-1]


def test_an_open_gap_is_one_that_nobody_let_pass():
    assert [gap["channel"] for gap in open_gaps(sample.coverage(), {})] == ["sed"]
    assert open_gaps(sample.coverage(), {"sed": WAIVER}) == []
    assert [gap["channel"] for gap in open_gaps(sample.coverage(), {"pos": WAIVER})] == ["sed"]


@pytest.mark.parametrize("reason", ["", "  нет \n СЭД "])
def test_a_reason_that_says_nothing_is_refused(reason):
    with pytest.raises(UsageError, match="от 10 знаков"):
        checked_reason(reason)


def test_a_reason_is_kept_on_one_line():
    assert checked_reason("  СЭД   не\nработает ") == "СЭД не работает"
