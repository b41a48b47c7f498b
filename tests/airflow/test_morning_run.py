"""The morning's control list: on working days, on the day itself, with the clock handed down."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from svodka import pipeline

ZONE = ZoneInfo("Asia/Yekaterinburg")
MAILS = {"sent": 2}


def answer(day: dt.date, now: dt.datetime, is_working_day: bool) -> dict[str, Any]:
    return {"day": day, "now": now, "is_working_day": is_working_day, "mails": MAILS if is_working_day else {}}


@pytest.fixture
def morning(bag: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the task of the run due at one moment as if it were another moment now."""

    def run(due: dt.datetime, now: dt.datetime, is_working_day: bool = True) -> Any:
        monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: now)
        monkeypatch.setattr(pipeline, "daily_control", lambda day, now: answer(day, now, is_working_day))
        return bag.get_dag("daily_control").task_dict["send"].python_callable(dag_run=SimpleNamespace(run_after=due))

    return run


def test_a_working_day_has_its_list(morning: Any) -> None:
    due = dt.datetime(2026, 9, 28, 8, 30, tzinfo=ZONE)
    now = due + dt.timedelta(minutes=12)
    assert morning(due, now) == answer(due.date(), now, is_working_day=True)


def test_a_day_off_has_none(morning: Any) -> None:
    """Which days are worked is the control's own knowledge (tests/db/test_daily.py), with the corrections in force."""
    from airflow.sdk.exceptions import AirflowSkipException

    due = dt.datetime(2026, 9, 27, 8, 30, tzinfo=ZONE)
    with pytest.raises(AirflowSkipException, match=r"27\.09\.2026 — выходной"):
        morning(due, due, is_working_day=False)


def test_yesterdays_list_is_not_sent_today(morning: Any) -> None:
    from airflow.sdk.exceptions import AirflowSkipException

    due = dt.datetime(2026, 9, 28, 8, 30, tzinfo=ZONE)
    with pytest.raises(AirflowSkipException, match="прошло"):
        morning(due, due + dt.timedelta(days=1))


def test_housekeeping_hands_the_clock_down(bag: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = dt.datetime(2026, 9, 28, 3, 30, tzinfo=ZONE)
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: now)
    monkeypatch.setattr(pipeline, "housekeeping", lambda moment: {"now": moment})
    assert bag.get_dag("housekeeping").task_dict["tidy"].python_callable() == {"now": now}
