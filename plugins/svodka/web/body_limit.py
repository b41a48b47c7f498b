"""A request's body has a limit, counted as it comes: a header may lie."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from svodka.intake.tables.limits import DEFAULT, MEBIBYTE

SMALL = 256 * 1024
# What a form of several files adds to the largest file; the page itself refuses a larger one by name.
UPLOAD = DEFAULT.file_bytes + 8 * MEBIBYTE
UPLOAD_PATHS = ("/upload",)


class BodyLimit:
    """Ends the reading of a body that is too long with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        limit = UPLOAD if path.startswith(UPLOAD_PATHS) else SMALL
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413, f"Слишком много данных: больше {limit // 1024} КБ. Ничего не изменено.")
            return message

        await self.app(scope, counted, send)
