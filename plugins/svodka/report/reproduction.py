"""An edition computed again from files and rules of its time, and compared with its frozen values to the digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from svodka.errors import SvodkaError, UsageError
from svodka.figures import rules
from svodka.figures.document import by_place
from svodka.figures.quarter_figures import figures_by
from svodka.figures.rules import Rules
from svodka.period import Quarter
from svodka.report import computation, edition_store
from svodka.report.annex import DIMENSIONS, values_hash
from svodka.report.edition_store import Edition
from svodka.settings import Settings

FIELDS = ("numerator", "denominator", "value", "unit", "n_unknown", "coverage", "flags")


@dataclass(frozen=True)
class Reproduction:
    """The document computed again; where it differs from the frozen one; what a reader should know beside it.

    A difference: indicator, version, slice, field, frozen, computed (None where the value is not there at all).
    """

    document: Mapping[str, Any]
    differences: list[dict[str, Any]]
    notes: list[str]


def find(conn: Connection, settings: Settings, quarter: Quarter, number: str) -> Edition:
    """The edition of a quarter by its number. Raises UsageError."""
    found = edition_store.numbered(conn, settings.municipality.oktmo, str(quarter), number)
    if found is None:
        known = edition_store.numbers(conn, settings.municipality.oktmo, str(quarter))
        said = f"есть: {', '.join(known)}" if known else "редакций ещё не выпускали"
        raise UsageError(f"У квартала {quarter} нет редакции {number}; {said}.")
    return found


def reproduce(conn: Connection, settings: Settings, edition: Edition) -> Reproduction:
    """Computes an edition again as of its moment, by the rules kept beside it, whatever came later.

    May be called once in a transaction; nothing is stored. Raises SvodkaError when no rules were kept.
    """
    computed = computation.of_edition(conn, edition)
    if computed is None:
        raise SvodkaError(
            f"Редакция {edition.number} квартала {edition.quarter} выпущена до того, как правила стали храниться рядом "
            f"с редакциями: пересчитать её нельзя. Её показатели: reports/{edition.quarter}/{edition.number}/."
        )
    frozen = edition_store.frozen_document(conn, edition)
    kept = rules.kept(conn, computed.rules_hash)
    document = figures_by(conn, settings, Quarter.parse(edition.quarter), computed, kept)
    notes = changed_code(kept)
    if values_hash(frozen) != edition.hash:
        notes.append("Замороженные значения изменены после выпуска: их отпечаток не тот, с которым редакция вышла.")
    return Reproduction({**document, "edition": edition.number}, differences(frozen, document), notes)


def differences(frozen: Mapping[str, Any], computed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where two figures documents do not say the same, in the order of the first."""
    left, right = by_place(frozen), by_place(computed)
    found = []
    for place in [*left, *(place for place in right if place not in left)]:
        one, other = left.get(place, {}), right.get(place, {})
        indicator, version, *where = place
        said = {"indicator": indicator, "version": version, "slice": dict(zip(DIMENSIONS, where, strict=True))}
        found += [
            {**said, "field": field, "frozen": one.get(field), "computed": other.get(field)}
            for field in FIELDS
            if one.get(field) != other.get(field)
        ]
    return found


def changed_code(kept: Rules) -> list[str]:
    """The SQL of facts is code and is not kept to be run: which of its files have changed since."""
    now = rules.code()
    changed = sorted(path for path, text in kept.of_kind("marts").items() if now.get(path) != text)
    changed += sorted(path for path in now if path not in kept.of_kind("marts"))
    if not changed:
        return []
    names = ", ".join(f"sql/marts/{name}" for name in changed)
    return [f"SQL расчёта изменён после выпуска редакции: {names}. Расхождения могут быть от этого."]
