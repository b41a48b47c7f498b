"""The rows behind a figure add up to it, for every indicator and every slice of random data."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Connection

from svodka.errors import UsageError
from svodka.figures import document
from svodka.figures.behind import Behind, Row, part_of, read_slice, row_as_json, rows_behind
from svodka.figures.behind_columns import JUDGED
from svodka.figures.indicators import catalogue
from svodka.figures.indicators.fact_columns import fact_columns
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, make_marts, message, put, put_messages, random_messages, random_page_weeks
from tests.db.test_figures_oracle import random_questions

ASKED = Quarter.parse("2026Q3")
SHOWN = ("channel", "legal_regime", "block", "executor")


@pytest.fixture
def conn(warehouse: Warehouse, settings: Settings) -> Iterator[Connection]:
    with warehouse.begin() as connection:
        messages = random_messages(12, 150)
        put_messages(connection, messages)
        put(connection, "message_question", random_questions(messages, 12))
        put(connection, "page_week", random_page_weeks(12, 16))
        make_marts(connection, settings)
        yield connection


def behind(conn: Connection, settings: Settings, code: str, **chosen: str) -> Behind:
    return rows_behind(conn, settings, ASKED, code, chosen, AS_OF)


def test_rows_add_up_to_every_value_of_the_document(conn: Connection, settings: Settings) -> None:
    """Every total and each third slice, so that all dimensions of all indicators come by."""
    values = document.compute(conn, ASKED, settings, AS_OF)["values"]
    dimensions: set[tuple[str, ...]] = set()
    for number, value in enumerate(values):
        chosen = {name: each for name, each in value["slice"].items() if each is not None}
        if chosen and number % 3:
            continue
        found = behind(conn, settings, value["indicator"], **chosen)
        for name in ("indicator", "slice", "numerator", "denominator", "value", "n_unknown", "coverage"):
            assert found.figure[name] == value[name], (value["indicator"], chosen, name)
        assert_counts(found, value)
        dimensions.add(tuple(chosen))
    assert dimensions == {(), *((name,) for name in SHOWN), ("channel", "block")}


def assert_counts(found: Behind, value: dict[str, Any]) -> None:
    """Without the figure's own arithmetic: what the rows say of themselves."""
    rows, kind = found.rows, found.indicator.kind
    if kind in ("share", "count"):
        assert sum(row.numerator == 1 for row in rows) == int(value["numerator"])
    if kind == "mean":
        assert abs(sum((row.numerator for row in rows), Fraction(0)) - Fraction(value["numerator"])) < Fraction(
            1, 10**6
        )
    if kind != "count":
        assert sum(row.denominator for row in rows) == int(value["denominator"])
    assert sum(row.n_unknown for row in rows) == value["n_unknown"]


def test_numerator_rows_come_first_and_parts_can_be_asked_for(conn: Connection, settings: Settings) -> None:
    rows = behind(conn, settings, "S-05").rows
    order = [(row.numerator == 0, row.denominator == 0) for row in rows]
    assert order == sorted(order)
    parts = {part: part_of(rows, part) for part in ("numerator", "denominator", "unknown")}
    assert set(map(id, parts["numerator"])) < set(map(id, parts["denominator"]))
    assert len(parts["denominator"]) + len(parts["unknown"]) == len(rows)
    with pytest.raises(UsageError, match="numerator, denominator, unknown"):
        part_of(rows, "all")


def test_a_case_is_one_line_with_its_records(warehouse: Warehouse, settings: Settings) -> None:
    rows = [message("pos", "77", "2026-07-01"), message("sed", "8", "2026-07-02", linked_number="77"),
            message("sed", "9", "2026-04-02", linked_number="77"), message("pos", "78", "2026-07-03")]  # fmt: skip
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
        found = behind(conn, settings, "S-01U").rows
        in_sed = behind(conn, settings, "S-01U", channel="sed").rows
    assert [row.records for row in found] == [["pos 77", "sed 8"], ["pos 78"]]
    assert [row.records for row in in_sed] == [["sed 8"]]


def test_a_change_lists_both_quarters_marked(warehouse: Warehouse, settings: Settings) -> None:
    days = {"1": "2026-07-01", "2": "2026-05-01", "3": "2025-08-01", "4": "2026-08-01"}
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", number, day) for number, day in days.items()])
        make_marts(conn, settings)
        previous, year_ago = (behind(conn, settings, code).rows for code in ("S-02", "S-02Y"))
    assert marks(previous) == {("1", "квартал"), ("4", "квартал"), ("2", "база")}
    assert marks(year_ago) == {("1", "квартал"), ("4", "квартал"), ("3", "база")}


def marks(rows: Any) -> set[tuple[str, str | None]]:
    return {(row.what["number"], row.mark) for row in rows}


def test_what_a_row_is(conn: Connection, settings: Settings) -> None:
    keys = {code: set(behind(conn, settings, code).rows[0].what) for code in ("S-03", "A-05", "G-01", "G-02", "G-03")}
    described = {"message_key", "number", "number_year", "registered_at", "due_effective_at", "answered_at", "block",
                 "executor", "channel"}  # fmt: skip
    assert keys["S-03"] == described
    assert keys["A-05"] == described | {"question_no"}
    assert keys["G-01"] == {"channel", "ogrn"}
    assert keys["G-02"] == {"channel", "ogrn", "page_id"}
    assert keys["G-03"] == {"channel", "ogrn", "page_id", "week"}


@pytest.mark.parametrize(
    ("code", "dates"),
    [
        ("I-04", {"final_due_at": "2026-07-10", "final_answer_at": "2026-08-05"}),
        ("I-02", {"due_effective_at": "2026-07-02", "answered_at": "2026-07-01"}),
        ("A-02", {"received_on": "2026-07-06", "registration_due_on": "2026-07-09"}),
        ("A-03", {"transferred_on": "2026-07-29", "forwarding_due_on": "2026-07-17"}),
    ],
)
def test_the_dates_told_are_those_that_the_indicator_judges(
    warehouse: Warehouse, settings: Settings, code: str, dates: dict[str, str]
) -> None:
    """I-04: the first answer came within hours, the final one after its term."""
    rows = [
        message("incident", "1", "2026-07-01 10:00", first_public_answer_at="2026-07-01 12:00",
                interim_answer_at="2026-07-01 12:00", first_final_answer_at="2026-08-05 12:00"),
        message("sed", "2", "2026-07-10", received_at="2026-07-06", status="TRANSFERRED",
                transferred_at="2026-07-29"),
    ]  # fmt: skip
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
        [row] = behind(conn, settings, code).rows
    told = row_as_json(row, _indicator(code), settings)
    assert {name: told[name][:10] for name in told if name.endswith(("_at", "_on"))} == {
        "registered_at": f"{told['registered_at']:.10}",
    } | dates


def _indicator(code: str) -> Any:
    return next(one for one in catalogue() if one.code == code)


def test_every_column_of_the_words_is_one_of_a_fact() -> None:
    assert set(JUDGED) <= fact_columns("message_in_quarter")


def test_a_row_as_json(settings: Settings) -> None:
    mean = _indicator("P-01")
    row = Row(Fraction(1, 3), 1, 0, None, {"registered_at": AS_OF, "number": "7"}, ["pos 7"])
    assert row_as_json(row, mean, settings) == {
        "registered_at": "2026-11-24T12:00:00+05:00", "number": "7", "records": ["pos 7"], "numerator": "0.333333",
        "denominator": 1, "n_unknown": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "chosen", "says"),
    [
        ("S-33", {}, "Нет показателя S-33 в 2026Q3. Есть: S-01, "),
        ("G-01", {"block": "ЖКХ"}, "У G-01 нет разреза block. Есть: channel."),
        ("S-03", {"town": "x"}, "нет разреза town. Есть: channel, legal_regime, block, executor"),
        ("S-03", {"executor": "—"}, "отдельной группой не считается"),
        ("S-03", {"block": "Дорога"}, "нет «Дорога». Есть: .*Дороги"),
    ],
)
def test_wrong_words_are_answered_by_what_there_is(
    conn: Connection, settings: Settings, code: str, chosen: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        behind(conn, settings, code, **chosen)


def test_a_known_value_without_rows_is_an_empty_answer(conn: Connection, settings: Settings) -> None:
    found = behind(conn, settings, "p-01", channel="sed")
    assert (found.rows, found.figure["numerator"], found.figure["value"]) == ([], "0.000000", None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (None, {}),
        ("channel=pos", {"channel": "pos"}),
        ("channel=pos, block=Дороги", {"channel": "pos", "block": "Дороги"}),
        ("executor=Отдел ЖКХ, дорог и связи,channel=sed", {"executor": "Отдел ЖКХ, дорог и связи", "channel": "sed"}),
    ],
)
def test_a_slice_is_read(typed: str | None, read: dict[str, str]) -> None:
    assert read_slice(typed) == read


@pytest.mark.parametrize("typed", ["Дороги", "block=", "block"])
def test_a_slice_without_a_name_or_a_value_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="channel=pos,block=Дороги"):
        read_slice(typed)
