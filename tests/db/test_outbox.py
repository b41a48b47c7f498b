"""The outbox against a real mail server: nobody gets nothing, nobody gets two without «Повтор», the states are true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from svodka.delivery import outbox
from svodka.delivery.ways import smtp
from tests.delivery_desk import at
from tests.mail_sink import free_port, running
from tests.post_office import NAMES, Post


class Killed(BaseException):
    """The process is gone: nothing may catch it."""


@pytest.fixture
def post(warehouse, settings) -> Iterator[Post]:
    with running() as sink:
        yield Post(warehouse, settings, sink)


def everybody(state: str) -> dict[str, str]:
    return dict.fromkeys(("first", "second", "third"), state)


def test_each_gets_one_mail_and_a_second_call_sends_none(post):
    assert post.deliver(0) == everybody("sent")
    assert post.deliver(60) == everybody("sent")
    assert sorted(to for to, _ in post.sink.taken) == sorted(NAMES)
    assert len({message["Message-ID"] for _, message in post.sink.taken}) == 3


def test_writing_the_outbox_again_changes_nothing(post, settings):
    post.deliver(0)
    before = post.rows()
    assert post.enqueue(tuple(name.upper() for name in NAMES), at("2026-10-03 12:00")) == 0
    assert post.rows() == before


def test_a_sender_with_a_name_gives_the_same_message_id(post):
    named = post.settings.smtp.model_copy(update={"sender": "МЦУ <svodka@mcu.example.org>"})
    settings = post.settings.model_copy(update={"smtp": named})
    known = outbox.message_id(post.settings, post.occasion, NAMES[0])
    assert outbox.message_id(settings, post.occasion, NAMES[0]) == known == post.rows()[0]["message_id"]


def test_one_bad_address_of_three_stops_nobody_else(post):
    post.sink.refuse_recipient = {NAMES[1]: "550 no such user"}
    assert post.deliver(0) == {"first": "sent", "second": "failed", "third": "sent"}
    assert post.rows()[1]["reply"] == "550 no such user"
    assert post.deliver(600)["second"] == "failed"
    post.sink.refuse_recipient = {}
    assert post.deliver(660, with_failed=True) == everybody("sent")
    assert [len(post.sink.ids(name)) for name in NAMES] == [1, 1, 1]


def test_a_temporary_refusal_is_tried_again_after_growing_pauses(post):
    post.sink.refuse_recipient = {NAMES[0]: "450 try later"}
    tried = [minute for minute in range(30) if attempts_at(post, minute)]
    assert tried == [0, 1, 6, 21]
    post.sink.refuse_recipient = {}
    assert post.deliver(119) == everybody("sent")
    (letter,) = [message for to, message in post.sink.taken if to == NAMES[0]]
    assert not letter["Subject"].startswith("Повтор")


def attempts_at(post: Post, minute: int) -> bool:
    before = post.rows()[0]["attempts"]
    post.deliver(minute)
    return post.rows()[0]["attempts"] > before


def test_a_server_that_is_down_loses_nothing(post):
    port = post.settings.smtp.port
    post.settings.smtp.port = free_port()
    assert post.deliver(0) == everybody("pending")
    assert "недоступен" in post.rows()[0]["reply"]
    post.settings.smtp.port = port
    assert post.deliver(1) == everybody("sent")
    assert not any(subject.startswith("Повтор") for subject in post.sink.subjects())


@pytest.mark.parametrize(("reply", "state"), [("451 disk full", "pending"), ("554 refused", "failed")])
def test_a_refusal_after_the_text_is_no_delivery(post, reply, state):
    post.sink.data_reply = reply
    assert post.deliver(0) == everybody(state)
    assert post.rows()[0]["reply"] == reply


def test_a_connection_cut_before_the_reply_waits_and_is_then_repeated_as_such(post):
    post.sink.cut_before_reply = True
    assert post.deliver(0) == everybody("uncertain")
    post.sink.cut_before_reply = False
    assert post.deliver(14) == everybody("uncertain")
    assert post.deliver(15) == everybody("sent")
    first, second = (message for to, message in post.sink.taken if to == NAMES[0])
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert (first["Subject"], second["Subject"]) == ("Отчёт", "Повтор: Отчёт")


def test_a_process_killed_before_sending_sends_later_and_says_it_may_be_a_repeat(post):
    with pytest.raises(Killed):
        post.deliver(0, send=killed)
    assert post.states() == {"first": "sending", "second": "pending", "third": "pending"}
    assert post.deliver(1) == {"first": "uncertain", "second": "sent", "third": "sent"}
    assert post.deliver(16) == everybody("sent")
    assert [len(post.sink.ids(name)) for name in NAMES] == [1, 1, 1]


def test_a_process_killed_after_sending_repeats_under_the_same_id(post):
    def sent_then_killed(*arguments):
        smtp.send(*arguments)
        raise Killed

    with pytest.raises(Killed):
        post.deliver(0, send=sent_then_killed)
    post.deliver(1)
    assert post.deliver(16) == everybody("sent")
    first, second = post.sink.ids(NAMES[0])
    assert first == second
    assert sum(subject.startswith("Повтор") for subject in post.sink.subjects()) == 1


def killed(*_):
    raise Killed


def test_the_sink_of_the_home_is_used_when_no_port_is_set(post):
    port, post.settings.smtp.port = post.settings.smtp.port, None
    assert post.deliver(0) == everybody("pending")
    assert "make run" in post.rows()[0]["reply"]
    place = post.settings.home / "run" / "smtp.port"
    place.parent.mkdir(parents=True)
    place.write_text(f"{port}\n")
    assert post.deliver(1) == everybody("sent")


def test_an_address_that_mail_cannot_carry_fails_alone(post):
    with post.warehouse.begin() as conn:
        conn.execute(
            text("UPDATE meta.delivery SET recipient = 'глава@пример.рф' WHERE recipient = :old"), {"old": NAMES[0]}
        )
    assert sorted(post.deliver(0).values()) == ["failed", "sent", "sent"]
