"""Letters of the DAGs: a step has stopped, a file was not taken, a signature is wanted. Never about a citizen."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, Any

from svodka.errors import SvodkaError
from svodka.settings import Person, Settings

if TYPE_CHECKING:
    from airflow.sdk import Context

log = logging.getLogger(__name__)

READERS = ("secretary",)
GUARD_READERS = ("curator", "engineer", "secretary")

# Airflow's own ends of a task, in words.
WAITED = {"AirflowSensorTimeout": "ждал слишком долго.", "AirflowTaskTimeout": "работал слишком долго."}


class MailWaits(SvodkaError):
    """A mail has not been taken by the server yet; the next attempt may succeed."""


def on_failure(context: Context, roles: Collection[str] = READERS) -> None:
    """Failure callback of a task, called when its retries are used up. Never raises: the task has failed already."""
    instance, error = context["task_instance"], context.get("exception")
    sentence = failure_sentence(instance.dag_id, instance.task_id, error)
    log.error(sentence)
    if not getattr(error, "is_told", False):
        write_letter(f"Сводка: остановился {instance.dag_id}", sentence, roles)


def on_guard_failure(context: Context) -> None:
    """The same for the guard of the deadline. Where its own letters did not go out, as when the database does not
    answer, this one is all that the curator gets."""
    on_failure(context, GUARD_READERS)


def mark_told(error: BaseException) -> None:
    """Says that letters have told of the error: the failure of the task it ends writes no other one."""
    error.is_told = True  # type: ignore[attr-defined]


def failure_sentence(dag_id: str, task_id: str, error: BaseException | str | None) -> str:
    """What stopped, why, where it says what to press.

    Only our own errors are quoted: the text of a foreign one may hold a row of data.
    """
    name = type(error).__name__
    why = str(error) if isinstance(error, SvodkaError) else WAITED.get(name, f"внутренняя ошибка ({name}).")
    return (
        f"Остановился шаг {task_id} в {dag_id}: {why}\n\n"
        "Данные не испорчены: шаг либо проходит целиком, либо не меняет ничего. Что нажать, написано на странице "
        f"{dag_id} под кнопкой «Документация Dag-а»."
    )


def tell_refusals(channel: str, files: Iterable[dict[str, Any]]) -> None:
    """Writes to the secretary about the files of a load that were refused or stopped; silent when there are none."""
    lines = [f"- {file['name']}: {file['message']}" for file in files if file["state"] in ("refused", "stopped")]
    if not lines:
        return
    for line in lines:
        log.warning("Файл не принят: %s", line)
    text = "\n".join(
        [
            f"Файлы канала {channel}, которые не приняты (остальные загружены):",
            "",
            *lines,
            "",
            f"Исправьте их или выгрузите заново и положите в inbox/{channel}.",
        ]
    )
    write_letter(f"Сводка: не принят файл канала {channel}", text)


def write_letter(subject: str, text: str, roles: Collection[str] = READERS) -> None:
    """One attempt to hand a letter to each person of the roles. Never raises: that it failed is written to the log."""
    from svodka.delivery.smtp import send
    from svodka.settings import load_settings

    try:
        settings = load_settings()
        for reader in readers(settings, roles):
            ending = send(settings, letter(settings.smtp.sender, reader.email, subject, text), reader.email)
            log.info("Письмо «%s»: %s (%s)", subject, ending.outcome, ending.reply)
    except Exception:
        log.exception("Письмо «%s» не ушло", subject)


def readers(settings: Settings, roles: Collection[str]) -> list[Person]:
    """Those who act in the roles now; by the settings alone when the database does not answer: that is news too."""
    from sqlalchemy.exc import SQLAlchemyError

    from svodka.delivery.recipients import recipients
    from svodka.pipeline import open_warehouse

    try:
        with open_warehouse(settings).begin() as conn:
            return recipients(conn, settings, roles, datetime.now(UTC))
    except (SQLAlchemyError, SvodkaError) as error:
        log.warning("Таблица ответственных не прочитана (%s): письмо по настройкам", type(error).__name__)
        return [person for person in settings.recipients if person.role in roles]


def letter(sender: str, recipient: str, subject: str, text: str) -> EmailMessage:
    """A plain text letter that mail robots leave unanswered."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def assert_mails_gone(mails: Mapping[str, int]) -> None:
    """Raises MailWaits when one of the mails (their number by state of the outbox) must be tried again, SvodkaError
    when the server has refused one for good."""
    if waiting := sum(mails.get(state, 0) for state in ("pending", "sending", "uncertain")):
        raise MailWaits(f"Почтовый сервер ещё не принял писем: {waiting}. Повтор будет сам.")
    if refused := mails.get("failed", 0):
        raise SvodkaError(f"Почтовый сервер отказал, писем: {refused}. Исправьте адреса получателей в svodka.toml.")
