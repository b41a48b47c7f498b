"""Answers of one week put into a warehouse: executors with many and with few of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import make_marts, message, put_messages

WEEK = date(2026, 10, 5)  # a Monday; the pages' moment of the tests is the Monday after
MANY, FEW = "Отдел ЖКХ", "Отдел дорог"
GOOD = {"substance": "yes", "clarity": "yes", "measures": "yes", "law": "na", "courtesy": "yes"}
POOR = GOOD | {"clarity": "no", "courtesy": "no"}


def answers() -> list[dict[str, Any]]:
    """Seven of one executor, two of another, one of nobody; before, after, spam and unanswered ones are no answers."""

    def one(number: str, answered_at: str | None, executor: str | None, **fields: Any) -> dict[str, Any]:
        return message("pos", number, "2026-09-20", first_final_answer_at=answered_at, executor=executor, **fields)

    return [
        one("41", "2026-10-05 00:00", MANY),
        *(one(f"4{no}", f"2026-10-{4 + no:02} 10:00", MANY) for no in range(2, 7)),
        one("47", "2026-10-11 23:59:59", MANY),
        one("51", "2026-10-06 10:00", FEW),
        one("52", "2026-10-07 10:00", FEW),
        one("61", "2026-10-08 10:00", None),
        one("71", "2026-10-04 23:59:59", FEW),
        one("72", "2026-10-12 00:00", FEW),
        one("73", "2026-10-07 10:00", FEW, is_spam=True),
        one("74", None, FEW),
    ]


def put_answers(warehouse: Warehouse, settings: Settings, rows: list[dict[str, Any]] | None = None) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, answers() if rows is None else rows)
        make_marts(conn, settings)


def numbers(conn: Connection) -> dict[str | None, list[str]]:
    """The drawn numbers by executor, in the drawn order."""
    rows = conn.execute(text("SELECT executor, source_number FROM meta.answer_sample ORDER BY executor, place"))
    found: dict[str | None, list[str]] = {}
    for executor, number in rows:
        found.setdefault(executor, []).append(number)
    return found
