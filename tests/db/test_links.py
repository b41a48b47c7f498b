"""The same appeal, repeats, duplicates: what counts, what is only shown, and what one eager applicant costs."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from svodka.errors import UsageError
from svodka.figures.links import links_of_message, links_of_quarter
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, at, make_marts, message, put_messages

Q3 = Quarter(2026, 3)
ANNA, BORIS = uuid.UUID(int=1), uuid.UUID(int=2)


def roads(channel: str, number: str, day: str, applicant: uuid.UUID | None = ANNA, **fields: Any) -> dict[str, Any]:
    return message(channel, number, day, applicant_key=applicant, **{"topic_l1": "Дороги", **fields})


def found(conn: Connection, settings: Settings, rows: list[dict], **options: Any) -> dict[str, Any]:
    put_messages(conn, rows)
    make_marts(conn, settings)
    return links_of_quarter(conn, settings, Q3, AS_OF, **options)


def pairs(result: dict[str, Any]) -> set[tuple[str, ...]]:
    return {
        (pair["type"], pair["origin"], f"{pair['channel']}:{pair['number']}",
         f"{pair['other_channel']}:{pair['other_number']}")
        for pair in result["pairs"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (roads("pos", "2", "2026-07-31"), ("REPEAT", "COMPUTED")),  # thirty days later
        (roads("pos", "2", "2026-08-01"), None),  # thirty-one
        (roads("pos", "2", "2026-07-02"), ("REPEAT", "COMPUTED")),
        (roads("pos", "2", "2026-07-01 12:00"), ("DUPLICATE", "COMPUTED")),
        (roads("sed", "2", "2026-07-02 23:59"), ("SAME_APPEAL", "COMPUTED")),
        (roads("sed", "2", "2026-07-03"), ("REPEAT", "COMPUTED")),  # two days later: written again
        (roads("sed", "2", "2026-09-03", linked_number="1"), ("SAME_APPEAL", "SOURCE")),
        (roads("pos", "2", "2026-07-02", BORIS), None),
        (roads("pos", "2", "2026-07-02", None), None),
        (roads("pos", "2", "2026-07-02", topic_l1="ЖКХ"), None),
        (roads("pos", "2", "2026-07-02", topic_l1=" дороги "), ("REPEAT", "COMPUTED")),
        (roads("pos", "2", "2026-07-02", is_spam=True), None),
        (roads("pos", "2", "2026-07-02", municipality="1"), None),
        (roads("pos", "2", "2026-07-02", None, duplicate_of="1"), ("DUPLICATE", "SOURCE")),
    ],
)
def test_two_messages_are_linked_in_one_way_at_most(
    warehouse: Warehouse, settings: Settings, second: dict, expected: tuple[str, str] | None
) -> None:
    with warehouse.begin() as conn:
        result = found(conn, settings, [roads("pos", "1", "2026-07-01"), second])
        assert pairs(result) == ({(*expected, f"{second['channel']}:2", "pos:1")} if expected else set())
        assert all(pair["counts"] is (pair["origin"] == "SOURCE") for pair in result["pairs"])
        by_message = links_of_message(conn, settings, second["message_key"])
        assert pairs({"pairs": by_message}) == pairs(result)


def test_the_nearest_earlier_one_of_another_channel_is_meant(warehouse: Warehouse, settings: Settings) -> None:
    """Between the two lies a message of the same channel: it does not hide the one of the other channel."""
    rows = [
        roads("pos", "1", "2026-07-01 10:00"),
        roads("sed", "2", "2026-07-01 11:00"),
        roads("sed", "3", "2026-07-02 12:00"),
    ]
    with warehouse.begin() as conn:
        result = found(conn, settings, rows)
    assert pairs(result) == {
        ("SAME_APPEAL", "COMPUTED", "sed:2", "pos:1"),
        ("SAME_APPEAL", "COMPUTED", "sed:3", "pos:1"),
        ("REPEAT", "COMPUTED", "sed:3", "sed:2"),
    }


def test_a_repeat_of_what_came_before_the_quarter_belongs_to_it(warehouse: Warehouse, settings: Settings) -> None:
    rows = [roads("pos", "1", "2026-06-10"), roads("pos", "2", "2026-07-05"), roads("pos", "3", "2026-10-02")]
    with warehouse.begin() as conn:
        assert pairs(found(conn, settings, rows)) == {("REPEAT", "COMPUTED", "pos:2", "pos:1")}


def test_records_and_cases_stand_side_by_side_and_computed_links_enter_no_figure(
    warehouse: Warehouse, settings: Settings
) -> None:
    rows = [
        roads("pos", "1", "2026-07-01", is_repeat=True),
        roads("pos", "2", "2026-07-10", is_repeat=False),
        roads("sed", "3", "2026-07-20", linked_number="1"),
        roads("sed", "4", "2026-07-20", None),
    ]
    with warehouse.begin() as conn:
        result = found(conn, settings, rows)
    records = {row.pop("channel"): row for row in result["records"]}
    assert records[None] == {
        "records": 4, "cases": 3, "repeats_by_source": 1, "repeats_known": 2, "repeats_computed": 2,
        "applicants_known": 3,
    }  # fmt: skip
    assert (records["sed"]["records"], records["sed"]["cases"], records["sed"]["applicants_known"]) == (2, 2, 1)
    counts = {(row["type"], row["origin"], row["channel"]): row["n"] for row in result["counts"]}
    assert counts == {
        ("REPEAT", "COMPUTED", "pos"): 1,
        ("REPEAT", "COMPUTED", "sed"): 1,
        ("REPEAT", "SOURCE", "pos"): 1,
        ("SAME_APPEAL", "SOURCE", "sed"): 1,
    }


def test_a_mark_whose_number_is_not_loaded_is_shown_without_one(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        [pair] = found(conn, settings, [roads("pos", "1", "2026-07-01", duplicate_of="777")])["pairs"]
    assert (pair["other_number"], pair["counts"]) == (None, True)
    assert "не найден" in pair["why"]


def test_one_type_may_be_asked_for_and_pairs_are_limited(warehouse: Warehouse, settings: Settings) -> None:
    rows = [roads("pos", str(n), f"2026-07-{n:02}") for n in range(1, 9)] + [roads("sed", "9", "2026-07-08")]
    with warehouse.begin() as conn:
        assert len(found(conn, settings, rows, kind="repeat", limit=3)["pairs"]) == 3
        only = links_of_quarter(conn, settings, Q3, AS_OF, kind="same-appeal")
        assert {pair["type"] for pair in only["pairs"]} == {"SAME_APPEAL"}
        with pytest.raises(UsageError, match="REPEAT"):
            links_of_quarter(conn, settings, Q3, AS_OF, kind="copy")


def test_no_applicant_leaves(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        result = found(conn, settings, [roads("pos", "1", "2026-07-01"), roads("pos", "2", "2026-07-02")])
    assert str(ANNA) not in str(result)


def test_one_applicant_of_twenty_thousand_messages_costs_no_square(warehouse: Warehouse, settings: Settings) -> None:
    """Every message has one pair of a kind at most; a join of all with all would be 200 million rows."""
    start = at("2026-07-01")
    rows = [roads("pos", str(n), start + timedelta(minutes=6 * n)) for n in range(20_000)]
    with warehouse.begin() as conn:
        conn.execute(text("SET LOCAL statement_timeout = '20s'"))
        result = found(conn, settings, rows, limit=1)
    assert sum(row["n"] for row in result["counts"] if row["type"] == "DUPLICATE") > 19_000


def test_topics_are_compared_as_everywhere_else(warehouse: Warehouse, settings: Settings) -> None:
    rows = [
        roads("pos", "1", "2026-07-01", topic_l1="Тёплые  остановки"),
        roads("pos", "2", "2026-07-03", topic_l1="теплые\u202fостановки"),
    ]
    with warehouse.begin() as conn:
        assert pairs(found(conn, settings, rows)) == {("REPEAT", "COMPUTED", "pos:2", "pos:1")}


def test_a_mark_means_the_nearest_message_of_that_number_whoever_asks(warehouse: Warehouse, settings: Settings) -> None:
    near = roads("pos", "1", "2026-07-01", None, message_key="a" * 32, number_year=2026)
    far = roads("pos", "1", "2025-07-01", None, message_key="b" * 32, number_year=2025)
    marked = roads("pos", "2", "2026-07-02", None, duplicate_of="1")
    meant = {("DUPLICATE", "SOURCE", "pos:2", "pos:1")}
    with warehouse.begin() as conn:
        assert pairs(found(conn, settings, [near, far, marked])) == meant
        for row, expected in ((near, meant), (far, set()), (marked, meant)):
            of_message = links_of_message(conn, settings, uuid.UUID(str(row["message_key"])))
            assert pairs({"pairs": of_message}) == expected


def test_one_message_is_asked_by_indexes(warehouse: Warehouse, settings: Settings) -> None:
    """Of twenty thousand messages around it only those of its applicant, case and number are read."""
    read = text(
        "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
        " WHERE relname IN ('message', 'fct_message')"
    )
    rows = [roads("pos", str(n), "2026-07-01", uuid.UUID(int=10 + n)) for n in range(20_000)]
    asked = roads("sed", "x", "2026-07-02", uuid.UUID(int=15))
    with warehouse.begin() as conn:
        put_messages(conn, [*rows, asked])
        make_marts(conn, settings)
        conn.execute(text("ANALYZE core.message, marts.fct_message"))
        before = conn.execute(read).scalar_one()
        linked = links_of_message(conn, settings, asked["message_key"])
        n_read = conn.execute(read).scalar_one() - before
    assert pairs({"pairs": linked}) == {("SAME_APPEAL", "COMPUTED", "sed:x", "pos:5")}
    assert n_read < 100
