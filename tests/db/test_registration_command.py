"""The commands of the letter: the number entered by a person, the blank tried before it is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from svodka import pipeline
from svodka.delivery import handover, quarter_state
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import edition_store
from tests import letter_sample
from tests import report_sample as sample
from tests.db.test_edition import Desk
from tests.db.test_quality_commands import svodka
from tests.db.test_registration import BY_HAND, NUMBER, SECRETARY, SIGNATORY
from tests.mail_sink import running

WORDS = ("register", "2026Q3", "--number", NUMBER, "--date", "05.10.2026", "--by", "Лунина")


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    """An edition that was sent unsigned and waits for a hand at its second recipient."""
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    with running() as sink:
        desk = Desk(warehouse, settings, sink)
        mail, _ = desk.settings.recipients
        desk.settings = desk.settings.model_copy(update={"recipients": [mail, BY_HAND, SIGNATORY, SECRETARY]})
        desk.advance("2026-10-01 07:00")
        desk.advance("2026-10-02 14:00")
        yield desk


def waiting(desk: Desk) -> list[tuple[str, str]]:
    with desk.warehouse.begin() as conn:
        edition = edition_store.numbered(conn, sample.OKTMO, "2026Q3", "1")
        return [(mail["way"], mail["state"]) for mail in handover.mails(conn, desk.settings, edition)]


def test_the_number_makes_the_letter_and_what_waits_for_a_hand_is_passed_on(desk):
    assert waiting(desk) == [("smtp", "sent"), ("hand", "pending")]
    done = svodka(*WORDS)
    assert done.returncode == 0, done.stderr
    assert f"Письмо к редакции 1 за 2026Q3 зарегистрировано: исх. № {NUMBER} от 05.10.2026." in done.stderr
    assert "Отмечено переданным через СЭД, получателей: 1." in done.stderr
    assert "letter_registered_1.docx" in done.stdout and "sha256" in done.stdout
    assert waiting(desk) == [("smtp", "sent"), ("hand", "sent")]
    with desk.warehouse.begin() as conn:  # known at once, not only when the report is driven on
        assert quarter_state.read(conn, desk.settings, Quarter(2026, 3)).state == "sent"
    assert desk.advance("2026-10-05 12:00")["state"] == "sent"


def test_again_says_so_and_the_edition_may_be_named(desk):
    svodka(*WORDS)
    done = svodka("register", "2026Q3", "1", "--number", NUMBER, "--date", "2026-10-05", "--json")
    told = json.loads(done.stdout)
    assert (told["is_new"], told["edition"], told["passed_on"]) == (False, "1", 1)
    assert [file["path"].rpartition("/")[2] for file in told["files"]] == [
        "letter_registered_1.pdf", "letter_registered_1.docx",
    ]  # fmt: skip


WRONG = [
    (("2026Q3",), 2, "Нужны номер и дата"),
    (("2026Q3", "--number", "1", "--date", "32.10.2026"), 2, "«32.10.2026» не дата"),
    (("2026Q3", "7", "--number", "1", "--date", "05.10.2026"), 2, "нет редакции 7; есть: 0.1, 1"),
    (("2026Q3", "0.1", "--number", "1", "--date", "05.10.2026"), 1, "предварительная"),
    (("2026Q2", "--number", "1", "--date", "05.10.2026"), 2, "ещё не выпущено ни одной редакции"),
]


def test_what_is_wrong_is_said_in_one_sentence(desk):
    for words, code, said in WRONG:
        done = svodka("register", *words)
        assert (done.returncode, done.stdout) == (code, "") and said in done.stderr


def test_the_blank_is_tried_before_it_is_needed(home, tmp_path, monkeypatch):
    place = tmp_path / "blank.docx"
    assert "Своего бланка нет" in svodka("blank").stderr
    assert svodka("blank", "--sample", str(place)).returncode == 0
    other = tmp_path / "b.txt"
    done = svodka("blank", "--sample", str(other))
    assert (done.returncode, other.exists()) == (2, False) and "ожидается имя с .docx" in done.stderr
    assert "уже есть" in svodka("blank", "--sample", str(place)).stderr
    monkeypatch.setenv("SVODKA_LETTER__BLANK", str(place))
    assert f"Бланк {place}: ошибок нет." in svodka("blank").stderr
    place.write_bytes(letter_sample.blank_of("{{кто}}", "{{исх_номер}} {{исх_дата}}"))
    done = svodka("blank")
    assert done.returncode == 1
    assert "{{кто}}" in done.stdout and "нет обязательных меток: {{текст}}" in done.stdout
    assert pipeline.letter_blank()["problems"] == json.loads(svodka("blank", "--json").stdout)["problems"]
