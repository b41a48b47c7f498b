"""«Ответственные»: who answers for what on both sides; a new table is tried first, then accepted and told."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import SvodkaError, UsageError
from svodka.responsible.refusal import TableRefused
from svodka.responsible.words import COLUMN_TITLES, side_of
from svodka.web.access import Viewer, posted, require
from svodka.web.moment import Now
from svodka.web.rendering import page, see_other

router = APIRouter()
MAY_READ, MAY_REGISTER = Depends(require(Right.READ)), Depends(require(Right.REGISTER))
FORM = Depends(posted)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIDES = (("cur", "Центр управления регионом"), ("mcu", "Муниципальный центр управления"))
STANDING = {"acts": ("действует", "good"), "replaced": ("замещён", "warn"), "coming": ("впереди", "")}
MAILS = {
    "pending": "ждёт отправки", "sending": "отправляется", "sent": "передано", "uncertain": "неизвестно, передано ли",
    "failed": "сервер отказал",
}  # fmt: skip
SAID = {
    "accepted": "Таблица принята. Письма об изменениях — в разделе «Письма».",
    "same": "Таблица та же, что принята: новой редакции нет.",
}
OVERTAKEN = "Пока вы смотрели, приняли другую редакцию таблицы: проверьте свою снова. Ничего не изменено."


@router.get("/responsible")
def responsible(request: Request, now: Now, said: str = "", viewer: Viewer = MAY_READ) -> Response:
    found = pipeline.responsible_persons(now)
    sides = [(title, [one for one in found["persons"] if side_of(one["role"]) == side]) for side, title in SIDES]
    return page(
        request, viewer, "responsible.html.j2",
        found=found, sides=sides, standing=STANDING, mails=MAILS, versions=pipeline.responsible_versions(now),
        said=SAID.get(said),
    )  # fmt: skip


@router.get("/responsible/table.xlsx")
def table(now: Now, viewer: Viewer = MAY_READ) -> Response:
    """The table in force, to be edited."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "responsible.xlsx"
        pipeline.save_responsible(file, now)
        content = file.read_bytes()
    return Response(
        content, media_type=XLSX, headers={"content-disposition": 'attachment; filename="responsible.xlsx"'}
    )


@router.post("/responsible/check")
def check(request: Request, now: Now, viewer: Viewer = MAY_REGISTER, form: FormData = FORM) -> Response:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise UsageError("Файл не выбран: вернитесь и выберите таблицу. Ничего не изменено.")
    held_id = pipeline.hold_responsible(file.filename, file.file.read(), viewer.login, now)
    return see_other(request, f"/responsible/check/{held_id}")


@router.get("/responsible/check/{held:uuid}")
def checked(request: Request, held: UUID, now: Now, viewer: Viewer = MAY_REGISTER) -> Response:
    """What is wrong in the sent table, or what accepting it would change; nothing is changed yet."""
    file = pipeline.held_responsible(held, viewer.login)
    words: dict[str, Any] = {"held": held, "file": file.name, "problems": [], "columns": COLUMN_TITLES, "found": None}
    try:
        words["found"] = pipeline.check_responsible(file, now)
    except TableRefused as refused:
        words["problems"] = refused.problems
    return page(request, viewer, "responsible_check.html.j2", **words, version=_version(now))


@router.post("/responsible/accept")
def accept(request: Request, now: Now, viewer: Viewer = MAY_REGISTER, form: FormData = FORM) -> Response:
    """Accepts what was seen, and only that: another version accepted meanwhile would make other differences."""
    held_id = _held_id(form)
    file = pipeline.held_responsible(held_id, viewer.login)
    if str(form.get("version")) != str(_version(now)):
        raise SvodkaError(OVERTAKEN)
    is_new = pipeline.accept_responsible(file, viewer.login, now)["is_new"]
    pipeline.drop_responsible(held_id, viewer.login)
    pipeline.announce_responsible(now)
    return see_other(request, f"/responsible?said={'accepted' if is_new else 'same'}")


def _version(now: Now) -> int:
    versions = pipeline.responsible_versions(now)
    return versions[0]["version"] if versions else 0


def _held_id(form: FormData) -> UUID:
    try:
        return UUID(str(form.get("held") or ""))
    except ValueError as error:
        raise UsageError("Не указано, какую таблицу принять: проверьте её снова. Ничего не изменено.") from error
