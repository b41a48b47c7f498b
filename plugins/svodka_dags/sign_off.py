"""Asks the head of the centre in the Airflow UI to sign one edition of the report, and reads the answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import timezone
from airflow.sdk.exceptions import AirflowSkipException

from svodka.notify import write_letter

if TYPE_CHECKING:
    from airflow.sdk import Context

APPROVE = "Утвердить"
REJECT = "Отклонить"
SILENCE = "Отправить без подписи"
DECISIONS = {APPROVE: "approve", REJECT: "reject", SILENCE: "silence"}
SIGNERS = ("mcu_head",)

# The question stays open for a moment even when its hour has come: a timeout of zero would mean «for ever».
SHORTEST = timedelta(seconds=5)


class SignOffOperator(HITLOperator):
    """A required action about one edition, and a letter that it waits; skipped when the edition asks for no signature.

    The question is put together when the task runs: only then are the edition's number, its hash and the hour at
    which the signature closes known. Silence counts as the option «Отправить без подписи».
    Returns {"decision": approve | reject | silence, "edition_hash": of the edition shown, "decided_by": login or None}.
    """

    template_fields: Collection[str] = (*HITLOperator.template_fields, "edition")

    def __init__(self, *, edition: Any, **kwargs: Any) -> None:
        # An execution_timeout, from the DAG's default arguments too, would be taken as the time to answer.
        kwargs["execution_timeout"] = None
        super().__init__(subject="Подпись отчёта", options=list(DECISIONS), defaults=SILENCE, **kwargs)
        self.edition = edition

    def execute(self, context: Context) -> None:
        if self.edition["next_step"] != "sign_off":
            raise AirflowSkipException(f"Подпись не нужна. {self.edition['message']}")
        closes = datetime.fromisoformat(self.edition["sign_off_until"])
        self.response_timeout = max(closes - timezone.utcnow(), SHORTEST)
        self.subject = f"Отчёт за {self.edition['quarter']}, редакция {self.edition['edition']}: утвердить?"
        self.body = question(self.edition, closes)
        place = self.generate_link_to_ui(task_instance=context["task_instance"])
        write_letter(self.subject, f"{self.body}\n\nОтветить: {place}".replace("**", "").replace("`", ""), SIGNERS)
        super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> dict[str, Any]:
        answer = super().execute_complete(context, event)
        decision = DECISIONS[answer["chosen_options"][0]]
        by = (answer.get("responded_by_user") or {}).get("name")
        return {"decision": decision, "edition_hash": self.edition["edition_hash"], "decided_by": by}


def question(edition: dict[str, Any], closes: datetime) -> str:
    """The body of the required action, Markdown; `closes` in the business timezone."""
    notes = edition["notes"] or ["Выгрузки есть по всем каналам, замечаний нет."]
    return "\n\n".join(
        [
            f"Редакция **{edition['edition']}** отчёта за **{edition['quarter']}**, контрольная сумма "
            f"`{edition['edition_hash']}`.",
            "\n".join(edition["key_figures"]),
            "\n".join(f"Файл: {file['path']}" for file in edition["files"] if file["name"].endswith(".xlsx")),
            "\n".join(f"- {note}" for note in notes),
            f"Подпись принимается до **{closes:%d.%m.%Y %H:%M}**. Если никто не ответит, отчёт уйдёт сам, с пометкой "
            "«сформировано автоматически».",
        ]
    )
