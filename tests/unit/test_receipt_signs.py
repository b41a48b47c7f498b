"""What a mail in the box says about ours: reports of servers, notices of mail programs, people, robots, rubbish."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.delivery.receipts.dsn import is_report, read_report
from svodka.delivery.receipts.reply import read_reply
from svodka.delivery.receipts.sign import moment_of, sign_of
from tests.receipt_mails import EXCHANGE, OPENED, OURS, answer, mail, report

NOW = datetime(2026, 10, 3, 7, 0, tzinfo=UTC)
SENT_AT = datetime(2026, 10, 2, 9, 0, 7, tzinfo=UTC)


def read(content: bytes):
    found = message_from_bytes(content)
    return read_report(found, NOW) if is_report(found) else read_reply(found, NOW)


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("delivered", "2.0.0", "delivered"),
        ("failed", "5.1.1", "failed"),
        ("delayed", "4.4.1", "delayed"),
        ("relayed", "2.1.9", "relayed"),
        ("expanded", "2.1.5", "delivered"),
        ("Failed (no such user)", "5.1.1", "failed"),
        ("", "5.7.1", "failed"),
        ("", "4.2.2", "delayed"),
    ],
)
def test_a_report_tells_what_has_become_of_the_mail(action, status, kind):
    sign = read(report(action, status, f"550 {status} somehow", name="dsn"))
    assert (sign.kind, sign.sign, sign.message_ids) == (kind, "<dsn@mx.example.org>", (OURS,))
    assert (sign.received_at, sign.detail) == (SENT_AT, f"{status} 550 {status} somehow")


@pytest.mark.parametrize(
    ("envelope", "attempt", "told"),
    [
        ("Original-Envelope-Id: svodka.5f2c0d@mcu.example.org/2\n", "", 2),
        ("", "X-Svodka-Attempt: 4\n", 4),
        ("Original-Envelope-Id: svodka.5f2c0d@mcu.example.org/2\n", "X-Svodka-Attempt: 2\n", 2),
        ("Original-Envelope-Id: of+20another\n", "X-Svodka-Attempt: soon\n", None),
        ("", "", None),
    ],
)
def test_the_attempt_is_told_by_the_envelope_or_the_headers_that_came_back(envelope, attempt, told):
    sign = read(report("failed", "5.1.1", "550 no", envelope=envelope, attempt=attempt))
    assert (sign.attempt, sign.message_ids) == (told, (OURS,))


def test_the_envelope_alone_names_the_mail():
    text = report("failed", "5.1.1", "550 no", envelope="Original-Envelope-Id: svodka.5f2c0d@mcu.example.org/1\n")
    assert read(text.replace(b"Message-ID: " + OURS.encode(), b"X: y")).message_ids == (OURS,)


def test_exchange_is_understood():
    sign = read_report(mail(EXCHANGE), NOW)
    assert sign is not None
    assert (sign.kind, sign.attempt, sign.message_ids) == ("failed", 3, (OURS,))
    assert sign.detail == "5.1.10 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"


def test_of_several_recipients_the_worst_is_told():
    good = report("delivered", "2.0.0", "250 ok")
    another = b"\r\nFinal-Recipient: rfc822; b@example.org\r\nAction: failed\r\nStatus: 5.2.2\r\n"
    sign = read(good.replace(b"Diagnostic-Code: smtp; 250 ok\r\n", another))
    assert (sign.kind, sign.detail) == ("failed", "5.2.2")


@pytest.mark.parametrize(("disposition", "kind"), [("displayed", "delivered"), ("deleted", None), ("denied", None)])
def test_a_mail_that_has_been_opened_has_arrived(disposition, kind):
    sign = read_report(mail(OPENED, disposition=disposition), NOW)
    assert (sign and sign.kind) == kind
    assert sign is None or sign.message_ids == (OURS,)


@pytest.mark.parametrize("thread", ["In-Reply-To", "References"])
def test_a_persons_answer_is_known_by_the_thread_and_leaves_no_text(thread):
    sign = read(answer(thread=thread))
    assert (sign.kind, sign.message_ids, sign.author) == ("replied", (OURS,), "cur-head@region.example.org")
    assert "Сидоров" not in repr(sign) and sign.detail is None


@pytest.mark.parametrize(
    "extra",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: Auto-Replied (vacation)\n",
        "X-Autoreply: yes\n",
        "X-Autorespond: Отпуск\n",
        "Precedence: bulk\n",
        "Precedence: auto_reply\n",
        "Return-Path: <>\n",
        "List-Id: <news.example.org>\n",
    ],
)
def test_what_a_robot_answers_confirms_nothing(extra):
    assert read(answer(extra=extra)) is None


@pytest.mark.parametrize(
    "words",
    [
        {"subject": "Автоответ: Report"},
        {"subject": "Automatic reply: Report"},
        {"subject": "=?utf-8?b?0JDQstGC0L7QvNCw0YLQuNGH0LXRgdC60LjQuSDQvtGC0LLQtdGC?="},
        {"subject": "Out of Office: Report"},
        {"author": "MAILER-DAEMON@region.example.org"},
        {"author": "No Reply <no-reply@region.example.org>"},
    ],
)
def test_a_robot_is_known_by_its_name_or_its_subject_too(words):
    assert read(answer(**words)) is None


@pytest.mark.parametrize("subject", ["Re: Автоматизация", "RE: Out of stock", "=?no-such-charset?b?0?= ?"])
def test_a_person_is_not_taken_for_a_robot(subject):
    assert read(answer(subject=subject, extra="Auto-Submitted: no\n")).kind == "replied"


def test_a_mail_that_answers_nothing_says_nothing():
    assert read(answer(thread="X-Thread")) is None


@pytest.mark.parametrize(("date", "told"), [("завтра", NOW), ("Fri, 2 Oct 2099 00:00:00 +0500", NOW), ("", NOW)])
def test_a_date_that_cannot_be_is_that_of_the_reading(date, told):
    assert moment_of(message_from_bytes(answer(date=date)), NOW) == told


def test_a_mail_without_a_name_is_known_by_its_headers():
    nameless = answer().replace(b"Message-ID: <re-1@region.example.org>\r\n", b"")
    assert sign_of(message_from_bytes(nameless)) == sign_of(message_from_bytes(nameless))
    other = nameless.replace(b"16:00", b"16:01")
    assert sign_of(message_from_bytes(nameless)) != sign_of(message_from_bytes(other))


SAMPLES = st.sampled_from([report("failed", "5.1.1", "550 no"), answer(), EXCHANGE.encode(), OPENED.encode()])


@given(SAMPLES, st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=20)), max_size=6))
def test_no_rubbish_breaks_the_reading(sample, spoils):
    """Bytes put anywhere into a mail: a sign, or none; never an error that would stop the rest."""
    content = bytearray(sample)
    for place, rubbish in spoils:
        content[place % len(content) : place % len(content) + len(rubbish)] = rubbish
    sign = read(bytes(content))
    assert sign is None or sign.received_at <= NOW


@given(st.binary(max_size=400))
def test_nor_do_bytes_that_are_no_mail(content):
    for header in (b"", b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n"):
        sign = read(header + content)
        assert sign is None or sign.received_at <= NOW
