"""Terms computed set-wise in SQL: the vectors of domain §13, and equality with the reference in plain Python."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from svodka.calendar import CalendarUnknown
from svodka.figures.terms import Terms, compute_terms, read_rules
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, ZONE, at, make_marts, message, put_messages, random_messages
from tests.oracle.terms import block_of

RULES = read_rules()


def terms_in_sql(conn: Connection, settings: Settings) -> dict[str, Any]:
    make_marts(conn, settings)
    return {row.message_key: row for row in conn.execute(text("SELECT * FROM fct_message"))}


def only(conn: Connection, settings: Settings, row: dict[str, Any]) -> Any:
    put_messages(conn, [row])
    return terms_in_sql(conn, settings)[row["message_key"]]


@examples(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), edge=st.dates(date(2019, 6, 1), date(2027, 7, 1)), n=st.integers(500, 600))
def test_sql_equals_the_reference(warehouse: Warehouse, settings: Settings, seed: int, edge: date, n: int) -> None:
    messages = random_messages(seed, n, edge)
    with warehouse.engine.connect() as conn, conn.begin() as transaction:
        put_messages(conn, messages)
        actual = terms_in_sql(conn, settings)
        transaction.rollback()
    for m in messages:
        m["block"] = block_of(m["topic_l1"], m["classifier_code"])
        row, expected = actual[m["message_key"]], compute_terms(m, RULES, AS_OF.date(), ZONE)
        assert row.block == m["block"]
        got = Terms(row.due_at, row.due_source, row.due_effective_at, row.due_control_at, row.final_due_at)
        assert got == expected, f"{got}\n{expected}\n{m}"


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


def test_a_correction_of_the_calendar_moves_a_term(warehouse: Warehouse, settings: Settings) -> None:
    incident = message("incident", "1", "2026-11-23 16:00")
    with warehouse.begin() as conn:
        put_messages(conn, [incident])
        conn.execute(
            text(
                "INSERT INTO meta.calendar_override VALUES ('2026-11-24', false, false, false, '2026-11-24', :day, 'x')"
            ),
            {"day": AS_OF.date()},
        )
        make_marts(conn, settings)
        moved = conn.execute(text("SELECT due_at FROM fct_message")).scalar_one()
        make_marts(conn, settings, AS_OF - timedelta(days=1))
        as_known_before = conn.execute(text("SELECT due_at FROM fct_message")).scalar_one()
    assert moved == at("2026-11-25 15:00")
    assert as_known_before == at("2026-11-24 15:00")


def test_a_norm_holds_from_its_date(warehouse: Warehouse, settings: Settings) -> None:
    """A new rule judges the messages registered from its day on, once it is known; a named block comes first."""
    rule = (
        "INSERT INTO meta.deadline_rule SELECT step, legal_regime, priority, is_fast_track, CAST(:block AS text), "
        "clock, :amount, opens, closes, source_term, :valid_from, :known_from, 'приказ' FROM meta.deadline_rule "
        "WHERE step = 'answer' AND legal_regime = 'POS_MESSAGE' AND is_fast_track IS NULL AND known_from = '2018-01-01'"
    )
    first, known = date(2026, 8, 1), AS_OF.date()
    rows = [message("pos", str(n), day, topic_l1=topic) for n, (day, topic) in enumerate(
        [("2026-07-31", None), ("2026-08-01", None), ("2026-08-01", "Дороги")])]  # fmt: skip
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        conn.execute(text(rule), {"block": None, "amount": 20, "valid_from": first, "known_from": known})
        conn.execute(text(rule), {"block": "Дороги", "amount": 5, "valid_from": first, "known_from": known})
        facts = terms_in_sql(conn, settings)
        days = [(facts[r["message_key"]].due_at.astimezone(ZONE).date() - facts[r["message_key"]].registered_on).days
                for r in rows]  # fmt: skip
        make_marts(conn, settings, datetime(2026, 10, 1, tzinfo=ZONE))
        before = conn.execute(text("SELECT DISTINCT (due_at AT TIME ZONE 'Asia/Yekaterinburg')::date - registered_on "
                                   "FROM fct_message")).scalars().all()  # fmt: skip
    assert days == [30, 20, 5]
    assert before == [30], "as of a day on which the order was not known"


def test_other_clocks_than_the_shipped_ones(warehouse: Warehouse, settings: Settings) -> None:
    """A norm may be ordered in working days, an answer after an interim one in calendar days."""
    order = (
        "INSERT INTO meta.deadline_rule VALUES "
        "('answer', 'POS_MESSAGE', NULL, NULL, NULL, 'working_days', 5, NULL, NULL, 'used', :day, :day, 'приказ'),"
        "('final_answer', 'OPEN_SOURCE', NULL, NULL, NULL, 'calendar_days', 5, NULL, NULL, NULL, :day, :day, 'приказ')"
    )
    rows = [message("pos", "1", "2026-04-29 23:00"), message("incident", "1", "2026-04-29 10:00",
                                                             interim_answer_at="2026-04-30 09:00")]  # fmt: skip
    with warehouse.begin() as conn:
        conn.execute(text(order), {"day": date(2026, 4, 1)})
        put_messages(conn, rows)
        pos, incident = (terms_in_sql(conn, settings)[r["message_key"]] for r in rows)
    assert pos.due_at == at("2026-05-07", is_term=True)
    assert incident.final_due_at == at("2026-05-05", is_term=True)
