"""What comes back for our mails, and what follows for the outbox: kept once, believed rightly, no text of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from svodka.delivery.receipts import reading
from svodka.delivery.receipts.mailbox import Found, MailboxUnavailable
from svodka.settings import Imap, Person
from tests.delivery_desk import at
from tests.mail_sink import running
from tests.post_office import Post
from tests.receipt_mails import HEAD, answer, report

BOSS, ASSISTANT = "boss@mcu.example.org", "assistant@region.example.org"
FAILED = ("failed", "5.1.1", "550 5.1.1 no such user")
DELIVERED = ("delivered", "2.0.0", "250 ok")


class Box:
    """A mailbox in memory; `breaks_at`: how many mails it gives before the connection goes."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.breaks_at: int | None = None

    def since(self, day: Any) -> Iterator[Found]:
        for number, content in enumerate(self.mails):
            if number == self.breaks_at:
                raise MailboxUnavailable("Почтовый ящик не прочитан: связь оборвалась.")
            headers = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            yield Found(str(number), len(content), message_from_bytes(headers))

    def whole(self, found: Found) -> Any:
        content = self.mails[int(found.uid)]
        if b"X-Gone: yes" in content:
            raise ValueError("gone")
        return message_from_bytes(content)


class Desk(Post):
    """The outbox of one recipient and the mailbox in which is told what has become of its mails."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.box = Box()
        known = [Person(role="cur_head", name="—", email=HEAD), Person(role="mcu_head", name="—", email=BOSS)]
        imap = Imap(host="mail.example.org")
        self.settings = self.settings.model_copy(update={"imap": imap, "recipients": known})

    def read(self, moment: str = "2026-10-03 07:00") -> dict[str, int]:
        return reading.read_mailbox(self.warehouse, self.settings, at(moment))

    @property
    def ours(self) -> str:
        return str(self.rows()[0]["message_id"])

    @property
    def mail(self) -> dict[str, Any]:
        return self.rows()[0]

    def comes(self, content: bytes) -> dict[str, int]:
        self.box.mails.append(content)
        return self.read()


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    @contextmanager
    def opened(imap: Imap) -> Iterator[Box]:
        yield desk.box

    monkeypatch.setattr(reading, "opened", opened)
    with running() as sink:
        desk = Desk(warehouse, settings, sink, names=(HEAD,))
        desk.deliver(0)
        yield desk


def kinds(desk: Desk) -> list[str]:
    return [receipt["kind"] for receipt in desk.mail["receipts"]]


def test_a_report_on_delivery_is_kept_once(desk):
    assert desk.comes(report(*DELIVERED, ours=desk.ours)) == {"read": 1, "broken": 0, "settled": 0, "delivered": 1}
    assert desk.read() == {"read": 1, "broken": 0, "settled": 0}
    (receipt,) = desk.mail["receipts"]
    assert (receipt["kind"], receipt["source"], receipt["detail"]) == ("delivered", "imap", "2.0.0 250 ok")
    assert desk.states() == {"cur-head": "sent"}


def test_what_cannot_be_delivered_fails_so_that_a_person_acts_and_then_goes_once_more(desk):
    counts = desk.comes(report(*FAILED, ours=desk.ours, attempt="X-Svodka-Attempt: 1\n"))
    assert (counts["failed"], counts["settled"]) == (1, 1)
    assert (desk.mail["state"], desk.mail["sent_at"]) == ("failed", None)
    assert desk.mail["reply"] == "не доставлено: 5.1.1 550 5.1.1 no such user"
    assert desk.deliver(600) == {"cur-head": "failed"}
    assert desk.deliver(660, with_failed=True) == {"cur-head": "sent"}
    # The same report, read again, and a second one about the first attempt say nothing about the second.
    desk.comes(report(*FAILED, ours=desk.ours, attempt="X-Svodka-Attempt: 1\n", name="again"))
    assert desk.states() == {"cur-head": "sent"}
    desk.comes(report(*FAILED, ours=desk.ours, attempt="X-Svodka-Attempt: 2\n", name="second"))
    assert desk.states() == {"cur-head": "failed"}
    assert [entry.outcome for entry in desk.journal()] == ["sent", "sent"]  # what the server said then


def test_a_report_that_names_no_attempt_counts_unless_it_is_older_than_the_last_one(desk):
    desk.comes(report(*FAILED, ours=desk.ours, name="first"))
    assert desk.states() == {"cur-head": "failed"}
    desk.deliver(24 * 60, with_failed=True)
    desk.comes(report(*FAILED, ours=desk.ours, name="late copy"))  # dated 2 October 14:00
    assert desk.states() == {"cur-head": "sent"}


@pytest.mark.parametrize("sign", [report(*DELIVERED, ours="{ours}"), answer(ours="{ours}")], ids=["report", "answer"])
def test_what_was_uncertain_is_not_repeated_once_the_other_side_has_told(desk, sign):
    desk = Desk(desk.warehouse, desk.settings, desk.sink, occasion="report/2026Q3/2", names=(HEAD,))
    desk.sink.cut_before_reply = True
    assert desk.deliver(0) == {"cur-head": "uncertain"}
    desk.sink.cut_before_reply = False
    n_copies = len(desk.sink.ids(HEAD))
    with desk.warehouse.begin() as conn:
        keep(conn, desk, sign.replace(b"{ours}", desk.ours.encode()))
    assert desk.deliver(60) == {"cur-head": "sent"}
    assert len(desk.sink.ids(HEAD)) == n_copies
    assert desk.mail["reply"] == "получено: так сообщила другая сторона"


def keep(conn: Any, desk: Desk, content: bytes) -> None:
    from svodka.delivery.receipts.register import keep as keep_sign

    found = Found("1", len(content), message_from_bytes(content))
    box = SimpleNamespace(whole=lambda _: message_from_bytes(content))
    sign = reading.read_sign(box, found, (), at("2026-10-02 17:00"))
    assert sign is not None and keep_sign(conn, desk.settings, sign, at("2026-10-02 17:00")) == 1


def test_a_delay_and_a_relay_are_told_and_change_nothing(desk):
    desk.comes(report("delayed", "4.4.1", "451 busy", ours=desk.ours))
    desk.comes(report("relayed", "2.0.0", "250 ok", ours=desk.ours))
    assert (kinds(desk), desk.states()) == (["delayed", "relayed"], {"cur-head": "sent"})


@pytest.mark.parametrize(
    ("author", "detail"),
    [
        (HEAD, "ответил получатель"),
        (ASSISTANT, "ответили с другого адреса той же организации"),
        ("boss@other.example.org", "ответили с другого адреса"),
    ],
)
def test_an_answer_confirms_and_says_who_without_a_name(desk, author, detail):
    assert desk.comes(answer(ours=desk.ours, author=f"Некто <{author}>"))["replied"] == 1
    assert [receipt["detail"] for receipt in desk.mail["receipts"]] == [detail]


@pytest.mark.parametrize("author", [BOSS, "svodka@mcu.example.org"])
def test_our_own_people_writing_about_it_confirm_nothing(desk, author):
    desk.comes(answer(ours=desk.ours, author=author))
    assert kinds(desk) == []


def test_a_robot_confirms_nothing(desk):
    desk.comes(answer(ours=desk.ours, extra="Auto-Submitted: auto-replied\n"))
    assert kinds(desk) == []


def test_a_mail_about_somebody_elses_letter_is_nothing_of_ours(desk):
    counts = desk.comes(report(*FAILED, ours="<another@example.org>"))
    assert (counts, desk.states()) == ({"read": 1, "broken": 0, "settled": 0}, {"cur-head": "sent"})


def test_one_bad_mail_stops_no_other(desk):
    desk.box.mails = [
        report(*DELIVERED, ours=desk.ours, name="gone").replace(b"To: ", b"X-Gone: yes\r\nTo: ", 1),
        b"\xff\xfe\x00 not a mail at all",
        b"Content-Type: multipart/report; boundary=x\r\nDate: \xc3\x28\r\n\r\n--x\r\n--x--",
        answer(ours=desk.ours),
    ]
    assert desk.read() == {"read": 4, "broken": 1, "settled": 0, "replied": 1}


def test_what_was_read_before_the_line_broke_is_kept_and_counts(desk):
    desk.box.mails = [report(*FAILED, ours=desk.ours), answer()]
    desk.box.breaks_at = 1
    with pytest.raises(MailboxUnavailable):
        desk.read()
    assert (kinds(desk), desk.states()) == (["failed"], {"cur-head": "failed"})


def test_no_text_and_no_name_of_anybody_is_kept(desk):
    desk.comes(answer(ours=desk.ours, author="Сидорова Анна <anna.sidorova@region.example.org>"))
    with desk.warehouse.begin() as conn:
        kept = str(conn.execute(text("SELECT * FROM meta.receipt")).all())
    assert "replied" in kept
    assert not any(word in kept for word in ("Сидоров", "912", "sidorova", "спасибо"))


def test_without_a_mailbox_nothing_is_read(desk):
    desk.settings = desk.settings.model_copy(update={"imap": Imap()})
    assert desk.read() == {}


def test_a_killed_sender_and_a_report_that_it_arrived_make_no_second_copy(desk):
    with desk.warehouse.begin() as conn:  # the process died after the server had taken the mail
        conn.execute(text("UPDATE meta.delivery SET state = 'sending', sent_at = NULL"))
        conn.execute(text("UPDATE meta.delivery_attempt SET ended_at = NULL, outcome = NULL, reply = NULL"))
    desk.comes(report(*DELIVERED, ours=desk.ours))
    assert desk.deliver(5) == {"cur-head": "sent"}
    assert len(desk.sink.ids(HEAD)) == 1
    (entry,) = desk.journal()
    assert (entry.outcome, entry.reply, entry.ended_at) == ("uncertain", "отправка прервана, исход неизвестен", None)


def test_the_moment_of_a_sign_is_that_of_its_mail(desk):
    desk.comes(report(*DELIVERED, ours=desk.ours))
    moment = datetime.fromisoformat(desk.mail["receipts"][0]["received_at"])
    assert moment - at("2026-10-02 14:00") == timedelta(seconds=7)
