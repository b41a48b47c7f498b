"""Counts of a town's quiet year, in which nothing happens, and what may be planted in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from svodka.calendar import RUSSIA
from svodka.control.spike_series import DAY_OFF, FIRST_DAY, WORKING_DAY, kind_of_day
from svodka.control.spikes import HISTORY_DAYS, RUN_DAYS, find_spikes

FIRST = date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=offset) for offset in range(HISTORY_DAYS + RUN_DAYS + 364)]
KINDS = np.array([kind_of_day(day, RUSSIA) for day in DAYS])
# A town of some 40 series (channels, blocks, executors, cells): a few large ones and many small
TOWN = np.geomspace(0.05, 15, 40)
LEVEL = {DAY_OFF: 0.4, FIRST_DAY: 1.4, WORKING_DAY: 1.0}  # fewer on days off; what has piled up after them
SEASON = 0.25  # the year's wave
DISPERSION = 0.1  # the variance is m + 0.1 m², not m


@dataclass(frozen=True)
class Year:
    """Daily counts, a row a series; `means`: what each was drawn with."""

    counts: NDArray[np.int_]
    means: NDArray[np.float64]


def quiet_year(seed: int, means: NDArray[np.float64] = TOWN, dispersion: float = DISPERSION) -> Year:
    """Negative binomial counts with weeks, holidays and a season."""
    dice = np.random.default_rng(seed)
    wave = 1 + SEASON * np.sin(2 * np.pi * (np.arange(len(DAYS)) / 365 + dice.random()))
    mean = means[:, None] * np.array([LEVEL[int(kind)] for kind in KINDS]) * wave
    return Year(_drawn(dice, mean, dispersion), mean)


def _drawn(dice: np.random.Generator, mean: NDArray[np.float64], dispersion: float) -> NDArray[np.int_]:
    if dispersion:
        mean = dice.gamma(1 / dispersion, mean * dispersion)
    return dice.poisson(mean)


def false_alarms(seed: int, means: NDArray[np.float64] = TOWN, dispersion: float = DISPERSION) -> int:
    """Alarms of one quiet year, each day looked at on its own."""
    year = quiet_year(seed, means, dispersion)
    return len(find_spikes(year.counts, KINDS, len(DAYS) - HISTORY_DAYS - RUN_DAYS, len(means)))


def found_share(mean: float, times: float, n_days: int, n_tries: int, seed: int, dispersion: float = 0.0) -> float:
    """How often a planted spike is told by its last day, among the town's forty series.

    For n_days, working ones, a series of this mean comes `times` as often.
    """
    dice = np.random.default_rng(seed)
    last = int(np.flatnonzero([day == date(2025, 10, 16) for day in DAYS])[0])  # a Thursday; no holiday near
    levels = np.full((n_tries, last + 1), mean) * np.array([LEVEL[int(kind)] for kind in KINDS[: last + 1]])
    levels[:, last - n_days + 1 :] *= times
    counts = _drawn(dice, levels, dispersion)
    found = find_spikes(counts, KINDS[: last + 1], n_days, len(TOWN))
    return len({one.series for one in found}) / n_tries
