"""Which values of an edition its published forms must not show: small counts, and what would give them away.

A value is a function of counts: a share of its numerator and denominator, a mean of the number of its records. It is
hidden when one of them is. Counts that are equal in every slice are one and the same to whoever reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from svodka.report.forms.asks import BLOCK, CHANNEL, Figure, Place
from svodka.report.forms.count_family import TOTAL, Family, net_of
from svodka.report.forms.suppression import SMALL, Net, State
from svodka.report.forms.values import Values

PAGES = "pages"
NOW = "now"
# Outcomes of the same questions: together they are the denominator of each.
OUTCOMES = (("A-05", "A-05E", "A-05N"),)
COUNTS = {
    "count": ("value", "cautious", "numerator", "previous", "year_ago"),
    "share": ("numerator", "denominator"),
    "mean": ("denominator",),
}
HIDDEN_STATES = (State.FEW, State.HIDDEN)
Key = tuple[str, str, str]  # period, indicator, numerator | denominator | current


class Secrecy:
    """What is hidden in the published forms of one edition, all of them taken together."""

    def __init__(self, values: Values, figures: Iterable[Figure]) -> None:
        self.values = values
        self.families: dict[Key, Family] = {}
        asked = [one for one in figures if one.code is not None and self._is_personal(one.code)]
        for figure in asked:
            for key in self._keys(figure):
                self._family(key).shown.add(figure.place)
        self._merge()
        for part in ("numerator", "current", "denominator"):
            for key, family in list(self.families.items()):
                if key[2] == part and not family.states:
                    self._suppress(family)
        self._outcomes()

    def label(self, figure: Figure) -> str | None:
        """What stands in the figure's place; None where it may be shown."""
        if figure.code is None or not self._is_personal(figure.code):
            return None
        keys = self._keys(figure)
        found = [self.families[key].states.get(figure.place, State.SHOWN) for key in keys if key in self.families]
        hidden = [state for state in found if state in HIDDEN_STATES]
        if not hidden:
            return None
        return (State.FEW if hidden == [State.FEW] and self._is_count(figure) else State.HIDDEN).value

    def _is_count(self, figure: Figure) -> bool:
        """Whether it is a count itself, not something made of counts."""
        return figure.part in COUNTS.get(self._kind(figure.code), ())

    def _is_personal(self, code: str) -> bool:
        """Whether people or their messages are counted, not official pages."""
        definition = self.values.definitions.get(code)
        return definition is not None and not definition.needs(PAGES)

    def _kind(self, code: str | None) -> str:
        assert code is not None
        kind = self.values.definitions[code].kind
        is_count = self.values.row(code, TOTAL)
        return "count" if is_count is not None and is_count["denominator"] is None else kind

    def _keys(self, figure: Figure) -> list[Key]:
        """The counts of which the figure is made."""
        assert figure.code is not None
        periods = {"previous": ["previous"], "year_ago": ["year_ago"], "change": [NOW, "previous"]}
        periods["dynamics"] = periods["change"]
        if figure.part not in ("value", "cautious", "numerator", "denominator", "assessment", *periods):
            return []
        parts = {"count": ["numerator"], "mean": ["denominator"], "change": ["current", "denominator"]}.get(
            self._kind(figure.code), ["numerator", "denominator"]
        )
        if figure.part in parts and self._kind(figure.code) != "change":
            parts = [figure.part]
        return [(period, figure.code, part) for period in periods.get(figure.part, [NOW]) for part in parts]

    def _family(self, key: Key) -> Family:
        if key not in self.families:
            self.families[key] = Family(self._counts(key))
        return self.families[key]

    def _counts(self, key: Key) -> dict[Place, int]:
        period, code, part = key
        rows = self.values.rows_of(code) if period == NOW else self.values.points_of(code, period)
        found = {place: _count(row, part) for place, row in rows.items()}
        return {place: count for place, count in found.items() if count is not None}

    def _merge(self) -> None:
        """Families that are alike become one."""
        kept: dict[int, list[Family]] = defaultdict(list)
        for key, family in self.families.items():
            total = family.values.get(TOTAL, -1)
            like = next((one for one in kept[total] if one.is_like(family)), None)
            if like is None:
                kept[total].append(family)
                continue
            like.values |= family.values
            like.shown |= family.shown
            self.families[key] = like

    def _suppress(self, family: Family) -> None:
        total = family.values.get(TOTAL, 0)
        if 0 < total < SMALL:
            family.hide_all()
            family.states[TOTAL] = State.FEW
            return
        nets = [("grid", (CHANNEL, BLOCK)), ("legal_regime", ("legal_regime",)), ("executor", ("executor",))]
        seen = [net for net, dimensions in nets if any(set(dict(one)) & set(dimensions) for one in family.shown)]
        total_is_known = TOTAL in family.shown or len(seen) > 1
        low, high = self._bounds(family)
        for net, dimensions in nets:
            if net in seen:
                counts = net_of(family, dimensions, total, total_is_known)
                for count in counts:
                    count.at_least, count.at_most = low.get(count.name, 0), high.get(count.name)
                Net(counts).suppress()
                family.states |= {one.name: one.state for one in counts if isinstance(one.name, tuple)}

    def _bounds(self, family: Family) -> tuple[dict[Any, int], dict[Any, int]]:
        """What a shown numerator says of its denominator, and the reverse."""
        low: dict[Any, int] = {}
        high: dict[Any, int] = {}
        for (period, code, part), own in self.families.items():
            definition = self.values.definitions[code]
            if own is not family or definition.kind != "share" or getattr(definition, "may_exceed_100", False):
                continue
            other = self.families.get((period, code, "denominator" if part == "numerator" else "numerator"))
            for place in other.shown if other else ():
                value = other.values.get(place, 0) if other else 0
                if other and other.states.get(place, State.SHOWN) is State.SHOWN and not 0 < value < SMALL:
                    if part == "denominator":
                        low[place] = max(low.get(place, 0), value)
                    else:
                        high[place] = min(high.get(place, value), value)
        return low, high

    def _outcomes(self) -> None:
        """Where one outcome is hidden, the others and their sum would tell it."""
        for codes in OUTCOMES:
            for period in (NOW, "previous", "year_ago"):
                members = [self.families[key] for one in codes if (key := (period, one, "numerator")) in self.families]
                sums = [self.families[key] for one in codes if (key := (period, one, "denominator")) in self.families]
                if any(one.states.get(TOTAL, State.SHOWN) is not State.SHOWN for one in members):
                    for one in members:
                        one.hide_all()
                hidden = {place for one in members for place, state in one.states.items() if state in HIDDEN_STATES}
                for one in (*members, *sums):
                    one.states |= {
                        place: State.HIDDEN
                        for place in hidden - {TOTAL}
                        if one.states.get(place, State.SHOWN) is State.SHOWN
                    }


def _count(row: Mapping[str, Any], part: str) -> int | None:
    """The count of a row; for a change «current» is what came in now."""
    numerator, denominator = row["numerator"], row["denominator"]
    if part == "current":
        return None if numerator is None or denominator is None else int(Fraction(numerator) + Fraction(denominator))
    return None if row[part] is None else int(Fraction(row[part]))
