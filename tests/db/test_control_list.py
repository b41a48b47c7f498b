"""The control list against rows made by hand and against the rules written once more, row by row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from svodka.calendar import RUSSIA
from svodka.control.control_list import KINDS, Asked, ListPart, choices, read_list
from svodka.control.effect import effect_known_at, keep_effect
from svodka.period import end_of_day
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import ZONE, make_marts, message, put_messages, random_messages
from tests.delivery_desk import at

DAY = date(2026, 10, 1)  # a Thursday
NOW = at("2026-10-01 08:30")
HAS_EXECUTOR = {"executor": "Отдел"}
MESSAGES = [
    message("pos", "due-yesterday", "2026-08-31", topic_l1="Дороги", executor="Отдел дорог"),
    message("pos", "due-today", "2026-09-01", **HAS_EXECUTOR),
    message("pos", "due-tuesday", "2026-09-06", **HAS_EXECUTOR),
    message("pos", "due-wednesday", "2026-09-07", **HAS_EXECUTOR),
    message("pos", "due-friday-week", "2026-09-09", **HAS_EXECUTOR),
    message("pos", "answered", "2026-08-01", first_final_answer_at="2026-09-30 10:00"),
    message("pos", "spam", "2026-08-01", is_spam=True),
    message("sed", "gone", "2026-08-01", status="TRANSFERRED", transferred_at="2026-08-02"),
    message("sed", "control-on-friday", "2026-09-04", number_year=2026, **HAS_EXECUTOR),
    message("incident", "answered-in-public", "2026-09-30 09:00", first_public_answer_at="2026-09-30 12:00"),
    message(
        "incident", "interim-only", "2026-09-10 09:00", interim_answer_at="2026-09-10 12:00",
        first_public_answer_at="2026-09-10 12:00", **HAS_EXECUTOR,
    ),
    message("pos", "nobodys", "2026-09-29"),
    message("pos", "returned", "2026-07-01", status="RETURNED", first_final_answer_at="2026-07-20",
            returned_by_applicant_at="2026-09-25", **HAS_EXECUTOR),
    message("sed", "late-and-answered", "2026-10-01 08:00", received_at="2026-09-20",
            first_final_answer_at="2026-10-01 08:10"),
    message("sed", "late-of-before", "2026-09-20", received_at="2026-09-01", first_final_answer_at="2026-09-21"),
    message("sed", "late-of-before-open", "2026-09-20", received_at="2026-09-01", **HAS_EXECUTOR),
    message("pos", "missing", "2026-05-20", first_final_answer_at="2026-06-01", missing_since="2026-09-30 10:00"),
    message("pos", "all-at-once", "2026-08-20", missing_since="2026-09-30 10:00", status="RETURNED"),
    message("pos", "of-another-town", "2026-08-31", municipality="1"),
]  # fmt: skip


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Settings:
    with warehouse.begin() as conn:
        put_messages(conn, MESSAGES)
        make_marts(conn, settings)
    return settings


@pytest.fixture
def part(warehouse: Warehouse, town: Settings) -> Any:
    def read(**asked: Any) -> ListPart:
        with warehouse.begin() as conn:
            return read_list(conn, town, DAY, NOW, Asked(**asked))

    return read


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("overdue", ["all-at-once", "interim-only", "due-yesterday"]),
        ("due_1", ["due-today", "control-on-friday (2026)"]),
        ("due_3", ["due-today", "control-on-friday (2026)", "due-tuesday"]),
        ("due_5", ["due-today", "control-on-friday (2026)", "due-tuesday", "due-wednesday"]),
        ("due_after_today", ["control-on-friday (2026)"]),
        ("unassigned", ["all-at-once", "nobodys"]),
        ("returned", ["all-at-once", "returned"]),
        ("registered_late", ["late-of-before-open", "late-and-answered"]),
        ("missing", ["all-at-once", "missing"]),
    ],
)
def test_each_kind_holds_its_messages(part: Any, kind: str, expected: list[str]) -> None:
    """Three working days from Thursday reach to Tuesday; a term on a day off counts by its control date."""
    found = part(kind=kind, sort="term")
    assert [row.number for row in found.rows] == expected
    assert found.counts[kind] == found.n_asked == len(expected)


def test_a_message_stands_once_with_all_that_is_true_of_it(part: Any) -> None:
    rows = part().rows
    assert len({row.key for row in rows}) == len(rows) == part().n_all
    (row,) = (one for one in rows if one.number == "all-at-once")
    assert row.kinds == ("overdue", "unassigned", "returned", "missing")
    (late,) = (one for one in rows if one.number == "due-yesterday")
    assert (late.days_left, late.block, late.executor) == (-1, "Дороги", "Отдел дорог")
    (friday,) = (one for one in rows if one.number == "control-on-friday (2026)")
    assert (friday.due and friday.due.date(), friday.control and friday.control.date(), friday.days_left) == (
        date(2026, 10, 4), date(2026, 10, 2), 3,
    )  # fmt: skip


def test_nothing_runs_for_an_answered_message(part: Any) -> None:
    (row,) = (one for one in part().rows if one.number == "missing")
    assert (row.due, row.days_left, row.kinds) == (None, None, ("missing",))


def test_what_the_quarter_needs_comes_first_then_the_term(warehouse: Warehouse, town: Settings, part: Any) -> None:
    with warehouse.begin() as conn:
        targets = keep_effect(conn, town, DAY, NOW)
    rows = part().rows
    places = [(-len(row.helps), row.due or at("9999-01-01")) for row in rows]
    assert places == sorted(places)
    helps = {row.number: row.helps for row in rows}
    assert helps["due-today"] == ("S-03", "P-02") and helps["control-on-friday (2026)"] == ("S-03", "A-01")
    lines = {line.code: line.sentence for line in targets}
    assert set(lines) == {"S-03", "P-02", "A-01"}
    assert lines["A-01"].startswith("цель не больше 0 %: ответить в срок на ")
    assert {row.number for row in part(kind="helpful").rows} == {number for number, codes in helps.items() if codes}


def test_what_is_overdue_for_a_quarter_does_not_stand_before_what_is_of_use(
    warehouse: Warehouse, settings: Settings
) -> None:
    """Also where the list is read in parts: each row once, in the same order."""
    rows = [message("pos", f"{day}", day, **HAS_EXECUTOR) for day in ("2025-03-01", "2026-05-01", "2026-07-20")]
    rows.append(message("pos", "nobodys", "2026-09-29"))
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
        whole = [row.number for row in read_list(conn, settings, DAY, NOW).rows]
        parts, after = [], None
        while found := read_list(conn, settings, DAY, NOW, Asked(after=after, n_rows=1)).rows:
            parts += [row.number for row in found][:1]
            after = found[0].place
    assert whole == parts == ["2026-07-20", "nobodys", "2025-03-01", "2026-05-01"]


def test_the_effect_of_another_quarter_is_not_shown(warehouse: Warehouse, town: Settings) -> None:
    with warehouse.begin() as conn:
        keep_effect(conn, town, date(2026, 9, 30), at("2026-09-30 08:30"))
        keep_effect(conn, town, date(2026, 9, 30), at("2026-09-30 08:30"))
        assert effect_known_at(conn, town, DAY) is None
        assert not any(row.helps for row in read_list(conn, town, DAY, NOW).rows)


def test_what_can_be_chosen_is_what_open_messages_have(warehouse: Warehouse, town: Settings) -> None:
    with warehouse.begin() as conn:
        blocks, executors = choices(conn, town)
    assert "Дороги" in blocks and executors == ["Отдел", "Отдел дорог"]


def test_the_kinds_are_those_of_the_rules_written_row_by_row(warehouse: Warehouse, settings: Settings) -> None:
    """Messages at random on three mornings; the rules said once more in Python over the facts."""
    met: set[str] = set()
    with warehouse.begin() as conn:
        rows = random_messages(1, 600)
        for number, row in enumerate(rows):
            row["missing_since"] = NOW if number % 37 == 0 else None
            row["status"] = "RETURNED" if number % 23 == 0 else row["status"]
        put_messages(conn, rows)
        make_marts(conn, settings, NOW)
        facts = conn.exec_driver_sql(
            "SELECT fact.*, message.missing_since FROM marts.fct_message AS fact"
            " INNER JOIN core.message AS message USING (message_key)"
            f" WHERE fact.municipality = '{settings.municipality.oktmo}' AND is_valid"
        ).all()
        for day in (date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 29)):
            now = at(f"{day} 08:30")
            got = {row.key: row.kinds for row in read_list(conn, settings, day, now).rows}
            expected = {fact.message_key: kinds_by_hand(fact, day, now) for fact in facts}
            assert got == {key: kinds for key, kinds in expected.items() if kinds}, day
            met |= {kind for kinds in got.values() for kind in kinds}
    assert met == set(KINDS), "the sample has no message of some kind"


def kinds_by_hand(fact: Any, day: date, now: Any) -> tuple[str, ...]:
    found = []
    is_open = fact.first_final_answer_at is None and fact.gone_at is None
    term, control = fact.due_effective_at, fact.due_control_at
    if fact.answer_clock_at is not None:
        is_open, term, control = is_open and fact.final_due_at is not None, fact.final_due_at, None
    if is_open and term is not None and term < now:
        found.append("overdue")
    elif is_open:
        for days in (1, 3, 5):
            last = end_of_day(RUSSIA.add_working_days(day, days), ZONE) + timedelta(seconds=1)
            if any(moment is not None and moment < last for moment in (term, control)):
                found.append(f"due_{days}")
                break
    if is_open and fact.executor is None:
        found.append("unassigned")
    if fact.status == "RETURNED" and fact.gone_at is None:
        found.append("returned")
    norm = fact.registration_due_on
    if norm is not None and fact.registered_on > norm and (is_open or fact.registered_on >= date(2026, 10, 1)):
        found.append("registered_late")
    if fact.missing_since is not None:
        found.append("missing")
    return tuple(found)
