"""The morning's control list: on working days, on the day itself, with the clock handed down."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from svodka import pipeline
from svodka.notify import assert_mails_gone

ZONE = ZoneInfo("Asia/Yekaterinburg")
MAILS = {"sent": 2}


def answer(day: dt.date, now: dt.datetime, is_working_day: bool, after_load: bool = False) -> dict[str, Any]:
    mails = MAILS if is_working_day else {}
    return {"day": day, "now": now, "is_working_day": is_working_day, "mails": mails, "after_load": after_load}


@pytest.fixture
def morning(bag: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the task of the run due at one moment as if it were another moment now."""

    def run(
        due: dt.datetime, now: dt.datetime, is_working_day: bool = True, run_type: str = "scheduled", told: str = ""
    ) -> Any:
        def control(day: dt.date, now: dt.datetime, judge: Any, after_load: bool) -> dict[str, Any]:
            assert judge is assert_mails_gone
            return answer(day, now, is_working_day, after_load) | ({"told": told} if told else {})

        monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: now)
        monkeypatch.setattr(pipeline, "daily_control", control)
        dag_run = SimpleNamespace(run_after=due, run_type=run_type)
        return bag.get_dag("daily_control").task_dict["send"].python_callable(dag_run=dag_run)

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


def test_a_load_calls_for_what_has_changed_only(morning: Any) -> None:
    """Whether a second letter is due is the control's own knowledge (tests/db/test_second_mail.py)."""
    from airflow.sdk.exceptions import AirflowSkipException

    due = dt.datetime(2026, 9, 28, 11, 3, tzinfo=ZONE)
    assert morning(due, due, run_type="asset_triggered")["after_load"] is True
    assert morning(due, due, run_type="manual")["after_load"] is False
    with pytest.raises(AirflowSkipException, match="не изменился"):
        morning(due, due, run_type="asset_triggered", told="список не изменился")


def test_every_load_of_a_channel_calls_and_none_waits_for_another(bag: Any) -> None:
    from airflow.sdk import AssetAny

    from svodka.assets import warehouse

    condition = bag.get_dag("daily_control").timetable.asset_condition
    assert isinstance(condition, AssetAny)
    uris = {asset.uri for asset in condition.objects}
    channels = {dag_id.removesuffix("_daily") for dag_id in bag.dag_ids if dag_id.endswith("_daily")}
    assert uris == {warehouse(channel).uri for channel in channels}


def test_a_load_does_not_open_the_mailbox(bag: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from airflow.sdk.exceptions import AirflowSkipException

    read = bag.get_dag("daily_control").task_dict["receipts"].python_callable
    with pytest.raises(AirflowSkipException):
        read(dag_run=SimpleNamespace(run_type="asset_triggered"))


def test_housekeeping_hands_the_clock_down(bag: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = dt.datetime(2026, 9, 28, 3, 30, tzinfo=ZONE)
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: now)
    monkeypatch.setattr(pipeline, "housekeeping", lambda moment: {"now": moment})
    assert bag.get_dag("housekeeping").task_dict["tidy"].python_callable() == {"now": now}
