"""Use-cases of the page «Сроки»: the control list by kind, channel, block and executor, in parts or as a file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from svodka.errors import UsageError
from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings

if TYPE_CHECKING:
    from svodka.control.control_list import Asked, Listed, Place

PAGE = 50
SORTS = ("effect", "term")


def terms(
    now: datetime,
    kind: str | None = None,
    channel: str | None = None,
    block: str | None = None,
    executor: str | None = None,
    sort: str = "effect",
    after: str | None = None,
) -> dict[str, Any]:
    """One page of the list: rows, `next` (what `after` must be for the following page, or None), counts by kind, what
    can be chosen, and as of when the effect on the figures is known. Raises UsageError, CalendarUnknown."""
    from svodka.control import control_list, effect
    from svodka.control.list_words import TITLES
    from svodka.period import business_day

    settings = load_settings()
    day = business_day(now, settings.zone)
    asked = _asked(kind, channel, block, executor, sort, after, PAGE + 1)
    with open_warehouse(settings).begin() as conn:
        part = control_list.read_list(conn, settings, day, now, asked)
        blocks, executors = control_list.choices(conn, settings)
        known_at = effect.effect_known_at(conn, settings, day)
    rows = part.rows[:PAGE]
    return {
        "rows": [_row_told(row) for row in rows],
        "next": _place_text(rows[-1].place) if len(part.rows) > PAGE else None,
        "counts": [(name, title, part.counts[name]) for name, title in TITLES.items()],
        "n_all": part.n_all,
        "n_asked": part.n_asked,
        "channels": sorted(control_list.channel_titles(settings).items(), key=lambda one: one[1]),
        "blocks": [(name, name) for name in blocks],
        "executors": [(name, name) for name in executors],
        "effect_known_at": known_at and known_at.isoformat(),
    }


def _row_told(row: Listed) -> dict[str, Any]:
    from svodka.control.list_words import moment, said_of

    return {
        "key": str(row.key),
        "number": row.number,
        "channel": row.channel,
        "block": row.block,
        "executor": row.executor,
        "due": row.due and moment(row.due),
        "is_overdue": "overdue" in row.kinds,
        "is_pressing": "due_1" in row.kinds,
        "said": said_of(row),
        "helps": row.helps,
    }


def terms_file(
    now: datetime,
    kind_of_file: Literal["xlsx", "csv"],
    kind: str | None = None,
    channel: str | None = None,
    block: str | None = None,
    executor: str | None = None,
    sort: str = "effect",
) -> tuple[str, bytes]:
    """Name and content of a file with all messages that the conditions leave. Raises UsageError, CalendarUnknown."""
    from svodka.control import list_file
    from svodka.control.control_list import read_list
    from svodka.period import business_day

    settings = load_settings()
    day = business_day(now, settings.zone)
    asked = _asked(kind, channel, block, executor, sort, None, None)
    with open_warehouse(settings).begin() as conn:
        rows: list[Listed] = list(read_list(conn, settings, day, now, asked).rows)
    content = list_file.as_xlsx(rows, now) if kind_of_file == "xlsx" else list_file.as_csv(rows)
    return f"svodka-terms-{day.isoformat()}.{kind_of_file}", content


def _asked(
    kind: str | None, channel: str | None, block: str | None, executor: str | None, sort: str, after: str | None,
    n_rows: int | None,
) -> Asked:  # fmt: skip
    from svodka.control.control_list import KINDS, Asked

    if kind and kind not in KINDS:
        raise UsageError(f"Списка «{kind}» нет: вернитесь на страницу «Сроки».")
    if sort not in SORTS:
        raise UsageError(f"Порядка «{sort}» нет: вернитесь на страницу «Сроки».")
    place = _place(after) if after else None
    order: Any = sort
    return Asked(kind or None, channel or None, block or None, executor or None, order, place, n_rows)


def _place_text(place: Place) -> str:
    return f"{place.rank}~{place.term.isoformat() if place.term else ''}~{place.key}"


def _place(text: str) -> Place:
    from svodka.control.control_list import Place

    try:
        rank, term, key = text.split("~")
        moment = datetime.fromisoformat(term) if term else None
        if moment is not None and moment.tzinfo is None:
            raise ValueError(term)
        return Place(int(rank), moment, UUID(key))
    except ValueError as error:
        raise UsageError("Место в списке указано неверно: начните со страницы «Сроки».") from error
