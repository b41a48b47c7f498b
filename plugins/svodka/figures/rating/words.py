"""Why an index is as it is, in one Russian sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from svodka.figures.rating.composite import Index

BOUND = {"<=": "не более", ">=": "не менее"}


def explanation(index: Index, titles: Mapping[str, str]) -> str:
    """What costs most of the hundred points; where there is no index, why."""
    if index.value is None:
        return f"Индекса нет: {index.reason}."
    points = {one: found for one in index.components if (found := index.points(one)) is not None}
    worst = max(points, key=lambda one: points[one][1])
    lost = points[worst][1]
    missing = [one.weight.indicator for one in index.components if one.score is None]
    aside = f" Без данных и потому не в счёт: {', '.join(missing)}." if missing else ""
    if not lost:
        return f"Все показатели индекса на цели или лучше.{aside}"
    assert worst.value is not None
    weight = worst.weight
    name = f"{weight.indicator} «{titles[weight.indicator]}»" if weight.indicator in titles else weight.indicator
    return (
        f"Больше всего стоит {name}: {one_place(worst.value)} {worst.unit} при цели {BOUND[weight.relation]} "
        f"{one_place(weight.target)}, потеряно {one_place(lost)} из {one_place(100 - index.value)} недостающих "
        f"баллов.{aside}"
    )


def one_place(number: Fraction) -> str:
    """«12,5», «8»: rounded once, half up, to one place; a whole number without it."""
    tenths = int(abs(number) * 10 + Fraction(1, 2))
    sign = "−" if number < 0 and tenths else ""
    return f"{sign}{tenths // 10}" + (f",{tenths % 10}" if tenths % 10 else "")
