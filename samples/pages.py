"""The weekly table of official pages at the end of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from samples.pages_life import PageWeek
from samples.sheet import Sheet

_HEADERS = [
    "Уровень",
    "Наименование подведомственной организации",
    "Официальная страница не ведется на основании",
    "ОГРН",
    "Муниципальное образование",
    "Статус",
    "ID госпаблика",
    "Подключение к компоненту «Госпаблики» (да/нет)",
    "Госметка (да/нет)",
    "Оформление (%)",
    "Виджеты (0/1/2)",
    "Количество публикаций за неделю",
    "Количество подписчиков",
    "Общий охват аудитории за неделю",
    "Средний охват одной публикации",
]
WINDOW = timedelta(days=42)
# The first table had no column «Неделя»: it speaks of the last full week alone.
WEEK_COLUMN_SINCE = date(2025, 8, 1)


def sheets(weeks: Iterable[PageWeek], day: date) -> list[Sheet]:
    """The full weeks of the last 42 days, newest first; «Неделя» is a date, since April 2026 `2026-W27`."""
    last = day - timedelta(days=day.weekday() + 7)
    first = day - WINDOW if day >= WEEK_COLUMN_SINCE else last
    shown = sorted((week for week in weeks if first <= week.week <= last), key=lambda week: week.week, reverse=True)
    rows = [_row(week, day) for week in shown]
    headers = list(_HEADERS)
    if day >= WEEK_COLUMN_SINCE:
        headers.insert(0, "Неделя")
        rows = [[_name(week.week, day), *row] for week, row in zip(shown, rows, strict=True)]
    title = "Свод показателей официальных страниц (образец)"
    return [Sheet("Общий свод", headers, rows, headings=[title, "", "Заполняется по понедельникам"])]


def _name(week: date, day: date) -> object:
    return f"{week.isocalendar().year}-W{week.isocalendar().week:02d}" if day >= date(2026, 4, 1) else week


def _row(week: PageWeek, day: date) -> list[object]:
    page, posts = week.page, week.shown_posts(day)
    return [
        "муниципальный",
        page.organisation,
        page.ground,
        page.ogrn,
        page.municipality,
        page.status,
        page.page_id,
        _yes(page.connected),
        _yes(page.mark),
        page.design,
        page.widgets,
        posts,
        week.subscribers,
        week.reach,
        round(week.reach / posts) if week.reach and posts else None,
    ]


def _yes(value: bool | None) -> str | None:
    return None if value is None else "да" if value else "нет"
