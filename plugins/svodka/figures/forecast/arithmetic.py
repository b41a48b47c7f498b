"""The arithmetic of the forecast: what is known today, plus what such messages have brought in earlier quarters.

Messages are taken by groups: open or closed today, by what they give to the indicator today; and those that are yet to
come. A group brings, a message, what it brought in the rest of the earlier quarters. Pure; no clock, no database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import sqrt
from typing import Literal, NamedTuple

from svodka.figures.indicators import Indicator

Phase = Literal["open", "closed", "new"]
NINE_OF_TEN = 1.64  # how many standard deviations to each side hold nine cases of ten


class Group(NamedTuple):
    """Which messages are taken together; `gives`: whether they stand in numerator and denominator today."""

    phase: Phase
    gives: tuple[bool, bool] = (False, False)


NEW = Group("new")


@dataclass(frozen=True)
class Tally:
    """Messages of one group in one earlier quarter, and by how much both parts changed from then to its end.

    squares: of a mean the sum of the squared changes of its numerator, from which chance is reckoned.
    """

    n: int = 0
    numerator: int = 0
    denominator: int = 0
    squares: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.n + other.n, self.numerator + other.numerator, self.denominator + other.denominator,
            self.squares + other.squares,
        )  # fmt: skip


Course = Mapping[Group, Tally]


@dataclass(frozen=True)
class Present:
    """The quarter today: both parts (undivided) as far as known, messages by group, how many are to come, and from how
    many of the last weeks that was drawn."""

    numerator: int
    denominator: int
    n: Mapping[Group, int] = field(default_factory=dict)
    expected: Fraction = Fraction(0)
    seen: int = 0

    def __iter__(self) -> Iterator[tuple[Group, Fraction]]:
        yield from ((group, Fraction(n)) for group, n in self.n.items() if group.phase != "new")
        yield NEW, self.expected


@dataclass(frozen=True)
class Outcome:
    """Both parts at the quarter's end; low and high bound the value (undivided numerator ÷ denominator, or a count)."""

    numerator: int
    denominator: int
    low: Fraction | None = None
    high: Fraction | None = None


def outcome(one: Indicator, present: Present, courses: Sequence[Course]) -> Outcome | None:
    """The forecast by all earlier quarters together, with its band; None where there is none to learn from.

    The band holds what each of the quarters alone would make of it, with as many new messages as came in its rest, and
    nine cases of ten of mere chance.
    """
    if not courses:
        return None
    pooled = _pooled(courses)
    together = projected(one, present, pooled)
    alone = [
        projected(one, replace(present, expected=Fraction(course.get(NEW, Tally()).n)), course) for course in courses
    ]
    values = [value for each in (together, *alone) if (value := _value(one, *each)) is not None]
    if not values:
        return Outcome(*together)
    centre = values[0]
    chance = _chance(one, present, pooled, together)
    low, high = min(*values, centre - chance), max(*values, centre + chance)
    if one.kind != "change":
        low = max(low, Fraction(0))
    if is_bounded(one):
        high = min(high, Fraction(1))
    return Outcome(*together, low, high)


def projected(one: Indicator, present: Present, course: Course) -> tuple[int, int]:
    """Numerator and denominator at the end, whole, within what the kind allows."""
    numerator, denominator = Fraction(present.numerator), Fraction(present.denominator)
    for group, n in present:
        tally = course.get(group)
        if tally is not None and tally.n:
            numerator += n * Fraction(tally.numerator, tally.n)
            denominator += n * Fraction(tally.denominator, tally.n)
    whole = max(_whole(denominator), 0)
    top = _whole(numerator)
    if one.kind != "change":
        top = max(top, 0)
    return (min(top, whole) if is_bounded(one) else top), whole


def is_bounded(one: Indicator) -> bool:
    """Whether the value lies between 0 and 100 %: a share of which the numerator is a part."""
    return one.kind == "share" and not one.may_exceed_100


def _pooled(courses: Sequence[Course]) -> Course:
    pooled: dict[Group, Tally] = {}
    for course in courses:
        for group, tally in course.items():
            pooled[group] = pooled.get(group, Tally()) + tally
    return pooled


def _value(one: Indicator, numerator: int, denominator: int) -> Fraction | None:
    if one.kind == "count":
        return Fraction(numerator)
    return Fraction(numerator, denominator) if denominator else None


def _chance(one: Indicator, present: Present, course: Course, parts: tuple[int, int]) -> Fraction:
    """How far chance alone carries the value: each undecided message falls one way or the other."""
    numerator, denominator = parts
    if one.kind == "change" or (one.kind != "count" and not denominator):
        return Fraction(0)
    value = numerator / denominator if denominator else 0.0
    variance = 0.0
    for group, n in present:
        tally = course.get(group)
        if tally is not None and tally.n:
            variance += float(n) * _variance(one, tally, value)
            if one.kind == "count" and present.seen:
                variance += float(n) ** 2 / present.seen  # the pace itself is drawn from so many
    return Fraction(NINE_OF_TEN * sqrt(variance)) / (1 if one.kind == "count" else denominator)


def _variance(one: Indicator, tally: Tally, value: float) -> float:
    """Of one message: a count takes it as one that comes at random, a share as a toss, a mean by its spread around the
    value."""
    part = min(abs(tally.numerator / tally.n), 1.0)
    if one.kind == "mean":
        squares = tally.squares - 2 * value * tally.numerator + value**2 * tally.denominator
        return max(squares / tally.n, 0.0)
    return part if one.kind == "count" else part * (1.0 - part)


def _whole(number: Fraction) -> int:
    """Rounded half up."""
    return int((2 * number + 1) // 2)
