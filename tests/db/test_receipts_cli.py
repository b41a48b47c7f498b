"""`svodka receipts`: what has become of the report, and a person's word that it is there."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from svodka.cli import app
from svodka.delivery import handover, quarter_state
from svodka.delivery.ways import hand
from svodka.errors import SvodkaError, UsageError
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import edition_store
from svodka.settings import Person
from tests import report_sample as sample
from tests.delivery_desk import HEAD, Desk, at, light_files
from tests.mail_sink import running

QUARTER = "2026Q3"


@pytest.fixture
def desk(warehouse, settings, monkeypatch):
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    with running() as sink:
        yield Desk(warehouse, settings, sink)


def command(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["receipts", QUARTER, *words], catch_exceptions=False, standalone_mode=False)
    assert (result.return_value or result.exit_code) in (code, None), result.output
    return result.stdout


def listed() -> list[dict]:
    return json.loads(command("--json"))


def is_confirmed(desk: Desk) -> bool:
    with desk.warehouse.begin() as conn:
        edition = edition_store.latest(conn, sample.OKTMO, QUARTER, is_preliminary=False)
        return handover.is_confirmed(conn, desk.settings, edition)


def test_a_delivery_is_listed_with_its_attempts_and_signs(desk):
    desk.sink.data_reply = "451 disk full"
    desk.advance("2026-10-02 14:00")
    desk.sink.data_reply = "250 kept"
    desk.advance("2026-10-02 15:00")
    (delivery,) = listed()
    assert (delivery["edition"], delivery["recipient"], delivery["state"]) == ("1", HEAD, "sent")
    told = [(one["attempt"], one["outcome"], one["reply"]) for one in delivery["journal"]]
    assert told == [(1, "pending", "451 disk full"), (2, "sent", "250 kept")]
    assert delivery["journal"][0]["begun_at"] == "2026-10-02T14:00:00+05:00"
    table = command()
    assert "попытка 1: не принято, будет повтор: 451 disk full" in table and "подтверждения ещё нет" in table


@pytest.mark.parametrize("who", ["cur_head", "Руководитель ЦУР", HEAD, HEAD.upper()])
def test_a_persons_word_confirms(desk, who):
    desk.advance("2026-10-02 14:00")
    assert not is_confirmed(desk)
    command("--confirm", who, "--by", "секретарь Петрова", "--note", "по телефону")
    assert is_confirmed(desk)
    with desk.warehouse.begin() as conn:
        assert quarter_state.read(conn, desk.settings, Quarter.parse(QUARTER)).state == "confirmed"
    (receipt,) = listed()[0]["receipts"]
    assert (receipt["kind"], receipt["source"], receipt["noted_by"]) == ("confirmed", "person", "секретарь Петрова")
    assert "по телефону" in command()


@pytest.mark.parametrize(("reply", "state"), [("451 disk full", "pending"), ("550 no such user", "failed")])
def test_what_no_server_has_taken_is_not_confirmed_and_goes_on(desk, reply, state):
    desk.sink.data_reply = reply
    desk.advance("2026-10-02 14:00")
    with pytest.raises(SvodkaError, match=r"ещё не отправлен.*svodka report 2026Q3 --deliver.*через СЭД"):
        command("--confirm", "cur_head", "--by", "секретарь", "--note", "отдан на флешке")
    (delivery,) = listed()
    assert (delivery["state"], delivery["receipts"], delivery["sent_at"]) == (state, [], None)
    desk.sink.data_reply = "250 kept"
    assert desk.advance("2026-10-03 07:00", deliver=True)["deliveries"][0]["state"] == "sent"
    assert len(desk.sink.taken) == 1


def test_what_was_uncertain_is_confirmed_with_the_moment_of_the_attempt_that_may_have_reached_him(desk):
    desk.sink.data_reply = "451 disk full"
    desk.advance("2026-10-02 14:00")
    desk.advance("2026-10-02 15:00")
    with desk.warehouse.begin() as conn:  # the first one was cut after the text
        conn.execute(text("UPDATE meta.delivery_attempt SET outcome = 'uncertain' WHERE attempt = 1"))
    command("--confirm", "cur_head", "--by", "секретарь")
    (delivery,) = listed()
    assert (delivery["state"], delivery["sent_at"]) == ("sent", "2026-10-02T14:00:00+05:00")


def test_nobody_is_confirmed_who_is_no_recipient_or_without_a_name(desk):
    desk.advance("2026-10-02 14:00")
    with pytest.raises(UsageError, match=f"руководитель ЦУР \\({HEAD}\\)"):
        command("--confirm", "curator", "--by", "секретарь")
    with pytest.raises(UsageError, match="--by"):
        command("--confirm", "cur_head")
    with pytest.raises(UsageError, match="--confirm"):
        command("--note", "по телефону")
    assert listed()[0]["receipts"] == []


def test_what_goes_by_hand_wants_its_number_first(desk):
    head = Person(role="cur_head", name="Иванова И. И.", way="hand")
    desk.settings = desk.settings.model_copy(update={"recipients": [head]})
    desk.advance("2026-10-02 14:00")
    with pytest.raises(SvodkaError, match="svodka register 2026Q3"):
        command("--confirm", "cur_head", "--by", "секретарь")
    with desk.warehouse.begin() as conn:
        edition = edition_store.latest(conn, sample.OKTMO, QUARTER, is_preliminary=False)
        hand.passed_on(conn, desk.settings, edition, "77", date(2026, 10, 2), "секретарь", at("2026-10-02 15:00"))
    command("--confirm", "cur_head", "--by", "секретарь")
    assert is_confirmed(desk)
    assert "через СЭД" in command()


def test_without_a_mailbox_and_without_deliveries_it_says_so(desk):
    result = CliRunner().invoke(app, ["receipts", QUARTER, "--read"])
    assert result.exit_code == 0
    assert "[imap]" in result.stderr and "никому не передавался" in result.stderr
