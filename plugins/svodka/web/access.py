"""Who asks: Airflow says who it is (401), meta.role_grant what he may (403); a write also needs its token."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from airflow.api_fastapi.core_api.security import get_user
from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from svodka import pipeline
from svodka.access.roles import RIGHT_WORDS, TITLES, Right, Role, holders_in_words, may
from svodka.errors import UsageError
from svodka.web import write_token

SAFE = ("GET", "HEAD")


@dataclass(frozen=True)
class Viewer:
    """The logged-in user in his role."""

    login: str
    role: Role

    @property
    def title(self) -> str:
        return TITLES[self.role]

    def may(self, right: str) -> bool:
        """Whether he may do it; by the word, so that templates can ask too."""
        return may(self.role, Right(right))


async def viewer(user: Any = Depends(get_user)) -> Viewer:
    """The user of the request. Raises 403 for a login without a role."""
    login = str(user.get_name())
    role = await run_in_threadpool(pipeline.role_of_login, login)
    if role is None:
        raise HTTPException(
            403, f"Логину {login} не назначена роль. Её назначают руководитель МЦУ или инженер на странице «Доступ»."
        )
    return Viewer(login, Role(role))


def require(right: Right, is_of_root: bool = False) -> Callable[..., Any]:
    """A dependency: the viewer, if he has the right; else 403 in words, and 403 for a write without its token.

    The token stands in the body, which is read only for somebody who may do what the route does: the guard of the
    root (`is_of_root`) leaves it to the route's own.
    """

    async def holder(request: Request, viewer: Viewer = Depends(viewer)) -> Viewer:
        _assert_storable(request.query_params.values())
        if not viewer.may(right):
            raise HTTPException(
                403,
                f"Роль «{viewer.title}» не даёт права {RIGHT_WORDS[right]}. Это может: {holders_in_words(right)}.",
            )
        if request.method not in SAFE and not is_of_root:
            await write_token.check(request, viewer.login)
        return viewer

    return holder


async def posted(request: Request) -> FormData:
    """The fields of a form that was sent. Only here: a route that declared them itself would read the body of a
    stranger before he is refused."""
    form = await request.form()
    _assert_storable(form.values())
    return form


def _assert_storable(values: Iterable[Any]) -> None:
    """Raises UsageError for a NUL character: no text of the database can hold it, no person types it."""
    if any(isinstance(value, str) and "\x00" in value for value in values):
        raise UsageError("В адресе страницы или в поле стоит знак, которого не бывает в тексте: вернитесь и исправьте.")
