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


@pytest.fixture
def morning(bag: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the task of the run due at one moment as if it were another moment now."""

    def run(due: dt.datetime, now: dt.datetime) -> Any:
        monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: now)
        monkeypatch.setattr(pipeline, "daily_control", lambda day, now: {"day": day, "now": now, "mails": MAILS})
        return bag.get_dag("daily_control").task_dict["send"].python_callable(dag_run=SimpleNamespace(run_after=due))

    return run


@pytest.mark.parametrize(
    "day",
    [
        dt.date(2026, 9, 28),  # a Monday
        dt.date(2021, 2, 20),  # a Saturday that was a working day by decree
    ],
)
def test_a_working_day_has_its_list(morning: Any, day: dt.date) -> None:
    due = dt.datetime.combine(day, dt.time(8, 30), ZONE)
    now = due + dt.timedelta(minutes=12)
    assert morning(due, now) == {"day": day, "now": now, "mails": MAILS}


@pytest.mark.parametrize("day", [dt.date(2026, 9, 27), dt.date(2026, 11, 4), dt.date(2027, 1, 5)])
def test_a_day_off_has_none(morning: Any, day: dt.date) -> None:
    from airflow.sdk.exceptions import AirflowSkipException

    due = dt.datetime.combine(day, dt.time(8, 30), ZONE)
    with pytest.raises(AirflowSkipException, match="выходной"):
        morning(due, due)


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
