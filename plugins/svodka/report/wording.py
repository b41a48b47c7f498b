"""The Russian words of the report: periods, statuses, flags, slices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
STATUS = {
    "preliminary": "предварительная",
    "approved": "утверждённая",
    "automatic": "сформировано автоматически",
    "corrected": "уточнённая",
}
NOT_SIGNED = {
    "preliminary": "не подписано: редакция предварительная",
    "automatic": "никем не подписано, сформировано автоматически",
}
ADDRESSEE = {
    "cur_head": "Руководителю Центра управления регионом",
    "mcu_head": "Руководителю Муниципального центра управления",
    "secretary": "Секретарю Муниципального центра управления",
    "curator": "Куратору Муниципального центра управления",
}
DIRECTION = {"lower": "меньше — лучше", "higher": "больше — лучше", "neutral": "не оценивается"}
NO_DATA = "нет данных"


class QuarterLike(Protocol):
    """What the words need to know of a quarter."""

    @property
    def year(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


def period_title(quarter: QuarterLike) -> str:
    """«III квартал 2026 года»."""
    return f"{ROMAN[quarter.number]} квартал {quarter.year} года"


def short_period(quarter: QuarterLike) -> str:
    """«III.26», for the head of a column."""
    return f"{ROMAN[quarter.number]}.{quarter.year % 100:02}"


def period_days(quarter: QuarterLike) -> str:
    """«01.07.2026–30.09.2026»."""
    return f"{quarter.first_day:%d.%m.%Y}–{quarter.last_day:%d.%m.%Y}"


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in the business zone: «02.10.2026 07:00 по местному времени»."""
    return f"{moment.astimezone(zone):%d.%m.%Y %H:%M} по местному времени"


def flag_words(row: Mapping[str, Any]) -> str:
    """The flags of one value in words; empty when it has none."""
    words = []
    for flag in row["flags"]:
        if flag == "SMALL_N":
            words.append(f"мало записей: {row['denominator']}")
        elif flag == "LOW_COVERAGE":
            words.append(f"неполные данные: не известно по {row['n_unknown']} зап.")
        elif flag == "INCOMPLETE":
            words.append("есть пробел в выгрузках")
        elif flag == "CLOCK_SOURCE":
            words.append("время ответа взято из источника")
        else:
            words.append(flag)
    if row["value"] is None and not words:
        words.append(NO_DATA)
    return "; ".join(words)
