"""Whether a value meets its target."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def is_on_target(relation: str, target: Decimal, value: Fraction) -> bool:
    """relation: «<=» or «>=»; the value exact, in the target's unit: one that is only shown as the target misses it."""
    return value <= Fraction(target) if relation == "<=" else value >= Fraction(target)
