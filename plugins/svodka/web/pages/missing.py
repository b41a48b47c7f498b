"""«Пропало из выгрузки»: messages that the newest exports do not hold; withdrawn by their source, or kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import UsageError
from svodka.web.access import Viewer, posted, require
from svodka.web.moment import Now
from svodka.web.rendering import page, root_of, see_other

router = APIRouter()
MAY_READ = Depends(require(Right.READ))
MAY_DECIDE = Depends(require(Right.DECIDE))
FORM = Depends(posted)
TABS = {"open": "ждут решения", "withdrawn": "отозваны источником", "kept": "оставлены"}
SAID = {
    "withdraw": "Решение записано: сообщения отозваны источником и с этой минуты не входят в показатели.",
    "keep": "Решение записано: сообщения остаются в показателях; если вернутся и пропадут снова, появятся здесь опять.",
    "none": "Ничего не изменено: эти сообщения уже вернулись, или о них уже решено так же.",
}


@router.get("/missing")
def missing(
    request: Request, show: str = "open", channel: str = "", after: str = "", viewer: Viewer = MAY_READ
) -> Response:
    show = show if show in TABS else "open"
    found = pipeline.missing_messages(show, channel or None, _place(after))
    root = root_of(request)

    def address(**changed: str) -> str:
        asked = {name: value for name, value in ({"show": show, "channel": channel} | changed).items() if value}
        return f"{root}/missing?{urlencode(asked)}"

    following = found["next"] and address(after=f"{found['next'][0].isoformat()}/{found['next'][1]}")
    counts = [one for one in found["counts"] if channel in ("", one["channel"])]
    totals = {name: sum(one[f"n_{name}"] for one in counts) for name in TABS}
    return page(
        request, viewer, "missing.html.j2",
        messages=found["messages"], channels=found["channels"], totals=totals, tabs=TABS,
        show=show, channel=channel, address=address, newer=address() if after else None, older=following,
        said=SAID.get(request.query_params.get("said", "")),
    )  # fmt: skip


@router.post("/missing/decide")
def decide(request: Request, now: Now, viewer: Viewer = MAY_DECIDE, form: FormData = FORM) -> Response:
    action = str(form.get("action") or "")
    keys = _keys([str(value) for value in form.getlist("message")])
    n = pipeline.decide_missing(keys, action, str(form.get("reason") or ""), viewer.login, now)
    said = action if n else "none"
    return see_other(request, f"/missing?said={said}")


def _keys(values: list[str]) -> list[UUID]:
    try:
        return [UUID(value) for value in values]
    except ValueError as error:
        raise UsageError("Не понято, какие сообщения отмечены. Обновите страницу: ничего не изменено.") from error


def _place(after: str) -> tuple[datetime, UUID] | None:
    """Where the page begins; None for the first one, and for an address that somebody has spoilt."""
    moment, _, key = after.partition("/")
    try:
        place: tuple[Any, Any] = datetime.fromisoformat(moment), UUID(key)
    except ValueError:
        return None
    return place if place[0].tzinfo else None
