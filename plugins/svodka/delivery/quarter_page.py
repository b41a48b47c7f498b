"""A quarter's report as a person reads it on a page: the list of quarters, and everything about one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.delivery import progress as quarter_progress
from svodka.delivery import quarter_words
from svodka.delivery.answer import coverage_of, gaps, notes
from svodka.delivery.delivery_lines import delivery_lines
from svodka.delivery.next_step import Step, next_step
from svodka.delivery.progress import Progress
from svodka.period import Quarter, business_day
from svodka.report.data_state import DataState, data_states
from svodka.report.edition_list import Listed, before, editions_of, signed_by
from svodka.report.edition_totals import changed_totals, key_totals, totals_of
from svodka.report.privacy import sentence
from svodka.report.wording import STATUS, period_title
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run

# In place of the command that does the same, what is to be pressed on the page.
ON_THE_PAGE = {
    "held_gap": "Нет выгрузок: {detail}. Отчёт не уйдёт, пока их не загрузят или руководитель МЦУ не отпустит пробел.",
    "hand": "Отчёт передаётся через СЭД: отправьте письмо и введите его исх. № и дату.",
    "rejected": "Редакция отклонена (причина: {detail}) и сама не уйдёт: загрузите исправленные данные и запустите "
    "«Квартальный отчёт» — он спросит подпись заново.",
    "refused": "Почтовый сервер отказал: исправьте адрес на странице «Ответственные» и запустите «Квартальный отчёт» с "
    "отметкой «Отправить получателям». {detail}",
    "deliver": "Редакция выпущена и никому не отправлена. Отправить: запустите «Квартальный отчёт» с отметкой "
    "«Отправить получателям».",
}  # fmt: skip
NOT_MADE = (
    "Загрузите выгрузки, если их ещё нет, и запустите «Квартальный отчёт» в Airflow: он составит редакцию и спросит "
    "подпись."
)
NOT_ENDED = "Квартал ещё не закончен: отчёт составится сам 1-го числа после него."


def quarter_list(
    conn: Connection, settings: Settings, now: datetime, before_quarter: Quarter | None, n: int
) -> dict[str, Any]:
    """The newest `n` quarters before the one asked for, with what stands in the table; `older`: where the next page
    begins, None at the end. The quarter that has ended last is there even when nothing has been done for it."""
    asked = str(before_quarter) if before_quarter else None
    town = settings.municipality.oktmo
    found = list(run(conn, "delivery/quarter_list.sql", municipality=town, before=asked, n=n + 1).scalars())
    ended = Quarter.of(business_day(now, settings.zone)).previous
    if before_quarter is None and str(ended) not in found:
        found = sorted([*found, str(ended)], reverse=True)
    calendar = calendar_known_on(conn, business_day(now, settings.zone))
    rows = [row_of(conn, settings, Quarter.parse(one), now, calendar) for one in found[:n]]
    return {"quarters": rows, "older": found[n - 1] if len(found) > n else None}


def row_of(
    conn: Connection, settings: Settings, quarter: Quarter, now: datetime, calendar: WorkingCalendar
) -> dict[str, Any]:
    """One quarter: its standing and its newest edition."""
    progress = quarter_progress.read(conn, settings, quarter, now, calendar)
    edition = progress.edition
    mails = [mail for mail in progress.mails if not mail["is_withdrawn"]]
    return {
        **standing(settings, quarter, progress, now),
        "edition": edition,
        "status": STATUS[edition.kind] if edition else "",
        "signed": signed_by(edition.kind, edition.face, answered_by(progress, edition.hash)) if edition else "",
        "delivered": f"{sum(mail['state'] == 'sent' for mail in mails)} из {len(mails)}" if mails else "",
    }


def standing(settings: Settings, quarter: Quarter, progress: Progress, now: datetime) -> dict[str, Any]:
    """quarter, title, where (in words), tone (good, warn, bad or none), to_do, deadline, is_late."""
    step, deadline = next_step(settings, quarter, progress), quarter_progress.deadline(quarter, settings)
    is_late = not progress.is_out and now > deadline
    return {
        "quarter": str(quarter),
        "title": period_title(quarter),
        "where": quarter_words.where(settings, quarter, progress),
        "tone": tone(step, progress, is_late),
        "to_do": to_do(step, progress),
        "deadline": deadline,
        "is_late": is_late,
    }


def to_do(step: Step, progress: Progress) -> str | None:
    """What comes next, in words; None when nothing does."""
    if step.code == "done":
        return None
    if step.kind == "no_data":
        return NOT_MADE if progress.has_ended else NOT_ENDED
    # A message may hold what people have written: it is no pattern.
    return ON_THE_PAGE[step.kind].format(detail=step.detail) if step.kind in ON_THE_PAGE else step.message


def tone(step: Step, progress: Progress, is_late: bool) -> str:
    if progress.is_out:
        return "good" if step.code == "done" else "warn"
    if is_late or step.code == "act":
        return "bad"
    return "warn" if step.code in ("sign_off", "retry", "deliver") else ""


def quarter_told(conn: Connection, settings: Settings, quarter: Quarter, now: datetime) -> dict[str, Any]:
    """Everything about one quarter: its standing, `asks` (the edition put before the head, its gaps), editions,
    figures and changes of the edition in question, data by channel, deliveries, notes and remarks."""
    calendar = calendar_known_on(conn, business_day(now, settings.zone))
    progress = quarter_progress.read(conn, settings, quarter, now, calendar)
    editions = editions_of(conn, settings, str(quarter))
    asks = question_of(settings, quarter, progress)
    shown = chosen(editions, progress, asks)
    return {
        **standing(settings, quarter, progress, now),
        "cutoff": progress.cutoff,
        "asks": asks,
        "rejection": progress.state.rejection_reason if progress.is_sent_back else None,
        "editions": [(one, one.signed(answered_by(progress, one.hash))) for one in editions],
        "shown": shown,
        **figures_of(conn, editions, shown),
        "data": [channel_row(state) for state in data_states(coverage_of(settings, progress))],
        "waivers": [(name, one.words(settings.zone)) for name, one in sorted(progress.waivers.items())],
        "deliveries": delivery_lines(conn, settings, quarter),
        "notes": notes(settings, progress),
        "finding": sentence(progress.findings),
    }


def question_of(settings: Settings, quarter: Quarter, progress: Progress) -> dict[str, Any] | None:
    """The edition that waits for the head's word: number, edition_hash, gaps that must be let pass with it, until when
    it is waited for (None: for ever); None when nothing is asked."""
    step = next_step(settings, quarter, progress)
    if progress.draft is None or not (step.code == "sign_off" or step.kind == "changed"):
        return None
    question = progress.question(settings)
    until = question.until if step.code == "sign_off" and question.may_go_by_silence else None
    return {
        "number": progress.draft.number,
        "edition_hash": progress.draft.hash,
        "gaps": gaps(progress, question.gaps) if step.code == "sign_off" else [],
        "until": until,
        "is_correction": step.kind == "changed",
    }


def chosen(editions: list[Listed], progress: Progress, asks: dict[str, Any] | None) -> Listed | None:
    """Whose figures are shown: of the edition that is asked about, else of the one that counts."""
    wanted = progress.draft if asks else progress.edition
    return next((one for one in editions if wanted and one.edition_id == wanted.edition_id), None)


def figures_of(conn: Connection, editions: list[Listed], shown: Listed | None) -> dict[str, Any]:
    """The key figures of the edition shown, and its changes against the one before."""
    if shown is None:
        return {"figures": [], "changes": [], "compared": None}
    former = before(editions, shown)
    now = totals_of(conn, shown.edition_id)
    was = totals_of(conn, former.edition_id) if former else None
    return {"figures": key_totals(now, was), "changes": changed_totals(now, was), "compared": former}


def answered_by(progress: Progress, edition_hash: str) -> str | None:
    """The login whose approval has issued the edition, as long as the quarter's row still tells it."""
    state = progress.state
    return state.decided_by if state.decision == "approve" and state.decision_hash == edition_hash else None


def channel_row(state: DataState) -> dict[str, Any]:
    return {
        "title": state.title,
        "as_of": state.as_of_text,
        "gaps": state.gaps_text,
        "waived": state.waived or "",
        "rows_rejected": state.counts.get("rows_rejected"),
        "missing": state.counts.get("missing"),
    }
