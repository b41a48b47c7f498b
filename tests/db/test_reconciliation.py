"""Where the source's overdue mark or response time is not ours, the table says so and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from svodka.figures.reconciliation import REASONS, reconciliation_of
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, make_marts, message, put_messages

Q3 = Quarter(2026, 3)
JULY = "2026-07-01 10:00"  # the term of № 1: 31.07.2026 23:59:59
LATE, IN_TIME = {"is_overdue_by_source": True}, {"is_overdue_by_source": False}


def found(conn: Connection, settings: Settings, *rows: dict[str, Any], **options: Any) -> dict[str, Any]:
    put_messages(conn, rows)
    make_marts(conn, settings)
    return reconciliation_of(conn, settings, Q3, AS_OF, **options)


def appeal(**fields: Any) -> dict[str, Any]:
    return message("sed", "1", JULY, **fields)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (appeal(first_final_answer_at="2026-07-31 18:00", **IN_TIME), None),
        (appeal(first_final_answer_at="2026-08-01", **LATE), None),
        (appeal(**LATE), None),  # open, and the term is over as of the report
        (appeal(**IN_TIME), "unknown"),
        (appeal(first_final_answer_at="2026-07-31 18:00", **LATE), "last_day"),
        (appeal(first_final_answer_at="2026-07-20", due_at="2026-07-15", **LATE), "other_term"),
        (appeal(first_final_answer_at="2026-07-20", control_at="2026-07-15", **LATE), "other_term"),
        (appeal(first_final_answer_at="2026-08-10", extended_due_at="2026-08-20", extension_decided_at="2026-07-20",
                **LATE), "extension_ignored"),
        (appeal(first_final_answer_at="2026-08-10", extended_due_at="2026-08-20", extension_decided_at="2026-08-05",
                **IN_TIME), "late_extension_taken"),
        (appeal(first_final_answer_at="2026-08-10", interim_answer_at="2026-07-20", **IN_TIME), "interim_counted"),
        (appeal(first_final_answer_at="2026-07-20", answered_at="2026-08-20", **LATE), "last_answer_counted"),
        (appeal(status="TRANSFERRED", transferred_at="2026-07-05", **LATE), "transferred"),
        (appeal(status="WITHDRAWN", closed_at="2026-07-05", **LATE), "withdrawn"),
        (appeal(status="LEFT_WITHOUT_ANSWER", closed_at="2026-07-05", **LATE), "left_unanswered"),
        (appeal(status="TRANSFERRED", transferred_at="2026-07-05", **IN_TIME), None),
    ],
)  # fmt: skip
def test_a_mark_that_differs_has_its_likely_reason(
    warehouse: Warehouse, settings: Settings, row: dict[str, Any], reason: str | None
) -> None:
    with warehouse.begin() as conn:
        told = found(conn, settings, row)
    assert [one["reason"] for one in told["differences"]] == ([REASONS[reason]] if reason else [])
    assert [(one["n_compared"], one["n_agree"]) for one in told["counts"]] == [(1, 0 if reason else 1)]


@pytest.mark.parametrize(("exported", "n_differ"), [("2026-07-20", 0), ("2026-08-20", 1), ("2026-12-31", 1)])
def test_lateness_is_judged_as_of_the_newest_export(
    warehouse: Warehouse, settings: Settings, exported: str, n_differ: int
) -> None:
    """An open message whose term ends on 31.07: the source's word of 20.07 is no difference, that of 20.08 is one."""
    with warehouse.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes,"
                " landed_at, exported_at, exported_at_source, business_day, stored_url, state) VALUES (:town, 'sed',"
                " '', 'register', 'a', 'a', 'a', 1, :at, :exported, 'name', '2026-07-19', 'a', 'loaded')"
            ),
            {"town": settings.municipality.oktmo, "at": AS_OF, "exported": f"{exported} 06:00+05"},
        )
        told = found(conn, settings, appeal(**IN_TIME))
    assert told["n_differ"] == n_differ
    judged_at = min(f"{exported}T06:00:00+05:00", "2026-11-24T12:00:00+05:00")
    assert told["judged_at"] == {"sed": judged_at}


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [
        (7 * 86400, None),
        (7 * 86400 + 60, None),  # a minute is no difference
        (7 * 86400 + 61, "unknown"),
        (6 * 86400, "from_assignment"),
        (8 * 86400, "from_receipt"),
        (9 * 86400, "to_closing"),
        (11 * 86400, "to_last_answer"),
        (2 * 86400 + 5, "working_time"),
    ],
)
def test_a_response_time_that_differs_by_more_than_a_minute(
    warehouse: Warehouse, settings: Settings, seconds: int, reason: str | None
) -> None:
    row = message(
        "pos", "1", JULY, received_at="2026-06-30 10:00", assigned_at="2026-07-02 10:00",
        first_final_answer_at="2026-07-08 10:00", closed_at="2026-07-10 10:00",
        answered_at="2026-07-12 10:00",
        answer_duration=timedelta(seconds=seconds),
    )  # fmt: skip
    with warehouse.begin() as conn:
        told = found(conn, settings, row)
    assert [one["reason"] for one in told["differences"]] == ([REASONS[reason]] if reason else [])
    if reason:
        [one] = told["differences"]
        assert (one["source_seconds"], one["our_seconds"]) == (seconds, 7 * 86400)


def test_counts_say_who_sees_it_late_and_what_cannot_be_compared(warehouse: Warehouse, settings: Settings) -> None:
    answered = {"first_final_answer_at": "2026-07-20"}
    rows = [
        message("pos", "1", JULY, **answered, **LATE),
        message("pos", "2", JULY, **answered, **IN_TIME),
        message("pos", "3", JULY, **IN_TIME),
        message("pos", "4", JULY, **answered),  # the source says nothing: not in the table
        message("pos", "5", JULY, legal_regime=None, **LATE),  # no norm of ours
        message("pos", "6", JULY, answer_duration=timedelta(hours=5)),  # not answered: no time of ours
        message("pos", "7", "2026-02-01", **answered, **LATE),  # neither registered nor due in the quarter
        message("pos", "8", JULY, is_spam=True, **answered, **LATE),
        message("pos", "9", "2026-06-20", **IN_TIME),  # its term ends in the quarter
    ]
    with warehouse.begin() as conn:
        told = found(conn, settings, *rows)
        assert len(reconciliation_of(conn, settings, Q3, AS_OF, limit=2)["differences"]) == 2
    overdue, duration = told["counts"]
    assert overdue == {
        "kind": "overdue", "channel": "pos", "n_compared": 4, "n_agree": 1, "n_differ": 3, "n_late_by_source_only": 1,
        "n_late_by_us_only": 2, "n_unknown": 1,
    }  # fmt: skip
    assert (duration["n_compared"], duration["n_unknown"]) == (0, 1)
    assert told["n_differ"] == 3


def test_a_time_taken_from_the_source_is_not_compared_with_itself(warehouse: Warehouse, settings: Settings) -> None:
    row = message(
        "incident", "1", JULY, first_public_answer_at="2026-07-01 12:00", answer_duration=timedelta(hours=2),
        is_clock_from_source=True,
    )  # fmt: skip
    with warehouse.begin() as conn:
        assert found(conn, settings, row)["counts"] == []
