"""Hand-made cases in a warehouse: put together, marts made once, each judged by its own municipality's document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from svodka.calendar import CalendarUnknown
from svodka.figures import document, marts
from svodka.figures.indicators import Indicator, in_force
from svodka.period import Quarter
from svodka.settings import Municipality, Settings
from svodka.warehouse.engine import use_marts
from tests.case_files import DIMENSIONS, Case, Expected, Row
from tests.core_rows import AS_OF, ZONE, exclude, mark, put


@dataclass(frozen=True)
class Measured:
    """What the product makes of a case: its document (indicators of the case only), facts by number, or a refusal."""

    document: dict[str, Any] | None
    facts: dict[str, Mapping[str, Any]]
    refusal: str = ""


def put_cases(conn: Connection, cases: Iterable[Case]) -> None:
    """All rows of the cases (without norms and later portions)."""
    for case in cases:
        put(conn, "message", case.messages)
        put(conn, "message_question", case.questions)
        put(conn, "page_week", case.page_weeks)
        exclude(conn, [row for row in case.messages if row["source_number"] in case.excluded])
        mark(conn, case.marked)


def measure(
    conn: Connection, settings: Settings, case: Case, definitions: Sequence[Indicator] | None = None
) -> Measured:
    """The case by the marts that hold its rows; `definitions`: other ones than those in force."""
    own = settings.model_copy(update={"municipality": Municipality(oktmo=case.municipality)})
    quarter = Quarter.parse(case.quarter)
    known = in_force(quarter.first_day, AS_OF.date()) if definitions is None else definitions
    asked = [one for one in known if one.code in case.indicators]
    doc = document.compute(conn, quarter, own, AS_OF, case.gaps, asked) if asked else None
    return Measured(doc, _facts(conn, case) if case.terms else {})


def measure_apart(conn: Connection, settings: Settings, case: Case) -> Measured:
    """Puts a case with norms, portions or a refusal beside what is there, measures it and takes it back."""
    with conn.begin_nested() as nested:
        try:
            _put_norms(conn, case)
            put_cases(conn, [case])
            _refresh(conn, settings, case.messages, case.page_weeks)
            if case.later or case.later_page_weeks:
                put(conn, "message", case.later)
                put(conn, "page_week", case.later_page_weeks)
                _refresh(conn, settings, case.later, [*case.later_page_weeks, *case.page_weeks[:1]])
            measured = measure(conn, settings, case)
        except CalendarUnknown as error:
            measured = Measured(None, {}, str(error))
        nested.rollback()
    return measured


def differences(case: Case, measured: Measured) -> list[str]:
    """What differs from the case's expectations, one line each."""
    if case.refused or measured.refusal:
        is_right = case.refused is not None and f"на {case.refused} год" in measured.refusal
        found = [] if is_right else [f"отказ «{measured.refusal}», ожидался {case.refused}"]
    else:
        found = differing_terms(case, measured.facts)
        if case.expected:
            assert measured.document is not None
            found += differing_figures(measured.document, case.expected)
    return [f"{case.place} «{case.title}»: {one}" for one in found]


def _put_norms(conn: Connection, case: Case) -> None:
    for table, rows in case.norms.items():
        for row in rows:
            names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
            conn.execute(text(f"INSERT INTO meta.{table} ({names}) VALUES ({places})"), row)
    if case.unofficial:
        conn.execute(
            text("UPDATE marts.dim_calendar SET is_official = FALSE WHERE extract(YEAR FROM day) = :year"),
            {"year": case.unofficial},
        )


def _refresh(conn: Connection, settings: Settings, messages: list[Row], page_weeks: list[Row]) -> None:
    """Marts of these rows only, as a load of a file makes them."""
    use_marts(conn)
    for table, key, rows in (
        ("touched", "message_key", messages),
        ("touched_page_week", "page_week_key", page_weeks),
    ):
        conn.execute(text(f"DROP TABLE IF EXISTS pg_temp.{table}"))
        conn.execute(text(f"CREATE TEMP TABLE {table} ({key} uuid PRIMARY KEY) ON COMMIT DROP"))
        keys = [str(row[key]) for row in rows]
        conn.execute(text(f"INSERT INTO {table} SELECT unnest(CAST(:keys AS uuid []))"), {"keys": keys})
    marts.refresh(conn, settings, AS_OF)


def differing_figures(doc: dict[str, Any], expected: Iterable[Expected]) -> list[str]:
    """Lines for values that are not as expected."""
    by_place = {(one["indicator"], *(one["slice"][name] for name in DIMENSIONS)): one for one in doc["values"]}
    found = []
    for want in expected:
        one = by_place.get((want.indicator, *want.slice))
        where = " ".join([want.indicator, *(part for part in want.slice if part)])
        if want.is_absent or one is None:
            found += [] if want.is_absent and one is None else [f"{where}: группа {'лишняя' if one else 'не найдена'}"]
            continue
        numbers = [None if one[name] is None else Decimal(one[name]) for name in ("numerator", "denominator", "value")]
        got = (*numbers, one["n_unknown"], tuple(one["flags"]))
        wanted = (want.numerator, want.denominator, want.value, want.n_unknown, want.flags)
        if got != wanted:
            found.append(f"{where}: получено {_shown(got)}, ожидалось {_shown(wanted)}")
    return found


def _shown(parts: tuple[Any, ...]) -> str:
    names = ("числитель", "знаменатель", "значение", "неизвестно", "отметки")
    return ", ".join(f"{name} {part}" for name, part in zip(names, parts, strict=True))


def _facts(conn: Connection, case: Case) -> dict[str, Mapping[str, Any]]:
    keys = {str(row["message_key"]): row["source_number"] for row in [*case.messages, *case.later]}
    rows = conn.execute(
        text("SELECT * FROM fct_message WHERE message_key = any(CAST(:keys AS uuid []))"), {"keys": list(keys)}
    )
    return {keys[str(row["message_key"])]: row for row in rows.mappings()}


def differing_terms(case: Case, facts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Lines for terms of fct_message that are not as expected; moments are compared as local text."""
    found = []
    for want in case.terms:
        if want["number"] not in facts:
            found.append(f"запись {want['number']}: её нет среди фактов")
            continue
        for name, written in want.items():
            got = None if name == "number" else _local(facts[want["number"]][name])
            if name != "number" and got != _full(name, written):
                found.append(f"запись {want['number']}, {name}: {got}, ожидалось {written}")
    return found


def _local(cell: Any) -> str | None:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
    return None if cell is None else str(cell)


def _full(name: str, written: str | None) -> str | None:
    return f"{written}:00" if written is not None and name.endswith("_at") and len(written) == 16 else written
