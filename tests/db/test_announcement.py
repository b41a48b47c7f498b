"""A change of responsible persons is told to the other side by letter: once, whole, until somebody has it."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import text

from svodka.delivery.announcement import announce_due
from svodka.delivery.ways import smtp
from svodka.responsible.acceptance import accept
from svodka.settings import CoverLetter, Settings, Smtp
from svodka.warehouse.engine import Warehouse
from tests.delivery_desk import at
from tests.mail_sink import Sink, free_port, running
from tests.responsible_rows import BASIC, csv_bytes, deputy, rows

NEW_HEAD = {**BASIC["cur"], "name": "Новиков Иван Ильич", "email": "new@example.org", "valid_from": "01.02.2027"}
PHONE = {"phone": "+7 34365 0-00-09"}


class Office:
    """A town whose secretary accepts tables; what the mail server took, by the day and time that she says."""

    def __init__(self, warehouse: Warehouse, settings: Settings, sink: Sink) -> None:
        self.warehouse, self.sink = warehouse, sink
        server, act = Smtp(port=sink.port, sender="svodka@mcu.example.org"), CoverLetter(basis="актом № 1")
        self.settings = settings.model_copy(update={"smtp": server, "letter": act})

    def accept(self, moment: str, *more: dict[str, Any], **changed: dict[str, Any] | None) -> None:
        with self.warehouse.begin() as conn:
            accept(conn, self.settings, "t.csv", csv_bytes(rows(*more, **changed)), None, at(moment))

    def announce(self, moment: str, **options: Any) -> list[tuple[str, str]]:
        told = announce_due(self.warehouse, self.settings, smtp.send, at(moment), **options)
        return [(one["side"], state) for one in told for state in one["states"]]

    def told_first(self) -> None:
        """The table of the first day, told; what comes later is a change of it."""
        self.accept("2026-11-24 12:00")
        assert self.announce("2026-11-24 12:00") == [("mcu", "sent")]
        self.sink.taken.clear()

    def letters(self) -> list[tuple[str, str]]:
        return [(to, str(message["Subject"])) for to, message in self.sink.taken]

    def text(self, place: int = -1) -> str:
        return body(self.sink.taken[place][1])


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def office(warehouse, settings) -> Iterator[Office]:
    with running() as sink:
        yield Office(warehouse, settings, sink)


def test_the_first_table_tells_the_other_side_once_who_we_are(office: Office):
    office.accept("2026-11-24 12:00", deputy())
    assert office.announce("2026-11-24 12:01") == [("mcu", "sent")]
    assert office.announce("2026-11-25 08:30") == []
    assert office.letters() == [("cur@example.org", "городской округ Рефтинский: ответственные лица МЦУ")]
    assert office.text().splitlines() == [
        "Руководителю Центра управления регионом",
        "Вымыслова Ирина Сергеевна",
        "",
        "Уважаемая Ирина Сергеевна!",
        "",
        "В соответствии с актом № 1 сообщаем сведения об ответственных лицах муниципального центра управления "
        "(городской округ Рефтинский).",
        "",
        "Ответственные лица на 24.11.2026:",
        "- руководитель МЦУ: Примеров Павел Андреевич, тел. +7 34365 0-00-02, эл. почта head@example.org",
        "- секретарь: Образцова Анна Петровна, тел. +7 34365 0-00-03 доб. 101, эл. почта secretary@example.org",
        "- куратор: Условный Олег Николаевич, эл. почта curator@example.org",
        "- инженер: Тестов Глеб Ильич, эл. почта engineer@example.org",
        "",
        "Позже:",
        "- руководитель МЦУ (замещает): с 01.12.2026 по 20.12.2026 — Условный Олег Николаевич, "
        "эл. почта curator@example.org",
        "",
        "Сформировано автоматически по таблице ответственных лиц, редакция 1.",
    ]


def test_a_change_of_ours_goes_to_the_head_of_the_regional_centre_only(office: Office):
    office.told_first()
    office.accept("2026-11-25 12:00", secretary=PHONE)
    assert office.announce("2026-11-25 12:01") == [("mcu", "sent")]
    assert office.letters() == [("cur@example.org", "городской округ Рефтинский: изменились ответственные лица МЦУ")]
    change = "секретарь: Образцова Анна Петровна — телефон: +7 34365 0-00-09 (было: +7 34365 0-00-03 доб. 101)"
    assert f"Изменения:\n- {change}\n" in office.text()
    assert "тел. +7 34365 0-00-09, эл. почта secretary@example.org" in office.text()


def test_a_new_head_of_the_regional_centre_is_told_to_our_head_and_secretary(office: Office):
    office.told_first()
    office.accept("2027-01-20 12:00", NEW_HEAD, cur={"valid_to": "31.01.2027"})
    assert office.announce("2027-01-20 12:01") == [("cur", "sent"), ("cur", "sent")]
    assert sorted(office.letters()) == [
        ("head@example.org", "Сводка: изменились сведения о руководителе ЦУР"),
        ("secretary@example.org", "Сводка: изменились сведения о руководителе ЦУР"),
    ]
    assert (
        "Кому уходит отчёт:\n"
        "- с 20.01.2027: Вымыслова Ирина Сергеевна (cur@example.org)\n"
        "- с 01.02.2027: Новиков Иван Ильич (new@example.org)\n"
    ) in office.text()
    assert {office.text(place).splitlines()[0] for place in (0, 1)} == {
        "Руководителю Муниципального центра управления", "Секретарю Муниципального центра управления",
    }  # fmt: skip


def test_both_sides_are_told_of_what_changes_on_both(office: Office):
    office.told_first()
    office.accept("2026-12-05 12:00", NEW_HEAD, deputy(), cur={"valid_to": "31.01.2027"}, engineer=None)
    assert office.announce("2026-12-05 12:01") == [("cur", "sent"), ("cur", "sent"), ("mcu", "sent")]
    told = {to: subject.partition(": ")[0] for to, subject in office.letters()}
    assert told == {
        "curator@example.org": "Сводка",  # in place of our head
        "secretary@example.org": "Сводка",
        "cur@example.org": "городской округ Рефтинский",
    }


@pytest.mark.parametrize(
    "table",
    [
        {"secretary": {"address": "улица Гагарина"}},
        {"more": {**BASIC["curator"], "name": "Былов Лев Львович", "valid_to": "01.11.2026"}},
    ],
    ids=["our own address", "a row of the past"],
)
def test_what_the_other_side_need_not_know_is_not_told(office: Office, table: dict[str, Any]):
    office.told_first()
    more = [table.pop("more")] if "more" in table else []
    office.accept("2026-11-25 12:00", *more, **table)
    assert office.announce("2026-11-25 12:01") == [] and office.letters() == []


def test_a_mistake_mended_before_the_letter_went_is_told_by_nobody(office: Office):
    office.told_first()
    office.accept("2026-11-25 12:00", secretary={"name": "Ошибкова Анна Петровна"})
    office.accept("2026-11-25 12:05", curator=PHONE)
    office.announce("2026-11-25 12:06")
    assert "Ошибкова" not in office.text() and "Условный Олег Николаевич — телефон" in office.text()
    office.accept("2026-11-25 13:00", curator=None)
    office.accept("2026-11-25 13:05", curator=PHONE)
    assert office.announce("2026-11-25 13:06") == []


def test_a_server_that_is_down_loses_no_change_and_the_newest_table_is_told_once(office: Office):
    office.told_first()
    office.accept("2026-11-25 12:00", secretary=PHONE)
    port, office.settings.smtp.port = office.settings.smtp.port, free_port()
    assert office.announce("2026-11-25 12:00") == [("mcu", "pending")]
    office.accept("2026-11-25 12:00", secretary=PHONE, curator=PHONE)
    assert office.announce("2026-11-25 12:00") == [("mcu", "pending")]
    office.settings.smtp.port = port
    assert office.announce("2026-11-25 12:02", with_failed=True) == [("mcu", "sent")]
    assert office.announce("2026-11-26 08:30") == []
    [(_, message)] = office.sink.taken
    secretary, curator = "Образцова Анна Петровна — телефон", "Условный Олег Николаевич — телефон"
    assert secretary in body(message) and curator in body(message)


def test_a_change_taken_back_before_its_letter_went_is_told_by_nobody(office: Office):
    office.told_first()
    office.accept("2026-11-25 12:00", secretary=PHONE)
    port, office.settings.smtp.port = office.settings.smtp.port, free_port()
    assert office.announce("2026-11-25 12:00") == [("mcu", "pending")]
    office.accept("2026-11-25 12:01")
    office.settings.smtp.port = port
    assert office.announce("2026-11-25 12:30", with_failed=True) == [] and office.letters() == []


def test_a_letter_that_may_have_arrived_is_not_replaced(office: Office):
    office.told_first()
    office.accept("2026-11-25 12:00", secretary=PHONE)
    port, office.settings.smtp.port = office.settings.smtp.port, free_port()
    office.announce("2026-11-25 12:00")
    with office.warehouse.begin() as conn:
        conn.execute(text("UPDATE meta.delivery SET state = 'uncertain' WHERE occasion = 'responsible/2/mcu'"))
    office.accept("2026-11-25 12:01", secretary=PHONE, curator=PHONE)
    office.settings.smtp.port = port
    assert office.announce("2026-11-25 12:30") == [("mcu", "sent")] * 2
    assert "Образцова Анна Петровна — телефон" in office.text(0)
    assert "Образцова Анна Петровна — телефон" not in office.text(1)


def test_a_letter_that_was_refused_is_told_again_with_the_next_change(office: Office):
    office.told_first()
    office.sink.refuse_recipient = {"cur@example.org": "550 no such user"}
    office.accept("2026-11-25 12:00", secretary=PHONE)
    assert office.announce("2026-11-25 12:00") == [("mcu", "failed")]
    office.accept("2026-11-26 12:00", secretary=PHONE, cur={"email": "mended@example.org"})
    assert ("mcu", "sent") in office.announce("2026-11-26 12:00")
    assert "Образцова Анна Петровна — телефон" in next(
        body(message) for to, message in office.sink.taken if to == "mended@example.org"
    )


def test_a_letter_that_was_refused_goes_again_when_a_person_asks(office: Office):
    office.accept("2026-11-24 12:00")
    office.sink.refuse_recipient = {"cur@example.org": "550 no such user"}
    assert office.announce("2026-11-24 12:00") == [("mcu", "failed")]
    office.sink.refuse_recipient = {}
    assert office.announce("2026-11-24 13:00") == [("mcu", "failed")]
    assert office.announce("2026-11-24 13:00", with_failed=True) == [("mcu", "sent")]


def test_a_change_of_the_reader_after_the_letter_was_written_writes_no_second_one(office: Office):
    office.accept("2027-01-31 12:00", NEW_HEAD, cur={"valid_to": "31.01.2027"})
    office.announce("2027-01-31 23:00")
    assert office.announce("2027-02-01 07:00") == []
    assert office.letters() == [("cur@example.org", "городской округ Рефтинский: ответственные лица МЦУ")]


def test_a_head_without_mail_is_told_through_the_document_system_by_our_secretary(office: Office):
    office.accept("2026-11-24 12:00", cur={"way": "через СЭД", "email": ""})
    assert office.announce("2026-11-24 12:00") == [("mcu", "sent")]
    assert office.letters() == [
        ("secretary@example.org", "Передать в ЦУР: городской округ Рефтинский: ответственные лица МЦУ")
    ]
    cover, _, letter = office.text().partition("—" * 40)
    assert cover.startswith("Секретарю Муниципального центра управления\nОбразцова Анна Петровна\n")
    assert letter.strip().startswith("Руководителю Центра управления регионом\nВымыслова Ирина Сергеевна\n")


def test_without_an_accepted_table_nothing_is_told(office: Office):
    assert office.announce("2026-11-24 12:00") == [] and office.letters() == []


def test_another_towns_letters_are_not_ours(office: Office):
    office.told_first()
    town = office.settings.municipality.model_copy(update={"oktmo": "65000000"})
    office.settings = office.settings.model_copy(update={"municipality": town})
    assert office.announce("2026-11-24 12:00") == []
    office.accept("2026-11-24 12:00", secretary=PHONE)
    assert office.announce("2026-11-24 12:00") == [("mcu", "sent")]
    assert office.letters() == [("cur@example.org", "городской округ Рефтинский: ответственные лица МЦУ")]
