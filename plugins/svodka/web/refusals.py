"""A refusal is a page too: one sentence what is wrong and what to do; the text of a foreign error is not shown."""

from __future__ import annotations

import logging

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from svodka.errors import SvodkaError, UsageError
from svodka.web.rendering import templates

log = logging.getLogger(__name__)

TITLES = {401: "Нужно войти", 403: "Нет доступа", 404: "Нет такой страницы", 413: "Слишком много данных"}
SENTENCES = {
    401: "Войдите в Airflow и откройте страницу снова.",
    404: "Такой страницы в «Сводке» нет: вернитесь в меню.",
    405: "Так эта страница не вызывается: вернитесь в меню.",
}


def add_refusals(app: FastAPI) -> None:
    """Makes pages of all errors of the application."""

    @app.exception_handler(StarletteHTTPException)
    async def refused(_: Request, error: HTTPException) -> HTMLResponse:
        return refusal(error.status_code, SENTENCES.get(error.status_code) or str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def misasked(_: Request, error: RequestValidationError) -> HTMLResponse:
        fields = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors()}))
        return refusal(400, f"Не понято, что указано в поле: {fields}. Вернитесь и исправьте.")

    @app.exception_handler(SvodkaError)
    async def stopped(_: Request, error: SvodkaError) -> HTMLResponse:
        return refusal(400 if isinstance(error, UsageError) else 409, str(error))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> HTMLResponse:
        log.error("Страница %s: внутренняя ошибка (%s)", request.url.path, type(error).__name__)
        return refusal(500, f"Внутренняя ошибка ({type(error).__name__}). Ничего не изменено; позовите инженера.")


def refusal(status: int, sentence: str) -> HTMLResponse:
    """The page of one refusal."""
    words = {"title": TITLES.get(status, "Не получилось"), "sentence": sentence}
    return HTMLResponse(templates().get_template("refusal.html.j2").render(words), status_code=status)
