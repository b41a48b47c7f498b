"""«Доступ»: which login holds which role; given and taken here."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from svodka import pipeline
from svodka.access.roles import RIGHT_WORDS, TITLES, Right, Role, holders_in_words
from svodka.errors import SvodkaError
from svodka.web.access import Viewer, posted, require
from svodka.web.moment import Now
from svodka.web.rendering import page, see_other

router = APIRouter()
MAY_GRANT = Depends(require(Right.GRANT))


@router.get("/access")
def access(request: Request, viewer: Viewer = MAY_GRANT) -> Response:
    return page(
        request, viewer, "access.html.j2",
        grants=pipeline.granted_roles(),
        roles=[(role.value, TITLES[role]) for role in Role],
        rights=[(RIGHT_WORDS[right], holders_in_words(right)) for right in Right],
    )  # fmt: skip


@router.post("/access/grant")
def grant(request: Request, now: Now, viewer: Viewer = MAY_GRANT, form: FormData = Depends(posted)) -> Response:
    login = str(form.get("login") or "").strip()
    _not_oneself(viewer, login)
    pipeline.grant_role(login, str(form.get("role") or ""), viewer.login, now)
    return see_other(request, "/access")


@router.post("/access/revoke")
def revoke(request: Request, now: Now, viewer: Viewer = MAY_GRANT, form: FormData = Depends(posted)) -> Response:
    login = str(form.get("login") or "").strip()
    _not_oneself(viewer, login)
    pipeline.revoke_role(login, viewer.login, now)
    return see_other(request, "/access")


def _not_oneself(viewer: Viewer, login: str) -> None:
    if login == viewer.login:
        raise SvodkaError("Свою роль человек сам не меняет: попросите другого, кто назначает роли, или инженера.")
