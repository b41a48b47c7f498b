"""«Загрузить»: an export is given, looked at, and only then landed and loaded."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.background import BackgroundTask
from starlette.datastructures import FormData, UploadFile

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import UsageError
from svodka.period import business_day
from svodka.settings import load_settings
from svodka.web.access import Viewer, posted, require
from svodka.web.moment import Now
from svodka.web.rendering import page, see_other

router = APIRouter()
MAY_LAND = Depends(require(Right.LAND))
FORM = Depends(posted)
FIRST_DAY = date(2018, 1, 1)
SAID = {
    "dropped": "Файл убран, ничего не загружено.",
    "queued": "Файл принят и ждёт очереди: он загрузится сам в течение 10 минут в часы приёма выгрузок. "
    "Что получилось, будет видно на странице «Качество данных».",
}
SOURCES = {
    "name": "по дате в имени файла",
    "title": "по дате над таблицей",
    "modified": "по времени сохранения в самом файле",
    "created": "по времени создания в самом файле",
    "file_time": "в файле даты нет: взят указанный день или время передачи файла",
}


@router.get("/upload")
def upload(request: Request, viewer: Viewer = MAY_LAND) -> Response:
    said = SAID.get(request.query_params.get("said", ""))
    return page(request, viewer, "upload.html.j2", channels=pipeline.upload_channels(), said=said)


@router.post("/upload")
def look(request: Request, now: Now, viewer: Viewer = MAY_LAND, form: FormData = FORM) -> Response:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise UsageError("Файл не выбран. Выберите выгрузку и нажмите «Проверить» снова.")
    exported_on = _day(str(form.get("exported_on") or ""), now)
    choice = str(form.get("channel") or "")
    draft_id = pipeline.start_upload(viewer.login, file.filename, file.file, choice, exported_on, now)
    return see_other(request, f"/upload/{draft_id}")


@router.get("/upload/{draft:uuid}")
def draft(request: Request, draft: UUID, viewer: Viewer = MAY_LAND) -> Response:
    told = pipeline.upload_draft(draft, viewer.login)
    channels = pipeline.upload_channels()
    titles = {one["value"]: one["title"] for one in channels}
    return page(request, viewer, "upload_draft.html.j2", draft=told, found=told["found"], channels=channels,
                titles=titles, sources=SOURCES)  # fmt: skip


@router.post("/upload/channel")
def channel(request: Request, now: Now, viewer: Viewer = MAY_LAND, form: FormData = FORM) -> Response:
    draft_id = _draft_id(form)
    pipeline.choose_channel(draft_id, viewer.login, str(form.get("channel") or ""), now)
    return see_other(request, f"/upload/{draft_id}")


@router.post("/upload/land")
def land(request: Request, now: Now, viewer: Viewer = MAY_LAND, form: FormData = FORM) -> Response:
    load_id = pipeline.land_upload(_draft_id(form), viewer.login, now)
    if load_id is None:
        return see_other(request, "/upload?said=queued")
    return see_other(request, f"/data/load/{load_id}", BackgroundTask(pipeline.bring_up_to_date, now))


@router.post("/upload/drop")
def drop(request: Request, viewer: Viewer = MAY_LAND, form: FormData = FORM) -> Response:
    pipeline.drop_upload(_draft_id(form), viewer.login)
    return see_other(request, "/upload?said=dropped")


def _draft_id(form: FormData) -> UUID:
    try:
        return UUID(str(form.get("draft") or ""))
    except ValueError as error:
        raise UsageError("Не понято, о каком файле речь. Выберите файл заново.") from error


def _day(given: str, now: datetime) -> date | None:
    """A day to come would stay the newest for as long as it has not come, whatever later exports say."""
    try:
        day = date.fromisoformat(given) if given else None
    except ValueError as error:
        raise UsageError("День выгрузки не понят: укажите его как 01.10.2026 или оставьте поле пустым.") from error
    if day is not None and not FIRST_DAY <= day <= business_day(now, load_settings().zone):
        raise UsageError(
            f"День выгрузки {day:%d.%m.%Y}: ожидается день от {FIRST_DAY:%d.%m.%Y} до сегодняшнего. Выберите файл и "
            "день заново: ничего не загружено."
        )
    return day
