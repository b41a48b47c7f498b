"""«Качество данных»: loads, coverage by day, drift of the exports, topics that a person maps."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from svodka import pipeline
from svodka.access.roles import Right
from svodka.errors import UsageError
from svodka.settings import load_settings
from svodka.web.access import Viewer, posted, require
from svodka.web.moment import Now
from svodka.web.rendering import page, see_other

router = APIRouter()
MAY_READ = Depends(require(Right.READ))
MAY_CORRECT = Depends(require(Right.CORRECT))
FORM = Depends(posted)
SAID = {
    "mapped": "Тема отнесена. Показатели считаются с этим решением; кто и когда решил — в журнале ниже.",
    "unmapped": "Тема больше не отнесена к направлению; это записано в журнале ниже.",
}
STATES = {
    "loaded": ("загружено", "good"),
    "validated": ("проверено, не загружено", "warn"),
    "extracted": ("принято, не загружено", "warn"),
    "failed": ("не удалось", "bad"),
}
FILE_STATES = {
    "loaded": ("загружен", "good"),
    "unchanged": ("уже был принят", ""),
    "waiting": ("ждёт загрузки", "warn"),
    "refused": ("не принят", "bad"),
    "stopped": ("остановлен", "bad"),
}
MARKS = {
    "export": ("В", "выгрузка за этот день загружена"),
    "covered": ("п", "выгрузки за день нет, но день покрыт более поздней"),
    "gap": ("!", "пробел: данных за день нет"),
    "off": ("–", "выходной, выгрузка не ожидалась"),
    "future": ("", "день ещё не кончился"),
}
FIRST_MONTH = date(2018, 1, 1)
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip


@router.get("/data")
def data(request: Request, now: Now, viewer: Viewer = MAY_READ) -> Response:
    """Topics that may be a citizen's words are told to those who may see them, and the look is written down."""
    asked = request.query_params
    month = _month(asked.get("month"), now)
    before = asked.get("before", "")
    topics = pipeline.topics_to_map(viewer.may(Right.PERSONAL), now)
    if topics["is_personal"]:
        pipeline.write_down_view(viewer.login, viewer.role, "/data", None, now)
    loads = pipeline.recent_loads(now, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    coverage = pipeline.coverage_month(month, now)
    return page(
        request, viewer, "data.html.j2",
        loads=loads["loads"], older=loads["older"], is_first=not before, states=STATES,
        month_title=f"{MONTHS[month.month - 1]} {month.year}", coverage=coverage,
        earlier=_shifted(month, -1), later=_shifted(month, 1) if _shifted(month, 1) <= _month(None, now) else None,
        marks=MARKS, drift=pipeline.export_drift(now), said=SAID.get(asked.get("said", "")),
        topics=topics, channel_titles={one.channel: one.title for one in coverage["channels"]},
    )  # fmt: skip


@router.get("/data/load/{load_id:int}")
def load(request: Request, load_id: int, viewer: Viewer = MAY_READ) -> Response:
    return page(request, viewer, "load.html.j2", load=pipeline.load_result(load_id), states=STATES,
                file_states=FILE_STATES)  # fmt: skip


@router.post("/data/topic")
def topic(request: Request, now: Now, viewer: Viewer = MAY_CORRECT, form: FormData = FORM) -> Response:
    block = str(form.get("block") or "")
    if not block:
        raise UsageError("Направление не выбрано. Вернитесь, выберите его из списка и нажмите «Отнести».")
    wanted = None if block == "-" else block
    kind, word = str(form.get("kind") or ""), str(form.get("word") or "")
    pipeline.map_topic(word, wanted, _day(str(form.get("valid_from") or "")), viewer.login, kind, now)
    said = "mapped" if wanted else "unmapped"
    return see_other(request, f"/data?said={said}#topics")


def _month(given: str | None, now: datetime) -> date:
    """The first day of the month asked for as 2026-10; the present one by default, and for what cannot be read or has
    no days to show."""
    present = now.astimezone(load_settings().zone).date().replace(day=1)
    try:
        month = datetime.strptime(given or "", "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return present
    return month if FIRST_MONTH <= month <= present else present


def _shifted(month: date, step: int) -> date:
    middle = month.replace(day=15) + timedelta(days=30 * step)
    return middle.replace(day=1)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError("День, с которого действует решение, не понят: выберите его в календаре.") from error
