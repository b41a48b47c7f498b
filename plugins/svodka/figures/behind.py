"""The rows behind a figure: which messages, questions, pages gave it, in any of its slices; they add up to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.errors import UsageError
from svodka.figures.behind_columns import told_of
from svodka.figures.document import parameters, six_places, value_of
from svodka.figures.facts import column, fact_source, grouping_sets
from svodka.figures.indicators import Indicator, in_force
from svodka.figures.membership import PARTS as MEMBERSHIP_PARTS
from svodka.figures.membership import compile_membership, distinct_argument, distinct_column, fact_key
from svodka.figures.scan import Sums
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run

PARTS = ("numerator", "denominator", "unknown")


@dataclass(frozen=True)
class Row:
    """One row of the fact that gives something to the indicator, or one case with all its records.

    numerator in the indicator's unit, exact; mark: «квартал» or «база» of a change.
    """

    numerator: Fraction
    denominator: int
    n_unknown: int
    mark: str | None
    what: Mapping[str, Any]
    records: Sequence[str] = ()


@dataclass(frozen=True)
class Behind:
    """figure: the value as the figures document writes it (without the flag INCOMPLETE), made of these rows."""

    indicator: Indicator
    figure: dict[str, Any]
    rows: Sequence[Row]


def rows_behind(
    conn: Connection, settings: Settings, quarter: Quarter, code: str, chosen: Mapping[str, str], as_of: datetime
) -> Behind:
    """Facts are those of the caller's search path. chosen: dimension → value, {} for the total.

    Numerator rows come first. Raises UsageError for an unknown indicator, dimension or value.
    """
    one = _indicator(code, quarter, as_of, settings)
    dimensions = _check_dimensions(one, chosen)
    found = _read(conn, settings, one, chosen, parameters(conn, quarter, settings, as_of))
    if not found and chosen:
        _check_values(conn, settings, one, chosen, dimensions)
    rows = _cases(one, found) if distinct_argument(one) else [_row(one, row) for row in found]
    return Behind(one, value_of(_sums(one, chosen, rows), settings, frozenset()), rows)


def read_slice(text_: str | None) -> dict[str, str]:
    """«channel=pos,block=Дороги» → the two; a comma inside a value stays there. Raises UsageError."""
    chosen: dict[str, str] = {}
    for part in re.split(r",(?=\s*\w+\s*=)", text_ or ""):
        name, sign, value = (each.strip() for each in part.partition("="))
        if not part.strip():
            continue
        if not sign or not value:
            raise UsageError(f"«{part.strip()}» не срез: ожидается, например, channel=pos,block=Дороги.")
        chosen[name] = value
    return chosen


def _indicator(code: str, quarter: Quarter, as_of: datetime, settings: Settings) -> Indicator:
    known = in_force(quarter.first_day, as_of.astimezone(settings.zone).date())
    for one in known:
        if one.code == code.strip().upper():
            return one
    raise UsageError(f"Нет показателя {code} в {quarter}. Есть: {', '.join(one.code for one in known)}.")


def _check_dimensions(one: Indicator, chosen: Mapping[str, str]) -> list[str]:
    dimensions, _ = grouping_sets(fact_source(one.fact, one.file))
    for name, value in chosen.items():
        if name not in dimensions:
            raise UsageError(f"У {one.code} нет разреза {name}. Есть: {', '.join(dimensions)}.")
        if value in ("—", "-"):
            raise UsageError(f"Пустое значение ({name} не указан) отдельной группой не считается: выберите другое.")
    return dimensions


def _check_values(
    conn: Connection, settings: Settings, one: Indicator, chosen: Mapping[str, str], dimensions: list[str]
) -> None:
    """An empty answer is right for a value that the warehouse knows; a word that nobody bears is a slip."""
    table = "fct_message" if "message_key" in fact_key(one.fact, one.file) else "fct_page_week"
    for name, value in chosen.items():
        known = conn.execute(
            text(f"SELECT DISTINCT {name} FROM {table} WHERE municipality = :town AND {name} IS NOT NULL ORDER BY 1"),
            {"town": settings.municipality.oktmo},
        ).scalars()
        listed = list(known)
        if value not in listed:
            raise UsageError(f"В разрезе {name} нет «{value}». Есть: {', '.join(listed) or 'ничего'}.")


def _read(
    conn: Connection, settings: Settings, one: Indicator, chosen: Mapping[str, str], known: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rows of the fact that give anything, described, numerator rows first."""
    where = " AND ".join(f"{name} = :slice_{name}" for name in chosen) or "TRUE"
    key = fact_key(one.fact, one.file)
    rows = run(
        conn,
        f"figures/behind_{'messages' if 'message_key' in key else 'pages'}.sql",
        {
            "membership": compile_membership(one.fact, [one], where),
            "row_key": ", ".join(f"given.{name}" for name in key),
            **{part: column(0, part) for part in MEMBERSHIP_PARTS},
        },
        **known,
        **{f"slice_{name}": value for name, value in chosen.items()},
    )
    return [dict(row) for row in rows.mappings()]


def _row(one: Indicator, row: Mapping[str, Any]) -> Row:
    numerator, denominator, n_unknown = (row[column(0, part)] for part in MEMBERSHIP_PARTS)
    mark = None
    if one.kind == "change":
        mark = "квартал" if numerator > 0 else "база"
    what = {name: row[name] for name in told_of(one) if name in row}
    return Row(Fraction(Decimal(numerator)) / one.divide_by, int(denominator), int(n_unknown), mark, what)


def _cases(one: Indicator, found: Sequence[Mapping[str, Any]]) -> list[Row]:
    """One row for each different thing that is counted, described by its first record, with all its records."""
    by_thing: dict[Any, list[Mapping[str, Any]]] = {}
    for row in sorted(found, key=lambda row: (row["registered_at"], str(row["message_key"]))):
        by_thing.setdefault(row[distinct_column(0)], []).append(row)
    return [
        Row(Fraction(1), 0, 0, None, _row(one, records[0]).what, [f"{r['channel']} {r['number']}" for r in records])
        for records in by_thing.values()
    ]


def _sums(one: Indicator, chosen: Mapping[str, str], rows: Sequence[Row]) -> Sums:
    numerator = sum((row.numerator for row in rows), Fraction(0)) * one.divide_by
    return Sums(
        indicator=one,
        slice=(chosen.get("channel"), chosen.get("legal_regime"), chosen.get("block"), chosen.get("executor")),
        numerator=Decimal(numerator.numerator) / Decimal(numerator.denominator),
        denominator=sum(row.denominator for row in rows),
        n_unknown=sum(row.n_unknown for row in rows),
        is_clock_from_source=False,
    )


def part_of(rows: Sequence[Row], part: str) -> list[Row]:
    """Only the rows of one part. Raises UsageError for an unknown part."""
    if part not in PARTS:
        raise UsageError(f"Нет части «{part}»: ожидается {', '.join(PARTS)}.")
    return [
        row for row in rows if {"numerator": row.numerator, "denominator": row.denominator}.get(part, row.n_unknown)
    ]


def row_as_json(row: Row, one: Indicator, settings: Settings) -> dict[str, Any]:
    """A row as JSON values: numbers as the figures document writes them, moments local in ISO form."""
    return {
        **{name: _plain(value, settings) for name, value in row.what.items()},
        **({"records": list(row.records)} if row.records else {}),
        **({"mark": row.mark} if row.mark else {}),
        "numerator": six_places(row.numerator) if one.kind == "mean" else str(row.numerator),
        "denominator": row.denominator,
        "n_unknown": row.n_unknown,
    }


def _plain(value: Any, settings: Settings) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(settings.zone).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value
