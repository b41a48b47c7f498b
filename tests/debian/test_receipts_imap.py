"""Receipts read from a real IMAP server: over TLS, without touching anything, each once."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from svodka import pipeline
from svodka.delivery.receipts import mailbox
from svodka.delivery.receipts.mailbox import MailboxUnavailable, opened
from svodka.delivery.receipts.reading import read_mailbox
from svodka.settings import Imap
from tests.debian import dovecot
from tests.debian.conftest import program
from tests.debian.dovecot import Dovecot
from tests.delivery_desk import at
from tests.mail_sink import running
from tests.post_office import Post
from tests.receipt_mails import answer, report
from tests.warehouse_fixtures import *  # noqa: F403  (the fixtures of a real Postgres)

NAMES = ("first@region.example.org", "second@region.example.org", "third@region.example.org")


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Dovecot]:
    found = program("dovecot")
    home = tmp_path_factory.mktemp("dovecot")
    for path in (home, *home.parents):  # the server's user must come as far as here
        if path.stat().st_uid == Path(home).stat().st_uid and path != Path("/"):
            path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    authority = trustme.CA()
    with dovecot.running(found, home, authority) as running_server:
        authority.cert_pem.write_to_path(home / "ca.pem")
        yield running_server


@pytest.fixture
def imap(server, monkeypatch) -> Imap:
    monkeypatch.setenv("BOX_USER", "svodka@mcu.example.org")
    monkeypatch.setenv("BOX_PASSWORD", "geheim")
    return Imap(
        host="127.0.0.1",
        port=server.tls_port,
        ca_file=server.home / "ca.pem",
        user="env:BOX_USER",
        password="env:BOX_PASSWORD",
    )


@pytest.fixture
def post(warehouse, settings, imap) -> Iterator[Post]:
    with running() as sink:
        post = Post(warehouse, settings, sink, names=NAMES)
        post.settings = post.settings.model_copy(update={"imap": imap})
        post.deliver(0)
        yield post


def test_what_has_come_is_read_once_and_left_as_it_was(post, server):
    first, second, third = (row["message_id"] for row in post.rows())
    for number in range(120):  # more than are asked for at once
        server.comes(answer(ours="<other@example.org>", name=f"noise-{number}"), f"a{number}")
    server.comes(report("failed", "5.1.1", "550 5.1.1 no such user", ours=first, to=NAMES[0], name="r1"), "b1")
    server.comes(report("delivered", "2.0.0", "250 ok", ours=second, to=NAMES[1], name="r2"), "b2")
    server.comes(answer(ours=third, author=NAMES[2], name="r3"), "b3")
    server.comes(answer(ours=second, extra="Auto-Submitted: auto-replied\n", name="r4"), "b4")
    server.comes(b'Subject: \xff\xfe\r\nContent-Type: multipart/report; boundary="\r\n\r\n\x00', "b5")
    with opened(post.settings.imap):
        pass  # the server files what is new
    before = server.lying()
    read = read_mailbox(post.warehouse, post.settings, at("2026-10-03 07:00"))
    assert read == {"read": 125, "broken": 0, "settled": 1, "failed": 1, "delivered": 1, "replied": 1}
    assert post.states() == {"first": "failed", "second": "sent", "third": "sent"}
    assert [[receipt["kind"] for receipt in row["receipts"]] for row in post.rows()] == [
        ["failed"], ["delivered"], ["replied"],
    ]  # fmt: skip
    again = read_mailbox(post.warehouse, post.settings, at("2026-10-03 12:00"))
    assert again == {"read": 125, "broken": 0, "settled": 0}
    assert server.lying() == before
    assert not any(":2," in name and "S" in name.rpartition(":2,")[2] for name in before["cur"])


def unavailable(imap: Imap, **changes: object) -> str:
    with pytest.raises(MailboxUnavailable) as refusal, opened(imap.model_copy(update=changes)):
        pass
    return str(refusal.value)


def test_what_stands_in_the_way_is_told_in_words(imap, server, monkeypatch):
    assert "сертификат сервера не проверен" in unavailable(imap, ca_file=None)
    assert "не принимает соединений" in unavailable(imap, port=1)
    assert "не прочитан" in unavailable(imap, folder="Нет-такой")
    monkeypatch.setenv("BOX_PASSWORD", "неверный")
    told = unavailable(imap)
    assert "imap.password" in told and "неверный" not in told


def test_without_tls_the_usual_way_in_is_open_too(imap, server):
    with opened(imap.model_copy(update={"tls": False, "port": server.port})) as box:
        assert list(box.since(at("2030-01-01 00:00").date())) == []


def test_a_mailbox_that_does_not_answer_stops_nobody(home, monkeypatch):
    monkeypatch.setattr(mailbox, "TIMEOUT", 0.5)
    monkeypatch.setenv("SVODKA_IMAP__HOST", "127.0.0.1")
    monkeypatch.setenv("SVODKA_IMAP__PORT", "1")
    read = pipeline.read_receipts(at("2026-10-03 07:00"))
    assert set(read) == {"unavailable"} and "127.0.0.1" in read["unavailable"]
