"""The letters of the DAGs: what they say, what they keep to themselves, that they never make things worse."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest

from svodka import notify
from svodka.delivery.smtp import Ending
from svodka.errors import SvodkaError


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The messages handed to the mail server."""
    messages: list[Any] = []

    def send(settings: Any, message: Any, recipient: str) -> Ending:
        messages.append(message)
        return Ending("sent", "250 OK")

    monkeypatch.setattr("svodka.delivery.smtp.send", send)
    return messages


def context(error: BaseException) -> Any:
    return {"task_instance": SimpleNamespace(dag_id="pos_daily", task_id="load"), "exception": error}


def test_our_own_sentence_reaches_the_secretary(sent: list[Any]) -> None:
    notify.on_failure(context(SvodkaError("Хранилище не отвечает.")))
    (message,) = sent
    assert message["To"] == "mcu-secretary@example.org"
    assert "pos_daily" in message["Subject"]
    text = message.get_content()
    assert "Хранилище не отвечает." in text
    assert "Документация Dag-а" in text, "the reader must learn where it says what to press"


def test_a_foreign_error_is_named_but_not_quoted(sent: list[Any]) -> None:
    notify.on_failure(context(ValueError("invalid row: Иванова Мария, +7 912 000-00-00")))
    text = sent[0].get_content()
    assert "ValueError" in text
    assert "Иванова" not in text
    assert "912" not in text


def test_a_letter_that_does_not_go_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def send(*_: Any) -> Ending:
        raise OSError("no route to host")

    monkeypatch.setattr("svodka.delivery.smtp.send", send)
    with caplog.at_level(logging.ERROR):
        notify.on_failure(context(SvodkaError("Нет места на диске.")))
    assert "Нет места на диске." in caplog.text
    assert "не ушло" in caplog.text


def test_refused_and_stopped_files_are_named_with_their_reasons(sent: list[Any]) -> None:
    notify.tell_refusals(
        "pos",
        [
            {"name": "a.xlsx", "state": "loaded", "message": None},
            {"name": "b.xlsx", "state": "refused", "message": "нет столбца «Номер»"},
            {"name": "c.xlsx", "state": "stopped", "message": "негодна половина строк"},
        ],
    )
    text = sent[0].get_content()
    assert "b.xlsx: нет столбца «Номер»" in text
    assert "c.xlsx: негодна половина строк" in text
    assert "inbox/pos" in text
    assert "a.xlsx" not in text


def test_a_clean_load_writes_no_letter(sent: list[Any]) -> None:
    notify.tell_refusals("pos", [{"name": "a.xlsx", "state": "loaded"}, {"name": "b.xlsx", "state": "unchanged"}])
    assert sent == []


@pytest.mark.parametrize("state", ["pending", "sending", "uncertain"])
def test_a_mail_under_way_asks_for_another_attempt(state: str) -> None:
    with pytest.raises(notify.MailWaits, match="писем: 1"):
        notify.assert_mails_gone({"sent": 3, state: 1, "failed": 1})


def test_a_mail_refused_for_good_needs_a_person_not_another_attempt() -> None:
    with pytest.raises(SvodkaError, match="отказал") as refusal:
        notify.assert_mails_gone({"sent": 1, "failed": 1})
    assert not isinstance(refusal.value, notify.MailWaits)


def test_mails_that_are_gone_or_were_never_due_are_fine() -> None:
    notify.assert_mails_gone({"sent": 2})
    notify.assert_mails_gone({})
