"""«Карантин»: rows that no load takes, why, what to do in the source; dismissed with a reason or judged again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from starlette.background import BackgroundTask
from starlette.datastructures import FormData

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import UsageError
from svodka.web.access import Viewer, posted, require
from svodka.web.moment import Now
from svodka.web.rendering import page, root_of, see_other

router = APIRouter()
MAY_READ = Depends(require(Right.READ))
MAY_CORRECT = Depends(require(Right.CORRECT))
MAY_SEE = Depends(require(Right.PERSONAL))
FORM = Depends(posted)
SAID = {
    "dismissed": "Снято. Кто, когда и почему — записано; повторная загрузка эти строки не вернёт.",
    "judged": "Файл проверен заново целиком. Что осталось в карантине, видно ниже.",
    "queued": "Файл будет проверен заново при ближайшей загрузке канала: в часы приёма — в течение 10 минут.",
}


@router.get("/quarantine")
def quarantine(
    request: Request, channel: str = "", code: str = "", after: int | None = None, viewer: Viewer = MAY_READ
) -> Response:
    found = pipeline.quarantine(channel or None, code or None, after)
    root = root_of(request)

    def address(**changed: Any) -> str:
        asked = {name: value for name, value in ({"channel": channel, "code": code} | changed).items() if value}
        return f"{root}/quarantine" + (f"?{urlencode(asked)}" if asked else "")

    said = SAID.get(request.query_params.get("said", ""))
    return page(
        request, viewer, "quarantine.html.j2",
        **found, channel=channel, code=code, is_first=after is None, address=address, said=said,
        by_code=_summed(found["counts"], channel),
    )  # fmt: skip


@router.get("/quarantine/{row:int}")
def row(request: Request, row: int, viewer: Viewer = MAY_READ) -> Response:
    return page(request, viewer, "quarantine_row.html.j2", row=pipeline.quarantined_row(row), cells=None)


@router.post("/quarantine/{row:int}/show")
def show(request: Request, row: int, now: Now, viewer: Viewer = MAY_SEE, form: FormData = FORM) -> Response:
    """The answer to the post itself: an address that shows it again would not be journaled."""
    shown = pipeline.show_quarantined(row, viewer.login, viewer.role, now)
    return page(request, viewer, "quarantine_row.html.j2", row=shown, cells=shown["cells"])


@router.post("/quarantine/{row:int}/dismiss")
def dismiss(request: Request, row: int, now: Now, viewer: Viewer = MAY_CORRECT, form: FormData = FORM) -> Response:
    pipeline.dismiss_quarantined(row, str(form.get("reason") or ""), viewer.login, now)
    return _back(request, "dismissed")


@router.get("/quarantine/file/{file:int}/{code}")
def alike(request: Request, file: int, code: str, viewer: Viewer = MAY_CORRECT) -> Response:
    return page(request, viewer, "quarantine_alike.html.j2", alike=pipeline.quarantined_alike(file, code))


@router.post("/quarantine/file/{file:int}/{code}/dismiss")
def dismiss_alike(
    request: Request, file: int, code: str, now: Now, viewer: Viewer = MAY_CORRECT, form: FormData = FORM
) -> Response:
    newest = str(form.get("newest_id") or "")
    if not newest.isdecimal():
        raise UsageError("Не понято, какие строки снять. Вернитесь к списку и повторите: ничего не изменено.")
    pipeline.dismiss_alike(file, code, int(newest), str(form.get("reason") or ""), viewer.login, now)
    return _back(request, "dismissed")


@router.post("/quarantine/file/{file:int}/judge-again")
def judge_again(request: Request, file: int, now: Now, viewer: Viewer = MAY_CORRECT, form: FormData = FORM) -> Response:
    load_id = pipeline.judge_again(file, viewer.login, now)
    if load_id is None:
        return _back(request, "queued")
    return _back(request, "judged", BackgroundTask(pipeline.bring_up_to_date, now))


def _summed(counts: list[dict[str, Any]], channel: str) -> dict[str, int]:
    """Open rows by code: of the channel, or of all."""
    found: dict[str, int] = {}
    for one in counts:
        if channel in ("", one["channel"]):
            found[one["code"]] = found.get(one["code"], 0) + one["n"]
    return found


def _back(request: Request, said: str, then: BackgroundTask | None = None) -> Response:
    return see_other(request, f"/quarantine?said={said}", then)
