"""Airflow's questions to the head of the centre, read and answered in the name of whoever has opened the page.

Airflow's own REST is called inside the process, with the user's own token: its authorisation holds too, and no service
account exists that could sign in somebody's place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

import anyio
import httpx
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from fastapi import Depends, Request
from starlette.types import ASGIApp

from svodka.delivery.sign_off_options import DAG_ID, asked_in
from svodka.errors import SvodkaError

INSIDE = "http://airflow"  # no name of any host: nothing leaves the process
SECONDS = 20  # for one call; what takes longer is as good as down
NEWEST = 50  # questions looked at: a quarter has a handful
WAITING = ("awaiting_input", "deferred")
DOWN = "Airflow не отвечает. Повторите через минуту; если не поможет, позовите инженера."
ANSWERED = "На этот вопрос уже ответили. Обновите страницу."
GONE = "Запуск, который спрашивал о подписи, удалён или очищен. Обновите страницу."
NOT_ALLOWED = (
    "Airflow не разрешает вашему логину отвечать на вопрос о подписи. Попросите инженера дать ему в Airflow роль "
    "SvodkaSignOff."
)


App = Callable[[], ASGIApp]


class Refusal(SvodkaError):
    """Airflow has not done what was asked; `status`: with which our page says so."""

    def __init__(self, sentence: str, status: int = 409) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Question:
    """One question about one edition: where it is answered, what it offers, who has answered it with what and when."""

    quarter: str
    edition_hash: str
    path: str
    options: tuple[str, ...]
    is_waiting: bool
    answered_by: str | None
    answer: str | None
    answered_at: datetime | None


def airflow_app() -> ASGIApp:
    """The application of the process that we run in."""
    from airflow.api_fastapi.app import cached_app

    # Asked for with other words, Airflow would make a second one.
    return cached_app(apps=os.environ.get("AIRFLOW_API_APPS", "all"))


def door() -> App:
    """What a handler is given; the application itself is asked for when something is asked of it."""
    return airflow_app


Airflow = Annotated[Any, Depends(door)]


async def questions(request: Request, airflow: App, quarter: str) -> list[Question]:
    """The questions about the quarter's editions, the newest first. Raises Refusal."""
    path = f"/api/v2/dags/{DAG_ID}/dagRuns/~/hitlDetails"
    answer = await call(request, airflow, "GET", path, params={"order_by": "-created_at", "limit": NEWEST})
    found = [question_of(detail) for detail in answer["hitl_details"]]
    return [one for one in found if one is not None and one.quarter == quarter]


async def answer(request: Request, airflow: App, question: Question, option: str, form: Mapping[str, Any]) -> None:
    """Answers the question. Raises Refusal when it is answered already or gone, where the user may not, when Airflow is
    down."""
    await call(request, airflow, "PATCH", question.path, json={"chosen_options": [option], "params_input": dict(form)})


def question_of(detail: Mapping[str, Any]) -> Question | None:
    """What we need of Airflow's description; None where it is not about an edition."""
    asked, task = asked_in(detail.get("body") or ""), detail["task_instance"]
    if asked is None:
        return None
    run, name = quote(task["dag_run_id"], safe=""), quote(task["task_id"], safe="")
    answered, by = detail.get("responded_at"), detail.get("responded_by_user") or {}
    return Question(
        quarter=asked.quarter,
        edition_hash=asked.edition_hash,
        path=f"/api/v2/dags/{DAG_ID}/dagRuns/{run}/taskInstances/{name}/{task['map_index']}/hitlDetails",
        options=tuple(detail["options"]),
        is_waiting=not detail["response_received"] and task["state"] in WAITING,
        answered_by=by.get("name"),
        answer=next(iter(detail.get("chosen_options") or ()), None),
        answered_at=datetime.fromisoformat(answered) if answered else None,
    )


async def call(request: Request, airflow: App, method: str, path: str, **sent: Any) -> Any:
    """One call in the user's own name: its answer, or one sentence why not."""
    transport = httpx.ASGITransport(app=airflow(), raise_app_exceptions=False)
    try:
        with anyio.fail_after(SECONDS):
            async with httpx.AsyncClient(transport=transport, base_url=INSIDE) as client:
                answer = await client.request(method, path, headers=own_token(request), **sent)
    except (TimeoutError, httpx.HTTPError) as error:
        raise Refusal(DOWN) from error
    if answer.status_code in (401, 403):
        raise Refusal(NOT_ALLOWED, 403)
    if answer.status_code in (404, 409):
        raise Refusal(GONE if answer.status_code == 404 else ANSWERED)
    if answer.is_error:
        raise Refusal(DOWN)
    return answer.json()


def own_token(request: Request) -> dict[str, str]:
    """The user's own credential as he has sent it: of header and cookie the one that Airflow itself prefers."""
    header = request.headers.get("authorization", "")
    if header.lower().startswith("bearer "):
        return {"authorization": header}
    return {"authorization": f"Bearer {request.cookies.get(COOKIE_NAME_JWT_TOKEN, '')}"}
