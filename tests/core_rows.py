"""Rows of core made by hand or at random, put straight into the warehouse, and the figures that come of them."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from svodka.figures import document, marts
from svodka.settings import Settings

ZONE = ZoneInfo("Asia/Yekaterinburg")
AS_OF = datetime(2026, 11, 24, 12, tzinfo=ZONE)
REGISTERS = ("reception", "sed", "journals", "appeals")
OURS = "65763000"
TERMS = ("due_at", "control_at", "extended_due_at")
TOPICS = [None, "Дороги", "жкх", "Мусор/Свалки/ТКО", "Молодежная  политика", "Что-то новое"]
RESULTS = [None, "SUPPORTED", "SUPPORTED_MEASURES", "EXPLAINED", "NOT_SUPPORTED", "ANSWERED", "TRANSFERRED"]
CODES = [None, "0005.0005.0056.1160", "0003.0009.0096.0001", "0002.0013.0139.0001", "0009.0001.0001.0001"]


def at(text_: str | datetime | None, is_term: bool = False) -> datetime | None:
    """«2026-07-01 10:00» as a local moment; a term without a time ends with its day."""
    if text_ is None or isinstance(text_, datetime):
        return text_
    moment = datetime.fromisoformat(text_).replace(tzinfo=ZONE)
    return moment.replace(hour=23, minute=59, second=59) if is_term and len(text_) == 10 else moment


def message(channel: str, number: str, registered_at: str | datetime, **fields: Any) -> dict[str, Any]:
    """One row of core.message; the regime follows the channel, moments may be local texts."""
    regime = {"incident": "OPEN_SOURCE", "pos": "POS_MESSAGE"}.get(channel, "FZ59")
    town = fields.get("municipality", OURS)
    place = "" if town == OURS else f"{town}/"
    key = uuid.UUID(hashlib.md5(f"{place}{channel}/{number}".encode()).hexdigest())
    row = {
        "message_key": key, "municipality": town, "channel": channel, "registrar": "", "number_year": 0,
        "source_number": number, "registered_at": registered_at, "legal_regime": regime, "status": "IN_PROGRESS",
        "state_hash": key,
    }  # fmt: skip
    row |= fields
    return {k: at(v, k in TERMS) if k.endswith("_at") else v for k, v in row.items()}


def put(conn: Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    for columns, group in _by_columns(rows).items():
        places = ", ".join(f":{column}" for column in columns)
        conn.execute(text(f"INSERT INTO core.{table} ({', '.join(columns)}) VALUES ({places})"), group)


def _by_columns(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return groups


def put_messages(conn: Connection, rows: Iterable[dict[str, Any]]) -> None:
    put(conn, "message", rows)


def exclude(conn: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """The head's decision, a day before AS_OF, that these messages count in no figure."""
    for row in rows:
        conn.execute(
            text(
                "INSERT INTO meta.exclusion (municipality, message_key, channel, source_number, action, reason,"
                " decided_by, decided_at) VALUES (:municipality, :message_key, :channel, :source_number, 'exclude',"
                " 'решение для проверки', 'руководитель', :decided_at)"
            ),
            {name: row[name] for name in ("municipality", "message_key", "channel", "source_number")}
            | {"decided_at": AS_OF - timedelta(days=1)},
        )


def mark(conn: Connection, marks: Iterable[tuple[dict[str, Any], datetime, bool]]) -> None:
    """Answers drawn and marked by the head: message, moment, whether it was found good."""
    rows = [
        {name: row[name] for name in ("municipality", "message_key", "channel", "source_number")}
        | {"marked_at": moment, "is_good": is_good}
        for row, moment, is_good in marks
    ]
    for statement in (
        "INSERT INTO meta.answer_sample VALUES (:municipality, :message_key, '2026-06-29', 'Отдел', 1, :channel,"
        " :source_number, :marked_at, :marked_at) ON CONFLICT DO NOTHING",
        "INSERT INTO meta.answer_mark"
        " (municipality, message_key, checklist_from, verdicts, is_good, comment, marked_by, marked_at)"
        " VALUES (:municipality, :message_key, '2018-01-01', '{}', :is_good, '', 'руководитель', :marked_at)",
    ):
        if rows:
            conn.execute(text(statement), rows)


def random_marks(rows: list[dict[str, Any]], seed: int) -> list[tuple[dict[str, Any], datetime, bool]]:
    """Marks of every sixth message, at edges of quarters too and after AS_OF; some marked twice in one quarter."""
    dice, marks = random.Random(seed), []
    for row in rows[::6]:
        edge = datetime.combine(dice.choice([date(2026, 7, 1), date(2026, 10, 1)]), time(0), ZONE)
        moment = edge + timedelta(days=dice.choice([-30, 0, 0, 1, 40, 54]), seconds=dice.choice([-1, 0]))
        marks.append((row, moment, dice.random() < 0.6))
        if dice.random() < 0.3:
            marks.append((row, moment + timedelta(milliseconds=1), dice.random() < 0.6))
    return marks


def make_marts(conn: Connection, settings: Settings, as_of: datetime = AS_OF) -> None:
    conn.execute(text("SET LOCAL search_path = marts, core, meta"))
    marts.rebuild(conn, settings, as_of)


def figures(conn: Connection, settings: Settings, quarter: str = "2026Q3", **options: Any) -> dict[str, Any]:
    make_marts(conn, settings)
    return document.compute(conn, quarter, settings, AS_OF, **options)


def value(doc: dict[str, Any], code: str, **wanted: str) -> dict[str, Any]:
    """The one value of an indicator in a slice (the total by default)."""
    found = [
        one
        for one in doc["values"]
        if one["indicator"] == code and {k: v for k, v in one["slice"].items() if v is not None} == wanted
    ]
    assert len(found) == 1, f"{code} {wanted}: {len(found)} values"
    return dict(found[0])


def random_messages(
    seed: int, n: int, quarter_edge: date = date(2026, 10, 1), town: str = OURS
) -> list[dict[str, Any]]:
    """Messages of every channel whose dates crowd around the edges of quarters, days, terms and working hours.

    A few belong to a foreign town; some share a number.
    """
    dice = random.Random(seed)
    return [_random_message(dice, str(number), quarter_edge, town) for number in range(n)]


def _random_message(dice: random.Random, number: str, edge: date, town: str) -> dict[str, Any]:
    registered = _moment(dice, edge - timedelta(days=dice.choice([0, 30, 60, 92, 92, 400])), 100)
    if dice.random() < 0.15:
        registered = _at_edge(dice, edge)

    def later(chance: float = 0.5, days: int = 45) -> datetime | None:
        luck = dice.random()
        if luck > chance:
            return None
        if luck < chance * 0.15:
            return _at_edge(dice, edge)
        if luck < chance * 0.4:
            day = registered.date() + timedelta(days=dice.choice([0, 3, 4, 7, 8, 10, 11, 30, 31, 60, 61]))
            return datetime.combine(day, dice.choice([time(0), time(23, 59, 59)]), ZONE)
        return registered + timedelta(days=dice.randint(0, days), seconds=dice.choice([0, 1, 7261, 40000, 86399]))

    def term() -> datetime | None:
        moment = later(0.3, 70)
        return moment and moment.astimezone(ZONE).replace(hour=23, minute=59, second=59)

    flag = lambda: dice.choice([None, True, False])  # noqa: E731
    rarely = lambda: dice.random() < 0.04  # noqa: E731
    channel = dice.choice(["incident", "incident", "pos", "pos", "pos", *REGISTERS])
    fields: dict[str, Any] = {
        "municipality": f"{town}, чужая" if rarely() else town,
        "received_at": dice.choice([None, registered, registered - timedelta(days=dice.randint(2, 5))]),
        "assigned_at": later(0.5, 3), "due_at": term(), "control_at": term(), "extended_due_at": term(),
        "extension_decided_at": later(0.4), "interim_answer_at": later(0.3), "answered_at": later(),
        "first_public_answer_at": later(), "first_final_answer_at": later(0.6), "closed_at": later(0.4),
        "transferred_at": later(0.2, 20), "returned_by_applicant_at": later(0.1), "rated_at": later(0.2),
        "status": dice.choice([None, "IN_PROGRESS", "ANSWERED", "CLOSED", "TRANSFERRED", "WITHDRAWN",
                               "LEFT_WITHOUT_ANSWER", "REJECTED"]),
        "outcome": dice.choice([None, "RESOLVED", "SUPPORTED", "SUPPORTED_MEASURES", "EXPLAINED", "NOT_SUPPORTED",
                                "ANSWERED"]),
        "source_type": dice.choice([None, "Решаемый", "Нерешаемый"]),
        "priority": dice.choice([None, "NORMAL", "HIGH"]), "topic_l1": dice.choice(TOPICS),
        "classifier_code": dice.choice(CODES), "executor": dice.choice([None, "Отдел ЖКХ", "Отдел дорог"]),
        "rating": dice.choice([None, None, 1, 3, 4, 5]), "is_fast_track": flag(), "is_repeat": flag(),
        "is_spam": rarely() or None, "is_test": rarely(), "is_deleted": rarely(),
        "duplicate_of": "12" if rarely() else None, "is_clock_from_source": rarely() or None,
    }  # fmt: skip
    if channel == "incident":
        fields["is_fast_track"] = None  # a word of ПОС
    if channel == "pos":
        fields["legal_regime"] = dice.choice(["POS_MESSAGE", "POS_MESSAGE", "FZ59"])
    if channel in REGISTERS and dice.random() < 0.4:
        fields["linked_number"] = str(dice.randint(0, int(number) + 5))
    row = message(channel, number, registered, **fields)
    row |= {"state_hash": uuid.UUID(int=7)} if rarely() else {}  # two messages may tell the same
    return row | {"source_number": str(dice.randint(0, int(number)))} if dice.random() < 0.1 else row


def _at_edge(dice: random.Random, edge: date) -> datetime:
    """The first second of a quarter, or the last of the one before: the edge, and those before it in time."""
    day = edge - timedelta(days=dice.choice([0, 0, 92, 92, 183, 365, 457]))
    return datetime.combine(day, time(0), ZONE) - timedelta(seconds=dice.choice([0, 1]))


def random_questions(messages: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """One to three questions of some 59-ФЗ appeals; questions of an older state are there too and must not count."""
    dice, rows = random.Random(seed), []
    for m in messages:
        if m["legal_regime"] != "FZ59" or dice.random() < 0.6:
            continue
        for no in range(dice.randint(1, 3)):
            answered = dice.choice([m["closed_at"], m["first_final_answer_at"], m["answered_at"], _at_edge(
                dice, date(2026, 10, 1))])  # fmt: skip
            base = {"message_key": m["message_key"], "question_no": no, "responded_at": answered,
                    "result": dice.choice(RESULTS)}  # fmt: skip
            rows += [base | {"state_hash": m["state_hash"]},
                     base | {"state_hash": uuid.UUID(int=0), "result": "EXPLAINED"}]  # fmt: skip
    return rows


def _moment(dice: random.Random, near: date, days: int) -> datetime:
    """A moment within some days of a date; often at midnight or at the edges of working time."""
    day = near - timedelta(days=dice.randint(0, days))
    clock = dice.choice(["00:00:00", "00:00:01", "07:59:59", "08:00:00", "13:00:00", "16:59:59", "17:00:00",
                         "23:59:59", f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}:30"])  # fmt: skip
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def random_page_weeks(seed: int, n_pages: int, town: str = OURS) -> list[dict[str, Any]]:
    """Pages of a few organisations over the weeks of summer and autumn 2026, with holes; a few of a foreign town."""
    dice = random.Random(seed)
    rows = []
    for number in range(n_pages):
        ogrn, page = str(1000 + dice.randint(0, n_pages // 2)), dice.choice(["", str(number)])
        for week in range(dice.randint(1, 16)):
            some = lambda *choices: None if dice.random() < 0.08 else dice.choice(choices)  # noqa: E731
            monday = date(2026, 6, 22) + timedelta(weeks=week)
            key = uuid.UUID(hashlib.md5(f"{town}/{ogrn}/{page}/{monday}".encode()).hexdigest())
            rows.append(
                {
                    "page_week_key": key, "municipality": dice.choice([town] * 30 + [f"{town}, чужая"]),
                    "channel": "pages", "registrar": "", "ogrn": ogrn,
                    "page_id": page, "week": monday, "legal_ground": dice.choice([None] * 9 + ["приказ"]),
                    "status": dice.choice(["KEPT", "KEPT", "KEPT", "NOT_KEPT", None]),
                    "is_connected": some(True, False), "has_gos_badge": some(True, False),
                    "design_percent": some(0, 50, 87.5, 33.3, 100), "widgets": some(0, 1, 2, 3),
                    "posts": some(0, 2, 3, 9), "subscribers": some(0, 10, 100, 1000),
                    "reach_week": some(0, 3, 5, 7, 29, 30, 50, 69, 70, 700), "state_hash": key,
                }
            )  # fmt: skip
    return list({row["page_week_key"]: row for row in rows}.values())
