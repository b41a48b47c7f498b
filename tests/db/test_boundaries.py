"""Values that turn on one day or one second: weeks at the edges of quarters, the tenth day, the last second."""

from typing import Any

import pytest

from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import OURS, figures, message, put, put_messages, value


def page_week(week: str, posts: int | None, ogrn: str = "1") -> dict[str, Any]:
    key = message("pages", f"{ogrn}/{week}", "2026-01-01")["message_key"]
    return {
        "page_week_key": key, "municipality": OURS, "channel": "pages", "registrar": "", "ogrn": ogrn, "page_id": "p",
        "week": week, "status": "KEPT", "is_connected": True, "has_gos_badge": True, "design_percent": 100,
        "widgets": 2, "posts": posts, "subscribers": 10, "reach_week": 7, "state_hash": key,
    }  # fmt: skip


def test_a_week_belongs_to_the_quarter_of_its_monday(warehouse: Warehouse, settings: Settings) -> None:
    """2024Q3 begins and ends on a Monday: both weeks are its own, their neighbours are not."""
    weeks = [("2024-06-24", 9), ("2024-07-01", 3), ("2024-09-30", 2), ("2024-10-07", 9)]
    with warehouse.begin() as conn:
        put(conn, "page_week", [page_week(week, posts, ogrn=week) for week, posts in weeks])
        doc = figures(conn, settings, "2024Q3")
    assert (value(doc, "G-03")["numerator"], value(doc, "G-03")["denominator"]) == ("1", "2")
    assert (value(doc, "G-02")["numerator"], value(doc, "G-02")["denominator"]) == ("166.666667", "2")
    active = value(doc, "G-01")
    assert (active["denominator"], active["n_unknown"]) == ("1", 1), "July's page says nothing about the last 30 days"


@pytest.mark.parametrize(
    ("week", "posts", "numerator", "denominator", "unknown"),
    [
        ("2025-09-01", 1, "1", "1", 0),  # t1 − 30 days is this Monday
        ("2025-09-01", 0, "0", "1", 0),
        ("2025-09-01", None, "0", "0", 1),
        ("2025-08-25", 5, "0", "0", 1),
    ],
)
def test_a_page_lives_by_its_last_30_days(
    warehouse: Warehouse,
    settings: Settings,
    week: str,
    posts: int | None,
    numerator: str,
    denominator: str,
    unknown: int,
) -> None:
    with warehouse.begin() as conn:
        put(conn, "page_week", [page_week(week, posts)])
        one = value(figures(conn, settings, "2025Q3"), "G-01")
    assert (one["numerator"], one["denominator"], one["n_unknown"]) == (numerator, denominator, unknown)


@pytest.mark.parametrize(("answered", "fast"), [("2026-07-11 23:59:59", "1"), ("2026-07-12", "0")])
def test_the_tenth_day_is_still_fast(warehouse: Warehouse, settings: Settings, answered: str, fast: str) -> None:
    row = message("pos", "1", "2026-07-01 10:00", is_fast_track=True, first_final_answer_at=answered)
    with warehouse.begin() as conn:
        put_messages(conn, [row])
        assert value(figures(conn, settings), "P-03")["numerator"] == fast


@pytest.mark.parametrize(
    ("answered", "late"), [("2026-07-31 23:59:59", "0"), ("2026-08-01 00:00:00", "1"), ("2026-10-01 00:00:00", "1")]
)
def test_the_last_second_of_a_term_is_in_time(
    warehouse: Warehouse, settings: Settings, answered: str, late: str
) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, [message("sed", "1", "2026-07-01", first_final_answer_at=answered)])
        one = value(figures(conn, settings), "A-01")
    assert (one["numerator"], one["denominator"]) == (late, "1")


@pytest.mark.parametrize(
    ("status", "dates", "denominator", "worked_off"),
    [
        ("TRANSFERRED", {"transferred_at": "2026-07-31 23:59:59"}, "0", "1"),
        ("TRANSFERRED", {"transferred_at": "2026-08-01"}, "1", "1"),
        ("TRANSFERRED", {"transferred_at": "2026-10-01"}, "1", "0"),
        ("TRANSFERRED", {"closed_at": "2026-07-05"}, "0", "1"),
        ("LEFT_WITHOUT_ANSWER", {"closed_at": "2026-07-05"}, "0", "1"),
        ("WITHDRAWN", {"answered_at": "2026-07-05"}, "0", "1"),
        ("WITHDRAWN", {"transferred_at": "2026-07-05"}, "1", "0"),
        ("IN_PROGRESS", {"transferred_at": "2026-07-05"}, "1", "0"),
    ],
)
def test_what_has_gone_before_its_term_is_not_judged(
    warehouse: Warehouse, settings: Settings, status: str, dates: dict[str, str], denominator: str, worked_off: str
) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, [message("sed", "1", "2026-07-01", status=status, **dates)])
        doc = figures(conn, settings)
    assert value(doc, "S-03")["denominator"] == denominator
    assert value(doc, "S-04")["numerator"] == str(
        1 - int(denominator) if dates != {"transferred_at": "2026-08-01"} else 1
    )


@pytest.mark.parametrize(
    ("registered", "quarter"),
    [
        ("2026-06-30 23:59:59", "2026Q2"),
        ("2026-07-01", "2026Q3"),
        ("2026-09-30 23:59:59", "2026Q3"),
        ("2026-10-01", "2026Q4"),
    ],
)
def test_a_message_belongs_to_one_quarter(
    warehouse: Warehouse, settings: Settings, registered: str, quarter: str
) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, [message("incident", "1", registered)])
        counts = {q: value(figures(conn, settings, q), "S-01")["numerator"] for q in ("2026Q2", "2026Q3", "2026Q4")}
    assert [q for q, count in counts.items() if count == "1"] == [quarter]
