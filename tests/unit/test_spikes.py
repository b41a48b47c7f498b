"""Spikes: seldom false in quiet years, surely found when planted, never on small numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svodka.control.spikes import FEWEST, HISTORY_DAYS, RUN_DAYS, find_spikes
from tests.quiet_years import TOWN, false_alarms, found_share

N_DAYS = HISTORY_DAYS + RUN_DAYS
ALIKE = np.zeros(N_DAYS, dtype=int)
YEARS = 5


def series(*last: int, usual: int = 1) -> np.ndarray:
    """One series: `usual` a day, then the last days as given."""
    return np.array([[usual] * (N_DAYS - len(last)) + list(last)])


def test_a_quiet_town_has_at_most_one_false_alarm_a_quarter() -> None:
    """Forty series with weeks, holidays, a season and more scatter than dice have."""
    alarms = sum(false_alarms(seed) for seed in range(YEARS))
    assert alarms / (4 * YEARS) <= 1


def test_a_town_of_small_numbers_is_quieter_still() -> None:
    alarms = sum(false_alarms(seed, np.full(len(TOWN), 0.5)) for seed in range(YEARS))
    assert alarms / (4 * YEARS) <= 0.5


@pytest.mark.parametrize(("times", "n_days"), [(3, 3), (5, 1)])
def test_a_planted_spike_is_found(times: int, n_days: int) -> None:
    """Of a series with six a day: three times as many for three days, or five times in one."""
    assert found_share(6, times, n_days, n_tries=400, seed=7) >= 0.9


def test_the_spike_says_how_many_came_and_how_many_are_usual() -> None:
    (found,) = find_spikes(series(20, usual=2), ALIKE, 1, 1)
    assert (found.series, found.day, found.n_days, found.count, found.usual) == (0, N_DAYS - 1, 1, 20, 2)


def test_three_days_none_of_which_stands_out_are_found_together() -> None:
    (found,) = find_spikes(series(12, 12, 12, usual=4), ALIKE, 1, 40)
    assert (found.n_days, found.count, found.usual) == (3, 36, 12)


def test_a_spike_of_one_day_is_not_told_again_as_one_of_three() -> None:
    counts = series(40, 4, 6, usual=4)
    assert [one.day for one in find_spikes(counts, ALIKE, 3, 1)] == [N_DAYS - 3]


def test_an_old_spike_does_not_hide_a_new_one() -> None:
    counts = series(20, usual=2)
    counts[0, 10:14] = 100
    assert [one.count for one in find_spikes(counts, ALIKE, 1, 1)] == [20]


def test_a_day_is_compared_with_days_of_its_kind() -> None:
    """Ten on a working day are usual; on a day off, when nobody writes, they are not."""
    kinds = np.array([0 if day % 7 in (5, 6) else 1 for day in range(N_DAYS)])
    counts = np.where(kinds == 1, 10, 0)[None, :].copy()
    last_off = int(np.flatnonzero(kinds == 0)[-1])
    counts[0, last_off] = 10
    found = find_spikes(counts, kinds, N_DAYS - last_off, 1)
    assert [one.day for one in found if one.n_days == 1] == [last_off]


def test_without_alike_days_before_it_nothing_is_a_spike() -> None:
    kinds = ALIKE.copy()
    kinds[-1] = 1
    assert find_spikes(series(100), kinds, 1, 1) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, FEWEST - 1), min_size=N_DAYS, max_size=N_DAYS), st.integers(1, 3))
def test_fewer_than_five_messages_a_day_are_never_a_spike_of_one_day(counts: list[int], n_tested: int) -> None:
    assert all(one.n_days == RUN_DAYS for one in find_spikes(np.array([counts]), ALIKE, n_tested, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=N_DAYS, max_size=N_DAYS), st.integers(1, 30))
def test_more_messages_never_unmake_a_spike(counts: list[int], more: int) -> None:
    table = np.array([counts])
    before = {one.n_days for one in find_spikes(table, ALIKE, 1, 40)}
    table[0, -1] += more
    assert not before or find_spikes(table, ALIKE, 1, 40)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_the_series_does_not_matter(seed: int) -> None:
    dice = np.random.default_rng(seed)
    table = dice.poisson(3, (4, N_DAYS))
    table[:, -1] += dice.integers(0, 20, 4)
    there = [(one.count, one.usual, one.strength) for one in find_spikes(table, ALIKE, 1, 4)]
    back = [(one.count, one.usual, one.strength) for one in find_spikes(table[::-1], ALIKE, 1, 4)]
    assert sorted(there) == sorted(back)
