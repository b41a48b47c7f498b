"""«Качество ответов»: the answers drawn for a week, the head's checklist of one of them, the counts by executor."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.datastructures import FormData

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import UsageError
from svodka.web.access import Viewer, posted, require
from svodka.web.moment import Now
from svodka.web.rendering import page, see_other

router = APIRouter()
MAY_READ, MAY_MARK = Depends(require(Right.READ)), Depends(require(Right.MARK))
MAY_SEE_PERSONAL = Depends(require(Right.PERSONAL))
SAID = {"marked": "Оценка записана."}
NOT_DRAWN = "Этот ответ не отобран для оценки: вернитесь к списку «Качество ответов»."


@router.get("/answers")
def answers(
    request: Request, now: Now, week: date | None = None, said: str = "", viewer: Viewer = MAY_READ
) -> Response:
    """Opening the page draws the last week that is over, if nobody has."""
    pipeline.draw_answers(now=now)
    return page(
        request, viewer, "answers.html.j2",
        drawn=pipeline.answers_of_week(week, now) if viewer.may(Right.MARK) else None,
        counts=pipeline.answers_by_executor(now), said=SAID.get(said),
    )  # fmt: skip


@router.get("/answers/{key:uuid}")
def answer(request: Request, key: UUID, now: Now, viewer: Viewer = MAY_MARK) -> Response:
    return page(request, viewer, "answer.html.j2", **_answer(key, now))


@router.get("/answers/{key:uuid}/text")
def text(
    request: Request, key: UUID, now: Now, viewer: Viewer = MAY_MARK, personal: Viewer = MAY_SEE_PERSONAL
) -> Response:
    """The same with the citizen's words: the look is written down before they are read."""
    told = _answer(key, now)
    pipeline.write_down_view(personal.login, personal.role, "answers", key, now)
    return page(request, viewer, "answer.html.j2", **told | {"personal": pipeline.answer_text(key)})


@router.post("/answers/{key:uuid}/mark")
def mark(
    request: Request, key: UUID, now: Now, viewer: Viewer = MAY_MARK, form: FormData = Depends(posted)
) -> Response:
    """What is refused comes back with what was filled in."""
    told = _answer(key, now)
    verdicts = {one["code"]: str(form.get(one["code"]) or "") for one in told["checklist"]["questions"]}
    comment = str(form.get("comment") or "")
    try:
        pipeline.mark_answer(key, verdicts, comment, viewer.login, now)
    except UsageError as refused:
        filled = {"given": verdicts, "comment": comment, "refused": str(refused)}
        return page(request, viewer, "answer.html.j2", 400, **told | filled)
    return see_other(request, f"/answers?week={told['answer']['week']}&said=marked")


def _answer(key: UUID, now: Now) -> dict[str, Any]:
    """The words of the page of one answer; the newest mark is filled in."""
    found = pipeline.drawn_answer(key, now)
    if found is None:
        raise HTTPException(409, NOT_DRAWN)
    newest = found["marks"][0] if found["marks"] else {"verdicts": {}, "comment": ""}
    return {
        "answer": found, "checklist": found["checklist"], "given": newest["verdicts"], "comment": newest["comment"],
        "refused": None, "personal": None,
    }  # fmt: skip
