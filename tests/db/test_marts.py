"""Blocks, cases, validity and the as-of use of the same SQL, by hand-made rows."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, text

from svodka.figures import document, marts
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, OURS, figures, make_marts, message, put, put_messages, random_messages, value
from tests.oracle.terms import cases_of

NOT_CLASSIFIED = "Прочее/не классифицировано"


def fact(conn: Connection, settings: Settings, row: dict[str, Any]) -> Any:
    put_messages(conn, [row])
    make_marts(conn, settings)
    return conn.execute(text("SELECT * FROM fct_message WHERE message_key = :key"), {"key": row["message_key"]}).one()


@pytest.mark.parametrize(
    ("topic", "code", "block"),
    [
        ("Дороги", None, "Дороги"),
        ("  молодежная\u00a0 ПОЛИТИКА ", None, "Молодёжная политика"),
        ("Здравоохранение/Медицина", None, "Здравоохранение"),
        ("ЖКХ", "0003.0009.0097.0001", "ЖКХ"),
        ("Незнакомое", "0005.0005.0056.1160", "Обращение с отходами"),
        (None, "0005.0005.0056.1161", "ЖКХ"),
        (None, "0003.0009.0099.0001.0002", "Общественный транспорт"),
        (None, "00050.0001.0001.0001", NOT_CLASSIFIED),
        ("Незнакомое", None, NOT_CLASSIFIED),
        (None, None, NOT_CLASSIFIED),
    ],
)
def test_the_block_is_a_name_a_word_or_the_longest_prefix(
    warehouse: Warehouse, settings: Settings, topic: str | None, code: str | None, block: str
) -> None:
    row = message("sed", "1", "2026-07-01", topic_l1=topic, classifier_code=code)
    with warehouse.begin() as conn:
        assert fact(conn, settings, row).block == block


def test_a_topic_moves_to_another_block_from_a_date(warehouse: Warehouse, settings: Settings) -> None:
    rows = [message("pos", str(n), day, topic_l1="Дороги") for n, day in enumerate(["2026-07-31", "2026-08-01"])]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        conn.execute(
            text("INSERT INTO meta.topic_block VALUES ('topic', 'Дороги', 'Туризм', '2026-08-01', '2026-08-01', 'x')")
        )
        doc = figures(conn, settings)
    assert value(doc, "S-01", block="Дороги")["numerator"] == "1"
    assert value(doc, "S-01", block="Туризм")["numerator"] == "1"


@pytest.mark.parametrize(
    ("mark", "is_valid"),
    [
        ({"is_spam": True}, False),
        ({"is_test": True}, False),
        ({"is_deleted": True}, False),
        ({"duplicate_of": "7"}, False),
        ({"status": "REJECTED"}, False),
        ({"status": None, "is_spam": False, "is_test": None}, True),
    ],
)
def test_what_is_left_out(warehouse: Warehouse, settings: Settings, mark: dict[str, Any], is_valid: bool) -> None:
    with warehouse.begin() as conn:
        assert fact(conn, settings, message("pos", "1", "2026-07-01", **mark)).is_valid is is_valid


def test_one_appeal_in_three_registers_is_one_case(warehouse: Warehouse, settings: Settings) -> None:
    rows = [
        message("pos", "77", "2026-07-01"),
        message("reception", "15", "2026-07-02", linked_number="77"),
        message("sed", "01-15", "2026-07-03", linked_number="15"),
        message("journals", "9", "2026-07-03", linked_number="нет такого"),
        message("incident", "4", "2026-07-03", linked_number="77"),
    ]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        doc = figures(conn, settings)
    assert value(doc, "S-01")["numerator"] == "5"
    assert value(doc, "S-01U")["numerator"] == "3"
    assert value(doc, "S-01U", channel="sed")["numerator"] == "1"


def test_of_two_messages_with_one_number_the_nearest_is_meant(warehouse: Warehouse, settings: Settings) -> None:
    last_year = message("reception", "15", "2025-07-01", number_year=2025)
    this_year = message("reception", "15 ", "2026-07-01") | {"source_number": "15", "number_year": 2026}
    linked = message("sed", "1", "2026-07-02", linked_number="15")
    with warehouse.begin() as conn:
        put_messages(conn, [last_year, this_year])
        assert fact(conn, settings, linked).case_key == this_year["message_key"]


def test_messages_that_name_each_other_are_one_case(warehouse: Warehouse, settings: Settings) -> None:
    rows = [message("reception", "1", "2026-07-01", linked_number="2"),
            message("reception", "2", "2026-07-02", linked_number="1"),
            message("sed", "3", "2026-07-02", linked_number="2")]  # fmt: skip
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        assert value(figures(conn, settings), "S-01U")["numerator"] == "1"


def test_a_ready_duration_and_a_missing_executor(warehouse: Warehouse, settings: Settings) -> None:
    rows = [
        message("incident", "1", "2026-07-01 10:00", first_public_answer_at="2026-07-01 11:00", executor="Отдел ЖКХ"),
        message("incident", "2", "2026-07-01 10:00", assigned_at="2026-07-01 10:30",
                first_public_answer_at="2026-07-01 11:00", is_clock_from_source=True),
    ]  # fmt: skip
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        doc = figures(conn, settings, gaps={"sed"})
    assert value(doc, "I-01")["numerator"] == "1.500000"
    assert value(doc, "I-01")["flags"] == ["SMALL_N", "CLOCK_SOURCE"]
    assert value(doc, "I-01", executor="Отдел ЖКХ")["flags"] == ["SMALL_N"]
    assert {v["slice"]["executor"] for v in doc["values"]} == {None, "Отдел ЖКХ"}
    assert value(doc, "S-01")["flags"] == ["INCOMPLETE"]


def test_an_empty_warehouse_has_every_total_and_nothing_else(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        doc = figures(conn, settings)
    assert len(doc["values"]) == len({v["indicator"] for v in doc["values"]}) == 32
    assert all(set(v["slice"].values()) == {None} for v in doc["values"])


def test_the_index_of_a_page(warehouse: Warehouse, settings: Settings) -> None:
    """One page, two weeks: (10 + 10 + 15 + 5 + 30 + 7) × 100/90 and (10 + 0 + 20 + 10 + 0 + 0) × 100/90."""
    page = {"municipality": OURS, "channel": "pages", "registrar": "", "ogrn": "1", "page_id": "p",
            "status": "KEPT"}  # fmt: skip
    cells = ["is_connected", "has_gos_badge", "design_percent", "widgets", "posts", "subscribers", "reach_week"]
    weeks = [("2026-07-06", [True, True, 75, 1, 3, 100, 50]), ("2026-09-28", [True, False, 100, 2, 2, 0, 9])]
    rows = []
    for week, filled in weeks:
        key = message("pages", week, week)["message_key"]
        rows.append(page | dict(zip(cells, filled, strict=True))
                    | {"week": week, "page_week_key": key, "state_hash": key})  # fmt: skip
    with warehouse.begin() as conn:
        put(conn, "page_week", rows)
        doc = figures(conn, settings)
    assert (value(doc, "G-02")["numerator"], value(doc, "G-02")["denominator"]) == ("65.000000", "1")
    assert value(doc, "G-03")["value"] == "50.000000"
    assert value(doc, "G-01", channel="pages")["value"] == "100.000000"


def test_temporary_tables_serve_a_past_moment(warehouse: Warehouse, settings: Settings) -> None:
    """The same SQL computes from temporary tables; the warehouse's own facts and memory stay as they are."""
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "1", "2026-07-01"), message("pos", "2", "2026-07-02")])
        now = figures(conn, settings)
    past = AS_OF - timedelta(days=40)
    with warehouse.begin() as conn:
        before = conn.execute(text("SELECT ctid, * FROM marts.fct_message")).all()
        conn.execute(text("SET LOCAL search_path = marts, core, meta"))
        for table in ("message", "message_question", "page_week", "fct_message", "fct_page_week"):
            schema = "marts" if table.startswith("fct_") else "core"
            conn.execute(text(f"CREATE TEMP TABLE {table} (LIKE {schema}.{table}) ON COMMIT DROP"))
        conn.execute(text("INSERT INTO message SELECT * FROM core.message WHERE source_number = '1'"))
        marts.rebuild(conn, settings, past)
        then = document.compute(conn, "2026Q3", settings, past)
        assert conn.execute(text("SELECT ctid, * FROM marts.fct_message")).all() == before
        assert conn.execute(text("SELECT as_of FROM marts.rules_known")).scalar_one() == AS_OF
    assert (value(now, "S-01")["numerator"], value(then, "S-01")["numerator"]) == ("2", "1")
    assert then["as_of"] == "2026-10-15T12:00:00+05:00"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_case_is_the_oracles(warehouse: Warehouse, settings: Settings, seed: int) -> None:
    messages = random_messages(seed, 400)
    frame = pd.DataFrame([{"linked_number": None} | m for m in messages], dtype=object)
    expected = cases_of(frame.where(frame.notna(), None))
    with warehouse.begin() as conn:
        put_messages(conn, messages)
        make_marts(conn, settings)
        actual = {row.message_key: row.case_key for row in conn.execute(text("SELECT * FROM fct_message"))}
    assert len(expected) > 20
    assert actual == {m["message_key"]: expected.get(m["message_key"], m["message_key"]) for m in messages}
