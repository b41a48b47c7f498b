"""The forecast in Russian: its value with the band, and one sentence that says where it comes from."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from svodka.figures.forecast.forecast import Forecast
from svodka.russian_plural import plural


def band(one: Forecast) -> str:
    """«от 2,1 до 5,0 %», of a count whole numbers; empty where the bounds are not known."""
    if one.low is None or one.high is None:
        return ""
    if one.row["denominator"] is None:
        return f"от {floor(one.low):,} до {ceil(one.high):,}".replace(",", "\u00a0").replace("-", "−")
    low, high = _tenth(one.low), _tenth(one.high)
    return f"{low} {one.row['unit']}" if low == high else f"от {low} до {high} {one.row['unit']}"


def sentence(one: Forecast) -> str:
    """Where it comes from, for somebody who is no statistician."""
    quarters, pace = len(one.learnt_from), one.pace
    return (
        f"Если всё пойдёт как в последние недели: до конца квартала {_days(ceil(pace.left.working))}, за рабочий день "
        f"приходит в среднем {_tenth(pace.a_working_day)}, за выходной {_tenth(pace.a_day_off)}, значит, придёт ещё "
        f"около {round(pace.expected)}; открыто сейчас {one.n_open}. "
        f"Чем кончаются такие сообщения, взято за {quarters} "
        f"{plural(quarters, 'прошлый квартал', 'прошлых квартала', 'прошлых кварталов')}."
    )


def _days(n: int) -> str:
    return (
        f"{plural(n, 'остался', 'осталось', 'осталось')} {n} {plural(n, 'рабочий день', 'рабочих дня', 'рабочих дней')}"
    )


def _tenth(number: Fraction) -> str:
    tenths = int((abs(number) * 20 + 1) // 2)
    return f"{'−' if number < 0 and tenths else ''}{tenths // 10},{tenths % 10}"
