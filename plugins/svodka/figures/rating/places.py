"""Places by the composite index: executor organisations of one town, or towns; each place explained by its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from svodka.figures.document import six_places
from svodka.figures.facts import fact_source, grouping_sets
from svodka.figures.indicators import Indicator
from svodka.figures.rating.composite import Component, Index, Weight, index_of
from svodka.figures.rating.words import explanation

SIZE = "S-01"  # the records of an organisation or a town: by them it is large enough to be ranked
Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Contestant:
    """Who is ranked: a department's name or a town's ОКТМО, and its values by indicator."""

    name: str
    values: Values

    @property
    def n(self) -> int:
        return int(self.values[SIZE]["numerator"]) if SIZE in self.values else 0


def executors_of(document: Mapping[str, Any]) -> list[Contestant]:
    """The executor organisations of a figures document: those that any value has as its slice."""
    by_name: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in document["values"]:
        name = row["slice"]["executor"]
        if name is not None:
            by_name.setdefault(name, {})[row["indicator"]] = row
    return [Contestant(name, values) for name, values in by_name.items()]


def weights_by_executor(weights: Iterable[Weight], definitions: Iterable[Indicator]) -> tuple[Weight, ...]:
    """The weights of indicators that are computed by executor at all: pages have none, so none lacks them."""
    sliced = {one.code for one in definitions if "executor" in grouping_sets(fact_source(one.fact, one.file))[0]}
    return tuple(weight for weight in weights if weight.indicator in sliced)


def rank(
    contestants: Iterable[Contestant], weights: Sequence[Weight], titles: Mapping[str, str], min_n: int
) -> list[dict[str, Any]]:
    """One entry a contestant, the best first, then those without a place by name.

    Equal indices (as shown, with six places) share a place and the next one skips. Below `min_n` records, or without
    an index, there is no place but the reason.
    """
    entries = [_entry(one, index_of(one.values, weights), titles, min_n) for one in contestants]
    ranked = sorted((one for one in entries if one["reason"] is None), key=lambda one: (-_shown(one), one["name"]))
    for position, entry in enumerate(ranked, start=1):
        tied = position > 1 and _shown(ranked[position - 2]) == _shown(entry)
        entry["place"] = ranked[position - 2]["place"] if tied else position
    rest = sorted((one for one in entries if one["reason"] is not None), key=lambda one: str(one["name"]))
    return ranked + rest


def _shown(entry: Mapping[str, Any]) -> int:
    """The index in millionths: what is published as equal is equal."""
    return int(entry["index"].replace(".", ""))


def _entry(one: Contestant, index: Index, titles: Mapping[str, str], min_n: int) -> dict[str, Any]:
    reason = f"вне рейтинга: n = {one.n}" if one.n < min_n else None
    if reason is None and index.value is None:
        reason = f"вне рейтинга: {index.reason}"
    return {
        "place": None,
        "name": one.name,
        "n": one.n,
        "index": None if index.value is None else six_places(index.value),
        "present_weight": six_places(index.present),
        "reason": reason,
        "explained": explanation(index, titles),
        "components": [_component(index, component, titles) for component in index.components],
    }


def _component(index: Index, one: Component, titles: Mapping[str, str]) -> dict[str, Any]:
    points = index.points(one)
    weight = one.weight
    return {
        "indicator": weight.indicator,
        "title": titles.get(weight.indicator, weight.indicator),
        "value": None if one.value is None else six_places(one.value),
        "unit": one.unit,
        "relation": weight.relation,
        "target": six_places(weight.target),
        "worst": six_places(weight.worst),
        "weight": six_places(weight.weight),
        "score": None if one.score is None else six_places(one.score),
        "brought": None if points is None else six_places(points[0]),
        "lost": None if points is None else six_places(points[1]),
        "left_out": one.left_out,
        "flags": list(one.flags),
    }
