"""Definitions of one code that cannot stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from svodka.figures.indicators.model import Indicator
from svodka.figures.indicators.problems import Problem

LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")


def clashes(found: Iterable[Indicator]) -> Iterator[Problem]:
    """Of two that clash the later is named: later in force, then by the name of its file."""

    def letters(one: Indicator) -> str:
        return one.code.translate(LOOK_ALIKE)

    for _, group in groupby(sorted(found, key=lambda one: (letters(one), *_by_dates(one))), key=letters):
        definitions = list(group)
        yield from _same_version(definitions)
        for earlier, later in pairwise(definitions):
            if what := _clash(earlier, later):
                yield Problem(later.file, what)


def _by_dates(one: Indicator) -> tuple[object, ...]:
    return one.valid_from, one.known_from, one.file


def _same_version(definitions: Sequence[Indicator]) -> Iterator[Problem]:
    first: dict[int, str] = {}
    for one in sorted(definitions, key=lambda one: one.file):
        if one.version in first:
            yield Problem(one.file, f"спорит с {first[one.version]}: те же code {one.code} и version {one.version}.")
        first.setdefault(one.version, one.file)


def _clash(earlier: Indicator, later: Indicator) -> str | None:
    against = f"спорит с {earlier.file}: "
    if earlier.code != later.code:
        return against + f"коды {later.code} и {earlier.code} отличаются только русской и латинской буквой."
    if (earlier.valid_from, earlier.known_from) == (later.valid_from, later.known_from):
        return against + "те же code и даты valid_from и known_from; у нового определения свои."
    if later.version < earlier.version:
        return against + (
            f"version {later.version} действует с {later.valid_from}, а version {earlier.version} уже с "
            f"{earlier.valid_from}; version растёт вместе с valid_from."
        )
    if earlier.valid_to is not None and earlier.valid_to >= later.valid_from:
        return against + (
            f"там valid_to {earlier.valid_to}, а здесь valid_from {later.valid_from}: действуют оба. Уберите "
            f"valid_to в {earlier.file}: прежнее определение само кончается, когда начинает действовать новое."
        )
    return None
