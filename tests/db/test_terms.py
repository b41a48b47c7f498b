"""Terms computed set-wise in SQL: the vectors of domain §13 and the letter of §16.15."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, text

from svodka.calendar import CalendarUnknown
from svodka.figures.terms import compute_terms, read_rules
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, ZONE, at, make_marts, message, put_messages

RULES = read_rules()


def terms_in_sql(conn: Connection, settings: Settings) -> dict[str, Any]:
    make_marts(conn, settings)
    return {row.message_key: row for row in conn.execute(text("SELECT * FROM fct_message"))}


def only(conn: Connection, settings: Settings, row: dict[str, Any]) -> Any:
    put_messages(conn, [row])
    return terms_in_sql(conn, settings)[row["message_key"]]


FZ59_VECTORS = [
    ("2026-03-02", "2026-04-01", "2026-04-01", "2026-05-01", "2026-03-09"),
    ("2026-04-01", "2026-05-01", "2026-04-30", "2026-05-31", "2026-04-08"),
    ("2026-04-09", "2026-05-09", "2026-05-08", "2026-06-08", "2026-04-16"),
    ("2026-12-03", "2027-01-02", "2026-12-30", "2027-02-01", "2026-12-10"),
    ("2025-10-02", "2025-11-01", "2025-11-01", "2025-12-01", "2025-10-09"),
    ("2024-10-03", "2024-11-02", "2024-11-02", "2024-12-02", "2024-10-10"),
    ("2027-01-21", "2027-02-20", "2027-02-20", "2027-03-22", "2027-01-28"),
]


@pytest.mark.parametrize(("registered", "due", "control", "farthest", "forward"), FZ59_VECTORS)
def test_the_dates_of_an_appeal(
    warehouse: Warehouse, settings: Settings, registered: str, due: str, control: str, farthest: str, forward: str
) -> None:
    with warehouse.begin() as conn:
        row = only(conn, settings, message("sed", "1", f"{registered} 23:30", extended_due_at="2028-06-30"))
        plain = only(conn, settings, message("sed", "2", registered, due_at="2030-01-01", status=None))
    assert row.due_at == at(due, is_term=True)
    assert row.due_effective_at == at(farthest, is_term=True), "an extension counts for 30 more days at most"
    assert row.forwarding_due_on == date.fromisoformat(forward)
    assert (plain.due_at, plain.due_source) == (at(due, is_term=True), "RULE"), "the source's term is a control date"
    assert plain.due_control_at == at("2030-01-01", is_term=True)


@pytest.mark.parametrize(("registered", "due", "control", "farthest", "forward"), FZ59_VECTORS)
def test_the_control_date_is_the_working_day_before(
    warehouse: Warehouse, settings: Settings, registered: str, due: str, control: str, farthest: str, forward: str
) -> None:
    with warehouse.begin() as conn:
        row = only(conn, settings, message("sed", "1", registered))
    assert (row.due_effective_at, row.due_control_at) == (at(due, is_term=True), at(control, is_term=True))


@pytest.mark.parametrize(
    ("extended", "decided", "effective"),
    [
        ("2026-08-20", "2026-07-31 18:00", "2026-08-20"),
        ("2026-08-20", "2026-08-01 00:00", "2026-07-31"),  # a retroactive extension does not cure
        ("2026-08-20", None, "2026-08-20"),
        ("2026-07-20", None, "2026-07-31"),  # an extension never shortens
        ("2026-09-30", "2026-07-02", "2026-08-30"),  # at most 60 days from registration
        (None, "2026-07-02", "2026-07-31"),
    ],
)
def test_an_extension_counts_when_decided_in_time(
    warehouse: Warehouse, settings: Settings, extended: str | None, decided: str | None, effective: str
) -> None:
    row = message("sed", "1", "2026-07-01", extended_due_at=extended, extension_decided_at=decided)
    with warehouse.begin() as conn:
        fact = only(conn, settings, row)
    assert fact.due_effective_at == at(effective, is_term=True)


def test_pos_terms(warehouse: Warehouse, settings: Settings) -> None:
    rows = [
        message("pos", "1", "2026-07-01 10:00"),
        message("pos", "2", "2026-07-01 10:00", is_fast_track=True),
        message("pos", "3", "2026-07-01 10:00", is_fast_track=True, due_at="2026-07-20"),
        message("pos", "4", "2026-07-01 10:00", extended_due_at="2026-12-01"),
        message("pos", "5", "2026-07-01 10:00", legal_regime="FZ59", due_at="2026-07-20"),
    ]
    expected = ["2026-07-31", "2026-07-11", "2026-07-20", "2026-12-01", "2026-07-31"]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        facts = terms_in_sql(conn, settings)
    assert [facts[r["message_key"]].due_effective_at for r in rows] == [at(day, is_term=True) for day in expected]
    assert facts[rows[2]["message_key"]].due_source == "SOURCE"


def test_an_incident_starts_when_it_is_assigned(warehouse: Warehouse, settings: Settings) -> None:
    rows = [
        message("incident", "1", "2026-11-24 09:00", assigned_at="2026-11-24 10:00"),
        message("incident", "2", "2026-11-24 10:00", priority="HIGH", extended_due_at="2026-12-24"),
        message("incident", "3", "2025-10-31 16:00", interim_answer_at="2026-04-29 12:00"),
        message("incident", "4", "2026-11-24 10:00", due_at="2026-11-24 11:00"),
    ]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        facts = [terms_in_sql(conn, settings)[r["message_key"]] for r in rows]
    due = ["2026-11-25 09:00", "2026-11-24 14:00", "2025-11-01 15:00", "2026-11-24 11:00"]
    assert [fact.due_effective_at for fact in facts] == [at(moment) for moment in due]
    assert facts[2].final_due_at == at("2026-05-12", is_term=True)


def test_a_term_in_a_year_without_a_calendar_is_refused(warehouse: Warehouse, settings: Settings) -> None:
    for row in (
        message("incident", "1", "2027-12-30 16:00"),
        message("sed", "1", "2027-12-20"),
        message("incident", "2", "2027-12-01 10:00", interim_answer_at="2027-12-28 10:00"),
    ):
        with pytest.raises(CalendarUnknown, match="2028"), warehouse.begin() as conn:
            only(conn, settings, row)
        with pytest.raises(CalendarUnknown, match="2028"):
            compute_terms(row | {"block": "Дороги"}, RULES, AS_OF.date(), ZONE)


def test_a_far_term_of_the_source_needs_no_calendar(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        row = only(conn, settings, message("pos", "1", "2026-07-01", due_at="2099-12-31"))
    assert row.due_control_at == row.due_effective_at == at("2099-12-31", is_term=True)


@pytest.mark.parametrize(("received", "due"), [("2026-04-01", "2026-04-04"), (None, None)])
def test_registration_within_three_days_without_a_roll(
    warehouse: Warehouse, settings: Settings, received: str | None, due: str | None
) -> None:
    """§13: arrival on 1 April, the limit is Saturday the 4th; §16.26 moves it to no working day."""
    with warehouse.begin() as conn:
        row = only(conn, settings, message("sed", "1", "2026-04-02", received_at=received))
    assert row.registration_due_on == (due and date.fromisoformat(due))


def test_fast_track_ends_on_the_tenth_day(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        row = only(conn, settings, message("pos", "1", "2026-07-01 23:30"))
    assert (row.fast_track_due_on, row.forwarding_due_on) == (date(2026, 7, 11), None)


@pytest.mark.parametrize(
    ("start", "priority", "due"),
    [
        ("2026-11-24 10:00", "HIGH", "2026-11-24 14:00"),
        ("2026-11-24 10:00", "NORMAL", "2026-11-25 09:00"),
        ("2026-11-27 16:30", "HIGH", "2026-11-30 11:30"),
        ("2026-11-27 16:30", "NORMAL", "2026-11-30 15:30"),
        ("2026-12-30 15:00", "HIGH", "2027-01-11 10:00"),
        ("2026-12-30 15:00", None, "2027-01-11 14:00"),
        ("2025-10-31 16:00", "HIGH", "2025-11-01 11:00"),
        ("2025-10-31 16:00", "NORMAL", "2025-11-01 15:00"),
        ("2026-11-24 13:00", "HIGH", "2026-11-24 17:00"),
        ("2026-11-24 17:00", "HIGH", "2026-11-25 12:00"),
        ("2026-11-03 13:00", "NORMAL", "2026-11-05 12:00"),  # 3 November is shortened by an hour: it is ignored
    ],
)
def test_the_clock_of_an_incident(
    warehouse: Warehouse, settings: Settings, start: str, priority: str | None, due: str
) -> None:
    with warehouse.begin() as conn:
        row = only(conn, settings, message("incident", "1", start, priority=priority))
    assert row.due_at == at(due)
