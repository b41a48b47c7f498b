"""When messages come: lull in January, roads in spring, cold in winter, evenings and weekends."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from samples.life import DAY, FIRST_DAY, LAST_DAY, is_working

_MONTH = {1: 0.75, 2: 0.95, 3: 1.2, 4: 1.3, 5: 1.0, 6: 0.9, 7: 0.85, 8: 0.9, 9: 1.1, 10: 1.15, 11: 1.05, 12: 0.95}
_HOURS = tuple(range(24))
_PEOPLE = (1, 0.5, 0.2, 0.1, 0.1, 0.3, 1, 3, 5, 6, 6, 6, 6, 5, 5, 5, 6, 7, 8, 9, 9, 8, 5, 2)
_GROWTH = {2025: 1.0, 2026: 1.08}


def people_write(rng: random.Random, per_year: float) -> Iterator[datetime]:
    """Moments at which people write from home: any day, mostly evenings, fewer at weekends."""
    for day in _days():
        rate = per_year / 365 * _factor(day) * (1.06 if is_working(day) else 0.88)
        moments = []
        for _ in range(_poisson(rng, rate)):
            hour = rng.choices(_HOURS, _PEOPLE)[0]
            moments.append(datetime.combine(day, time(hour, rng.randrange(60))))
        yield from sorted(moments)


def office_registers(rng: random.Random, per_year: float) -> Iterator[datetime]:
    """Moments at which an office registers: working hours of working days only; many on the first day after a rest."""
    for day in _days():
        if not is_working(day):
            continue
        rate = per_year / 247 * _factor(day) * (1.4 if not is_working(day - DAY) else 0.9)
        starts = [
            datetime.combine(day, time(8)) + timedelta(minutes=rng.randrange(540)) for _ in range(_poisson(rng, rate))
        ]
        yield from sorted(starts)


def _days() -> Iterator[date]:
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield day
        day += DAY


def _factor(day: date) -> float:
    lull = 0.4 if day.month == 1 and day.day <= 8 else 1.0
    return _MONTH[day.month] * lull * _GROWTH[day.year]


def _poisson(rng: random.Random, rate: float) -> int:
    limit, product, count = math.exp(-rate), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
