"""A write comes from our own page: same origin, and the token that the page was given for this login."""

from __future__ import annotations

from functools import cache

from fastapi import HTTPException, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from svodka.settings import load_settings
from svodka.warehouse.embedded.secrets import secret

FIELD = "token"
HEADER = "x-svodka-token"
LASTS_SECONDS = 12 * 3600
STALE = "Страница открыта слишком давно или не нами. Обновите её и повторите: ничего не изменено."


@cache
def _serializer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="svodka.web.write")


def _signer() -> URLSafeTimedSerializer:
    return _serializer(secret(load_settings().home, "svodka.web"))


def token(login: str) -> str:
    """The token that a page carries for one login."""
    return _signer().dumps(login)


async def check(request: Request, login: str) -> None:
    """Raises 403 when the request was not sent by a page of ours that this login has opened."""
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if origin is not None and origin.partition("://")[2] != host:
        raise HTTPException(403, STALE)
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise HTTPException(403, STALE)
    given = request.headers.get(HEADER) or (await request.form()).get(FIELD)
    try:
        is_ours = isinstance(given, str) and _signer().loads(given, max_age=LASTS_SECONDS) == login
    except BadSignature:
        is_ours = False
    if not is_ours:
        raise HTTPException(403, STALE)
