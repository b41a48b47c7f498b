"""The way `smtp` against a real server: protected where that is asked for, bounded in time, honest about the end."""

from __future__ import annotations

import socket
import threading
import time
from email.message import EmailMessage

import pytest
import trustme

from svodka.delivery.ways import smtp, smtp_session
from svodka.settings import Smtp, load_settings
from tests.mail_sink import free_port, running
from tests.server_context import server_context

HEAD = "head@example.org"
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")


@pytest.fixture
def authority(tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return authority


@pytest.fixture
def send(tmp_path, monkeypatch):
    """One attempt with these settings of the server; the password is «geheim»."""
    monkeypatch.setenv("MAIL_PASSWORD", "geheim")
    monkeypatch.setenv("MAIL_USER", "mcu")
    base = load_settings(home=tmp_path)

    def attempt(sink, to=HEAD, text="Отчёт\n.с точки\n", from_outbox=True, **options):
        where = {"port": sink.port, "sender": "svodka@mcu.example.org", **options}
        message = EmailMessage()
        message["Subject"], message["Message-ID"] = "Отчёт за квартал", "<svodka.0a1b@mcu.example.org>"
        if from_outbox:
            message[smtp.ATTEMPT] = "2"
        message.set_content(text)
        return smtp.send(base.model_copy(update={"smtp": Smtp(**where)}), message, to)

    return attempt


LOGIN = {"user": "env:MAIL_USER", "password": "env:MAIL_PASSWORD"}


@pytest.mark.parametrize("kind", ["starttls", "tls"])
def test_with_tls_and_login_the_mail_goes(send, authority, tmp_path, kind):
    context = server_context(authority, "127.0.0.1")
    with running(**{kind: context}, login=("mcu", "geheim")) as sink:
        ending = send(sink, **{kind: True}, ca_file=tmp_path / "ca.pem", **LOGIN)
    assert (ending.outcome, len(sink.taken)) == ("sent", 1), ending


@pytest.mark.parametrize("kind", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["authority", "name"])
def test_a_server_that_cannot_prove_who_it_is_gets_neither_mail_nor_password(send, authority, tmp_path, kind, wrong):
    context = server_context(authority, "127.0.0.1" if wrong == "authority" else "other.example.org")
    ca_file = None if wrong == "authority" else tmp_path / "ca.pem"
    with running(**{kind: context}, login=("mcu", "geheim")) as sink:
        ending = send(sink, **{kind: True}, ca_file=ca_file, **LOGIN)
    assert ending.outcome == "pending"
    assert "сертификат сервера не проверен" in ending.reply and "ca_file" in ending.reply
    assert sink.taken == []


def test_without_the_protection_that_is_asked_for_nothing_goes(send):
    with running() as sink:
        ending = send(sink, starttls=True)
    assert (ending.outcome, "STARTTLS" in ending.reply, sink.taken) == ("pending", True, [])


def test_a_file_of_certificates_that_is_none_is_named(send, tmp_path):
    with running() as sink:
        ending = send(sink, tls=True, ca_file=tmp_path / "нет.pem")
    assert (ending.outcome, "нет.pem" in ending.reply) == ("pending", True)


def test_a_wrong_password_is_told_and_not_repeated(send):
    with running(login=("mcu", "another")) as sink:
        ending = send(sink, **LOGIN)
    assert (ending.outcome, sink.taken) == ("pending", [])
    assert "smtp.password" in ending.reply and "geheim" not in ending.reply


def test_a_secret_that_is_not_there_is_named(send):
    with running() as sink:
        ending = send(sink, user="env:MAIL_USER", password="file:/nowhere/password")
    assert (ending.outcome, "file:/nowhere/password" in ending.reply) == ("pending", True)


def test_a_report_on_delivery_is_asked_for_where_it_is_offered(send):
    with running() as sink:
        sink.offers_dsn = True
        assert send(sink).outcome == "sent"
    asked = dict(word.partition("=")[::2] for _, word in sink.asked)
    assert asked == {
        "RET": "HDRS",
        "ENVID": "svodka.0a1b@mcu.example.org/2",
        "NOTIFY": "SUCCESS,FAILURE,DELAY",
        "ORCPT": "rfc822;head@example.org",
    }


@pytest.mark.parametrize("offers", [True, False])
def test_nothing_is_asked_of_a_server_that_offers_none_nor_about_a_passing_note(send, offers):
    with running() as sink:
        sink.offers_dsn = offers
        assert send(sink, from_outbox=not offers).outcome == "sent"
    assert sink.asked == []


def test_a_server_that_offers_reports_and_takes_none_gets_the_mail_without(send):
    with running() as sink:
        sink.offers_dsn, sink.takes_dsn = True, False
        assert send(sink).outcome == "sent"
    assert len(sink.taken) == 1


def test_a_mail_that_is_too_large_is_refused_before_its_text_goes(send):
    with running(size_limit=10_000) as sink:
        ending = send(sink, text="слово " * 20_000)
    assert (ending.outcome, ending.reply[:3], sink.raw) == ("failed", "552", [])


@pytest.mark.parametrize("text", [".\n..\n.dot\n.\nend\n", ".\nточка\n" + "длинная строка " * 200 + "\n"])
def test_the_text_arrives_as_it_was_over_any_server(send, text):
    with running() as sink:
        send(sink, text=text)
    assert sink.taken[0][1].get_content().replace("\r\n", "\n") == text
    assert all(line.isascii() and len(line) <= 998 for line in sink.raw[0].split(b"\r\n"))


def test_a_domain_in_letters_of_ours_is_written_as_mail_has_it(send):
    with running() as sink:
        assert send(sink, to="head@цур.пример.рф").outcome == "sent"
    assert sink.taken[0][0] == "head@xn--p1afi.xn--e1afmkfd.xn--p1ai"


def test_a_sender_may_have_a_name(send):
    with running() as sink:
        assert send(sink, sender="МЦУ Рефтинский <svodka@mcu.example.org>").outcome == "sent"


@pytest.mark.parametrize(
    ("to", "why"), [("глава@example.org", "не латиницей"), ("", "нет адреса"), ("head", "нет адреса")]
)
def test_an_address_that_mail_cannot_carry_fails_without_a_call(send, to, why):
    with running() as sink:
        ending = send(sink, to=to)
    assert (ending.outcome, why in ending.reply, sink.raw) == ("failed", True, [])


def test_a_server_that_takes_its_time_with_a_large_text_is_waited_for(send, monkeypatch):
    monkeypatch.setattr(smtp_session, "TIMEOUT", 0.2)
    with running() as sink:
        take = sink.handle_DATA

        async def slowly(server, session, envelope):
            import asyncio

            await asyncio.sleep(0.6)
            return await take(server, session, envelope)

        sink.handle_DATA = slowly
        ending = send(sink)
    assert ending.outcome == "sent", ending


def test_no_server_at_all_is_told_in_words(send):
    class Nobody:
        port = free_port()

    ending = send(Nobody)
    assert (ending.outcome, ending.reply) == ("pending", "почтовый сервер недоступен: сервер не принимает соединений")


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(send, monkeypatch):
    monkeypatch.setattr(smtp_session, "LONGEST", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=dribble, args=(door,), daemon=True).start()

        class Dribbling:
            port = door.getsockname()[1]

        begun = time.monotonic()
        ending = send(Dribbling)
    assert ending.outcome == "pending", ending
    assert time.monotonic() - begun < 5


def dribble(door: socket.socket) -> None:
    """Greets, and then never finishes a line."""
    link, _ = door.accept()
    with link:
        link.sendall(b"220 hello\r\n")
        try:
            while True:
                link.sendall(b"2")
                time.sleep(0.05)
        except OSError:
            return
