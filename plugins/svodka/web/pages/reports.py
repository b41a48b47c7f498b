"""«Отчёты»: the quarters with their editions and deliveries, and the files of an edition."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import UsageError
from svodka.web.access import Viewer, require
from svodka.web.moment import Now
from svodka.web.rendering import page

router = APIRouter()
READ = Depends(require(Right.READ))
BLOCKED = (
    "В этой редакции найдено то, что может быть персональными данными: её файлы открывают только те, кому можно их "
    "видеть. Дождитесь исправленной редакции."
)


@router.get("/reports")
def reports(request: Request, now: Now, viewer: Viewer = READ, before: str | None = None) -> Response:
    return page(request, viewer, "reports.html.j2", **asked(pipeline.report_list, now, before))


@router.get("/reports/{quarter}/{number}/{name}")
def file(quarter: str, number: str, name: str, now: Now, viewer: Viewer = READ) -> Response:
    """One file as it was issued. Where the privacy gate has found something in the edition, only for whoever may see
    personal data, and written down."""
    found = asked(pipeline.edition_file, quarter, number, name)
    if found is None:
        raise HTTPException(404)
    if found.is_blocked:
        if not viewer.may(Right.PERSONAL):
            raise HTTPException(403, BLOCKED)
        pipeline.write_down_view(viewer.login, viewer.role, "/reports", None, now)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
    return Response(found.content, media_type=found.media_type, headers=headers)


def asked(use_case: Any, *words: Any) -> Any:
    """What the use-case says; a quarter that is written wrong in the address is a page that is not there."""
    try:
        return use_case(*words)
    except UsageError as error:
        raise HTTPException(404) from error
