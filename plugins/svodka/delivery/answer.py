"""What `advance` tells its caller: where the quarter stands, who must do what, in words and as data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from svodka.delivery.decision import Question
from svodka.delivery.letter import key_lines
from svodka.delivery.quarter_state import QuarterState
from svodka.figures.indicators import catalogue
from svodka.period import Quarter
from svodka.report.catalogue import titles
from svodka.report.data_state import data_states
from svodka.report.edition_store import Edition
from svodka.report.files import edition_folder
from svodka.report.wording import STATUS, local_time, period_title
from svodka.settings import Settings


@dataclass(frozen=True)
class Progress:
    """The quarter between two steps: its row, the newest preliminary and issued editions, the mails."""

    state: QuarterState
    draft: Edition | None
    issued: Edition | None
    cutoff: datetime
    may_send: bool
    has_ended: bool
    mails: list[dict[str, Any]] = field(default_factory=list)

    @property
    def edition(self) -> Edition | None:
        """The edition that counts: the issued one, as long as there is none the preliminary one."""
        return self.issued or self.draft

    @property
    def has_changed(self) -> bool:
        """Whether the figures are others than those issued."""
        return self.issued is not None and self.draft is not None and self.draft.hash != self.issued.hash

    def question(self, settings: Settings) -> Question:
        """The preliminary edition as it is put before the head."""
        assert self.draft is not None
        return Question(
            edition_hash=self.draft.hash,
            number=self.draft.number,
            cutoff=self.cutoff,
            opened_at=self.state.sign_off_opened_at,
            rejected_hash=self.state.rejected_hash,
            sign_off_seconds=settings.policy.sign_off_seconds,
        )


def answer(settings: Settings, quarter: Quarter, progress: Progress) -> dict[str, Any]:
    """JSON-able: state, edition, edition_hash, next_step, message, cutoff, sign_off_until, files, deliveries, notes,
    key_figures.

    next_step: wait (nothing can be done yet), sign_off (the head is asked), deliver (issued; goes out when a person
    says so), retry (a mail waits for its next attempt), act (a person must mend something), done.
    """
    edition = progress.edition
    until = progress.question(settings).until if progress.draft else None
    step, message = next_step(settings, quarter, progress, until)
    return {
        "quarter": str(quarter),
        "state": progress.state.state,
        "edition": edition and edition.number,
        "kind": edition and edition.kind,
        "status": edition and STATUS[edition.kind],
        "edition_hash": edition and edition.hash,
        "next_step": step,
        "message": message,
        "cutoff": progress.cutoff.isoformat(),
        "sign_off_until": until and until.astimezone(settings.zone).isoformat(),
        "files": files(settings, edition),
        "deliveries": progress.mails,
        "notes": notes(progress),
        "key_figures": key_figures(settings, edition),
    }


def files(settings: Settings, edition: Edition | None) -> list[dict[str, Any]]:
    """Name, path, SHA-256 and size of each file of the edition."""
    if edition is None:
        return []
    folder = edition_folder(settings, edition.quarter, edition.number)
    return [
        {"name": file.name, "path": str(folder / file.name), "sha256": file.sha256, "n_bytes": file.n_bytes}
        for file in edition.files
    ]


def key_figures(settings: Settings, edition: Edition | None) -> list[str]:
    """The main totals of the edition in words, as its letter has them; from its frozen annex."""
    if edition is None:
        return []
    annex = edition_folder(settings, edition.quarter, edition.number) / "figures.json"
    if not annex.is_file():
        return []
    document = json.loads(annex.read_text(encoding="utf-8"))
    return key_lines(document, titles(document, catalogue()))


def notes(progress: Progress) -> list[str]:
    """What the reader must know: values held back, gaps by channel, how the edition came about, what changed since."""
    edition, state = progress.edition, progress.state
    coverage = edition.coverage if progress.issued and edition else state.coverage or []
    said = [state.held_back] if state.held_back else []
    said += [channel.note for channel in data_states(coverage) if channel.note]
    if edition and edition.kind == "automatic":
        said.append("Сформировано автоматически: решения руководителя МЦУ не было.")
    if state.rejected_hash and edition:
        same = state.rejected_hash == edition.hash
        said.append(f"{'Эту' if same else 'Прежнюю'} редакцию руководитель МЦУ отклонил.")
    if progress.has_changed and progress.issued and progress.draft:
        said.append(
            f"После выпуска редакции {progress.issued.number} показатели изменились: готова редакция "
            f"{progress.draft.number} ({progress.draft.hash}); она уйдёт только по решению руководителя."
        )
    return said


def next_step(settings: Settings, quarter: Quarter, progress: Progress, until: datetime | None) -> tuple[str, str]:
    """The code of the next step and one sentence about it."""
    name = period_title(quarter)
    if progress.issued is not None:
        return after_issue(name, progress, progress.issued)
    if progress.draft is None:
        return "wait", f"Нет ни одной выгрузки, отчёт за {name} не из чего составить: положите выгрузки во входящие."
    if not progress.has_ended:
        return "wait", f"{name} ещё не закончен, отчёт предварительный."
    if progress.state.rejected_hash == progress.draft.hash:
        return "act", "Редакция отклонена и сама не уйдёт: загрузите исправленные данные или утвердите её."
    if progress.state.sign_off_opened_at is None:
        return "wait", f"Ждём недостающие выгрузки до {local_time(progress.cutoff, settings.zone)}."
    closes = local_time(until, settings.zone) if until else "—"
    return "sign_off", f"Руководителю МЦУ: утвердить отчёт за {name}. Без ответа он уйдёт сам, {closes}."


def after_issue(name: str, progress: Progress, issued: Edition) -> tuple[str, str]:
    """The next step once an edition is issued."""
    states = {mail["state"] for mail in progress.mails}
    if progress.state.state in ("sent", "confirmed"):
        if progress.has_changed:
            return "act", f"Отчёт за {name} отправлен, но показатели изменились: решите, отправлять ли исправленный."
        return "done", f"Отчёт за {name} отправлен, редакция {issued.number}."
    said = replies(progress)
    if states & {"pending", "sending", "uncertain"}:
        return "retry", f"Отчёт за {name} передан не всем: повтор при следующем запуске. {said}"
    if "failed" in states:
        return "act", f"Почтовый сервер отказал: исправьте адрес получателя и отправьте снова. {said}"
    if progress.may_send:
        return "act", "Некому отправить отчёт: добавьте в настройки получателя с ролью cur_head."
    return "deliver", f"Редакция {issued.number} за {name} выпущена; чтобы отправить её, укажите deliver."


def replies(progress: Progress) -> str:
    """What the servers said, without addresses of their own making."""
    said = {mail["reply"] for mail in progress.mails if mail["reply"] and mail["state"] != "sent"}
    return "; ".join(sorted(said))
