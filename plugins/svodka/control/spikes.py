"""Unusually many messages in a day, or in three days running: a robust test on counts, pure (docs/decisions/0024)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

HISTORY_DAYS = 56  # before a tested day: eight of each weekday
RUN_DAYS = 3  # a burst that no single day gives away
FEWEST_ALIKE = 4  # days of the same kind, without which nothing is usual
FEWEST = 5  # messages: less is never a spike
TIMES = 2  # and never less than twice the usual
DAYS_OF_A_QUARTER = 91
LONG_TAIL = 1.08  # counts go further up than the bell; found by simulation (bench/spikes.py)
NEWEST_ALONE = 1.0  # a burst goes on as long as its newest day is above the usual by itself
_NOTHING = np.zeros(1)


@dataclass(frozen=True)
class Found:
    """One spike: which series and day (by their places), of how many days, how many messages, how many are usual."""

    series: int
    day: int
    n_days: int
    count: int
    usual: float
    strength: float


def find_spikes(counts: NDArray[np.int_], kinds: NDArray[np.int_], n_tested: int, n_series: int) -> list[Found]:
    """Spikes of the last `n_tested` days, the strongest first.

    counts: one row a series, one column a day without gaps; kinds: which days are alike; n_series: how many series are
    looked at in all, also those that are not here because too few messages came. A run of days is told where none of
    them is a spike by itself.
    """
    threshold, n_days = _threshold(n_series), counts.shape[1]
    days = range(max(0, n_days - n_tested - RUN_DAYS + 1), n_days)
    strengths = {day: _strength(counts, kinds, day) for day in days}
    alone = {day: _is_spike(counts[:, day], strengths[day], threshold) for day in days}
    found: list[Found] = []
    for day in range(max(RUN_DAYS - 1, n_days - n_tested), n_days):
        run = range(day - RUN_DAYS + 1, day + 1)
        whole = _Strength(
            sum((strengths[one].z for one in run), _NOTHING) / np.sqrt(RUN_DAYS),
            sum((strengths[one].usual for one in run), _NOTHING),
        )
        count = counts[:, run].sum(axis=1)
        lasts = _is_spike(count, whole, threshold) & (strengths[day].z >= NEWEST_ALONE)
        lasts &= ~np.any([alone[one] for one in run], axis=0)
        found += _found(alone[day], day, 1, counts[:, day], strengths[day])
        found += _found(lasts, day, RUN_DAYS, count, whole)
    return sorted(found, key=lambda one: -one.strength)


def _found(
    is_spike: NDArray[np.bool_], day: int, n_days: int, count: NDArray[np.int_], strength: _Strength
) -> list[Found]:
    return [
        Found(int(one), day, n_days, int(count[one]), float(strength.usual[one]), float(strength.z[one]))
        for one in np.flatnonzero(is_spike)
    ]


@dataclass(frozen=True)
class _Strength:
    """Of each series: how far the day is from the usual, in its own scale; what is usual."""

    z: NDArray[np.float64]
    usual: NDArray[np.float64]


def _strength(counts: NDArray[np.int_], kinds: NDArray[np.int_], day: int) -> _Strength:
    """Anscombe's root makes the scatter of small counts about 1 whatever their mean; medians do not hear old spikes."""
    past = slice(max(0, day - HISTORY_DAYS), day)
    before, kinds_before = counts[:, past], kinds[past]
    alike = before[:, kinds_before == kinds[day]]
    n_series, n_alike = alike.shape
    if n_alike < FEWEST_ALIKE:
        return _Strength(np.zeros(n_series), np.zeros(n_series))
    residuals = np.empty(before.shape)
    for kind in np.unique(kinds_before):
        of_kind = kinds_before == kind
        rooted = _root(before[:, of_kind])
        residuals[:, of_kind] = rooted - np.median(rooted, axis=1, keepdims=True)
    # Nine days of ten stay within it: an old spike moves it little, real counts scatter more than a dice's 1
    scatter = np.maximum(1.0, np.quantile(np.abs(residuals), 0.9, axis=1) / NormalDist().inv_cdf(0.95))
    usual = np.median(alike, axis=1)
    doubt = np.sqrt(1 + np.pi / 2 / n_alike)  # of the median itself
    return _Strength((_root(counts[:, day]) - _root(usual)) / (scatter * doubt), usual)


def _root(counts: NDArray[np.int_] | NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(2 * np.sqrt(counts + 0.375))


def _is_spike(count: NDArray[np.int_], strength: _Strength, threshold: float) -> NDArray[np.bool_]:
    return np.asarray((strength.z >= threshold) & (count >= FEWEST) & (count >= TIMES * strength.usual))


def _threshold(n_series: int) -> float:
    """Two tests a series and day share one false alarm a quarter (Bonferroni)."""
    return LONG_TAIL * NormalDist().inv_cdf(1 - 1 / (2 * DAYS_OF_A_QUARTER * max(1, n_series)))
