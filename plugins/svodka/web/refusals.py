"""A refusal is a page too: one sentence what is wrong and what to do; the text of a foreign error is not shown."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from svodka.errors import SvodkaError, UsageError
from svodka.web.rendering import root_of, templates

log = logging.getLogger(__name__)

TITLES = {401: "Нужно войти", 403: "Нет доступа", 404: "Нет такой страницы", 413: "Слишком много данных"}
SENTENCES = {
    401: "Эта страница — для тех, кто вошёл.",
    404: "Такой страницы в «Сводке» нет: вернитесь в меню.",
    405: "Так эта страница не открывается: вернитесь в меню.",
}
MISASKED = (
    "Не понято, что указано в адресе страницы или в поле: значения нет или оно записано не так. Вернитесь и исправьте."
)
SPOILT = "В адресе стоит то, чего не может быть: вернитесь в меню."
SAFE = ("GET", "HEAD")
MOUNTED_AT = "/svodka"


def add_refusals(app: FastAPI) -> None:
    """Makes pages of all errors of the application."""

    @app.exception_handler(StarletteHTTPException)
    async def refused(request: Request, error: HTTPException) -> HTMLResponse:
        sentence = SENTENCES.get(error.status_code) or str(error.detail)
        return refusal(error.status_code, sentence, root_of(request), _way_in(request, error.status_code))

    @app.exception_handler(RequestValidationError)
    async def misasked(request: Request, error: RequestValidationError) -> HTMLResponse:
        return refusal(400, MISASKED, root_of(request))

    @app.exception_handler(SvodkaError)
    async def stopped(request: Request, error: SvodkaError) -> HTMLResponse:
        return refusal(400 if isinstance(error, UsageError) else 409, str(error), root_of(request))

    @app.exception_handler(OverflowError)
    @app.exception_handler(DataError)
    async def impossible(request: Request, error: DataError | OverflowError) -> HTMLResponse:
        """A number or a day that no column can hold, in an address that somebody has spoilt."""
        if request.method not in SAFE:
            raise error
        log.warning("Страница %s: значение, которого не может быть", request.url.path)
        return refusal(400, SPOILT, root_of(request))


class Breakdowns:
    """Makes a page of an error that nobody has foreseen. Not by a handler of `Exception`: that one answers outside of
    our headers and raises the error again, so that its text, which may carry rows, would stand in the server's log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            log.error("Страница %s: внутренняя ошибка (%s)", scope.get("path"), type(error).__name__)
            if has_begun or scope["type"] != "http":
                raise
            await breakdown(scope["method"], error)(scope, receive, send)


def breakdown(method: str, error: Exception) -> HTMLResponse:
    """A read has changed nothing; of a write nobody can say it here."""
    what = "Ничего не изменено" if method in SAFE else "Проверьте, записано ли то, что вы делали, прежде чем повторять"
    return refusal(500, f"Внутренняя ошибка ({type(error).__name__}). {what}; позовите инженера.")


def _way_in(request: Request, status: int) -> str | None:
    """Airflow's own login, which leads back to the wanted page: a link of a mail may be opened before the login."""
    if status != 401 or request.method not in SAFE:
        return None
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{root_of(request).removesuffix(MOUNTED_AT)}/api/v2/auth/login?{urlencode({'next': wanted})}"


def refusal(status: int, sentence: str, root: str = MOUNTED_AT, way_in: str | None = None) -> HTMLResponse:
    """The page of one refusal; with a way back for whoever may be let in there, and a way in for a stranger."""
    words = {
        "title": TITLES.get(status, "Не получилось"),
        "sentence": sentence,
        "root": root,
        "is_known": status != 401,
        "way_in": way_in,
    }
    return HTMLResponse(templates().get_template("refusal.html.j2").render(words), status_code=status)
