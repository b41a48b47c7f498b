"""Where a quarter's report stands and what a person does next, in the words of `svodka status`."""

from __future__ import annotations

from svodka.delivery.answer import Progress
from svodka.period import Quarter

ISSUED = {
    "approved": "редакция {} утверждена",
    "automatic": "выпущена редакция {} без подписи",
    "corrected": "выпущена уточнённая редакция {}",
}


def where(progress: Progress) -> str:
    """Of the newest issued edition and its mails; of the preliminary one while none is issued."""
    issued, draft = progress.issued, progress.draft
    if issued is not None:
        return f"{ISSUED[issued.kind].format(issued.number)}, {sending(progress)}"
    if draft is None:
        return "данные собираются, редакции ещё нет"
    if progress.state.rejected_hash == draft.hash:
        return f"редакция {draft.number} отклонена руководителем МЦУ"
    return f"готова предварительная редакция {draft.number}, не утверждена"


def sending(progress: Progress) -> str:
    """What the outbox says."""
    if progress.state.state == "confirmed":
        return "отправлена, получение подтверждено"
    if progress.state.state == "sent":
        return "отправлена"
    if not progress.mails:
        return "никому не отправлена"
    states = [mail["state"] for mail in progress.mails]
    told = f"передана {states.count('sent')} из {len(states)}"
    return f"почтовый сервер отказал ({told})" if "failed" in states else f"отправляется ({told})"


def what_to_do(quarter: Quarter, progress: Progress, has_data: bool) -> str | None:
    """The next step of a person; None when the report is out and its figures are still the same."""
    deliver = f"svodka report {quarter} --deliver"
    if progress.issued is not None:
        return _after_issue(progress, deliver)
    if progress.draft is not None:
        if progress.state.rejected_hash == progress.draft.hash:
            return f"загрузите исправленные данные; утвердить всё же эту редакцию и отправить — {deliver}"
        return f"посмотрите reports/{quarter}/{progress.draft.number}; утвердить и отправить — {deliver}"
    if not has_data:
        return f"положите выгрузки в inbox, выполните svodka ingest, затем {deliver}"
    return f"посмотрите svodka figures {quarter}; утвердить и отправить — {deliver}"


def _after_issue(progress: Progress, deliver: str) -> str | None:
    if progress.state.state in ("sent", "confirmed"):
        changed = f"показатели после отправки изменились; отправить уточнённые — {deliver}"
        return changed if progress.has_changed else None
    if any(mail["state"] == "failed" for mail in progress.mails):
        return f"исправьте адрес получателя в svodka.toml, затем {deliver}"
    if progress.mails:
        return f"дождитесь следующего запуска «Квартального отчёта» или повторите сейчас — {deliver}"
    return f"отправить получателям — {deliver}"
