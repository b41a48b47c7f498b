"""The control list: what it counts, whom it tells, what it never says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from svodka.calendar import CalendarUnknown
from svodka.control import daily
from svodka.control.control_list import compile_list
from svodka.figures import mart_checks
from svodka.figures.mart_checks import Breach
from svodka.intake.contracts import load_contract
from svodka.settings import Person, Settings, Smtp
from tests.core_rows import make_marts, message, put_messages
from tests.delivery_desk import at
from tests.mail_sink import Sink, running

DAY = date(2026, 10, 1)  # a Thursday
NOW = at("2026-10-01 08:30")
MESSAGES = [
    message("pos", "due-yesterday", "2026-08-31", topic_l1="Дороги", executor="Отдел дорог"),
    message("pos", "due-today", "2026-09-01"),
    message("pos", "due-tuesday", "2026-09-06"),
    message("pos", "due-wednesday", "2026-09-07"),
    message("pos", "answered", "2026-08-01", first_final_answer_at="2026-09-30 10:00"),
    message("pos", "spam", "2026-08-01", is_spam=True),
    message("sed", "gone", "2026-08-01", status="TRANSFERRED", transferred_at="2026-08-02"),
    message("sed", "control-on-friday", "2026-09-04", number_year=2026),
    message("incident", "answered-in-public", "2026-09-30 09:00", first_public_answer_at="2026-09-30 12:00"),
    message(
        "incident",
        "interim-only",
        "2026-09-10 09:00",
        interim_answer_at="2026-09-10 12:00",
        first_public_answer_at="2026-09-10 12:00",
    ),
    *(
        message("pos", f"september-{day}", f"2026-09-{day:02d} 12:00", first_final_answer_at="2026-09-30 09:00")
        for day in range(20, 31)
    ),
]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def broken(monkeypatch) -> list[Breach]:
    """What the marts break, without Great Expectations: it takes seconds and has tests of its own."""
    found: list[Breach] = []
    monkeypatch.setattr(mart_checks, "judge_marts", lambda *_: found)
    return found


@pytest.fixture
def town(warehouse, settings, sink) -> Settings:
    with warehouse.begin() as conn:
        put_messages(conn, MESSAGES)
        make_marts(conn, settings)
    people = [
        Person(role="mcu_head", name="Петров П. П.", email="head@example.org"),
        Person(role="secretary", name="Петров П. П.", email="HEAD@example.org"),
        Person(role="secretary", name="Сидорова С. С.", email="secretary@example.org"),
        Person(role="cur_head", name="Иванова И. И.", email="cur@example.org"),
    ]
    return settings.model_copy(update={"recipients": people, "smtp": Smtp(port=sink.port)})


@pytest.fixture
def morning(warehouse, town):
    with warehouse.begin() as conn:
        return compile_list(conn, town, DAY, NOW)


def test_overdue_are_the_open_ones_whose_term_is_over(morning):
    assert [term.number for term in morning.overdue] == ["due-yesterday", "interim-only"]
    (late, interim) = morning.overdue
    assert (late.days_left, late.block, late.executor) == (-1, "Дороги", "Отдел дорог")
    assert interim.due.date() == date(2026, 9, 21)  # 7 working days after the interim answer


def test_due_soon_reaches_to_the_end_of_the_third_working_day(morning):
    """From Thursday that is Tuesday: the week-end does not count. A register's control date counts as well."""
    numbers = [term.number for term in morning.due_soon]
    assert numbers == ["due-today", "control-on-friday (2026)", "due-tuesday"]
    assert [term.days_left for term in morning.due_soon] == [0, 3, 5]


def test_yesterday_stands_beside_the_means_of_the_days_before_it(morning):
    pos = next(row for row in morning.comparisons if row.channel == load_contract("pos").title)
    assert (pos.registered, pos.answered) == (1, 12)
    assert pos.registered_mean_7 == Decimal("1.0")
    # 14 in 30 days: 31 August, 1, 6, 7 and 20–29 September
    assert pos.registered_mean_30 == Decimal("0.5")
    assert pos.answered_mean_7 == 0


def test_each_person_gets_one_letter_a_day(warehouse, town, sink):
    first = daily.run(warehouse, town, DAY, NOW)
    assert first["mails"] == {"sent": 2}
    assert (first["overdue"], first["due_soon"]) == (2, 3)
    assert daily.run(warehouse, town, DAY, at("2026-10-01 12:00")) == first
    assert sorted(to for to, _ in sink.taken) == ["head@example.org", "secretary@example.org"]
    assert daily.run(warehouse, town, date(2026, 10, 2), at("2026-10-02 08:30"))["mails"] == {"sent": 2}
    assert len(set(sink.ids("head@example.org"))) == 2


def test_the_letter_has_the_tables_in_text_and_in_html(warehouse, town, sink):
    daily.run(warehouse, town, DAY, NOW)
    letter = sink.taken[0][1]
    assert letter["Subject"] == "Контроль на 01.10.2026: просрочено 2, истекает 3"
    plain = letter.get_body(("plain",)).get_content()
    page = letter.get_body(("html",)).get_content()
    assert "due-yesterday" in plain
    assert "срок 30.09.2026, просрочено дней: 1" in plain
    assert "срок 04.10.2026, ответить до 02.10.2026" in plain
    assert "<td>control-on-friday (2026)</td>" in page
    for body in (plain, page):
        assert "выгрузок нет" in body
        assert "spam" not in body
        assert "Петров" not in body


def test_text_of_the_sources_is_escaped_in_html(warehouse, town, sink):
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE marts.fct_message SET executor = '<script>' WHERE executor IS NOT NULL"))
    daily.run(warehouse, town, DAY, NOW)
    page = sink.taken[0][1].get_body(("html",)).get_content()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_long_list_is_cut_and_says_so(warehouse, town, sink, monkeypatch):
    monkeypatch.setattr(daily, "LONGEST", 1)
    daily.run(warehouse, town, DAY, NOW)
    plain = sink.taken[0][1].get_body(("plain",)).get_content()
    assert "… и ещё 1." in plain
    assert "due-yesterday" in plain
    assert "interim-only" not in plain


def test_freshness_quarantine_and_what_vanished_stand_by_channel(warehouse, town, settings):
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE core.message SET missing_since = :now WHERE source_number = 'spam'"), {"now": NOW})
        file_id = conn.execute(text(FILE), {"town": settings.municipality.oktmo, "now": NOW}).scalar_one()
        load_id = conn.execute(text(LOAD), {"town": settings.municipality.oktmo, "now": NOW}).scalar_one()
        for row, state in enumerate(("open", "open", "superseded"), start=1):
            conn.execute(text(REJECTED), {"file": file_id, "load": load_id, "row": row, "state": state})
        states = compile_list(conn, town, DAY, NOW).states
    pos = next(state for state in states if state.n_missing)
    assert (pos.newest_export, pos.n_rejected, pos.n_missing) == (date(2026, 9, 30), 2, 1)
    assert sum(state.newest_export is None for state in states) == len(states) - 1


FILE = """
INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at, exported_at,
    exported_at_source, business_day, stored_url, state)
VALUES (:town, 'pos', '', 'pos', 'a', 'a', 'a', 1, :now, :now, 'name', DATE '2026-09-30', 'a', 'loaded')
RETURNING file_id
"""
LOAD = """
INSERT INTO meta.load (municipality, channel, status, code_version, started_at)
VALUES (:town, 'pos', 'loaded', '1', :now) RETURNING load_id
"""
REJECTED = """
INSERT INTO meta.rejected_row (file_id, sheet_no, row_no, load_id, code, reason, state)
VALUES (:file, 1, :row, :load, 'R02', 'дата', :state)
"""


def test_a_letter_that_was_refused_goes_with_the_next_call(warehouse, town, sink):
    sink.refuse_recipient = {"head@example.org": "450 later"}
    assert daily.run(warehouse, town, DAY, NOW)["mails"] == {"pending": 1, "sent": 1}
    sink.refuse_recipient = {}
    assert daily.run(warehouse, town, DAY, at("2026-10-01 08:40"))["mails"] == {"sent": 2}
    assert len(sink.taken) == 2


@pytest.mark.parametrize("day", [date(2026, 10, 3), date(2026, 11, 4)])
def test_on_a_day_off_nobody_is_written_to(warehouse, town, sink, day):
    assert daily.run(warehouse, town, day, at(f"{day} 08:30"))["is_working_day"] is False
    assert not sink.taken


def test_a_year_without_a_calendar_fails_loudly(warehouse, town):
    with pytest.raises(CalendarUnknown):
        daily.run(warehouse, town, date(2029, 2, 1), at("2029-02-01 08:30"))


def test_a_term_says_which_targets_need_its_answer(morning):
    """October has begun: the terms of the fourth quarter can still be kept."""
    helps = {term.number: term.helps for term in morning.due_soon}
    assert helps["due-today"] == ("S-03", "P-02")
    assert helps["control-on-friday (2026)"] == ("S-03", "A-01")
    lines = {line.code: line.sentence for line in morning.targets}
    assert set(lines) == {"S-03", "P-02", "A-01"}
    assert lines["A-01"].startswith("цель не больше 0 %: ответить в срок на 1 сообщение, иначе будет 100 %")


def test_the_letter_says_what_the_quarter_needs(warehouse, town, sink):
    daily.run(warehouse, town, DAY, NOW)
    letter = sink.taken[0][1]
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for body in (plain, html):
        assert "ответить в срок на" in body and "S-03, P-02" in body


def test_what_the_marts_break_is_told_and_stops_nothing(warehouse, town, sink, broken):
    broken.append(Breach("Сообщения", "M05", "critical", "ответ <в будущем>", "проверьте даты", 2))
    sentence = "Сообщения, M05: ответ <в будущем>; случаев: 2. Что делать: проверьте даты."
    result = daily.run(warehouse, town, DAY, NOW)
    assert (result["broken"], result["mails"]) == ([sentence], {"sent": 2})
    letter = sink.taken[0][1]
    assert sentence in letter.get_body(("plain",)).get_content()
    assert "ответ &lt;в будущем&gt;; случаев: 2" in letter.get_body(("html",)).get_content()


def test_marts_that_cannot_be_judged_are_told_without_their_rows(warehouse, town, monkeypatch):
    def fails(*_: object) -> list[Breach]:
        raise RuntimeError("Иванов И. И.")

    monkeypatch.setattr(mart_checks, "judge_marts", fails)
    result = daily.run(warehouse, town, DAY, NOW)
    assert result["broken"] == ["Витрины не проверены (RuntimeError): посмотрите журнал базы и svodka status."]
    assert result["mails"] == {"sent": 2}
