"""An edition of every indicator in force, of as many figure rows as one asks for; channels may be silent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from svodka.figures.indicators import Indicator, catalogue, in_force
from svodka.period import Quarter
from svodka.report.annex import values_hash
from svodka.report.content import Content
from svodka.report.data_state import data_states
from svodka.report.face import Face, Official, Officials

QUARTER = Quarter(2026, 3)
AS_OF = "2026-10-02T07:15:00+05:00"
CHANNELS = {
    "incident": "Инцидент Менеджмент", "pos": "Платформа обратной связи", "reception": "Виртуальная приёмная сайта",
    "sed": "Система электронного документооборота", "journals": "Журналы письменных и устных обращений",
    "appeals": "Обращения по 59-ФЗ (реестр и ССТУ)", "pages": "Госпаблики",
}  # fmt: skip
N_EXECUTORS = 20
PLACE = ("channel", "legal_regime", "block", "executor")
OFFICIALS = Officials(
    Official("Кузнецова М. С.", "руководитель", "АНО «Центр управления регионом»"),
    Official("Петров П. П.", "руководитель", "Муниципальный центр управления"),
)


def content_of(
    n_rows: int, silent: Collection[str] = (), told: Mapping[str, Any] | None = None, kind: str = "approved"
) -> Content:
    """About so many rows: totals, channels, executors, and направления for the rest."""
    indicators = in_force(QUARTER.first_day, date(2026, 10, 2))
    places: list[dict[str, str]] = [{}, *({"channel": name} for name in CHANNELS if name not in silent)]
    places += [{"executor": f"Отдел № {number}"} for number in range(N_EXECUTORS)]
    places += [{"block": f"Направление {number}"} for number in range(n_rows // len(indicators) - len(places))]
    seeds = count()
    values = [
        nothing(one, place) if is_blind(one, silent) else value_of(one, place, next(seeds))
        for one in indicators
        for place in places
    ]
    document = {"schema": "svodka/figures/1", "municipality": "65763000", "period": str(QUARTER), "as_of": AS_OF}
    document |= {"edition": "1", "values": values}
    moment, zone = datetime.fromisoformat(AS_OF), ZoneInfo("Asia/Yekaterinburg")
    face = Face("ГО Рефтинский", QUARTER, "1", kind, moment, zone, values_hash(document), OFFICIALS)
    states = data_states([state_of(name, title, name in silent) for name, title in CHANNELS.items()])
    return Content(document, states, catalogue(), face, told)


def is_blind(one: Indicator, silent: Collection[str]) -> bool:
    return all(name in silent for name in CHANNELS if one.needs(name))


def value_of(one: Indicator, place: Mapping[str, str], seed: int) -> dict[str, Any]:
    """A value that looks like a real one; a tenth has few records behind it."""
    denominator = None if one.kind == "count" else 1 + seed * 7919 % (4 if seed % 10 == 0 else 997)
    numerator = seed * 104729 % (1 + (denominator or 997))
    exact = numerator * (100 if one.unit == "%" else 1) / (denominator or 1)
    return {
        "indicator": one.code,
        "version": one.version,
        "slice": dict.fromkeys(PLACE) | place,
        "numerator": f"{numerator}.437500" if one.kind == "mean" else f"{numerator}",
        "denominator": None if denominator is None else str(denominator),
        "value": f"{exact:.6f}",
        "unit": one.unit,
        "n_unknown": 0,
        "coverage": "1.000000",
        "flags": ["SMALL_N"] if denominator is not None and denominator < 5 else [],
    }


def nothing(one: Indicator, place: Mapping[str, str]) -> dict[str, Any]:
    empty = {"numerator": "0", "denominator": None if one.kind == "count" else "0"}
    is_count = one.kind == "count"
    return value_of(one, place, 0) | empty | {"value": "0.000000" if is_count else None, "coverage": None, "flags": []}


def state_of(channel: str, title: str, is_silent: bool) -> dict[str, Any]:
    known = {"channel": channel, "title": title, "has_gap": is_silent, "gaps": []}
    return known | {"newest_export": None if is_silent else "2026-10-02", "files": 0 if is_silent else 65}
