"""One count in all its slices, and the net in which these add up: a list to its total, a cross table to its margins."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from svodka.report.forms.asks import BLOCK, CHANNEL, Place
from svodka.report.forms.suppression import Count, State

TOTAL: Place = ()
REST = "rest"


@dataclass
class Family:
    """One count in all its slices; `shown`: those that some form shows."""

    values: dict[Place, int]
    shown: set[Place] = field(default_factory=set)
    states: dict[Place, State] = field(default_factory=dict)

    def is_like(self, other: Family) -> bool:
        """Whether the two are equal in all the slices that both have, the total and more."""
        common = self.values.keys() & other.values.keys()
        return len(common) > 1 and TOTAL in common and all(self.values[one] == other.values[one] for one in common)

    def hide_all(self) -> None:
        for place in sorted({*self.values, *self.shown}):
            self.states[place] = State.HIDDEN


def net_of(family: Family, dimensions: tuple[str, ...], total: int, total_is_known: bool) -> list[Count]:
    """The counts of a list, or of channels, directions and their crossing; what is left over is nobody's."""
    by_place = {place: family.values.get(place, 0) for place in sorted({*family.values, *family.shown})}
    counts = [
        Count(place, value, *_ends(place, dimensions))
        for place, value in by_place.items()
        if place and set(dict(place)) <= set(dimensions)
    ]
    for count in counts:
        count.state = State.SHOWN if count.name in family.shown else State.UNSEEN
    balance: dict[Any, int] = defaultdict(int)
    for count in counts:
        balance[count.begin] -= count.value
        balance[count.end] += count.value
    begin, end = ("begin", dimensions), ("end", dimensions)
    if not total_is_known:
        counts.append(Count("total", total, end, begin, State.UNSEEN))
    balance[begin] += total
    balance[end] -= total
    for node, left in list(balance.items()):
        if left > 0:
            counts.append(Count(f"left of {node}", left, node, REST, State.UNSEEN))
        elif left < 0:
            counts.append(Count(f"left to {node}", -left, REST, node, State.UNSEEN))
    return counts


def _ends(place: Place, dimensions: tuple[str, ...]) -> tuple[Any, Any]:
    """Between which two sums a slice stands."""
    begin, end = ("begin", dimensions), ("end", dimensions)
    if len(place) > 1:
        named = dict(place)
        return (CHANNEL, named[CHANNEL]), (BLOCK, named[BLOCK])
    ((dimension, _),) = place
    if len(dimensions) == 1:
        return begin, end
    return (begin, place[0]) if dimension == CHANNEL else (place[0], end)
