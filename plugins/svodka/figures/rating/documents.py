"""The two ratings as documents: executor organisations of our town, and towns with their свод."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from svodka.errors import UsageError
from svodka.figures.indicators import catalogue, in_force
from svodka.figures.quarter_figures import figures_of
from svodka.figures.rating.composite import weights_in_force
from svodka.figures.rating.consolidation import consolidate
from svodka.figures.rating.places import Contestant, executors_of, rank, weights_by_executor
from svodka.figures.rating.town_documents import TownDocument, common_codes, read_documents
from svodka.period import Quarter, business_day
from svodka.settings import Settings

NO_NAMES: Mapping[str, str] = MappingProxyType({})


def rating_of_executors(conn: Connection, settings: Settings, quarter: Quarter, min_n: int) -> dict[str, Any]:
    """of, period, municipality, as_of, min_n, places (`rating.rank`). Raises SvodkaError for a wrong weight."""
    document = figures_of(conn, settings, quarter)
    known_on = business_day(datetime.fromisoformat(document["as_of"]), settings.zone)
    definitions = in_force(quarter.first_day, known_on)
    weights = weights_by_executor(weights_in_force(conn, quarter.first_day, known_on), definitions)
    titles = {one.code: one.title for one in definitions}
    return {
        "of": "executors",
        "period": str(quarter),
        "municipality": settings.municipality.oktmo,
        "as_of": document["as_of"],
        "min_n": min_n,
        "places": rank(executors_of(document), weights, titles, min_n),
    }


def rating_of_towns(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    files: Sequence[Path],
    min_n: int,
    names: Mapping[str, str] = NO_NAMES,
) -> dict[str, Any]:
    """of, period, as_of (the newest of the documents), min_n, documents (which edition of whom, its name or None),
    places, consolidated (`consolidation.consolidate`).

    Weights and targets are those known at as_of. Raises UsageError that names a wrong file, SvodkaError for a weight.
    """
    documents = read_documents(files, quarter)
    titles_of_towns = _titles(documents, settings, names)
    newest = max(datetime.fromisoformat(one.document["as_of"]) for one in documents)
    known_on = business_day(newest, settings.zone)
    titles = {one.code: one.title for one in in_force(quarter.first_day, known_on)}
    common, _ = common_codes(documents)
    return {
        "of": "municipalities",
        "period": str(quarter),
        "as_of": newest.astimezone(settings.zone).isoformat(),
        "min_n": min_n,
        "documents": [
            {"file": one.file, "municipality": one.town, "title": titles_of_towns.get(one.town)}
            | {name: one.document[name] for name in ("edition", "as_of")}
            for one in documents
        ],
        "places": rank(
            [_town(one, common) for one in documents],
            weights_in_force(conn, quarter.first_day, known_on),
            titles,
            min_n,
        ),
        "consolidated": consolidate(documents, catalogue(), settings),
    }


def _titles(documents: Sequence[TownDocument], settings: Settings, names: Mapping[str, str]) -> dict[str, str]:
    """ОКТМО → name. Raises UsageError for a name of a town that sent nothing: a slip in the number."""
    towns = [one.town for one in documents]
    for town in names:
        if town not in towns:
            raise UsageError(f"--name {town}=…: такого ОКТМО в файлах нет; есть: {', '.join(towns)}.")
    ours = settings.municipality
    return ({ours.oktmo: ours.title} if ours.title else {}) | dict(names)


def _town(one: TownDocument, common: set[str]) -> Contestant:
    """A town by its totals, of the indicators that every town has."""
    totals = {row["indicator"]: row for row in one.document["values"] if not any(row["slice"].values())}
    return Contestant(one.town, {code: row for code, row in totals.items() if code in common})
