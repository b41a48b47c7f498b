"""Values of quarters before the system, entered by hand: kept beside the computed ones, for dynamics only.

No indicator reads them. A row is replaced, never edited: what was known at a past moment stays readable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from svodka.errors import UsageError
from svodka.figures.document import value_of
from svodka.figures.dynamics.history_file import HistoryRefused, read
from svodka.figures.dynamics.history_row import HistoryRow
from svodka.figures.facts import DIMENSIONS
from svodka.figures.indicators import Indicator, catalogue
from svodka.figures.scan import Sums
from svodka.intake.contracts import channel_names
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.engine import run

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('svodka.history/' || :municipality, 0))"
PERSONS = (
    "SELECT place FROM unnest(:words) WITH ORDINALITY AS cell (word, place)"
    " WHERE lower(word) ~ staging.person_pattern()"
)


@dataclass(frozen=True)
class HistoryValue:
    """One value as it was entered; the sums are missing together where only the value was known."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    origin: str


def load(
    conn: Connection,
    settings: Settings,
    file: str,
    data: bytes,
    loaded_by: str,
    now: datetime,
    *,
    is_withdrawn: bool = False,
) -> dict[str, Any]:
    """Takes all rows of a CSV, or none. A key that is known with other numbers is replaced as of `now` (aware).

    is_withdrawn: the keys of the file end instead (a quarter or a slice was wrong). Returns file, sha256, rows, and
    how many are new, replaced, unchanged, withdrawn. Raises HistoryRefused with the rows and columns that are wrong,
    UsageError when nobody says who enters them.
    """
    if not loaded_by.strip():
        raise UsageError('Не указано, кто вносит значения: добавьте, например, --by "Секретарь МЦУ".')
    rows = read(file, data, newest_definitions(), channel_names(), business_day(now, settings.zone))
    refuse_persons(conn, file, rows)
    digest = hashlib.sha256(data).hexdigest()
    parameters = {
        "municipality": settings.municipality.oktmo, "now": now, "loaded_by": loaded_by.strip(), "file_name": file,
        "file_sha256": digest, "is_withdrawn": is_withdrawn,
        "items": json.dumps([_item(row, settings) for row in rows], ensure_ascii=False),
    }  # fmt: skip
    conn.execute(text(ONE_AT_A_TIME), parameters)
    ended = run(conn, "figures/history_supersede.sql", **parameters).rowcount
    inserted = 0 if is_withdrawn else run(conn, "figures/history_insert.sql", **parameters).rowcount
    return {
        "file": file,
        "sha256": digest,
        "rows": len(rows),
        "new": 0 if is_withdrawn else inserted - ended,
        "replaced": 0 if is_withdrawn else ended,
        "unchanged": len(rows) - (ended if is_withdrawn else inserted),
        "withdrawn": ended if is_withdrawn else 0,
    }


def newest_definitions() -> dict[str, Indicator]:
    """The newest definition of each indicator: what its values look like."""
    return {one.code: one for one in catalogue()}


def refuse_persons(conn: Connection, file: str, rows: Sequence[HistoryRow]) -> None:
    """An executor is a department (domain §11.2); by the same pattern as in the exports. Raises HistoryRefused."""
    words = [row.slice[DIMENSIONS.index("executor")] or "" for row in rows]
    found = conn.execute(text(PERSONS), {"words": words}).scalars()
    wrong = [
        f"строка {rows[place - 1].row_no}, столбец executor: похоже на фамилию, нужно название подразделения"
        for place in sorted(found)
    ]
    if wrong:
        raise HistoryRefused(file, wrong)


def known_values(
    conn: Connection, settings: Settings, quarters: Iterable[Quarter], as_of: datetime | None
) -> dict[tuple[str, str | None, str], HistoryValue]:
    """(indicator, channel or None, quarter) → value, as known at `as_of` (None: now)."""
    found = run(
        conn,
        "figures/history_as_of.sql",
        municipality=settings.municipality.oktmo,
        quarters=[str(quarter) for quarter in quarters],
        as_of=as_of,
    )
    return {
        (row.indicator, row.channel, row.quarter): HistoryValue(row.numerator, row.denominator, row.value, row.origin)
        for row in found
    }


def _item(row: HistoryRow, settings: Settings) -> dict[str, Any]:
    """The row as it is stored: a value that follows from sums is divided by the one formula of the figures."""
    value = None if row.value is None else str(row.value)
    if row.numerator is not None:
        sums = Sums(
            indicator=row.indicator,
            slice=row.slice,
            numerator=row.numerator * row.indicator.divide_by,
            denominator=int(row.denominator or 0),
            n_unknown=0,
            is_clock_from_source=False,
        )
        value = value_of(sums, settings, frozenset())["value"]
    return {
        "row_no": row.row_no,
        "quarter": str(row.quarter),
        "indicator": row.indicator.code,
        **dict(zip(DIMENSIONS, row.slice, strict=True)),
        "numerator": None if row.numerator is None else str(row.numerator),
        "denominator": None if row.denominator is None else str(row.denominator),
        "value": value,
    }
