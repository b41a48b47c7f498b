"""A page from its template: the frame, the menu, the viewer's token; numbers and days as people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.background import BackgroundTask

from svodka.russian_plural import plural
from svodka.settings import load_settings
from svodka.web import write_token
from svodka.web.menu import MENU

if TYPE_CHECKING:
    from svodka.web.access import Viewer

TEMPLATES = Path(__file__).parent / "templates"
NARROW = "\u202f"  # between thousands


def page(request: Request, viewer: Viewer, template: str, /, status: int = 200, **words: Any) -> HTMLResponse:
    """The template in the frame of all pages. It has besides its words: viewer, root (where we are mounted), menu,
    here (this page's path), token, town."""
    root = root_of(request)
    frame = {
        "viewer": viewer,
        "root": root,
        "menu": [item for item in MENU if viewer.may(item.right)],
        "here": request.url.path.removeprefix(root),
        "token": write_token.token(viewer.login),
        "town": load_settings().municipality.title,
    }
    return HTMLResponse(templates().get_template(template).render({**frame, **words}), status_code=status)


def see_other(request: Request, path: str, then: BackgroundTask | None = None) -> RedirectResponse:
    """The end of a write: the browser asks for the page at the path below our root; `then`: what is done after."""
    return RedirectResponse(f"{root_of(request)}{path}", status_code=303, background=then)


def root_of(request: Request) -> str:
    """Where we are mounted: «/svodka» inside Airflow."""
    return str(request.scope.get("root_path", ""))


@cache
def templates() -> Environment:
    """The templates of the pages; everything put into them is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"day": day, "moment": moment, "number": number, "plural": plural}
    return environment


def day(value: date | datetime | str | None) -> str:
    """01.10.2026; a dash for none. ISO texts are read."""
    if value is None or value == "":
        return "—"
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{_local(value):%d.%m.%Y}"


def moment(value: datetime | str | None) -> str:
    """01.10.2026 08:30 in the business timezone; a dash for none."""
    if value is None or value == "":
        return "—"
    return f"{_local(datetime.fromisoformat(value) if isinstance(value, str) else value):%d.%m.%Y %H:%M}"


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(_zone()) if isinstance(value, datetime) and value.tzinfo else value


@cache
def _zone() -> ZoneInfo:
    """The business timezone; the settings are read from a file, and a page writes dozens of days."""
    return load_settings().zone


def number(value: Decimal | float | str | None, places: int | None = None) -> str:
    """1 234,5 with narrow spaces; a dash for none; `places`: digits after the comma, else as many as it has."""
    if value is None:
        return "—"
    figure = Decimal(str(value))
    shown = f"{figure:,.{places}f}" if places is not None else f"{figure:,}"
    return shown.replace(",", NARROW).replace(".", ",")
