"""Asks the head of the centre in the Airflow UI to sign one edition of the report, and reads the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, timezone
from airflow.sdk.definitions.param import ParamsDict
from airflow.sdk.exceptions import AirflowSkipException

from svodka import pipeline
from svodka.delivery.sign_off_options import APPROVE, DECISIONS, REJECT, SILENCE
from svodka.notify import write_letter
from svodka_dags.sign_off_words import question, subject

if TYPE_CHECKING:
    from airflow.sdk import Context

SIGNERS = ("mcu_head",)
TOLD_OF_REFUSAL = ("mcu_head", "secretary")
AGAIN = "Ответ не принят"
STILL_ASKED = "Вопрос задан снова."

# The question stays open for a moment even when its hour has come: a timeout of zero would mean «for ever».
SHORTEST = timedelta(seconds=5)
# Where silence sends nothing the question has no hour of its own: it stays past the deadline, but not for ever.
LONGEST = timedelta(days=5)


class SignOffOperator(HITLOperator):
    """A required action about one edition, and a letter that it waits; skipped when the edition asks for no signature.

    The question is put together when the task runs: only then are the edition's number, its hash, its gaps and the hour
    at which the signature closes known. «Отправить без подписи» is offered only where silence sends, and is then what
    silence means. Also asks about the correction of a report that is out, which never goes by silence.
    Airflow's `assigned_users` stay empty: a user's id is his login under one auth manager and a number under another.
    Instead an answer counts only when its login may sign; any other is told about and the question stands again, until
    the same hour as before, so that nobody can end it in the head's place and silence still keeps the deadline.
    Returns {"decision": approve | reject | silence, "edition_hash": of the edition shown, "decided_by": login or None},
    with "reason" and "waive" (channels whose gap is let pass) where the form says so.
    """

    template_fields: Collection[str] = (*HITLOperator.template_fields, "edition")

    def __init__(self, *, edition: Any, **kwargs: Any) -> None:
        # An execution_timeout, from the DAG's default arguments too, would be taken as the time to answer.
        kwargs["execution_timeout"] = None
        super().__init__(subject="Подпись отчёта", options=list(DECISIONS), defaults=SILENCE, **kwargs)
        self.edition = edition

    def execute(self, context: Context) -> None:
        if self.edition["next_step"] != "sign_off" and not self.edition.get("correction"):
            raise AirflowSkipException(f"Подпись не нужна. {self.edition['message']}")
        self.put_together()
        self.tell(context, self.subject, self.body or "", SIGNERS)
        super().execute(context)

    def put_together(self) -> None:
        """The question as it stands at this moment, and the time that is left to answer it."""
        closes = closing(self.edition)
        if closes is None:
            self.options, self.defaults, self.response_timeout = [APPROVE, REJECT], None, LONGEST
        else:
            self.response_timeout = max(closes - timezone.utcnow(), SHORTEST)
        self.subject, self.body = subject(self.edition), question(self.edition, closes)
        self.params = form(self.edition.get("gaps") or [])

    def tell(self, context: Context, subject: str, text: str, roles: Collection[str]) -> None:
        """A letter with the link under which the question is answered."""
        place = self.generate_link_to_ui(task_instance=context["task_instance"])
        write_letter(subject, f"{text}\n\nОтветить: {place}".replace("**", "").replace("`", ""), roles)

    def ask_again(self, context: Context, refusal: str) -> NoReturn:
        """Puts the same question once more: Airflow forgets the answer when it is asked anew."""
        self.put_together()
        self.tell(context, f"{AGAIN}. {self.subject}", f"{refusal} {STILL_ASKED}\n\n{self.body}", TOLD_OF_REFUSAL)
        super().execute(context)
        raise AssertionError("Airflow parks the task by an exception when its question is put")

    def validate_params_input(self, params_input: Mapping[str, Any]) -> None:
        """Nothing of the form is compulsory, so nothing of it may undo an answer: it is read by `filled_in`."""

    def execute_complete(self, context: Context, event: dict[str, Any]) -> dict[str, Any]:
        asked = shown_hash(self.edition)
        if event.get("error_type") == "timeout":
            return {"decision": "silence", "edition_hash": asked, "decided_by": None}
        answer = super().execute_complete(context, event)
        by = (answer.get("responded_by_user") or {}).get("name")
        decision = DECISIONS[answer["chosen_options"][0]]
        has_run_out = by is None and decision == "silence"
        if not has_run_out and (refusal := pipeline.refused_signature(by)):
            self.ask_again(context, refusal)
        return {"decision": decision, "edition_hash": asked, "decided_by": by, **filled_in(answer["params_input"])}


def closing(edition: Mapping[str, Any]) -> datetime | None:
    """When silence sends the edition; None where it does not."""
    until = edition.get("sign_off_until")
    return datetime.fromisoformat(until) if until and edition["next_step"] == "sign_off" else None


def shown_hash(edition: Mapping[str, Any]) -> str:
    """The hash of the edition that the question is about: of a correction, not of the report that is out."""
    return str((edition.get("correction") or edition)["edition_hash"])


def form(gaps: list[dict[str, str]]) -> ParamsDict:
    """The fields under the question: a reason, and the channels with a gap to be let pass, where there are any."""
    fields = {
        "reason": Param(
            None,
            type=["string", "null"],
            format="multiline",
            title="Причина",
            description="Почему отчёт отклонён или пробел отпущен. Её узнает секретарь, о пробеле — и получатель.",
        )
    }
    if gaps:
        fields["waive"] = Param(
            None,
            type=["array", "null"],
            items={"type": "string"},
            examples=[gap["channel"] for gap in gaps],
            values_display={gap["channel"]: f"{gap['title']}: нет выгрузок за {gap['days']}" for gap in gaps},
            title="Отпустить пробел",
            description="Отметьте каналы, без выгрузок которых отчёт может уйти, и нажмите «Утвердить».",
        )
    return ParamsDict(fields)


def filled_in(form_input: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the form says, without what was left empty."""
    said = form_input or {}
    reason = " ".join(str(said.get("reason") or "").split())
    waive = [str(channel) for channel in said.get("waive") or ()]
    return {**({"reason": reason} if reason else {}), **({"waive": waive} if waive else {})}
