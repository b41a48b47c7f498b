"""Official pages («Госпаблики») of the invented organisations, week by week."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from samples.life import stream
from samples.town import FOREIGN, OURS

FIRST_WEEK = date(2025, 6, 2)
LAST_WEEK = date(2026, 9, 21)
CORRECTED_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Page:
    """An organisation and its page as they are kept all the time; `posts` is the usual number a week."""

    organisation: str
    number: int
    page_id: str = ""
    posts: float = 0
    subscribers: int = 0
    reach: float = 0.0
    design: int | None = 100
    widgets: int | None = 2
    connected: bool | None = True
    mark: bool | None = True
    status: str = "ведётся"
    ground: str = ""
    municipality: str = OURS[0]

    @property
    def ogrn(self) -> str:
        """Thirteen digits with a right check digit, of the region 00 that does not exist."""
        twelve = f"12600{self.number:07d}"
        return f"{twelve}{int(twelve) % 11 % 10}"


PAGES = (
    Page("Администрация (образец)", 1, "club900001", 14, 5200, 0.78),
    Page("Дом культуры «Пример»", 2, "club900002", 6, 2100, 0.55, 90),
    Page("Библиотека «Черновик»", 3, "club900003", 4, 640, 0.42, 80, 1),
    Page("Школа № 0", 4, "club900004", 5, 1800, 0.61, 100, 2),
    Page("Школа № 00", 5, "club900005", 2.2, 950, 0.33, 70, 1, True, False),
    Page("Детский сад «Макет»", 6, "club900006", 3.1, 410, 0.52, 85, 0),
    Page("Детский сад «Эскиз»", 7, "club900007", 1.4, 260, 0.24, 55, 0, False, False),
    Page("Спортивная школа «Проба»", 8, "club900008", 5.5, 1300, 0.71, 95, 2),
    Page("Спортивная школа «Проба»", 8, "public900018", 1.0, 90, 0.2, 40, 0, True, False),
    Page("Музей «Шаблон»", 9, "club900009", 3.4, 730, 0.47, None, None),
    Page("Архив (образец)", 10, "", status="не ведётся", design=None, widgets=None, connected=None, mark=None),
    Page(
        "Аварийная служба (образец)",
        11,
        status="не ведётся",
        design=None,
        widgets=None,
        connected=None,
        mark=None,
        ground="п. 5 перечня: доступ к сведениям ограничен",
    ),
    Page("Центр занятости «Условность»", 12, "club900012", 2.9, 380, 0.3, 75, 2, True, None),
    Page("Дом культуры соседей", 13, "club900013", 3, 300, 0.4, municipality=FOREIGN[0]),
)


@dataclass(frozen=True)
class PageWeek:
    """One page in one week: numbers as first shown, and as corrected two weeks later."""

    page: Page
    week: date
    posts: int | None
    reach: int | None
    subscribers: int | None
    corrected_posts: int | None

    def shown_posts(self, day: date) -> int | None:
        """The number of posts an export of that day shows."""
        return self.corrected_posts if day >= self.week + CORRECTED_AFTER else self.posts


def page_weeks() -> list[PageWeek]:
    """Every page in every week, in the order of weeks."""
    rng = stream("pages")
    weeks = [FIRST_WEEK + timedelta(weeks=n) for n in range((LAST_WEEK - FIRST_WEEK).days // 7 + 1)]
    return [_week(rng, page, week) for week in weeks for page in PAGES]


def _week(rng: random.Random, page: Page, week: date) -> PageWeek:
    lull = 0.4 if (week.month, week.day) <= (1, 8) or (week.month == 7 and page.number in (4, 5)) else 1.0
    posts = max(0, round(rng.gauss(page.posts * lull, 1 + page.posts / 6)))
    weeks_of_growth = (week - FIRST_WEEK).days // 7
    subscribers = round(page.subscribers * (1 + 0.002 * weeks_of_growth))
    reach = round(subscribers * page.reach * rng.uniform(0.75, 1.25))
    is_late, is_hidden = rng.random() < 0.05, rng.random() < 0.02
    if not page.page_id:
        return PageWeek(page, week, None, None, None, None)
    return PageWeek(page, week, posts, None if is_hidden else reach, subscribers, posts + 1 if is_late else posts)
