"""Our lateness and response times against what the sources say by themselves (domain §11.5, R11).

A difference tells that a norm, a clock or a rule of ours is not theirs; it changes no figure.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures import document
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run

REASONS = {
    "transferred": "переадресовано: источник судит иначе",
    "withdrawn": "отозвано заявителем: источник судит иначе",
    "left_unanswered": "оставлено без ответа: источник судит иначе",
    "extension_ignored": "источник не учёл продление",
    "late_extension_taken": "источник учёл продление, принятое после срока или сверх предела",
    "other_term": "срок источника иной",
    "last_day": "ответ в последний день срока",
    "interim_counted": "источник засчитал промежуточный ответ",
    "from_assignment": "источник считает с передачи исполнителю",
    "from_registration": "источник считает с регистрации",
    "from_receipt": "источник считает с поступления",
    "to_interim": "источник считает до промежуточного ответа",
    "to_last_answer": "источник считает до последнего ответа, мы — до первого",
    "last_answer_counted": "источник судит по последнему ответу, мы — по первому",
    "to_closing": "источник считает до закрытия",
    "whole_days": "источник округляет до целых дней",
    "whole_hours": "источник округляет до целых часов",
    "working_time": "источник считает меньше: вероятно, только рабочее время",
    "unknown": "причина не видна из дат: сверьте карточку в источнике",
}
MOMENTS = ("source_due_at", "our_due_at", "answered_at")


def reconciliation_of(
    conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime, limit: int = 1000
) -> dict[str, Any]:
    """Counts by kind and channel, and the first `limit` messages that differ; facts of the caller's search path.

    kind `overdue`: the source's overdue mark against ours as of `judged_at`, by channel the time of its newest export
    known at `as_of` (that moment itself where there is none); kind `duration`: its ready response time against ours,
    seconds. Only messages about which the source says something.
    """
    run(conn, "figures/reconciliation.sql", **document.parameters(conn, quarter, settings, as_of), as_of=as_of)
    counts = [dict(row) for row in run(conn, "figures/reconciliation_counts.sql").mappings()]
    judged = conn.execute(text("SELECT DISTINCT channel, judged_at FROM reconciliation ORDER BY channel")).all()
    rows = run(conn, "figures/reconciliation_rows.sql", n_rows=limit).mappings()
    return {
        "quarter": str(quarter),
        "as_of": as_of.astimezone(settings.zone).isoformat(),
        "judged_at": {row.channel: row.judged_at.astimezone(settings.zone).isoformat() for row in judged},
        "counts": counts,
        "n_differ": sum(row["n_differ"] for row in counts),
        "differences": [_told(dict(row), settings) for row in rows],
    }


def _told(row: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """A row with local moments and the reason in words."""
    local = {name: row[name] and row[name].astimezone(settings.zone).isoformat() for name in MOMENTS}
    return {**row, **local, "reason": REASONS[row["reason"]]}
