"""What `advance` tells its caller: where the quarter stands, who must do what, in words and as data."""

from __future__ import annotations

import json
from typing import Any

from svodka.delivery import waiver
from svodka.delivery.letter import key_lines
from svodka.delivery.next_step import next_step
from svodka.delivery.progress import Progress
from svodka.figures.indicators import catalogue
from svodka.period import Quarter
from svodka.report.catalogue import titles
from svodka.report.data_state import data_states
from svodka.report.edition_store import Edition
from svodka.report.files import edition_folder
from svodka.report.privacy import sentence
from svodka.report.wording import STATUS
from svodka.settings import Settings


def answer(settings: Settings, quarter: Quarter, progress: Progress) -> dict[str, Any]:
    """JSON-able: state, edition, edition_hash, next_step, message, who, goes_at, cutoff, sign_off_until, gaps, asked,
    is_blocked, correction, files, deliveries, notes, remarks (about files that could not be made as asked),
    key_figures.

    next_step, message, who, goes_at: as `next_step.Step` says. sign_off_until: when silence sends the edition; None:
    it does not. is_blocked: the privacy gate is shut for what would go next. gaps: channels whose gap must be let pass
    by name. correction: the edition that is put before the head after the report is out. asked: the names of those who
    sign.
    """
    edition, step = progress.edition, next_step(settings, quarter, progress)
    question = progress.question(settings) if progress.draft else None
    until = question.until if question and question.may_go_by_silence else None
    return {
        "quarter": str(quarter),
        "state": progress.state.state,
        "edition": edition and edition.number,
        "kind": edition and edition.kind,
        "status": edition and STATUS[edition.kind],
        "edition_hash": edition and edition.hash,
        "next_step": step.code,
        "message": step.message,
        "who": list(step.who),
        "goes_at": step.goes_at and step.goes_at.astimezone(settings.zone).isoformat(),
        "cutoff": progress.cutoff.isoformat(),
        "sign_off_until": until and until.astimezone(settings.zone).isoformat(),
        "gaps": gaps(progress, question.gaps if question else ()),
        "asked": list(progress.signers),
        "is_blocked": bool(progress.findings),
        "correction": correction(settings, progress) if step.kind == "changed" else None,
        "files": files(settings, edition),
        "deliveries": progress.mails,
        "notes": notes(settings, progress),
        "remarks": list(edition.remarks) if edition else [],
        "key_figures": key_figures(settings, edition),
    }


def gaps(progress: Progress, channels: tuple[str, ...]) -> list[dict[str, str]]:
    """The channels of a question with their titles and the days that are missing."""
    open_gaps = {gap.channel: gap for gap in progress.open_gaps()}
    return [
        {"channel": name, "title": open_gaps[name].title, "days": open_gaps[name].gaps_text or "выгрузок нет"}
        for name in channels
    ]


def correction(settings: Settings, progress: Progress) -> dict[str, Any]:
    """The preliminary edition that may take the place of the one that is out."""
    draft = progress.draft
    assert draft is not None
    return {
        "edition": draft.number,
        "edition_hash": draft.hash,
        "files": files(settings, draft),
        "key_figures": key_figures(settings, draft),
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


def notes(settings: Settings, progress: Progress) -> list[str]:
    """What the reader must know: values held back, gaps by channel and who has let them pass, how the edition came
    about, what changed since."""
    edition, state = progress.edition, progress.state
    said = [state.held_back] if state.held_back else []
    said += [channel.note for channel in data_states(coverage_of(settings, progress)) if channel.note]
    if progress.findings and not progress.has_ended:
        said.append(sentence(progress.findings))
    if edition and edition.kind == "automatic":
        said.append("Сформировано автоматически: решения руководителя МЦУ не было.")
    if state.rejected_hash and edition:
        which = "Эту" if state.rejected_hash == edition.hash else "Прежнюю"
        if progress.has_changed and progress.is_sent_back:
            which = "Исправленную"
        reason = f", причина: {state.rejection_reason.rstrip('.')}" if state.rejection_reason else ""
        said.append(f"{which} редакцию руководитель МЦУ отклонил{reason}.")
    if progress.has_changed and not progress.is_sent_back and progress.issued and progress.draft:
        said.append(
            f"После выпуска редакции {progress.issued.number} показатели изменились: готова редакция "
            f"{progress.draft.number} ({progress.draft.hash}); она уйдёт только по решению руководителя."
        )
    return said


def coverage_of(settings: Settings, progress: Progress) -> list[dict[str, Any]]:
    """The coverage that belongs to the edition that counts; with what was let pass, as long as it is not issued."""
    if progress.issued is not None:
        return list(progress.issued.coverage)
    return waiver.told(progress.coverage, progress.waivers, settings.zone)
