"""The composite index of domain §10.4: scores between «worst» and target, weighed; exact until it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from svodka.errors import SvodkaError
from svodka.figures.document import exact_value
from svodka.figures.indicators import targets
from svodka.warehouse.engine import run

FILE = "sql/seeds/index_weight.csv"
LEAST_PRESENT = Fraction(60, 100)  # of the weight; domain §10.4


@dataclass(frozen=True)
class Weight:
    """One indicator of the index: 100 points at `target`, none at `worst` or beyond it; both in its unit."""

    indicator: str
    weight: Fraction
    relation: str
    target: Fraction
    worst: Fraction
    source: str

    def score(self, value: Fraction) -> Fraction:
        """0 … 100; whether lower or higher is better follows from the two ends."""
        reached = (value - self.worst) / (self.target - self.worst)
        return 100 * min(max(reached, Fraction(0)), Fraction(1))


@dataclass(frozen=True)
class Component:
    """What one indicator gives: its exact value and score, or why it takes no part; unit and flags of its value."""

    weight: Weight
    value: Fraction | None
    score: Fraction | None
    left_out: str | None
    unit: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Index:
    """`value` 0 … 100, or None with the reason; `present`: which share of the whole weight could be judged."""

    value: Fraction | None
    present: Fraction
    reason: str | None
    components: tuple[Component, ...]

    def points(self, component: Component) -> tuple[Fraction, Fraction] | None:
        """Points brought and lost by a component; over all of them they are the index and what it lacks to 100."""
        if component.score is None:
            return None
        share = component.weight.weight / self._judged_weight
        return share * component.score, share * (100 - component.score)

    @property
    def _judged_weight(self) -> Fraction:
        return sum((one.weight.weight for one in self.components if one.score is not None), Fraction(0))


def weights_in_force(conn: Connection, first_day: date, known_on: date) -> tuple[Weight, ...]:
    """The weights that hold for a quarter beginning on `first_day`, as known on `known_on`.

    Raises SvodkaError for a weight without a target, or one whose worst value is no worse than its target.
    """
    aims = targets(conn, first_day, known_on)
    found = []
    for row in run(conn, "figures/index_weights.sql", first_day=first_day, known_on=known_on):
        if row.indicator not in aims:
            raise SvodkaError(
                f"{FILE}: у показателя {row.indicator} на {first_day:%d.%m.%Y} нет цели. Добавьте её в "
                "sql/seeds/target.csv или строку с весом 0."
            )
        relation, target, _ = aims[row.indicator]
        if not (row.worst > target if relation == "<=" else row.worst < target):
            expected = "больше" if relation == "<=" else "меньше"
            raise SvodkaError(
                f"{FILE}: показатель {row.indicator}: worst = {row.worst}, цель {relation} {target}. Худшее значение "
                f"должно быть {expected} цели."
            )
        ends = (Fraction(target), Fraction(row.worst))
        found.append(Weight(row.indicator, Fraction(row.weight), relation, *ends, row.source))
    return tuple(found)


def index_of(values: Mapping[str, Mapping[str, Any]], weights: Sequence[Weight]) -> Index:
    """The index of one organisation or town from its values by code, as the figures document has them."""
    components = tuple(_component(weight, values.get(weight.indicator)) for weight in weights)
    whole = _sum(weight.weight for weight in weights)
    if not whole:
        return Index(None, Fraction(0), f"на этот квартал в {FILE} нет весов", components)
    judged = [one for one in components if one.score is not None]
    weight = _sum(one.weight.weight for one in judged)
    present = weight / whole
    if present < LEAST_PRESENT:
        reason = f"есть показатели только на {_percent(present)} веса, нужно не менее {_percent(LEAST_PRESENT)}"
        return Index(None, present, reason, components)
    value = _sum(one.weight.weight * one.score for one in judged if one.score is not None) / weight
    return Index(value, present, None, components)


def _component(weight: Weight, row: Mapping[str, Any] | None) -> Component:
    value = None if row is None else exact_value(row)
    if row is None or value is None:
        return Component(weight, None, None, "нет данных")
    shown = row["unit"], tuple(row["flags"])
    if "SMALL_N" in row["flags"]:
        return Component(weight, value, None, f"мало записей: {row['denominator']}", *shown)
    return Component(weight, value, weight.score(value), None, *shown)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


def _percent(share: Fraction) -> str:
    """Whole per cent, rounded down: 59.9 % is not 60 %."""
    return f"{int(share * 100)} %"
