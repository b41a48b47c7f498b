"""Use-cases of comparison: the rating of executors or towns, quarters before the system, dynamics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from svodka.errors import UsageError
from svodka.named_file import read_named
from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def rating(
    quarter: str, files: Sequence[Path] = (), min_n: int | None = None, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Without files the executor organisations of our town; with figures.json of several towns these and their свод.

    min_n: records (S-01) below which nobody is ranked; policy.rating_min_n by default. names: ОКТМО → the town's name;
    no document has it. Ours is known.
    """
    from svodka.figures.rating.documents import rating_of_executors, rating_of_towns
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(quarter)
    least = settings.policy.rating_min_n if min_n is None else min_n
    if names and not files:
        raise UsageError("--name нужен только вместе с файлами figures.json муниципальных образований.")
    with open_warehouse(settings).begin() as connection:
        if files:
            return rating_of_towns(connection, settings, asked, files, least, names or {})
        return rating_of_executors(connection, settings, asked, least)


def history(file: Path, loaded_by: str, is_withdrawn: bool = False, now: datetime | None = None) -> dict[str, Any]:
    """Loads a CSV of values of quarters that are over, or withdraws its keys; all of it or nothing."""
    from svodka.figures.dynamics.history import load

    settings = load_settings()
    data = read_named(file, "файл CSV")
    with open_warehouse(settings).begin() as connection:
        return load(
            connection, settings, file.name, data, loaded_by, now or datetime.now(UTC), is_withdrawn=is_withdrawn
        )


def dynamics(
    quarter: str, quarters: int = 8, indicator: str | None = None, as_of: datetime | None = None
) -> dict[str, Any]:
    """The series of the last quarters up to `quarter`; as_of: the newest knowledge by default."""
    from svodka.figures.dynamics.series import dynamics as series_of
    from svodka.figures.quarter_figures import use_facts
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(quarter)
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings, as_of)
        return series_of(connection, settings, asked, quarters, indicator, moment, is_past=as_of is not None)
