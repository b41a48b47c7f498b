"""Values that were refused do not stop a report: at its time the edition in hand goes out, and everybody is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from svodka.cli import app
from svodka.control import daily
from svodka.figures.mart_checks import ValuesRefused
from svodka.notify import failure_sentence
from svodka.period import Quarter
from svodka.report import edition as editions
from tests import report_sample as sample
from tests.core_rows import make_marts, message, put_messages
from tests.delivery_desk import Desk, at, light_files
from tests.mail_sink import running

REASON = "Сообщения, M04: срок с продлением раньше самого срока; случаев: 1. Что делать: проверьте правила."
NOTE = (
    "Данные, пришедшие позже, не прошли проверку; отправляется редакция 0.1 по данным на 01.10.2026 07:00 по "
    "местному времени. "
    f"{REASON} После исправления запустите «Квартальный отчёт» снова."
)


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    with running() as sink:
        yield Desk(warehouse, settings, sink)


@pytest.fixture
def shown(desk) -> dict[str, Any]:
    """Edition 0.1 in hand; what comes next is refused."""
    found = desk.advance("2026-10-01 07:00")
    desk.late, desk.check = "3", refuse
    return found


def refuse(*_: object) -> None:
    raise ValuesRefused(Quarter(2026, 3), [REASON])


def test_before_the_cutoff_the_data_can_be_mended(desk, shown):
    with pytest.raises(ValuesRefused) as stopped:
        desk.advance("2026-10-02 11:59")
    told = failure_sentence("quarterly_report", "prepare", stopped.value)
    for words in ("Отчёт за 2026Q3 не выпущен", REASON, "Исправьте и запустите", "уйдёт прежняя редакция"):
        assert words in told
    assert desk.editions() == [("0.1", "preliminary")]
    desk.check = lambda *_: None
    result = desk.advance("2026-10-02 11:59")
    assert (result["edition"], result["notes"]) == ("0.2", [])


def test_silence_sends_the_edition_in_hand_and_says_so(desk, shown):
    result = desk.advance("2026-10-02 12:00")
    assert (result["edition"], result["next_step"], result["notes"]) == ("0.1", "sign_off", [NOTE])
    desk.check = lambda *_: None  # frozen: mended too late
    assert desk.advance("2026-10-02 13:00")["notes"] == [NOTE]
    result = desk.advance("2026-10-02 14:00")
    assert (result["state"], result["edition"], result["kind"]) == ("sent", "1", "automatic")
    assert NOTE in result["notes"]
    assert "(2 из 40)" in desk.body()
    assert "Учтено всё, что поступило до 01.10.2026 07:00" in desk.body()


def test_without_an_edition_in_hand_nothing_goes_out(desk):
    desk.check = refuse
    for moment in ("2026-10-01 07:00", "2026-10-02 12:00", "2026-10-04 16:00"):
        with pytest.raises(ValuesRefused):
            desk.advance(moment)
    assert (desk.editions(), desk.sink.taken) == ([], [])


def test_the_head_may_approve_the_edition_that_he_has_been_shown(desk, shown):
    result = desk.advance("2026-10-01 10:00", decision="approve", edition_hash=shown["edition_hash"])
    assert (result["state"], result["edition"], result["kind"]) == ("sent", "1", "approved")


def test_what_was_sent_back_does_not_go_in_place_of_refused_values(desk, shown):
    named = {"edition_hash": shown["edition_hash"]}
    assert desk.advance("2026-10-02 12:30", decision="reject", **named)["next_step"] == "act"
    with pytest.raises(ValuesRefused):
        desk.advance("2026-10-02 16:00")
    assert not desk.sink.taken
    assert desk.advance("2026-10-02 16:10", decision="approve", **named)["state"] == "sent"


def test_a_report_that_is_out_stays_and_the_next_good_values_end_the_note(desk):
    desk.advance("2026-10-02 14:00")
    desk.late, desk.check = "3", refuse
    result = desk.advance("2026-10-03 12:00")
    assert (result["state"], result["next_step"]) == ("sent", "done")
    assert "остаётся редакция 1 по данным на 02.10.2026 14:00" in result["notes"][0]
    desk.check = lambda *_: None
    result = desk.advance("2026-10-03 13:00")
    assert result["next_step"] == "act"
    assert not any("не прошли проверку" in note for note in result["notes"])


def test_the_morning_letter_tells_the_head_of_the_centre(desk, shown):
    desk.advance("2026-10-02 12:00")
    result = daily.run(desk.warehouse, desk.settings, date(2026, 10, 2), at("2026-10-02 12:30"), check=lambda *_: [])
    assert result["broken"] == [f"Отчёт за III квартал 2026 года. {NOTE}"]
    assert desk.sink.taken[-1][0] == "mcu@example.org"
    assert "отправляется редакция 0.1" in desk.body()


def test_an_exclusion_says_when_the_report_is_closed_already(desk, monkeypatch):
    with desk.warehouse.begin() as conn:
        put_messages(conn, [message("pos", "7", "2026-07-01")])
        make_marts(conn, desk.settings)
    said = {}
    for moment in ("2026-10-02 11:00", "2026-10-02 12:00"):
        desk.advance(moment)
        monkeypatch.setattr("svodka.pipeline.decisions.datetime", Clock(moment))
        command = "exclude" if moment.endswith("11:00") else "include"
        result = CliRunner().invoke(app, [command, "7", "--reason", "заведено дважды, проба", "--by", "Глава"])
        assert result.exit_code == 0, result.output
        said[moment] = " ".join(result.output.split())
    assert "Показатели посчитаются с этим решением" in said["2026-10-02 11:00"]
    assert "Отчёт за III квартал 2026 года уже закрыт и уйдёт без этого решения" in said["2026-10-02 12:00"]


class Clock:
    """A clock that stands still."""

    def __init__(self, moment: str) -> None:
        self.moment = moment

    def now(self, _: object) -> Any:
        return at(self.moment)
