"""One quarter of «Отчёты»: figures, editions, deliveries; the head's answer, the letter's number, a word of receipt."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import UsageError
from svodka.period import Quarter
from svodka.web import airflow_tasks
from svodka.web.access import Viewer, posted, require
from svodka.web.airflow_tasks import Airflow, App, Question, Refusal
from svodka.web.moment import Now
from svodka.web.pages.reports import READ, asked
from svodka.web.rendering import page, see_other

router = APIRouter()
MAY_SIGN = Depends(require(Right.SIGN))
MAY_REGISTER = Depends(require(Right.REGISTER))
SAID = {
    "approve": "Ответ передан: отчёт утверждён. Он уйдёт получателям в ближайшие минуты, обновите страницу.",
    "reject": "Ответ передан: отчёт отклонён, сам он не уйдёт. Секретарь получит письмо с причиной.",
    "registered": "Исходящий номер внесён, письмо с ним — среди файлов редакции.",
    "confirmed": "Получение отмечено.",
}
NOBODY_ASKS = (
    "Вопрос о подписи этой редакции сейчас не открыт. Запустите «Квартальный отчёт» в Airflow, он спросит о ней здесь."
)


@router.get("/reports/{quarter}")
async def report(
    request: Request, quarter: str, now: Now, airflow: Airflow, viewer: Viewer = READ, said: str = ""
) -> Response:
    told = await run_in_threadpool(asked, pipeline.report_told, quarter, now)
    asks = told["asks"]
    question, trouble = await find(request, airflow, viewer, told["quarter"], asks) if asks else (None, None)
    return page(
        request, viewer, "report.html.j2",
        said=SAID.get(said), today=now, question=question, trouble=trouble,
        confirmable={one["role"]: one["whom"] for one in told["deliveries"] if one["may_confirm"]},
        issued=[one.number for one, _ in told["editions"] if not one.is_preliminary and not one.is_blocked],
        **told,
    )  # fmt: skip


async def find(
    request: Request, airflow: App, viewer: Viewer, quarter: str, asks: dict[str, Any]
) -> tuple[Question | None, str | None]:
    """Airflow's newest question about the edition, and why it cannot be read; asked for by those who may answer it."""
    if not viewer.may(Right.SIGN):
        return None, None
    try:
        found = await airflow_tasks.questions(request, airflow, quarter)
    except Refusal as error:
        return None, str(error)
    return about(found, asks["edition_hash"]), None


def about(questions: list[Question], edition_hash: str) -> Question | None:
    """The question about these values that waits; else the newest that has been answered."""
    same = [one for one in questions if one.edition_hash == edition_hash]
    return next((one for one in same if one.is_waiting), next((one for one in same if one.answered_at), None))


@router.post("/reports/{quarter}/sign")
async def sign(
    request: Request, quarter: str, now: Now, airflow: Airflow, viewer: Viewer = MAY_SIGN,
    form: FormData = Depends(posted),
) -> Response:  # fmt: skip
    """Hands the head's answer to the task that waits for it, if it still asks about the edition that he has seen."""
    edition_hash, choice = word(form, "edition_hash"), word(form, "choice")
    waive = [str(channel) for channel in form.getlist("waive")]
    option, filled_in = await run_in_threadpool(
        pipeline.checked_answer, quarter, edition_hash, choice, word(form, "reason"), waive, now
    )
    try:
        question = about(await airflow_tasks.questions(request, airflow, quarter), edition_hash)
        if question is None or not question.is_waiting:
            raise Refusal(airflow_tasks.ANSWERED if question else NOBODY_ASKS)
        await airflow_tasks.answer(request, airflow, question, option, filled_in)
    except Refusal as error:
        raise HTTPException(error.status, f"Ответ не передан. {error}") from error
    return back(request, quarter, choice)


@router.post("/reports/{quarter}/register")
def register(
    request: Request, quarter: str, now: Now, viewer: Viewer = MAY_REGISTER, form: FormData = Depends(posted)
) -> Response:
    edition = word(form, "edition") or None
    pipeline.register(quarter, word(form, "number"), day_of(word(form, "on")), edition, viewer.login, now)
    return back(request, quarter, "registered")


@router.post("/reports/{quarter}/confirm")
def confirm(
    request: Request, quarter: str, now: Now, viewer: Viewer = MAY_REGISTER, form: FormData = Depends(posted)
) -> Response:
    pipeline.confirm_receipt(quarter, word(form, "role"), viewer.login, word(form, "note") or None, now)
    return back(request, quarter, "confirmed")


def word(form: FormData, field: str) -> str:
    return str(form.get(field) or "").strip()


def day_of(text: str) -> date:
    """A day as a browser sends it. Raises UsageError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"Дата письма «{text[:20]}» не понята: выберите день в поле «Дата».") from error


def back(request: Request, quarter: str, said: str) -> Response:
    return see_other(request, f"/reports/{Quarter.parse(quarter)}?said={said}")
