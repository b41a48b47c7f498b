"""A quarter ends in a delivered report, whoever does what and whenever (the clock is given)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from getpass import getuser
from threading import Thread

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.delivery.decision import EditionChanged
from svodka.delivery.on_request import report_now
from svodka.errors import SvodkaError, UsageError
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report.files import render_files
from tests import report_sample as sample
from tests.delivery_desk import HEAD, Desk, at, light_files
from tests.mail_sink import running

NOTE = "СЭД: данные по состоянию на 28.09.2026, нет выгрузок за 29.09.2026–30.09.2026."


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    with running() as sink:
        yield Desk(warehouse, settings, sink)


def test_silence_sends_at_two_after_the_cutoff_and_says_so(desk):
    result = desk.advance("2026-10-01 07:00")
    assert (result["state"], result["edition"], result["next_step"]) == ("preliminary", "0.1", "sign_off")
    assert result["sign_off_until"] == "2026-10-02T14:00:00+05:00"
    assert desk.advance("2026-10-02 13:59")["next_step"] == "sign_off"
    assert not desk.sink.taken
    result = desk.advance("2026-10-02 14:00", decision="silence", edition_hash=result["edition_hash"])
    assert (result["state"], result["edition"], result["kind"]) == ("sent", "1", "automatic")
    assert "сформировано автоматически" in desk.sink.subjects()[0]
    assert "Сформировано автоматически, без подписи" in desk.body()


def test_approval_sends_at_once_and_only_to_the_head_of_the_region(desk, monkeypatch):
    monkeypatch.setattr(editions, "render_files", render_files)
    shown = desk.advance("2026-10-01 07:00")
    result = desk.advance("2026-10-01 10:00", decision="approve", edition_hash=shown["edition_hash"])
    assert (result["state"], result["next_step"], result["status"]) == ("sent", "done", "утверждённая")
    assert [to for to, _ in desk.sink.taken] == [HEAD]
    message = desk.sink.taken[0][1]
    attached = {part.get_filename() for part in message.iter_attachments()}
    assert attached >= {"svodka_2026Q3_1.xlsx", "figures.json", "figures.csv"}
    assert "показатели за III квартал 2026 года, редакция 1" in message["Subject"]
    assert "Доля сообщений с нарушением срока ответа: 5,0 % (2 из 40)" in desk.body()


def test_a_gap_waits_until_the_cutoff_and_is_then_named(desk):
    desk.gap = True
    result = desk.advance("2026-10-01 07:00")
    assert (result["next_step"], result["notes"]) == ("wait", [NOTE])
    result = desk.advance("2026-10-02 12:00")
    assert result["next_step"] == "sign_off"
    result = desk.advance("2026-10-02 16:00")
    assert result["state"] == "sent"
    assert NOTE in result["notes"]
    assert NOTE in desk.body()


def test_the_last_export_of_the_third_is_in_when_the_cutoff_is_later(desk):
    desk.quarter, desk.gap = "2027Q3", True
    desk.newest = date(2027, 9, 30)
    assert desk.advance("2027-10-01 07:00")["next_step"] == "wait"
    desk.gap, desk.late = False, "3"
    result = desk.advance("2027-10-03 16:00")
    assert (result["edition"], result["next_step"], result["notes"]) == ("0.2", "sign_off", [])
    result = desk.advance("2027-10-04 16:00")
    assert result["state"] == "sent"
    assert "(3 из 40)" in desk.body()
    assert "выгрузки всех каналов покрывают квартал" in desk.body()


def test_the_last_export_of_the_third_after_the_cutoff_asks_for_a_correction(desk):
    desk.gap = True
    assert desk.advance("2026-10-02 14:00")["state"] == "sent"
    desk.gap, desk.late = False, "3"
    result = desk.advance("2026-10-03 12:00")
    assert (result["state"], result["edition"], result["next_step"]) == ("sent", "1", "act")
    assert any("показатели изменились: готова редакция 0.2" in note for note in result["notes"])
    assert len(desk.sink.taken) == 1
    result = desk.advance("2026-10-05 12:00", decision="approve")
    assert (result["edition"], result["kind"], result["state"]) == ("2", "corrected", "sent")
    assert "редакция 2, уточнённая" in desk.sink.subjects()[1]
    assert len(set(desk.sink.ids(HEAD))) == 2


def test_no_file_at_the_weekend_is_no_note(desk):
    desk.quarter, desk.newest = "2027Q2", date(2027, 6, 30)
    result = desk.advance("2027-07-03 12:00")
    assert (result["state"], result["notes"]) == (
        "sent",
        ["Сформировано автоматически: решения руководителя МЦУ не было."],
    )


def test_the_fourth_quarter_goes_out_in_the_holidays_with_the_data_of_30_december(desk, monkeypatch):
    monkeypatch.setattr(editions, "render_files", render_files)
    desk.quarter, desk.newest = "2026Q4", date(2026, 12, 30)
    assert desk.advance("2027-01-01 07:00")["sign_off_until"] == "2027-01-03T14:00:00+05:00"
    assert desk.advance("2027-01-03 12:00")["state"] == "preliminary"
    assert desk.advance("2027-01-03 16:00")["state"] == "sent"
    attached = [part.get_filename() for part in desk.sink.taken[0][1].iter_attachments()]
    assert "svodka_2026Q4_1.xlsx" in attached
    assert "за IV квартал 2026 года (01.10.2026–31.12.2026)" in desk.body()


def test_figures_are_let_in_until_the_cutoff_and_no_longer(desk):
    desk.advance("2026-10-01 07:00")
    desk.late = "3"
    assert desk.advance("2026-10-02 12:00")["edition"] == "0.2"
    desk.late = "4"
    frozen = desk.advance("2026-10-02 13:00")
    assert frozen["edition"] == "0.2"
    desk.advance("2026-10-02 14:00")
    assert "(3 из 40)" in desk.body()
    assert desk.editions()[:3] == [("0.1", "preliminary"), ("0.2", "preliminary"), ("1", "automatic")]


def test_equal_figures_make_no_new_edition_but_the_freshest_coverage_is_told(desk):
    desk.newest = date(2026, 9, 29)
    desk.advance("2026-10-01 07:00")
    desk.newest = date(2026, 10, 1)
    desk.advance("2026-10-02 07:00")
    desk.advance("2026-10-02 14:00")
    assert [number for number, _ in desk.editions()] == ["0.1", "1"]
    with desk.warehouse.begin() as conn:
        newest = conn.execute(
            text("SELECT coverage -> 0 ->> 'newest_export' FROM meta.edition WHERE number = '1'")
        ).scalar()
    assert newest == "2026-10-01"


def test_a_decision_about_other_values_fails_and_the_report_still_goes_out(desk):
    shown = desk.advance("2026-10-01 07:00")
    desk.late = "3"
    with pytest.raises(EditionChanged, match=r"готова редакция 0\.2"):
        desk.advance("2026-10-01 10:00", decision="approve", edition_hash=shown["edition_hash"])
    assert not desk.sink.taken
    assert desk.advance("2026-10-02 16:00")["state"] == "sent"
    assert "(3 из 40)" in desk.body()


def test_a_rejected_edition_never_goes_by_silence_but_mended_figures_do(desk):
    shown = desk.advance("2026-10-02 12:00")
    result = desk.advance("2026-10-02 12:30", decision="reject", edition_hash=shown["edition_hash"])
    assert (result["state"], result["next_step"]) == ("preliminary", "act")
    assert "Эту редакцию руководитель МЦУ отклонил." in result["notes"]
    assert desk.advance("2026-10-02 16:00")["next_step"] == "act"
    desk.late = "1"
    result = desk.advance("2026-10-03 12:00")
    assert (result["edition"], result["next_step"]) == ("0.2", "sign_off")
    assert result["sign_off_until"] == "2026-10-03T14:00:00+05:00"
    result = desk.advance("2026-10-03 16:00")
    assert result["state"] == "sent"
    assert "Прежнюю редакцию руководитель МЦУ отклонил." in result["notes"]


def test_the_head_may_approve_what_he_rejected(desk):
    shown = desk.advance("2026-10-02 12:00")["edition_hash"]
    desk.advance("2026-10-02 12:30", decision="reject", edition_hash=shown)
    result = desk.advance("2026-10-02 12:40", decision="approve", edition_hash=shown)
    assert (result["state"], result["kind"]) == ("sent", "approved")


def test_calling_again_sends_nothing_and_issues_nothing(desk):
    shown = desk.advance("2026-10-02 12:00")["edition_hash"]
    first = desk.advance("2026-10-02 12:10", decision="approve", edition_hash=shown)
    for moment in ("2026-10-02 12:11", "2026-10-03 16:00"):
        again = desk.advance(moment, decision="approve", edition_hash=shown, deliver=True)
        assert again == first
    assert desk.advance("2026-10-04 16:00") == first
    assert len(desk.sink.taken) == 1
    assert [number for number, _ in desk.editions()] == ["0.1", "1"]


def test_another_quarter_goes_out_only_when_a_person_says_so(desk):
    result = desk.advance("2027-02-01 12:00")
    assert (result["state"], result["edition"], result["next_step"]) == ("signed", "1", "deliver")
    desk.late = "3"
    result = desk.advance("2027-02-01 12:10")
    assert (result["edition"], result["next_step"]) == ("2", "deliver")
    assert not desk.sink.taken
    result = desk.advance("2027-02-01 12:20", deliver=True)
    assert (result["state"], len(desk.sink.taken)) == ("sent", 1)


def test_the_configured_seconds_are_waited_even_long_after_the_cutoff(desk):
    policy = desk.settings.policy.model_copy(update={"sign_off_seconds": 30})
    desk.settings = desk.settings.model_copy(update={"policy": policy})
    shown = desk.advance("2026-11-24 12:00:00", deliver=True)
    assert (shown["next_step"], shown["sign_off_until"]) == ("sign_off", "2026-11-24T12:00:30+05:00")
    result = desk.advance("2026-11-24 12:00:29", deliver=True, decision="silence", edition_hash=shown["edition_hash"])
    assert (result["state"], result["kind"]) == ("sent", "automatic")


def test_without_any_export_nothing_is_made_of_nothing(desk):
    desk.newest = None
    result = desk.advance("2026-10-02 16:00")
    assert (result["state"], result["edition"], result["next_step"]) == ("collecting", None, "wait")
    assert not desk.sink.taken


def test_a_running_quarter_has_a_preliminary_edition_that_nobody_can_send(desk):
    result = desk.advance("2026-09-15 12:00", decision="silence")
    assert (result["state"], result["edition"], result["next_step"]) == ("collecting", "0.1", "wait")
    with pytest.raises(SvodkaError, match=r"с 01\.10\.2026"):
        desk.advance("2026-09-15 12:00", decision="approve")


def test_without_a_recipient_a_person_is_asked(desk):
    desk.settings = desk.settings.model_copy(update={"recipients": []})
    result = desk.advance("2026-10-02 16:00")
    assert (result["state"], result["next_step"]) == ("signed", "act")
    assert "cur_head" in result["message"]


def on_request(desk: Desk, moment: str, deliver: bool) -> dict:
    means = {"figures": desk.figures, "coverage": desk.coverage, "check": desk.check}
    return report_now(desk.warehouse, desk.settings, Quarter.parse(desk.quarter), at(moment), deliver, **means)


def test_a_quarter_that_has_not_begun_has_no_report(desk: Desk) -> None:
    with pytest.raises(UsageError, match="ещё не начался"):
        report_now(desk.warehouse, desk.settings, Quarter(2027, 1), at("2026-12-31 23:59"), False)
    with desk.warehouse.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM meta.edition")).scalar() == 0


def test_a_person_who_only_looks_at_the_report_sends_nothing(desk):
    assert on_request(desk, "2026-10-01 12:00", deliver=False)["edition"] == "0.1"
    looked = on_request(desk, "2026-10-03 12:00", deliver=False)
    assert (looked["state"], looked["edition"], looked["next_step"]) == ("signed", "1", "deliver")
    assert not desk.sink.taken
    assert desk.advance("2026-10-03 16:00")["state"] == "sent"


def test_a_person_who_asks_for_delivery_has_approved(desk):
    sent = on_request(desk, "2026-11-24 12:00", deliver=True)
    assert (sent["state"], sent["edition"], sent["kind"]) == ("sent", "1", "approved")
    assert sent["deliveries"][0]["state"] == "sent"
    assert on_request(desk, "2026-11-24 12:10", deliver=True) == sent
    assert len(desk.sink.taken) == 1


def test_two_callers_at_once_send_one_report(desk):
    desk.advance("2026-10-02 12:00")
    results = []
    callers = [Thread(target=lambda: results.append(desk.advance("2026-10-02 16:00"))) for _ in range(3)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert [result["state"] for result in results] == ["sent"] * 3
    assert len(desk.sink.taken) == 1
    assert [number for number, _ in desk.editions()] == ["0.1", "1"]


def test_whoever_asks_for_delivery_is_kept_as_the_one_who_has_decided(home, monkeypatch):
    asked = []
    monkeypatch.setattr("svodka.delivery.on_request.report_now", lambda *_, **means: asked.append(means))
    pipeline.report("2026Q3", deliver=True)
    pipeline.report("2026Q3")
    assert asked == [{"decided_by": getuser()}, {}]
