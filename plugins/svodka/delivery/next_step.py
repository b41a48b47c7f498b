"""What comes next for a quarter: by whom, and whether and when the report goes out by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from svodka.delivery import handover
from svodka.delivery.progress import Progress
from svodka.period import Quarter
from svodka.report.data_state import DataState
from svodka.report.privacy import sentence
from svodka.report.wording import local_time, period_title
from svodka.settings import Settings

UNDER_WAY = ("pending", "sending", "uncertain")
NOBODY = (
    "Некому отправить отчёт: внесите руководителя ЦУР (роль cur_head) в таблицу ответственных лиц и запустите "
    "«Квартальный отчёт»."
)
ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


@dataclass(frozen=True)
class Step:
    """One thing that the report waits for.

    code: wait (nothing can be done yet), sign_off (the head is asked), deliver (issued; goes out when a person says
    so), retry (a mail waits for its next attempt), act (a person must mend something), done.
    kind: the same in more detail, as `guard_words` speaks of it; detail: which gaps, what reason, whose reply.
    who: roles that can end it, the first one above all. goes_at: when the report goes out if nobody does anything;
    None: it does not.
    """

    code: str
    kind: str
    message: str
    who: tuple[str, ...] = ()
    goes_at: datetime | None = None
    detail: str = ""


def next_step(settings: Settings, quarter: Quarter, progress: Progress) -> Step:
    """The first of `steps`."""
    return steps(settings, quarter, progress)[0]


def steps(settings: Settings, quarter: Quarter, progress: Progress) -> list[Step]:
    """All that the report waits for, what counts most first; never empty."""
    if progress.issued is not None:
        return after_issue(settings, quarter, progress)
    step = before_issue(settings, quarter, progress)
    return [step, *ahead(progress, step.goes_at)]


def ahead(progress: Progress, goes_at: datetime | None) -> list[Step]:
    """What will need a person once the edition is issued, at `goes_at` by itself; said before."""
    if not progress.has_ended or not progress.may_send:
        return []
    if not progress.ways:
        return [Step("act", "nobody", NOBODY, ("secretary", "engineer"))]
    if "hand" in progress.ways:
        said = "Отчёт передаётся через СЭД: это делает секретарь."
        return [Step("act", "hand_ahead", said, ("secretary",), goes_at)]
    return []


def before_issue(settings: Settings, quarter: Quarter, progress: Progress) -> Step:
    """The next step while there is a preliminary edition at most."""
    name = period_title(quarter)
    if progress.draft is None:
        said = f"Нет ни одной выгрузки, отчёт за {name} не из чего составить: положите выгрузки во входящие."
        return Step("wait", "no_data", said, ("secretary",))
    if not progress.has_ended:
        said = f"{name} ещё не закончен, отчёт предварительный."
        if progress.draft_findings:
            return Step("wait", "leaky", f"{said} {sentence(progress.draft_findings)}")
        return Step("wait", "running", said)
    if progress.draft_findings:
        return Step("act", "found", sentence(progress.draft_findings), ("engineer", "secretary"))
    if progress.is_sent_back:
        reason = progress.state.rejection_reason or "не названа"
        return Step("act", "rejected", sent_back(quarter, progress), ("secretary",), detail=reason)
    return unsigned(settings, quarter, progress)


def sent_back(quarter: Quarter, progress: Progress) -> str:
    """What the head has said of the edition, and what can be done."""
    number = progress.draft.number if progress.draft else ""
    reason = progress.state.rejection_reason
    why = f" (причина: {reason})" if reason else ""
    return (
        f"Редакция {number} отклонена{why} и сама не уйдёт: загрузите исправленные данные и "
        f"запустите «Квартальный отчёт» или утвердите её: svodka report {quarter} --deliver."
    )


def unsigned(settings: Settings, quarter: Quarter, progress: Progress) -> Step:
    """An edition that could go out: it waits for exports, for a gap to be let pass, for the signature."""
    name, question, gaps = period_title(quarter), progress.question(settings), gap_words(progress.open_gaps())
    goes_at = question.until or progress.cutoff if question.may_go_by_silence else None
    if progress.state.sign_off_opened_at is None:
        cutoff = local_time(progress.cutoff, settings.zone)
        said = f"Ждём недостающие выгрузки до {cutoff}: {gaps}."
        return Step("wait", "gap", said, ("secretary",), goes_at, gaps)
    if question.gaps:
        channels = " ".join(question.gaps)
        said = (
            f"Нет выгрузок: {gaps}. Отчёт за {name} не уйдёт, пока их не загрузят или "
            f"руководитель МЦУ не отпустит пробел (svodka waive {quarter} {channels} --reason … --by …)."
        )
        return Step("sign_off", "held_gap", said, ("mcu_head", "secretary"), detail=gaps)
    if question.silence == "hold":
        said = f"Руководителю МЦУ: утвердить отчёт за {name}. Без подписи он не уйдёт."
        return Step("sign_off", "unsigned", said, ("mcu_head",))
    closes = local_time(question.until, settings.zone) if question.until else "—"
    said = f"Руководителю МЦУ: утвердить отчёт за {name}. Без ответа он уйдёт сам, {closes}."
    return Step("sign_off", "unsigned", said, ("mcu_head",), goes_at)


def gap_words(gaps: Iterable[DataState]) -> str:
    """«СЭД (29.09.2026–30.09.2026), ПОС (выгрузок нет)»."""
    return ", ".join(f"{gap.title} ({gap.gaps_text if gap.newest_export else 'выгрузок нет'})" for gap in gaps)


def after_issue(settings: Settings, quarter: Quarter, progress: Progress) -> list[Step]:
    """What is left to do once an edition is issued."""
    name, issued = period_title(quarter), progress.issued
    assert issued is not None
    if progress.is_out:
        return [after_sending(name, progress)]
    if progress.issued_findings:
        return [Step("act", "found", sentence(progress.issued_findings), ("engineer", "secretary"))]
    if found := undelivered(quarter, name, progress):
        return found
    if progress.may_send:
        return [Step("act", "nobody", NOBODY, ("secretary", "engineer"))]
    said = f"Редакция {issued.number} за {name} выпущена; чтобы отправить её, укажите deliver."
    return [Step("deliver", "deliver", said, ("mcu_head",))]


def after_sending(name: str, progress: Progress) -> Step:
    """A report that is out: done, unless late data have changed its figures and the head has not said no."""
    assert progress.issued is not None
    if progress.has_changed and not progress.is_sent_back:
        if progress.draft_findings:
            return Step("act", "found", sentence(progress.draft_findings), ("engineer", "secretary"))
        said = f"Отчёт за {name} отправлен, но показатели изменились: решите, отправлять ли исправленный."
        return Step("act", "changed", said, ("mcu_head",))
    known = ", получение подтверждено" if progress.state.state == "confirmed" else ""
    return Step("done", "done", f"Отчёт за {name} отправлен, редакция {progress.issued.number}{known}.")


def undelivered(quarter: Quarter, name: str, progress: Progress) -> list[Step]:
    """What is the matter with the mails that have not arrived: under way, refused, to be passed on by hand."""
    left = [mail for mail in handover.wanted(progress.mails) if mail["state"] != "sent"]
    by_hand = [mail for mail in left if mail["way"] == "hand"]
    under_way = [mail for mail in left if mail["way"] != "hand" and mail["state"] in UNDER_WAY]
    refused = [mail for mail in left if mail["state"] == "failed"]
    found = []
    if under_way:
        said = f"Отчёт за {name} передан не всем: повтор при следующем запуске. {replies(under_way)}"
        goes_at = next_try(under_way, progress.cutoff)
        found.append(Step("retry", "retry", said.strip(), ("engineer",), goes_at, replies(under_way)))
    if refused:
        said = (
            f"Почтовый сервер отказал: исправьте адрес получателя и отправьте снова (svodka report {quarter} "
            f"--deliver). {replies(refused)}"
        )
        found.append(Step("act", "refused", said.strip(), ("engineer", "secretary"), detail=replies(refused)))
    if by_hand:
        said = (
            f"Отчёт за {name} передаётся через СЭД: отправьте письмо и введите исх. № — svodka register {quarter} "
            "--number … --date …."
        )
        found.append(Step("act", "hand", said, ("secretary",)))
    return found


def next_try(mails: Iterable[dict[str, Any]], otherwise: datetime) -> datetime:
    """When the first of the mails is tried again; one that has not been tried yet goes at the next call."""
    moments = [datetime.fromisoformat(mail["retry_at"]) for mail in mails if mail["retry_at"]]
    return min(moments, default=otherwise)


def replies(mails: Iterable[dict[str, Any]]) -> str:
    """What the servers said, without the addresses they repeat: the sentence goes into logs."""
    return "; ".join(sorted({ADDRESS.sub("<адрес>", mail["reply"]) for mail in mails if mail["reply"]}))
