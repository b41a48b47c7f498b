"""«Сроки»: the control list, narrowed by kind, channel, block and executor, in parts and as a file."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from svodka import pipeline
from svodka.access.roles import Right
from svodka.web.access import Viewer, require
from svodka.web.moment import Now
from svodka.web.rendering import page, root_of

router = APIRouter()
MAY_READ = Depends(require(Right.READ))
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def conditions(
    kind: str = "", channel: str = "", block: str = "", executor: str = "", sort: str = "effect"
) -> dict[str, str]:
    """What narrows and orders the list, as it stands in the address."""
    return {"kind": kind, "channel": channel, "block": block, "executor": executor, "sort": sort}


@router.get("/terms")
def terms(
    request: Request,
    now: Now,
    after: str = "",
    asked: dict[str, str] = Depends(conditions),
    viewer: Viewer = MAY_READ,
) -> Response:
    found = pipeline.terms(now, after=after, **asked)
    root = root_of(request)

    def address(path: str = "", **changed: str) -> str:
        kept = {name: value for name, value in {**asked, **changed}.items() if value and value != "effect"}
        return f"{root}/terms{path}" + (f"?{urlencode(kept)}" if kept else "")

    words: dict[str, Any] = {**found, "asked": asked, "address": address, "is_first": not after}
    return page(request, viewer, "terms.html.j2", **words)


@router.get("/terms/list.xlsx")
def list_xlsx(now: Now, asked: dict[str, str] = Depends(conditions), viewer: Viewer = MAY_READ) -> Response:
    return _file(now, "xlsx", asked)


@router.get("/terms/list.csv")
def list_csv(now: Now, asked: dict[str, str] = Depends(conditions), viewer: Viewer = MAY_READ) -> Response:
    return _file(now, "csv", asked)


def _file(now: Now, kind: Literal["xlsx", "csv"], asked: dict[str, str]) -> Response:
    name, content = pipeline.terms_file(now, kind, **asked)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=TYPES[kind], headers=headers)
