"""The head of the ЦУР changes in the days of the deadline: the report goes to whoever holds the office that day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from svodka.responsible.acceptance import accept
from tests.delivery_desk import Desk, at
from tests.mail_sink import running
from tests.responsible_rows import BASIC, csv_bytes, deputy, rows

OLD, NEW = BASIC["cur"]["email"], "new@example.org"


class Office(Desk):
    """A desk whose people stand in an accepted table."""

    def accept(self, *more, at_moment: str = "2026-09-01 12:00", **changed) -> None:
        with self.warehouse.begin() as conn:
            accept(conn, self.settings, "t.csv", csv_bytes(rows(*more, **changed)), None, at(at_moment))

    def new_head_from(self, last_of_the_old: str, first_of_the_new: str) -> None:
        successor = {**BASIC["cur"], "name": "Новиков Иван Ильич", "email": NEW, "valid_from": first_of_the_new}
        self.accept(successor, cur={"valid_to": last_of_the_old})

    def reached(self) -> list[str]:
        return [to for to, _ in self.sink.taken]


@pytest.fixture
def office(warehouse, settings) -> Iterator[Office]:
    with running() as sink:
        yield Office(warehouse, settings, sink)


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [("02.10.2026", "03.10.2026", OLD), ("01.10.2026", "02.10.2026", NEW)],
    ids=["the day before he comes", "his first day"],
)
def test_the_report_goes_to_the_head_of_the_day(office: Office, last: str, first: str, expected: str):
    office.new_head_from(last, first)
    assert office.advance("2026-10-02 14:30")["state"] == "sent"
    assert office.reached() == [expected]


def test_what_the_old_head_has_is_not_sent_again_to_the_new_one(office: Office):
    office.new_head_from("02.10.2026", "03.10.2026")
    office.advance("2026-10-02 14:30")
    for moment in ("2026-10-03 07:00", "2026-10-04 16:00", "2026-11-01 12:00"):
        assert office.advance(moment)["state"] == "sent"
    assert office.reached() == [OLD]


def test_the_new_head_gets_it_when_a_person_asks(office: Office):
    office.new_head_from("02.10.2026", "03.10.2026")
    office.advance("2026-10-02 14:30")
    assert office.advance("2026-10-03 12:00", deliver=True, decision="approve")["state"] == "sent"
    assert office.reached() == [OLD, NEW]


def test_a_table_accepted_after_the_report_was_sent_sends_nothing(office: Office):
    office.accept()
    office.advance("2026-10-02 14:30")
    office.accept(cur={"email": NEW}, at_moment="2026-10-02 15:00")
    assert office.advance("2026-10-02 16:00")["state"] == "sent"
    assert office.reached() == [OLD]


def test_what_has_not_reached_the_old_head_goes_to_the_new_one(office: Office):
    office.new_head_from("02.10.2026", "03.10.2026")
    office.sink.refuse_recipient = {OLD: "450 mailbox busy"}
    assert office.advance("2026-10-02 14:30")["state"] == "signed"
    assert office.advance("2026-10-03 07:00")["state"] == "sent"
    assert office.reached() == [NEW]


def test_a_mended_address_gets_what_the_wrong_one_refused(office: Office):
    office.accept(cur={"email": "worng@example.org"})
    office.sink.refuse_recipient = {"worng@example.org": "550 no such user"}
    assert office.advance("2026-10-02 14:30")["next_step"] == "act"
    office.accept(at_moment="2026-10-02 15:00")
    assert office.advance("2026-10-02 16:00")["state"] == "sent"
    assert office.reached() == [OLD]


def test_a_correction_goes_to_the_head_of_its_own_day(office: Office):
    office.new_head_from("03.10.2026", "04.10.2026")
    office.advance("2026-10-02 14:30")
    office.late = "3"
    assert office.advance("2026-10-04 10:00")["next_step"] == "act"
    assert office.advance("2026-10-04 11:00", decision="approve")["edition"] == "2"
    assert office.reached() == [OLD, NEW]


def test_a_deputy_of_the_head_gets_it_in_his_absence(office: Office):
    away = deputy(role="руководитель ЦУР", valid_from="01.10.2026", valid_to="02.10.2026", email=NEW)
    office.accept(away)
    office.advance("2026-10-02 14:30")
    office.advance("2026-10-03 07:00")
    assert office.reached() == [NEW]
