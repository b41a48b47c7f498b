"""What differs between two frozen figures documents of one quarter, value by value, and why as far as they tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from svodka.figures.document import exact_value
from svodka.report.shown_value import russian
from svodka.report.slice_words import DIMENSIONS
from svodka.report.wording import flag_words

Row = Mapping[str, Any]
SAID = ("version", "numerator", "denominator", "value", "unit", "n_unknown", "coverage", "flags")


@dataclass(frozen=True)
class Change:
    """One value that the two documents do not both hold alike; one of the sides may be None."""

    was: Row | None
    now: Row | None

    @property
    def row(self) -> Row:
        """Of the newer document where it is there: it names indicator, slice and unit."""
        row = self.now or self.was
        assert row is not None
        return row

    @property
    def difference(self) -> Fraction | None:
        """Of the exact values; None where one of them is not there."""
        was, now = (None if one is None else exact_value(one) for one in (self.was, self.now))
        return None if was is None or now is None else now - was

    @property
    def why(self) -> str:
        """In words, as far as the documents themselves tell."""
        if self.was is None:
            return "появилось: в прежней редакции такого значения не было"
        if self.now is None:
            return "исчезло: в новой редакции такого значения нет"
        said = []
        if self.was["version"] != self.now["version"]:
            said.append(f"формула: версия {self.was['version']} → {self.now['version']}")
        said += [records(self.was, self.now), unknown(self.was, self.now), flags(self.was, self.now)]
        return "; ".join(part for part in said if part)


def changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """The differences by weight: totals in the order of the report, then single slices, then pairs; in each kind of
    slice those that concern most records first."""
    before, after = by_place(was["values"]), by_place(now["values"])
    order = {code: number for number, code in enumerate(codes_of([*now["values"], *was["values"]]))}
    found = [
        Change(before.get(place), after.get(place))
        for place in [*after, *(place for place in before if place not in after)]
        if not is_same(before.get(place), after.get(place))
    ]
    return sorted(found, key=lambda one: weight(one, order))


def by_place(rows: Iterable[Row]) -> dict[tuple[Any, ...], Row]:
    """The rows by indicator and slice: another version of a formula is a change of the same value."""
    return {(row["indicator"], *(row["slice"].get(name) for name in DIMENSIONS)): row for row in rows}


def codes_of(rows: Iterable[Row]) -> Sequence[str]:
    """Each indicator once, in the order in which they stand."""
    return list(dict.fromkeys(row["indicator"] for row in rows))


def is_same(was: Row | None, now: Row | None) -> bool:
    return was is not None and now is not None and all(was[name] == now[name] for name in SAID)


def weight(one: Change, order: Mapping[str, int]) -> tuple[Any, ...]:
    where = one.row["slice"]
    given = tuple(where.get(name) is None for name in DIMENSIONS)
    names = tuple(where.get(name) or "" for name in DIMENSIONS)
    n_given, code = len(given) - sum(given), order[one.row["indicator"]]
    moved = abs(n_records(one.now) - n_records(one.was)) if n_given else 0
    return n_given, given, -moved, code, names


def n_records(row: Row | None) -> Decimal:
    """How many records stand behind a value: of a count itself."""
    if row is None:
        return Decimal(0)
    return Decimal(row["numerator"] if row["denominator"] is None else row["denominator"])


def records(was: Row, now: Row) -> str:
    """«учтено записей: +3»; that the same records are told otherwise now; empty when the sums are as they were."""
    difference = n_records(now) - n_records(was)
    if difference:
        sign = "+" if difference > 0 else "−"
        return f"учтено записей: {sign}{russian(abs(difference))}"
    return "записей столько же, сведения о них изменились" if was["numerator"] != now["numerator"] else ""


def unknown(was: Row, now: Row) -> str:
    if was["n_unknown"] == now["n_unknown"]:
        return ""
    return f"записей с пустым полем: было {was['n_unknown']}, стало {now['n_unknown']}"


def flags(was: Row, now: Row) -> str:
    """Which remarks have come and which have gone."""
    before, after = ({flag: flag_words({**row, "flags": [flag]}) for flag in row["flags"]} for row in (was, now))
    gone = [words for flag, words in before.items() if flag not in after]
    new = [words for flag, words in after.items() if flag not in before]
    said = [f"больше нет отметки «{words}»" for words in gone]
    return "; ".join([*said, *(f"новая отметка «{words}»" for words in new)])
