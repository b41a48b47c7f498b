"""An edition on its way to people: each by his own way, to whoever holds the role now, and never twice by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from svodka.delivery import handover, outbox, quarter_state
from svodka.delivery.quarter_state import QuarterState
from svodka.delivery.ways import hand
from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report.edition_store import Edition
from svodka.report.files import edition_folder
from svodka.settings import Imap, Person, Settings, Sftp, Smtp, load_settings
from svodka.warehouse.engine import Warehouse
from tests import report_sample as sample
from tests import sftp_server
from tests.delivery_desk import at
from tests.mail_sink import Sink, running
from tests.warehouse_fixtures import fresh_databases

DAY = "2026-10-02 14:00"
IVANOVA = Person(
    role="cur_head", name="Иванова Ирина Ильинична", email="ivanova@example.org", organisation="АНО «ЦУР региона»"
)
PETROV = Person(role="cur_head", name="Петров П. П.", email="petrov@example.org")


@dataclass
class Desk:
    """One issued edition; each test begins with an empty outbox."""

    warehouse: Warehouse
    settings: Settings
    sink: Sink
    edition: Edition

    def turn(self, moment: str = DAY, by_word: bool = False, **means: Any) -> dict[str, str]:
        """What `advance` does with an issued edition; the states by recipient, of those who are wanted."""
        now = at(moment)
        with self.warehouse.begin() as conn:
            handover.write_outbox(conn, self.settings, self.edition, now, by_word=by_word)
        send = means.get("send", outbox_send)
        handover.send_outbox(self.warehouse, self.settings, self.edition, send, now, with_failed=by_word)
        return {mail["recipient"]: mail["state"] for mail in self.mails() if not mail["is_withdrawn"]}

    def people(self, *people: Person) -> None:
        self.settings = self.settings.model_copy(update={"recipients": list(people)})

    def ask(self, question: Any, *arguments: Any) -> Any:
        with self.warehouse.begin() as conn:
            return question(conn, self.settings, *arguments)

    def mails(self) -> list[dict[str, Any]]:
        return list(self.ask(handover.mails, self.edition))

    def is_complete(self) -> bool:
        return handover.is_complete(self.mails())


def outbox_send(*arguments: Any) -> Any:
    from svodka.delivery.ways.smtp import send

    return send(*arguments)


@pytest.fixture(scope="module")
def issued(server_home, template, tmp_path_factory) -> Iterator[tuple[Warehouse, Settings, Edition]]:
    home = tmp_path_factory.mktemp("handover")
    quarter = Quarter(2026, 3)
    with fresh_databases(server_home, template) as make, pytest.MonkeyPatch.context() as patch:
        patch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
        warehouse, settings = Warehouse(make()), load_settings(home=home, recipients=[IVANOVA])
        with warehouse.begin() as conn:
            quarter_state.write(conn, settings, quarter, QuarterState(), at(DAY))
            issued = editions.issue(conn, settings, quarter, sample.document(), sample.coverage(), "approved", at(DAY))
        yield warehouse, settings, issued


@pytest.fixture
def desk(issued) -> Iterator[Desk]:
    warehouse, settings, edition = issued
    with warehouse.begin() as conn:
        for table in ("receipt", "delivery_attempt", "delivery"):
            conn.execute(text(f"DELETE FROM meta.{table}"))
    with running() as sink:
        server = Smtp(port=sink.port, sender="svodka@mcu.example.org")
        yield Desk(warehouse, settings.model_copy(update={"smtp": server}), sink, edition)


def attached(desk: Desk) -> list[str]:
    return [str(part.get_filename()) for part in desk.sink.taken[-1][1].iter_attachments()]


def body(desk: Desk) -> str:
    part = desk.sink.taken[-1][1].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_letter_speaks_to_the_person_and_carries_every_file(desk):
    assert desk.turn() == {"ivanova@example.org": "sent"}
    head = body(desk).split("\n\n")[:2]
    assert head[0] == "Руководителю Центра управления регионом\nАНО «ЦУР региона»\nИванова Ирина Ильинична"
    assert head[1] == "Уважаемая Ирина Ильинична!"
    assert sorted(attached(desk)) == sorted(file.name for file in desk.edition.files)
    assert attached(desk)[0] == "letter.pdf" and attached(desk)[-1].startswith("figures")
    for file in desk.edition.files:
        assert f"- {file.name}  {file.sha256}" in body(desk)


def test_an_answer_is_asked_for_only_where_somebody_reads_it(desk):
    desk.turn()
    assert desk.sink.taken[0][1]["Disposition-Notification-To"] is None
    assert "подтвердить получение" not in body(desk)
    desk.settings = desk.settings.model_copy(update={"imap": Imap(host="mail.example.org")})
    desk.people(PETROV)
    desk.turn(by_word=True)
    assert desk.sink.taken[-1][1]["Disposition-Notification-To"] == "svodka@mcu.example.org"
    assert "подтвердить получение" in body(desk)


def test_what_finds_no_room_is_named_and_the_workbook_always_goes(desk, monkeypatch):
    sizes = {file.name: file.n_bytes for file in desk.edition.files}
    monkeypatch.setattr("svodka.delivery.attachments.OVERHEAD", 20 * 1024 * 1024 - int(sizes["letter.pdf"] * 1.4))
    desk.turn()
    assert "svodka_2026Q3_1.xlsx" in attached(desk)
    left_out = body(desk).split("Не поместились в письмо (предел 20 МБ)")[1]
    assert {name for name in sizes if name in left_out} == set(sizes) - set(attached(desk))
    assert "figures.csv" in left_out


def test_a_letter_that_the_privacy_gate_stops_does_not_leave(desk, monkeypatch):
    from svodka.report.privacy import Finding

    with monkeypatch.context() as patch:
        patch.setattr(handover, "check_text", lambda *_: [Finding("текст письма", "строка 3", "номер телефона")])
        assert desk.turn() == {"ivanova@example.org": "failed"}
    assert "номер телефона" in desk.mails()[0]["reply"]
    assert desk.sink.taken == []
    assert desk.turn(by_word=True) == {"ivanova@example.org": "sent"}


def test_each_gets_it_by_his_own_way(desk, tmp_path):
    box = tmp_path / "ЦУР"
    box.mkdir()
    with sftp_server.running(tmp_path / "server") as place:
        (tmp_path / "known_hosts").write_text(place.known_hosts())
        (tmp_path / "password").write_text(place.password)
        sftp = Sftp(known_hosts=tmp_path / "known_hosts", password=f"file:{tmp_path / 'password'}")
        desk.settings = desk.settings.model_copy(update={"sftp": sftp})
        desk.people(
            IVANOVA,
            replace_way(PETROV, way="folder", address=str(box)),
            replace_way(PETROV, way="sftp", address=place.address),
            replace_way(PETROV, way="hand", name="Сидоров С. С."),
        )
        states = desk.turn()
    sent = ("ivanova@example.org", str(box), place.address)
    assert states == {**dict.fromkeys(sent, "sent"), "hand:cur_head": "pending"}
    ours = edition_folder(desk.settings, "2026Q3", "1")
    for folder in (box, place.root / "in"):
        there = {path.name: path.read_bytes() for path in (folder / "2026Q3" / "1").iterdir()}
        assert there == {file.name: (ours / file.name).read_bytes() for file in desk.edition.files}
    by_hand = desk.mails()[-1]
    assert (by_hand["reply"], by_hand["attempts"]) == ("ждёт передачи через СЭД", 0)
    assert [mail["attempts"] for mail in desk.mails()[:-1]] == [1, 1, 1]
    assert [outcome for outcome, _ in journal(desk)] == ["sent", "sent", "sent"]


def replace_way(person: Person, **changes: Any) -> Person:
    return person.model_copy(update=changes)


def test_what_is_passed_on_by_hand_is_done_when_the_number_is_there(desk):
    desk.people(replace_way(IVANOVA, way="hand"))
    assert desk.turn() == {"hand:cur_head": "pending"}
    # It holds up no computation, but it may have left: another edition needs a person's word.
    assert desk.ask(handover.has_left, desk.edition) and not desk.ask(handover.is_under_way, desk.edition)
    assert not desk.is_complete()
    with pytest.raises(SvodkaError, match="номер"):
        desk.ask(hand.passed_on, desk.edition, "  ", date(2026, 10, 2), "секретарь", at(DAY))
    assert desk.ask(hand.passed_on, desk.edition, "01-12/77", date(2026, 10, 2), "секретарь", at(DAY)) == 1
    (mail,) = desk.mails()
    assert (mail["state"], mail["registration_number"], mail["registered_on"]) == ("sent", "01-12/77", "2026-10-02")
    assert mail["attempts"] == 1 and mail["sent_at"] is not None
    assert desk.is_complete() and not desk.ask(handover.is_confirmed, desk.edition)
    assert journal(desk) == [("sent", "передано через СЭД, исх. № 01-12/77 от 02.10.2026; отметил(а) секретарь")]


def journal(desk: Desk) -> list[tuple[str, str]]:
    with desk.warehouse.begin() as conn:
        rows = conn.execute(text("SELECT outcome, reply FROM meta.delivery_attempt ORDER BY delivery_id, attempt"))
        return [tuple(row) for row in rows]


def test_a_number_that_was_mistyped_is_corrected_without_a_second_passing(desk):
    desk.people(replace_way(IVANOVA, way="hand"))
    desk.turn()
    for number in ("01-12/77", "01-12/78"):
        assert desk.ask(hand.passed_on, desk.edition, number, date(2026, 10, 2), None, at(DAY)) == 1
    (mail,) = desk.mails()
    assert (mail["registration_number"], mail["attempts"], len(journal(desk))) == ("01-12/78", 1, 1)


def test_a_wrong_address_that_is_corrected_gets_the_edition_by_itself(desk):
    desk.sink.refuse_recipient = {"ivanova@example.org": "550 no such user"}
    assert desk.turn() == {"ivanova@example.org": "failed"}
    desk.people(replace_way(IVANOVA, email="i.ivanova@example.org"))
    assert desk.turn("2026-10-02 15:00") == {"i.ivanova@example.org": "sent"}
    assert desk.is_complete()
    assert [mail["is_withdrawn"] for mail in desk.mails()] == [True, False]


def test_whoever_comes_into_office_later_does_not_get_an_old_edition_unless_a_person_says_so(desk):
    desk.turn()
    desk.people(PETROV)
    assert desk.turn("2026-10-12 07:00") == {"ivanova@example.org": "sent"}
    assert desk.is_complete()
    assert desk.turn("2026-10-12 08:00", by_word=True) == {"ivanova@example.org": "sent", "petrov@example.org": "sent"}
    desk.turn("2026-10-12 09:00", by_word=True)
    assert [len(desk.sink.ids(name)) for name in ("ivanova@example.org", "petrov@example.org")] == [1, 1]


def test_who_leaves_office_before_it_has_reached_him_is_left_alone_and_the_new_one_gets_it(desk):
    desk.sink.refuse_recipient = {"ivanova@example.org": "450 later"}
    desk.turn()
    desk.people(PETROV)
    desk.sink.refuse_recipient = {}
    assert desk.turn("2026-10-03 07:00") == {"petrov@example.org": "sent"}
    assert desk.sink.ids("ivanova@example.org") == []
    assert desk.is_complete()


def test_who_comes_back_while_nobody_has_it_is_tried_again(desk):
    deputy = replace_way(PETROV, is_deputy=True, valid_from=date(2026, 10, 3), valid_to=date(2026, 10, 3))
    desk.people(IVANOVA, deputy)
    desk.sink.data_reply = "451 later"
    assert desk.turn("2026-10-02 14:00") == {"ivanova@example.org": "pending"}
    assert desk.turn("2026-10-03 14:00") == {"petrov@example.org": "pending"}
    desk.sink.data_reply = "250 ok"
    assert desk.turn("2026-10-04 14:00") == {"ivanova@example.org": "sent"}
    assert desk.sink.ids("petrov@example.org") == []


def test_a_table_that_names_nobody_takes_the_edition_from_nobody(desk):
    desk.sink.data_reply = "451 later"
    desk.turn()
    desk.people()
    desk.sink.data_reply = "250 ok"
    assert desk.turn("2026-10-03 07:00") == {"ivanova@example.org": "sent"}


def test_a_letter_that_is_no_edition_goes_by_mail_where_there_is_an_address(desk, tmp_path):
    people = [
        replace_way(IVANOVA, role="mcu_head", way="hand"),
        replace_way(PETROV, role="secretary", way="folder", address=str(tmp_path), email=""),
    ]

    def compose(letter):
        from svodka.delivery.letter import new_message

        message = new_message(desk.settings, letter, "Контроль")
        message.set_content("просрочено: 2")
        return message

    def deliver():
        outbox.deliver(desk.warehouse, desk.settings, "control/2026-10-02", compose, outbox_send, at(DAY))
        return {mail["recipient"]: mail["state"] for mail in desk.ask(outbox.listing, "control/2026-10-02")}

    desk.ask(outbox.enqueue, "control/2026-10-02", people, at(DAY))
    assert deliver() == {"ivanova@example.org": "sent", str(tmp_path): "sent"}
    lying = tmp_path / "control" / "2026-10-02" / "letter.txt"
    assert lying.read_text().splitlines()[0] == "Контроль" and "просрочено: 2" in lying.read_text()


def test_a_registered_letter_takes_the_place_of_the_other(desk):
    from svodka.delivery.attachments import current

    files = {file.name: file for file in desk.edition.files}
    letters = [replace(files["letter.pdf"], name=f"letter_registered_{k}.pdf") for k in (1, 2, 10)]
    names = [file.name for file in current([*desk.edition.files, *letters])]
    assert [name for name in names if name.startswith("letter")] == ["letter_registered_10.pdf", "letter.docx"]
    assert set(names) - {"letter_registered_10.pdf"} == set(files) - {"letter.pdf"}
