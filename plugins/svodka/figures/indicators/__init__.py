"""The catalogue: sql/indicators/*.sql read, checked, and the definitions that held for a quarter chosen."""

from svodka.figures.indicators.choosing import KnownTarget, catalogue, in_force, known_targets, targets
from svodka.figures.indicators.model import ADDITIVE, DIRECTIONS, KINDS, SECTIONS, UNITS, Indicator
from svodka.figures.indicators.problems import IndicatorError, Problem, SeveralProblems
from svodka.figures.indicators.reading import parse

__all__ = [
    "ADDITIVE", "DIRECTIONS", "KINDS", "SECTIONS", "UNITS", "Indicator", "IndicatorError", "KnownTarget",
    "Problem", "SeveralProblems", "catalogue", "in_force", "known_targets", "parse", "targets",
]  # fmt: skip
