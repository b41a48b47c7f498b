"""Terms, validity, block and case of messages by domain §16.C: one row at a time, sharing nothing with the product."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pandas as pd

BLOCKS = """Безопасность и правопорядок; Благоустройство; Внутренняя политика; Военная служба; Дороги; Здравоохранение;
ЖКХ; Имущественные и земельные отношения; Культура; Межнациональные отношения; Молодёжная политика; Образование;
Обращение с отходами; Общественный транспорт; Органы власти и подведомственные учреждения; Связь и телевидение;
Сельское хозяйство и охота; Социальное обслуживание и защита; Строительство и архитектура; Труд и занятость; Туризм;
Физическая культура и спорт; ЦУР; Экология; Экономика и бизнес; Энергетика; Газ и топливо; Погребение; МФЦ"""
WORDS = {
    "Безопасность": "Безопасность и правопорядок",
    "Государственная собственность": "Имущественные и земельные отношения",
    "Здравоохранение/Медицина": "Здравоохранение",
    "Коронавирус": "Здравоохранение",
    "МФЦ/Мои документы": "МФЦ",
    "Мобилизация": "Военная служба",
    "Мусор/Свалки/ТКО": "Обращение с отходами",
    "Памятники и объекты культурного наследия": "Культура",
    "Погребение и похоронное дело": "Погребение",
    "Торговля": "Экономика и бизнес",
    "Автомобильные дороги": "Дороги",
    "Дворы и территории общего пользования": "Благоустройство",
    "Жилищно-коммунальное хозяйство": "ЖКХ",
    "Спорт": "Физическая культура и спорт",
}
CODES = {
    "0005.0005.0056.1160": "Обращение с отходами",
    "0005": "ЖКХ",
    "0003.0009.0096": "Строительство и архитектура",
    "0003.0009.0097": "Благоустройство",
    "0003.0009.0099": "Общественный транспорт",
    "0003": "Экономика и бизнес",
    "0002.0013": "Образование",
    "0002.0014": "Здравоохранение",
    "0002": "Социальное обслуживание и защита",
    "0004": "Безопасность и правопорядок",
    "0001": "Органы власти и подведомственные учреждения",
}


def plain(word: str) -> str:
    return " ".join(word.replace("\u00a0", " ").split()).lower().replace("ё", "е")


BY_WORD = {plain(name): name for name in " ".join(BLOCKS.split("\n")).split("; ")} | {
    plain(word): block for word, block in WORDS.items()
}


def block_of(topic: str | None, code: str | None) -> str:
    if topic and plain(topic) in BY_WORD:
        return BY_WORD[plain(topic)]
    groups = (code or "").split(".")
    for length in range(len(groups), 0, -1):
        if ".".join(groups[:length]) in CODES:
            return CODES[".".join(groups[:length])]
    return "Прочее/не классифицировано"


@cache
def russia() -> holidays.HolidayBase:
    return holidays.country_holidays("RU", years=range(2016, 2030))


def works(day: date) -> bool:
    return bool(russia().is_working_day(day))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), zone)


def plus_working_hours(start: datetime, hours: int) -> datetime:
    """Second by second would do; day by day is quicker: each working day gives what is left of 08:00–17:00."""
    left = hours * 3600
    day = start.date()
    while True:
        if works(day):
            opening = datetime.combine(day, time(8), start.tzinfo)
            closing = datetime.combine(day, time(17), start.tzinfo)
            begin = max(opening, start)
            room = int((closing - begin).total_seconds())
            if room >= left and begin < closing:
                return begin + timedelta(seconds=left)
            left -= max(0, room)
        day += timedelta(days=1)


def due_of(m: pd.Series, zone: ZoneInfo) -> datetime | None:
    if m.legal_regime is None:
        return None
    registered = m.registered_at.astimezone(zone)
    if m.legal_regime == "FZ59":
        return end_of(registered.date() + timedelta(days=30), zone)
    if m.due_at is not None:
        return m.due_at.astimezone(zone)
    if m.legal_regime == "POS_MESSAGE":
        return end_of(registered.date() + timedelta(days=10 if m.is_fast_track is True else 30), zone)
    start = (m.assigned_at or m.registered_at).astimezone(zone)
    return plus_working_hours(start, 4 if m.priority == "HIGH" else 8)


def effective_of(m: pd.Series, due: datetime | None, zone: ZoneInfo) -> datetime | None:
    if due is None or m.legal_regime == "OPEN_SOURCE" or m.extended_due_at is None:
        return due
    decided = m.extension_decided_at
    if decided is not None and decided.astimezone(zone).date() > due.date():
        return due
    extended = m.extended_due_at.astimezone(zone)
    if m.legal_regime == "FZ59":
        extended = min(extended, end_of(m.registered_at.astimezone(zone).date() + timedelta(days=60), zone))
    return max(due, extended)


def final_due_of(m: pd.Series, zone: ZoneInfo) -> datetime | None:
    if m.interim_answer_at is None:
        return None
    day, n = m.interim_answer_at.astimezone(zone).date(), 0
    while n < 7:
        day += timedelta(days=1)
        n += works(day)
    return end_of(day, zone)


def gone_of(m: pd.Series) -> datetime | None:
    if m.status == "TRANSFERRED":
        return m.transferred_at or m.closed_at or m.answered_at
    if m.status in ("WITHDRAWN", "LEFT_WITHOUT_ANSWER"):
        return m.closed_at or m.answered_at
    return None


def is_valid(m: pd.Series) -> bool:
    marks = (m.is_spam, m.is_test, m.is_deleted)
    is_withdrawn = m.absence_verdict == "WITHDRAWN_BY_SOURCE"
    is_marked = any(mark is True for mark in marks) or m.duplicate_of is not None
    return not is_marked and m.status != "REJECTED" and not is_withdrawn


def cases_of(messages: pd.DataFrame) -> dict[str, str]:
    """The case of every message that a number links to another one's of the same municipality."""
    numbered: dict[tuple[str, str], list[pd.Series]] = {}
    for _, m in messages[messages.channel.isin(["pos", "reception"])].iterrows():
        numbered.setdefault((m.municipality, m.source_number), []).append(m)
    link = {}
    for _, m in messages[~messages.channel.isin(["incident", "pos"])].iterrows():
        linked = numbered.get((m.municipality, m.linked_number), [])
        named = [t for t in linked if t.message_key != m.message_key]
        if m.linked_number is not None and named:
            nearest = min(named, key=lambda t: (abs(t.registered_at - m.registered_at), t.channel, t.message_key))
            link[m.message_key] = nearest.message_key
    cases = {}
    for key in link:
        path = [key]
        while path[-1] in link and path[-1] not in path[:-1]:
            path.append(link[path[-1]])
        ring = path[path.index(path[-1]) : -1]
        cases[key] = min(ring) if ring else path[-1]
    return cases


def control_of(m: pd.Series, due: datetime | None, effective: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The source's control date of a term that is not extended; else the last working day ≤ the term."""
    own = m.control_at or (m.due_at if m.legal_regime == "FZ59" else None)
    if effective is None or (effective == due and own is not None):
        return own
    day = effective.astimezone(zone).date()
    if works(day):
        return effective
    while not works(day):
        day -= timedelta(days=1)
    return end_of(day, zone)


def all_terms(messages: pd.DataFrame, zone: ZoneInfo, town: str) -> dict[object, tuple[object, ...]]:
    """By message: due, effective, control and final term, decision date, case (for the messages of one town)."""
    messages = messages.where(messages.notna(), None)
    cases, terms = cases_of(messages.assign(linked_number=messages.get("linked_number"))), {}
    for _, m in messages[messages.municipality == town].iterrows():
        due = due_of(m, zone)
        effective = effective_of(m, due, zone)
        final = final_due_of(m, zone) if m.legal_regime == "OPEN_SOURCE" else None
        terms[m.message_key] = (
            due, effective, control_of(m, due, effective, zone), final, gone_of(m),
            cases.get(m.message_key, m.message_key),
        )  # fmt: skip
    return terms
