"""Whom the guard writes to at which hour, and that one sentence says what is missing and what to press."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from svodka.delivery.guard_plan import Situation, plan
from svodka.delivery.next_step import Step
from svodka.period import Quarter
from svodka.settings import Person

ZONE = ZoneInfo("Asia/Yekaterinburg")
HOLDERS = {
    role: [Person(role=role, name=name, email=f"{role}@example.org")]  # type: ignore[arg-type]
    for role, name in [
        ("mcu_head", "Петров П. П."),
        ("secretary", "Сидорова С. С."),
        ("curator", "Куратов К. К."),
        ("engineer", "Инженеров И. И."),
    ]
}


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{moment}").replace(tzinfo=ZONE)


CLOSES = at("02 14:00")
UNSIGNED = Step("sign_off", "unsigned", "Руководителю МЦУ: утвердить.", ("mcu_head",), CLOSES)
HELD = replace(UNSIGNED, goes_at=None)
GAP = Step("wait", "gap", "Ждём.", ("secretary",), CLOSES, "СЭД (29.09.2026–30.09.2026)")
REFUSED = Step("act", "refused", "Почтовый сервер отказал: исправьте адрес.", ("engineer", "secretary"), detail="550")
HAND = Step("act", "hand", "Отчёт передаётся через СЭД.", ("secretary",))
RETRY = Step("retry", "retry", "Передан не всем.", ("engineer",), at("03 16:05"), "451 later")
OUT = Step("done", "done", "Отчёт отправлен.")


def situation(moment: str, *steps: Step, **changes) -> Situation:
    usual = {"opened_at": at("01 06:00"), "cutoff": at("02 12:00"), "deadline": at("04 23:59:59")}
    return Situation(Quarter(2026, 3), at(moment), steps=steps, **(usual | changes))


def letters(found: Situation, kind: str, holders=HOLDERS) -> dict[str, str]:
    """Recipient → text of the letters of a kind."""
    notes = [note for note in plan(found, holders) if note.kind == kind]
    assert len({note.recipient for note in notes}) == len(notes), "two letters of a kind to one person"
    return {note.recipient.partition("@")[0]: note.text for note in notes}


@pytest.mark.parametrize("hour", ["07:00", "12:00", "16:00"])
def test_a_report_that_goes_by_itself_is_told_to_the_curator_in_the_evening(hour):
    told = letters(situation(f"01 {hour}", UNSIGNED), "escalation")
    assert bool(told) == (hour == "16:00")
    if told:
        assert told["curator"] == (
            "Отчёт за III квартал 2026 года ещё не отправлен (срок 04.10.2026 23:59): руководитель МЦУ его ещё не "
            "подписал; если никто не вмешается, он уйдёт сам 02.10.2026 14:00.\n"
        )


@pytest.mark.parametrize("hour", ["07:00", "12:00", "16:00"])
def test_one_that_needs_a_person_is_told_at_once_and_names_him(hour):
    text = letters(situation(f"02 {hour}", HELD), "escalation")["curator"]
    assert "сам он не уйдёт; должен действовать руководитель МЦУ (Петров П. П.)" in text


@pytest.mark.parametrize(("told", "expected"), [(frozenset({"curator@example.org"}), 1), (frozenset(), 0)])
def test_the_all_clear_goes_to_whoever_was_warned_and_to_nobody_else(told, expected):
    cleared = letters(situation("03 07:00", OUT, is_out=True, told=told, sent_at=at("02 14:01")), "all_clear")
    assert len(cleared) == expected
    if cleared:
        assert "отправлен 02.10.2026 14:01. Прежнее предупреждение снято." in cleared["curator"]


def test_a_report_that_is_out_brings_no_warning_whatever_the_hour():
    found = plan(situation("03 16:00", OUT, is_out=True), HOLDERS)
    assert found == []


def test_the_head_is_reminded_of_his_signature_but_not_right_after_the_question():
    assert letters(situation("01 07:00", UNSIGNED), "reminder") == {}
    text = letters(situation("01 12:00", UNSIGNED), "reminder")["mcu_head"]
    assert "Петров П. П. (руководитель МЦУ)" in text
    assert "Airflow → «Необходимые действия» → «Утвердить»" in text
    assert "Без этого он уйдёт сам 02.10.2026 14:00." in text


def test_the_last_chance_to_remind_the_head_is_not_missed():
    """The question came at noon of the cut-off and closes before the guard looks again."""
    assert letters(situation("02 12:00", UNSIGNED, opened_at=at("02 12:00")), "reminder")


def test_the_secretary_is_told_which_exports_are_missing_and_until_when():
    text = letters(situation("01 07:00", GAP), "reminder")["secretary"]
    assert "СЭД (29.09.2026–30.09.2026)" in text
    assert "до 02.10.2026 12:00" in text


def test_a_number_is_asked_for_by_the_name_of_the_addressee():
    text = letters(situation("02 16:00", HAND, by_hand=("Иванова И. И.",)), "reminder")["secretary"]
    assert "Передайте письмо через СЭД (Иванова И. И.) и введите исх. №: svodka register 2026Q3" in text


def test_all_that_waits_for_a_person_stands_in_one_letter():
    found = letters(situation("02 16:00", REFUSED, HAND, by_hand=("Иванова И. И.",)), "reminder")
    assert set(found) == {"engineer", "secretary"}
    assert "исправьте адрес" in found["secretary"]
    assert "исх. №" in found["secretary"]


def test_who_holds_two_roles_gets_one_letter():
    both = {**HOLDERS, "engineer": [HOLDERS["secretary"][0].model_copy(update={"role": "engineer"})]}
    assert set(letters(situation("02 16:00", REFUSED), "reminder", both)) == {"secretary"}


def test_an_empty_role_is_stood_in_for():
    nobody = {"secretary": HOLDERS["secretary"]}
    assert set(letters(situation("02 07:00", HELD), "escalation", nobody)) == {"secretary"}
    unreachable = {**HOLDERS, "curator": [Person(role="curator", name="Куратов К. К.")]}
    assert set(letters(situation("02 07:00", HELD), "escalation", unreachable)) == {"mcu_head"}


def test_what_stopped_the_quarter_is_said_to_the_engineer_and_to_the_curator():
    found = situation("01 07:00", UNSIGNED, error="Нет места на диске.")
    assert "Нет места на диске" in letters(found, "reminder")["engineer"]
    text = letters(found, "escalation")["curator"]
    assert "Нет места на диске; руководитель МЦУ его ещё не подписал; сам он не уйдёт" in text
    assert "инженер (Инженеров И. И.)" in text


def test_refused_values_with_an_edition_in_hand_still_go_by_themselves():
    found = situation("01 07:00", UNSIGNED, error="Показатели не прошли проверку.", is_refused=True)
    assert letters(found, "escalation") == {}
    evening = replace(found, now=at("01 16:00"))
    assert "он уйдёт сам 02.10.2026 14:00" in letters(evening, "escalation")["curator"]


def test_where_the_step_before_could_not_be_made_nobody_is_asked_for_exports():
    nothing = Step("wait", "no_data", "Нет ни одной выгрузки.", ("secretary",))
    found = situation("01 07:00", nothing, error="Показатели не прошли проверку.", is_refused=True)
    assert set(letters(found, "reminder")) == {"engineer"}
    assert "выгрузки" not in letters(found, "escalation")["curator"]


def test_a_mail_that_waits_says_what_the_server_said():
    text = letters(situation("03 16:00", RETRY), "escalation")["curator"]
    assert "почтовый сервер ещё не принял письмо (451 later)" in text
    overdue = replace(RETRY, goes_at=at("03 15:00"))
    assert "он уйдёт сам при следующей попытке" in letters(situation("03 16:00", overdue), "escalation")["curator"]


def test_what_only_a_person_passes_on_is_issued_by_itself_and_no_more():
    ahead = Step("act", "hand_ahead", "Отчёт передаётся через СЭД.", ("secretary",), CLOSES)
    assert plan(situation("01 07:00", UNSIGNED, ahead), HOLDERS) == [], "nobody can do anything yet"
    text = letters(situation("01 16:00", UNSIGNED, ahead), "escalation")["curator"]
    assert "редакция выйдет сама 02.10.2026 14:00, но передать её через СЭД должен секретарь" in text


def test_a_rejection_has_its_own_letter_and_is_reminded_of_later():
    sent_back = Step("act", "rejected", "Отклонена.", ("secretary",), detail="задвоены")
    now = situation("01 12:00", sent_back, decided_at=at("01 10:00"))
    assert letters(now, "reminder") == {}
    assert "причина: задвоены" in letters(replace(now, now=at("01 16:00")), "reminder")["secretary"]


def test_the_second_rope_warns_at_any_hour_and_reminds_nobody():
    found = plan(situation("01 08:00", UNSIGNED, is_alarm=True), HOLDERS)
    assert [note.kind for note in found] == ["escalation"]


@pytest.mark.parametrize(
    ("moment", "sent", "confirmed", "asked"),
    [
        ("04 16:00", "02 14:00", False, True),
        ("04 16:00", "02 14:00", True, False),
        ("04 16:00", "04 10:00", False, False),  # give them a day
        ("03 16:00", "01 10:00", False, False),  # once, at the last look
    ],
)
def test_a_silent_other_side_is_asked_about_once(moment, sent, confirmed, asked):
    found = situation(moment, OUT, is_out=True, is_confirmed=confirmed, sent_at=at(sent))
    assert bool(letters(found, "reminder")) == asked


@pytest.mark.parametrize(
    ("moment", "is_out", "expected"),
    [
        ("04 15:59", False, False),
        ("04 16:00", False, True),
        ("04 23:30", False, True),
        ("04 16:00", True, False),
        ("03 16:00", False, False),
    ],
)
def test_after_the_last_look_the_guard_looks_on_until_the_deadline(moment, is_out, expected):
    assert situation(moment, UNSIGNED, is_out=is_out).looks_again == expected
    assert not replace(situation(moment, UNSIGNED), now=at("04 23:59:59") + timedelta(seconds=1)).looks_again
