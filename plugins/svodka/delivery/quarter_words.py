"""Where a quarter's report stands and what a person does next, in the words of `svodka status`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svodka.delivery import handover
from svodka.delivery.next_step import Step, gap_words, next_step
from svodka.delivery.progress import Progress
from svodka.period import Quarter
from svodka.report.privacy import sentence
from svodka.settings import Settings

ISSUED = {
    "approved": "редакция {} утверждена",
    "automatic": "выпущена редакция {} без подписи",
    "corrected": "выпущена уточнённая редакция {}",
}


def where(settings: Settings, quarter: Quarter, progress: Progress) -> str:
    """Of the newest issued edition and its mails; of the preliminary one while none is issued."""
    issued, draft = progress.issued, progress.draft
    if issued is not None:
        held = "задержана проверкой персональных данных" if progress.issued_findings else sending(progress)
        return f"{ISSUED[issued.kind].format(issued.number)}, {held}"
    if draft is None:
        return "данные собираются, редакции ещё нет"
    step = next_step(settings, quarter, progress)
    return {
        "found": f"редакция {draft.number} задержана проверкой персональных данных",
        "leaky": f"квартал ещё не закончен, в редакции {draft.number} найдены возможные персональные данные",
        "rejected": f"редакция {draft.number} отклонена руководителем МЦУ{_reason(progress)}",
        "held_gap": f"редакция {draft.number} ждёт выгрузок или отпущенного пробела: {gap_words(progress.open_gaps())}",
    }.get(step.kind, f"готова предварительная редакция {draft.number}, не утверждена")


def _reason(progress: Progress) -> str:
    reason = progress.state.rejection_reason
    return f" (причина: {reason})" if reason else ""


def sending(progress: Progress) -> str:
    """What the outbox says, receipts included."""
    if progress.state.state == "confirmed":
        return "отправлена, получение подтверждено"
    if progress.state.state == "sent":
        return "отправлена"
    if not progress.mails:
        return "никому не отправлена"
    mails = handover.wanted(progress.mails)
    states = [mail["state"] for mail in mails]
    told = f"передана {states.count('sent')} из {len(states)}"
    if "failed" in states:
        return f"почтовый сервер отказал ({told})"
    waits = [mail for mail in mails if mail["state"] != "sent"]
    if not waits:
        return f"отправлена ({told})"
    return f"ждёт передачи через СЭД ({told})" if is_by_hand(waits) else f"отправляется ({told})"


def is_by_hand(mails: Sequence[dict[str, Any]]) -> bool:
    """Whether only a person can pass them on."""
    return bool(mails) and all(mail["way"] == "hand" for mail in mails)


def what_to_do(settings: Settings, quarter: Quarter, progress: Progress, has_data: bool) -> str | None:
    """The next step of a person; None when the report is out and its figures are still the same."""
    deliver, step = f"svodka report {quarter} --deliver", next_step(settings, quarter, progress)
    if progress.issued is not None:
        return _after_issue(quarter, progress, step, deliver)
    if progress.draft is not None:
        if step.kind in ("found", "held_gap", "leaky"):
            return step.message
        if step.kind == "rejected":
            return f"загрузите исправленные данные; утвердить всё же эту редакцию и отправить — {deliver}"
        return f"посмотрите reports/{quarter}/{progress.draft.number}; утвердить и отправить — {deliver}"
    if not has_data:
        return f"положите выгрузки в inbox, выполните svodka ingest, затем {deliver}"
    return f"посмотрите svodka figures {quarter}; утвердить и отправить — {deliver}"


def _after_issue(quarter: Quarter, progress: Progress, step: Step, deliver: str) -> str | None:
    if progress.is_out:
        changed = f"показатели после отправки изменились; отправить уточнённые — {deliver}"
        return changed if step.kind == "changed" else sentence(progress.draft_findings) if step.code == "act" else None
    if step.kind == "found":
        return step.message
    mails = handover.wanted(progress.mails)
    if any(mail["state"] == "failed" for mail in mails):
        return f"исправьте адрес получателя в таблице ответственных лиц, затем {deliver}"
    waits = [mail for mail in mails if mail["state"] != "sent"]
    if waits and is_by_hand(waits):
        return f"отправьте письмо через СЭД и введите исх. № — svodka register {quarter} --number … --date …"
    if progress.mails:
        return f"дождитесь следующего запуска «Квартального отчёта» или повторите сейчас — {deliver}"
    return f"отправить получателям — {deliver}"
