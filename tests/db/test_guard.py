"""The guard's letters on a real warehouse and a real mail server: each once a day, none stale, none lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from svodka.calendar import CalendarUnknown
from svodka.delivery import guard, quarter
from svodka.delivery.receipts.word import confirm
from svodka.figures.mart_checks import ValuesRefused
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import quality
from svodka.settings import Person
from tests import report_sample as sample
from tests.deadline_clock import CURATOR, ENGINEER, PEOPLE, SECRETARY, SIGNER
from tests.delivery_desk import HEAD, Desk, at, light_files
from tests.mail_sink import running

Q3 = Quarter(2026, 3)


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    monkeypatch.setattr(quality, "gather", lambda *_: {})
    with running() as sink:
        found = Desk(warehouse, settings, sink)
        found.set_people(*PEOPLE)
        yield found


def look(desk: Desk, moment: str, error: BaseException | None = None, **asked: Any) -> dict[str, str]:
    """One look at the moment: subjects by recipient of the letters that it brought."""
    before = len(desk.sink.taken)
    guard.watch(desk.warehouse, desk.settings, Quarter.parse(desk.quarter), at(moment), error=error, **asked)
    return {to: message["Subject"] for to, message in desk.sink.taken[before:]}


def journal(desk: Desk) -> list[tuple[str, str, str, bool]]:
    with desk.warehouse.begin() as conn:
        rows = conn.execute(
            text("SELECT occasion, recipient, state, withdrawn_at IS NOT NULL FROM meta.delivery ORDER BY delivery_id")
        )
        return [tuple(row) for row in rows if row.occasion.startswith(("guard", "escalation"))]


def test_a_person_gets_one_reminder_a_day_however_often_the_guard_looks(desk):
    desk.gap = True
    desk.advance("2026-10-01 06:00")
    assert list(look(desk, "2026-10-01 07:00")) == [SECRETARY]
    assert look(desk, "2026-10-01 12:00") == {}
    assert list(look(desk, "2026-10-01 16:00")) == [CURATOR]
    assert look(desk, "2026-10-01 16:20") == {}, "a retry of the task"
    assert list(look(desk, "2026-10-02 07:00")) == [SECRETARY]
    assert [occasion for occasion, *_ in journal(desk)] == [
        "guard/2026Q3/2026-10-01",
        "escalation/2026Q3/2026-10-01",
        "guard/2026Q3/2026-10-02",
    ]


def test_the_all_clear_comes_once_and_only_after_a_warning(desk):
    desk.advance("2026-10-01 06:00")
    look(desk, "2026-10-01 16:00")
    desk.advance("2026-10-02 14:00")
    assert look(desk, "2026-10-02 16:00") == {CURATOR: "Отчёт за III квартал 2026 года отправлен"}
    assert look(desk, "2026-10-03 07:00") == {}


def test_nobody_who_was_not_warned_is_reassured(desk):
    desk.advance("2026-10-02 14:00")
    assert look(desk, "2026-10-02 16:00") == {}


def test_letters_go_out_when_advance_has_stopped_and_say_why(desk):
    found = look(desk, "2026-10-01 07:00", ValuesRefused(Q3, ["Доля больше ста процентов; случаев: 1."]))
    assert set(found) == {ENGINEER, CURATOR}
    assert found[CURATOR].endswith("сам не уйдёт, нужен человек")
    assert "Доля больше ста процентов" in desk.body()


def test_a_foreign_error_is_named_but_not_quoted(desk):
    desk.advance("2026-10-01 06:00")
    look(desk, "2026-10-01 07:00", ValueError("Иванова Мария, +7 912 000-00-00"))
    said = "".join(message.get_content() for _, message in desk.sink.taken)
    assert "внутренняя ошибка (ValueError)" in said
    assert "Иванова Мария" not in said


def test_a_calendar_that_is_not_known_is_itself_the_news(desk, monkeypatch):
    def unknown(*_: Any) -> Any:
        raise CalendarUnknown(2029)

    monkeypatch.setattr(guard, "calendar_known_on", unknown)
    found = look(desk, "2026-10-01 07:00")
    assert set(found) == {ENGINEER, CURATOR}
    assert "календарь на 2029 год неизвестен" in desk.body()


def test_a_number_is_asked_for_by_name_until_it_is_entered(desk):
    desk.set_people(Person(role="cur_head", name="Иванова И. И.", way="hand"), *PEOPLE[1:])
    assert desk.advance("2026-10-02 14:00")["next_step"] == "act"
    found = look(desk, "2026-10-02 16:00")
    assert set(found) == {SECRETARY, CURATOR}
    told = {to: message.get_content() for to, message in desk.sink.taken}
    assert "Передайте письмо через СЭД (Иванова И. И.) и введите исх. №: svodka register 2026Q3" in told[SECRETARY]
    assert "должен действовать секретарь МЦУ (Сидорова С. С.)" in told[CURATOR]


def test_a_refused_address_is_the_engineers_and_is_not_spelled_out(desk):
    desk.sink.refuse_recipient[HEAD] = f"550 5.1.1 <{HEAD}> unknown"
    result = desk.advance("2026-10-02 14:00")
    assert HEAD not in result["message"]
    found = look(desk, "2026-10-02 16:00")
    assert set(found) == {ENGINEER, SECRETARY, CURATOR}
    assert "550 5.1.1 <адрес> unknown" in desk.body()


def test_what_waited_and_is_not_needed_any_more_is_not_sent_the_next_day(desk):
    desk.gap = True
    desk.advance("2026-10-01 06:00")
    desk.sink.refuse_recipient[SECRETARY] = "451 later"
    assert look(desk, "2026-10-01 07:00") == {}
    desk.sink.refuse_recipient.clear()
    assert list(look(desk, "2026-10-02 07:00")) == [SECRETARY]
    assert [message["Subject"] for to, message in desk.sink.taken] == [
        "Отчёт за III квартал 2026 года: нужно ваше действие"
    ], "one letter, the one of today"
    assert ("guard/2026Q3/2026-10-01", SECRETARY, "pending", True) in journal(desk)


def test_a_letter_that_is_needed_again_is_taken_up_again(desk):
    desk.gap = True
    desk.advance("2026-10-01 06:00")
    desk.sink.refuse_recipient[SECRETARY] = "451 later"
    look(desk, "2026-10-01 07:00")
    desk.gap = False
    desk.advance("2026-10-01 11:00")
    look(desk, "2026-10-01 12:00")
    assert journal(desk) == [("guard/2026Q3/2026-10-01", SECRETARY, "pending", True)]
    desk.gap = True
    desk.late = "3"
    desk.advance("2026-10-01 15:00")
    desk.sink.refuse_recipient.clear()
    assert SECRETARY in look(desk, "2026-10-01 16:00")


def test_the_second_rope_warns_at_once_unless_the_curator_knows(desk):
    desk.advance("2026-10-01 06:00")
    assert list(look(desk, "2026-10-01 08:00", is_alarm=True)) == [CURATOR]
    assert look(desk, "2026-10-01 13:00", is_alarm=True) == {}
    desk.advance("2026-10-02 14:00")
    desk.sink.taken.clear()
    look(desk, "2026-10-02 17:00", is_alarm=True)
    assert [message["Subject"] for _, message in desk.sink.taken] == ["Отчёт за III квартал 2026 года отправлен"]


def test_what_the_other_side_says_reaches_the_quarter(desk):
    desk.advance("2026-10-02 14:00")
    assert quarter.settle(desk.warehouse, desk.settings, at("2026-10-05 08:30")) == "sent"
    with desk.warehouse.begin() as conn:
        confirm(conn, desk.settings, Q3, "cur_head", "Сидорова С. С.", "по телефону", at("2026-10-06 10:00"))
    assert quarter.settle(desk.warehouse, desk.settings, at("2026-10-06 10:05")) == "confirmed"
    result = desk.advance("2026-10-06 11:00")
    assert (result["state"], result["message"]) == (
        "confirmed",
        "Отчёт за III квартал 2026 года отправлен, редакция 1, получение подтверждено.",
    )


def test_before_anything_is_sent_there_is_nothing_to_settle(desk):
    assert quarter.settle(desk.warehouse, desk.settings, at("2026-10-01 08:30")) == "collecting"


def test_a_late_change_is_a_matter_for_the_head_and_no_warning(desk):
    desk.advance("2026-10-02 14:00")
    desk.late = "3"
    desk.advance("2026-10-03 07:00")
    found = look(desk, "2026-10-03 07:00")
    assert list(found) == [SIGNER]
    assert "Сам исправленный отчёт не уйдёт" in desk.body()
