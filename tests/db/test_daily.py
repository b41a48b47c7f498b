"""The control list: what it counts, whom it tells, what it never says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text

from svodka.calendar import CalendarUnknown
from svodka.control import daily
from svodka.control import morning as mornings
from svodka.figures import mart_checks
from svodka.figures.mart_checks import Breach
from svodka.settings import Pages, Person, Settings, Smtp
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


def test_each_person_gets_one_letter_a_day(warehouse, town, sink):
    first = daily.run(warehouse, town, DAY, NOW)
    assert first["mails"] == {"sent": 2}
    assert (first["overdue"], first["due_3"]) == (2, 3)
    assert daily.run(warehouse, town, DAY, at("2026-10-01 12:00")) == first
    assert sorted(to for to, _ in sink.taken) == ["head@example.org", "secretary@example.org"]
    assert daily.run(warehouse, town, date(2026, 10, 2), at("2026-10-02 08:30"))["mails"] == {"sent": 2}
    assert len(set(sink.ids("head@example.org"))) == 2


def bodies(sink: Sink, recipient: str) -> tuple[str, str]:
    """Text and HTML of the last letter to the person."""
    letter = [taken for to, taken in sink.taken if to == recipient][-1]
    plain, page = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return plain, page


def test_the_secretary_gets_the_list_in_text_and_in_html(warehouse, town, sink):
    daily.run(warehouse, town, DAY, NOW)
    letter = sink.taken[0][1]
    assert letter["Subject"] == "Контроль на 01.10.2026: просрочено 2, истекает 3"
    plain, page = bodies(sink, "secretary@example.org")
    for body in (plain, page):
        assert "просрочено на 1 день, срок был 30.09.2026" in body
        assert "срок 04.10.2026, ответить до 02.10.2026" in body
        assert "control-on-friday (2026)" in body and "due-tuesday" in body
        assert "выгрузок нет" in body.lower()
        assert "spam" not in body
        assert "Петров" not in body


def test_the_head_gets_the_counts_and_what_moves_the_figures(warehouse, town, sink):
    daily.run(warehouse, town, DAY, NOW)
    for body in bodies(sink, "head@example.org"):
        assert "Просрочено" in body and "ЗАКОНЧИЛСЯ В ЦЕЛЬ" in body.upper()
        assert "ответить в срок на" in body and "нужно для S-03, P-02" in body
        assert "due-yesterday" not in body, "an answer that comes too late moves nothing"


def test_a_letter_links_into_the_pages_where_they_are_known(warehouse, town, sink):
    daily.run(warehouse, town, DAY, NOW)
    assert "href" not in bodies(sink, "secretary@example.org")[1]
    linked = town.model_copy(update={"pages": Pages(url="http://mcu.example:8080/svodka/")})
    daily.run(warehouse, linked, date(2026, 10, 2), at("2026-10-02 08:30"))
    plain, page = bodies(sink, "secretary@example.org")
    assert 'href="http://mcu.example:8080/svodka/terms?kind=overdue"' in page
    assert 'href="http://mcu.example:8080/svodka/message/' in page
    assert "http://mcu.example:8080/svodka/today" in plain


def test_text_of_the_sources_is_escaped_in_html(warehouse, town, sink):
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE marts.fct_message SET executor = '<script>' WHERE executor IS NOT NULL"))
    daily.run(warehouse, town, DAY, NOW)
    page = bodies(sink, "secretary@example.org")[1]
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_long_list_is_cut_and_says_so(warehouse, town, sink, monkeypatch):
    monkeypatch.setattr(mornings, "LONGEST", 1)
    n_all = daily.run(warehouse, town, DAY, NOW)["n_all"]
    plain, page = bodies(sink, "secretary@example.org")
    assert f"ещё {n_all - 1} — в «Сроки»" in plain and f"ещё {n_all - 1} — в «Сроки»" in page
    assert "due-today" in plain and "due-tuesday" not in plain


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


def test_before_days_off_the_letter_says_what_falls_due_in_them(warehouse, town, sink):
    """On Friday, 2 October: a term on Sunday, another on Monday."""
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "due-monday", "2026-09-05", executor="Отдел")])
        make_marts(conn, town)
    daily.run(warehouse, town, DAY, NOW)
    assert "ыходные" not in bodies(sink, "secretary@example.org")[0]
    daily.run(warehouse, town, date(2026, 10, 2), at("2026-10-02 08:30"))
    for recipient in ("secretary@example.org", "head@example.org"):
        for body in bodies(sink, recipient):
            assert "03.10.2026 – 04.10.2026" in body and "05.10.2026, истекает: 2" in body
            assert "due-monday, срок 05.10.2026" in body.replace("</a>", "")


ANSWERED = """
UPDATE core.message
SET status = 'CLOSED', first_final_answer_at = '2026-09-29', first_public_answer_at = '2026-09-29', executor = 'Отдел'
WHERE status = 'IN_PROGRESS'
"""


def test_a_quiet_day_is_two_lines(warehouse, town, sink):
    with warehouse.begin() as conn:
        conn.execute(text(ANSWERED))
        make_marts(conn, town)
    assert daily.run(warehouse, town, DAY, NOW)["is_quiet"]
    assert sink.taken[0][1]["Subject"] == "Контроль на 01.10.2026: всё спокойно"
    plain, page = bodies(sink, "secretary@example.org")
    assert len(plain.strip().splitlines()) == 2 and page.count("<p ") == 3  # with the town's name
    assert "просроченных нет" in plain and "вчера, 30.09.2026" in plain
    assert "Выгрузок ещё не было; вчера" in plain and "без пропусков" not in plain


def test_what_the_marts_break_is_told_and_stops_nothing(warehouse, town, sink, broken):
    broken.append(Breach("Сообщения", "M05", "critical", "ответ <в будущем>", "проверьте даты", 2))
    sentence = "Сообщения, M05: ответ <в будущем>; случаев: 2. Что делать: проверьте даты."
    result = daily.run(warehouse, town, DAY, NOW)
    assert (result["broken"], result["mails"]) == ([sentence], {"sent": 2})
    letter = sink.taken[0][1]
    assert sentence in letter.get_body(("plain",)).get_content()
    assert "ответ &lt;в будущем&gt;; случаев: 2" in letter.get_body(("html",)).get_content()


def test_what_the_targets_need_never_costs_the_letter(warehouse, town, sink, monkeypatch):
    def broken(*_):
        raise RuntimeError("a row of somebody")

    monkeypatch.setattr(daily, "keep_effect", broken)
    assert daily.run(warehouse, town, DAY, NOW)["mails"] == {"sent": 2}
    plain, _ = bodies(sink, "head@example.org")
    assert "Не посчитано, какие ответы нужны" in plain and "somebody" not in plain


def test_marts_that_cannot_be_judged_are_told_without_their_rows(warehouse, town, monkeypatch):
    def fails(*_: object) -> list[Breach]:
        raise RuntimeError("Иванов И. И.")

    monkeypatch.setattr(mart_checks, "judge_marts", fails)
    result = daily.run(warehouse, town, DAY, NOW)
    assert result["broken"] == ["Витрины не проверены (RuntimeError): посмотрите журнал базы и svodka status."]
    assert result["mails"] == {"sent": 2}
