"""What keeps an edition back: a gap nobody let pass, silence that is no consent, the privacy gate, the head's «no»."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from svodka.cli import app
from svodka.control.status import status_now
from svodka.delivery import waiver
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import quality
from svodka.report.privacy import Finding
from svodka.settings import Person
from tests import report_sample as sample
from tests.delivery_desk import HEAD, Desk, at, light_files
from tests.mail_sink import running

SECRETARY = "secretary@example.org"
FOUND = Finding("svodka_2026Q3_0.1.xlsx", "лист «Данные», ячейка C14", "номер телефона")
WHY = "СЭД не работает с 29 сентября"


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    monkeypatch.setattr(quality, "gather", lambda *_: {})
    with running() as sink:
        found = Desk(warehouse, settings, sink)
        found.set_people(
            Person(role="cur_head", name="Иванова И. И.", email=HEAD),
            Person(role="mcu_head", name="Петров П. П.", email="mcu@example.org"),
            Person(role="secretary", name="Сидорова С. С.", email=SECRETARY),
        )
        yield found


@pytest.fixture
def held_gap(desk) -> Desk:
    desk.gap = True
    desk.set_policy(at_cutoff="hold")
    return desk


def let_pass(desk: Desk, moment: str, channel: str = "sed") -> None:
    with desk.warehouse.begin() as conn:
        waiver.keep(conn, desk.settings, Quarter.parse(desk.quarter), [channel], WHY, "Петров П. П.", at(moment))


def test_a_gap_keeps_the_report_back_until_it_is_let_pass_by_name(held_gap):
    result = held_gap.advance("2026-10-02 16:00")
    assert (result["state"], result["next_step"], result["goes_at"]) == ("preliminary", "sign_off", None)
    assert [gap["channel"] for gap in result["gaps"]] == ["sed"]
    for words in ("Нет выгрузок: СЭД (29.09.2026–30.09.2026)", "svodka waive 2026Q3 sed"):
        assert words in result["message"]
    let_pass(held_gap, "2026-10-03 09:00")
    result = held_gap.advance("2026-10-03 09:10")
    assert result["state"] == "sent"
    named = f"пробел отпущен: Петров П. П., 03.10.2026, причина: {WHY}."
    assert any(named in note for note in result["notes"])
    assert named in held_gap.body(), "the other side must know who let it pass"


def test_a_gap_may_be_let_pass_before_the_cutoff(held_gap):
    let_pass(held_gap, "2026-09-30 18:00")
    assert held_gap.advance("2026-10-01 07:00")["next_step"] == "wait"
    shown = held_gap.advance("2026-10-02 12:00")
    assert (shown["gaps"], shown["sign_off_until"]) == ([], "2026-10-02T14:00:00+05:00")
    assert held_gap.advance("2026-10-02 14:00")["state"] == "sent"


def test_the_word_about_one_channel_opens_no_other(held_gap):
    let_pass(held_gap, "2026-10-01 09:00", "pos")
    assert held_gap.advance("2026-10-02 16:00")["state"] == "preliminary"


def test_an_approval_alone_does_not_let_a_gap_pass_and_says_so(held_gap):
    shown = held_gap.advance("2026-10-02 12:00")
    named = {"decision": "approve", "edition_hash": shown["edition_hash"], "decided_by": "petrov@adm.example.org"}
    result = held_gap.advance("2026-10-02 12:10", **named)
    assert (result["state"], result["next_step"]) == ("preliminary", "sign_off")
    result = held_gap.advance("2026-10-02 12:20", **named, waive=["sed"], reason="выгрузки не будет")
    assert (result["state"], result["kind"]) == ("sent", "approved")
    named = "пробел отпущен: Петров П. П. (вход: petrov), 02.10.2026, причина: выгрузки не будет."
    assert any(named in note for note in result["notes"])


def test_a_rejection_lets_nothing_pass(held_gap):
    shown = held_gap.advance("2026-10-02 12:00")["edition_hash"]
    held_gap.advance("2026-10-02 12:10", decision="reject", edition_hash=shown, waive=["sed"])
    held_gap.late = "3"
    assert [gap["channel"] for gap in held_gap.advance("2026-10-02 13:00")["gaps"]] == ["sed"]


def test_a_gap_that_closes_after_the_cutoff_brings_its_figures_and_two_hours(held_gap):
    held_gap.advance("2026-10-02 16:00")
    held_gap.gap, held_gap.late = False, "3"
    result = held_gap.advance("2026-10-03 12:00")
    assert (result["edition"], result["sign_off_until"]) == ("0.2", "2026-10-03T14:00:00+05:00")
    assert held_gap.advance("2026-10-03 14:00")["state"] == "sent"
    assert "(3 из 40)" in held_gap.body()


def test_with_a_note_a_gap_keeps_nothing_back_and_the_word_about_it_is_told(desk):
    desk.gap = True
    let_pass(desk, "2026-10-01 09:00")
    result = desk.advance("2026-10-02 14:00")
    assert result["state"] == "sent"
    assert any("пробел отпущен: Петров П. П." in note for note in result["notes"])


def test_the_command_lets_pass_and_says_what_follows(desk, monkeypatch):
    monkeypatch.setenv("SVODKA_POLICY__AT_CUTOFF", "hold")
    arguments = ["waive", "2026Q3", "sed", "--reason", WHY, "--by", "Петров П. П."]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    said = " ".join(result.output.split())
    assert "(sed), 2026Q3: пробел отпущен" in said
    assert "Страж" in said
    (kept,) = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert (kept["channel"], kept["reason"], kept["waived_by"]) == ("sed", WHY, "Петров П. П.")
    with desk.warehouse.begin() as conn:
        assert list(waiver.waivers(conn, desk.settings, Quarter(2026, 3))) == ["sed"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fax", "--reason", WHY, "--by", "Петров П. П."], "Канала «fax» нет: ожидается один из: "),
        (["sed", "--reason", "нет", "--by", "Петров П. П."], "слишком коротка"),
        (["sed", "--reason", WHY, "--by", "  "], "назовите его в --by".capitalize()),
    ],
)
def test_a_word_that_names_nobody_or_nothing_is_refused(desk, arguments, said):
    result = CliRunner().invoke(app, ["waive", "2026Q3", *arguments])
    assert result.exit_code != 0
    assert said in str(result.exception)


def test_personal_data_in_the_heads_reason_are_not_kept_and_his_word_holds(desk):
    shown = desk.advance("2026-10-02 12:00")["edition_hash"]
    result = desk.advance("2026-10-02 12:10", decision="reject", edition_hash=shown, reason="Звонил +7 912 123-45-67")
    assert result["next_step"] == "act" and "отклонена (причина: не сохранена" in result["message"]
    assert "912" not in str(result)
    assert desk.advance("2026-10-03 14:00")["state"] == "preliminary"


def test_status_tells_what_the_gate_has_found_in_the_quarter_that_is_not_over(desk, monkeypatch):
    monkeypatch.setattr(editions, "check_files", lambda *_: [FOUND])
    shown = desk.advance("2026-09-15 12:00")
    assert FOUND.place in shown["message"] and any(FOUND.place in note for note in shown["notes"])
    (note,) = status_now(desk.warehouse, desk.settings, at("2026-09-15 13:00"))["notes"]
    assert note.startswith("Отчёт за III квартал 2026 года, редакция 0.1.") and FOUND.place in note


def test_silence_that_is_no_consent_sends_nothing(desk):
    desk.set_policy(on_silence="hold")
    shown = desk.advance("2026-10-02 16:00")
    assert (shown["next_step"], shown["sign_off_until"], shown["goes_at"]) == ("sign_off", None, None)
    assert "Без подписи он не уйдёт." in shown["message"]
    assert desk.advance("2026-10-04 16:00", decision="silence", edition_hash=shown["edition_hash"])["edition"] == "0.1"
    result = desk.advance("2026-10-04 17:00", decision="approve", edition_hash=shown["edition_hash"])
    assert result["state"] == "sent"


def test_the_fourth_quarter_goes_out_all_the_same_by_its_own_rule(desk):
    desk.set_policy(on_silence="hold")
    desk.quarter, desk.newest = "2026Q4", date(2026, 12, 30)
    assert desk.advance("2027-01-03 14:00")["state"] == "sent"
    desk.set_policy(on_silence_q4="hold")
    desk.quarter = "2025Q4"
    assert desk.advance("2026-01-03 14:00")["state"] == "preliminary"


@pytest.fixture
def gate(desk, monkeypatch) -> list[Finding]:
    """What the privacy gate finds from now on."""
    findings = [FOUND]
    monkeypatch.setattr(editions, "check_files", lambda *_: list(findings))
    return findings


def test_what_the_gate_has_found_is_neither_signed_nor_sent(desk, gate):
    result = desk.advance("2026-10-02 12:00")
    for words in ("персональными данными", "лист «Данные», ячейка C14", "номер телефона"):
        assert words in result["message"]
    assert (result["next_step"], result["goes_at"]) == ("act", None)
    signed = desk.advance("2026-10-02 12:10", decision="approve", edition_hash=result["edition_hash"])
    assert (signed["state"], signed["message"]) == ("preliminary", result["message"])
    assert desk.advance("2026-10-04 16:00")["state"] == "preliminary"
    assert not desk.sink.taken
    gate.clear()
    result = desk.advance("2026-10-04 17:00")
    assert (result["state"], result["edition"]) == ("sent", "1"), "its cause is gone, and so is the obstacle"


def test_what_is_found_in_the_issued_edition_stays_in_the_house_until_it_is_gone(desk, gate):
    gate.clear()
    shown = desk.advance("2026-10-01 07:00")["edition_hash"]
    gate.append(FOUND)
    result = desk.advance("2026-10-01 10:00", decision="approve", edition_hash=shown)
    assert (result["state"], result["next_step"]) == ("signed", "act")
    assert "персональными данными" in result["message"]
    assert desk.advance("2026-10-01 12:00")["state"] == "signed"
    assert not desk.sink.taken
    gate.clear()
    result = desk.advance("2026-10-01 16:00")
    assert (result["state"], result["edition"], result["kind"]) == ("sent", "2", "approved")


def test_a_rejection_reaches_the_secretary_with_its_reason_once(desk):
    shown = desk.advance("2026-10-02 12:00")["edition_hash"]
    named = {"decision": "reject", "edition_hash": shown, "decided_by": "petrov", "reason": "в СЭД задвоены обращения"}
    result = desk.advance("2026-10-02 12:30", **named)
    assert "Эту редакцию руководитель МЦУ отклонил, причина: в СЭД задвоены обращения." in result["notes"]
    assert "svodka report 2026Q3 --deliver" in result["message"]
    ((to, message),) = desk.sink.taken
    assert to == SECRETARY
    for words in ("Редакция 0.1 отклонена", "в СЭД задвоены обращения", "Решение принял: petrov."):
        assert words in message.get_content()
    desk.advance("2026-10-02 16:00")
    assert len(desk.sink.taken) == 1
    desk.late = "1"
    desk.advance("2026-10-03 12:00")
    result = desk.advance("2026-10-03 16:00")
    assert result["state"] == "sent"
    assert "Прежнюю редакцию руководитель МЦУ отклонил, причина: в СЭД задвоены обращения." in result["notes"]


def test_the_letter_about_a_rejection_waits_for_the_mail_server(desk):
    shown = desk.advance("2026-10-02 12:00")["edition_hash"]
    desk.sink.refuse_recipient[SECRETARY] = "451 later"
    desk.advance("2026-10-02 12:30", decision="reject", edition_hash=shown)
    assert desk.sink.taken == []
    desk.sink.refuse_recipient.clear()
    desk.advance("2026-10-02 16:00")
    assert [to for to, _ in desk.sink.taken] == [SECRETARY]


def test_who_thinks_better_of_his_no_is_quoted_no_more(desk):
    shown = desk.advance("2026-10-02 12:00")["edition_hash"]
    desk.advance("2026-10-02 12:30", decision="reject", edition_hash=shown, reason="показалось, что неверно")
    result = desk.advance("2026-10-02 12:40", decision="approve", edition_hash=shown, decided_by="petrov")
    assert result["state"] == "sent"
    assert not any("отклонил" in note for note in result["notes"])
    with desk.warehouse.begin() as conn:
        kept = conn.execute(text("SELECT decision, decided_by, rejection_reason FROM meta.quarter")).one()
    assert tuple(kept) == ("approve", "petrov", None)


def test_a_correction_is_put_before_the_head_and_his_no_ends_the_matter(desk):
    desk.advance("2026-10-02 14:00")
    desk.late = "3"
    result = desk.advance("2026-10-03 12:00")
    correction = result["correction"]
    assert (result["next_step"], correction["edition"]) == ("act", "0.2")
    assert any("7,5 %" in line for line in correction["key_figures"])
    silent = desk.advance("2026-10-03 13:00", decision="silence", edition_hash=correction["edition_hash"])
    assert (silent["edition"], silent["next_step"]) == ("1", "act"), "a correction never goes by silence"
    said = {"decision": "reject", "edition_hash": correction["edition_hash"], "reason": "разница несущественна"}
    result = desk.advance("2026-10-03 14:00", **said)
    assert (result["state"], result["next_step"], result["correction"]) == ("sent", "done", None)
    assert "Исправленную редакцию руководитель МЦУ отклонил, причина: разница несущественна." in result["notes"]
    assert len(list(desk.sink.ids(HEAD))) == 1


def test_the_answer_names_who_signs_today(desk):
    deputy = Person(
        role="mcu_head", name="Зам З. З.", email="deputy@example.org", is_deputy=True,
        valid_from=date(2026, 10, 1), valid_to=date(2026, 10, 2),
    )  # fmt: skip
    desk.set_people(*desk.settings.recipients, deputy)
    assert desk.advance("2026-10-02 12:00")["asked"] == ["Зам З. З."]
    assert desk.advance("2026-10-03 00:01")["asked"] == ["Петров П. П."]
