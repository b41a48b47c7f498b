"""When runs happen and what their intervals are, in the business timezone, around the ends of quarters."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

ZONE = ZoneInfo("Asia/Yekaterinburg")


def local(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=ZONE)  # type: ignore[misc,arg-type]


def runs(bag: Any, dag_id: str, first: dt.datetime, last: dt.datetime) -> list[Any]:
    """The scheduled runs whose logical date lies in [first, last]."""
    from airflow.serialization.serialized_objects import DagSerialization

    dag = DagSerialization.from_dict(DagSerialization.to_dict(bag.get_dag(dag_id)))
    return list(dag.iter_dagrun_infos_between(first, last))


def moments(bag: Any, dag_id: str, first: dt.datetime, last: dt.datetime) -> list[str]:
    return [f"{run.run_after.astimezone(ZONE):%d.%m.%Y %H:%M}" for run in runs(bag, dag_id, first, last)]


@pytest.mark.parametrize(
    ("day", "next_day"), [((2026, 9, 30), (2026, 10, 1)), ((2026, 12, 31), (2027, 1, 1)), ((2026, 2, 28), (2026, 3, 1))]
)
def test_a_channel_run_covers_one_local_day(
    bag: Any, day: tuple[int, int, int], next_day: tuple[int, int, int]
) -> None:
    (run,) = runs(bag, "incident_daily", local(*day), local(*day))
    assert run.data_interval.start == local(*day)
    assert run.data_interval.end == run.run_after == local(*next_day)


def test_the_report_starts_in_the_morning_after_the_quarter(bag: Any) -> None:
    assert moments(bag, "quarterly_report", local(2026, 1, 1), local(2026, 12, 31)) == [
        "01.04.2026 06:00",
        "01.07.2026 06:00",
        "01.10.2026 06:00",
        "01.01.2027 06:00",
    ]
    (run,) = runs(bag, "quarterly_report", local(2026, 7, 1), local(2026, 9, 30))
    assert (run.data_interval.start, run.data_interval.end) == (local(2026, 7, 1, 6), local(2026, 10, 1, 6))


@pytest.mark.parametrize(("year", "month"), [(2026, 10), (2027, 1)])
def test_the_guard_looks_three_times_on_each_of_the_four_days(bag: Any, year: int, month: int) -> None:
    first, last = local(year, month, 1) - dt.timedelta(days=40), local(year, month, 28)
    assert moments(bag, "deadline_guard", first, last) == [
        f"{day:02}.{month:02}.{year} {hour:02}:00" for day in (1, 2, 3, 4) for hour in (7, 12, 16)
    ]


def test_the_guard_looks_once_after_silence_has_become_consent(bag: Any) -> None:
    """The signature closes at 14:00 of the cut-off day: the look at 16:00 can still send the report that day."""
    from svodka.calendar import RUSSIA
    from svodka.period import Quarter

    for quarter in (Quarter(2026, 3), Quarter(2026, 4), Quarter(2026, 1)):
        closes = RUSSIA.cutoff(quarter, ZONE) + dt.timedelta(hours=2)
        looks = [run.run_after for run in runs(bag, "deadline_guard", closes, closes.replace(hour=23))]
        assert looks
        assert looks[0].astimezone(ZONE).day < 5


def test_intake_keeps_to_the_hours_of_the_policy(bag: Any) -> None:
    found = moments(bag, "intake", local(2026, 10, 1), local(2026, 10, 1, 23, 59))
    assert found[0] == "01.10.2026 07:00"
    assert found[-1] == "01.10.2026 20:50"
    assert len(found) == 14 * 6


def test_the_control_list_is_considered_every_morning(bag: Any) -> None:
    """Every day, because a Saturday can be a working day; the task itself skips the days off."""
    assert moments(bag, "daily_control", local(2026, 9, 26), local(2026, 9, 28, 23)) == [
        f"{day}.09.2026 08:30" for day in (26, 27, 28)
    ]
