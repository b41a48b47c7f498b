"""A channel's DAG and intake, run to the end by dag.test() on a pipeline that only takes notes."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from svodka import pipeline

FILES = [
    {"name": "Обращения Петровой.xlsx", "state": "loaded", "rows_read": 5, "rows_loaded": 4, "rows_rejected": 1},
    {"name": "b.xlsx", "state": "loaded", "rows_read": 2, "rows_loaded": 2, "rows_rejected": 0},
    {"name": "c.xlsx", "state": "refused", "rows_read": 0, "rows_loaded": 0, "rows_rejected": 0, "message": "пуст"},
]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the DAG asked of the pipeline, in order; load 7 is found, with three files."""
    made: list[tuple[Any, ...]] = []

    def extract(channel: str, interval: Any, run_id: str, now: dt.datetime) -> int:
        assert now.tzinfo
        made.append(("extract", channel, interval, run_id))
        return 7

    monkeypatch.setattr(pipeline, "extract", extract)
    monkeypatch.setattr(pipeline, "validate", lambda load_id: made.append(("validate", load_id)))
    monkeypatch.setattr(pipeline, "load", lambda load_id, now: made.append(("load", load_id)) or FILES)
    monkeypatch.setattr("svodka.notify.write_letter", lambda *letter: made.append(("letter", *letter)))
    return made


def test_a_load_passes_through_the_three_tasks(pressed: Any, calls: list[tuple[Any, ...]]) -> None:
    state, tasks, returned = pressed("pos_daily")
    assert (state, set(tasks.values())) == ("success", {"success"})
    (_, channel, interval, run_id), *rest = calls
    assert (channel, interval) == ("pos", None)
    assert run_id.startswith("manual__")
    assert [call[:2] for call in rest[:2]] == [("validate", 7), ("load", 7)]
    assert returned["extract"] == returned["validate"] == 7
    assert returned["load"] == {
        "files_loaded": 2, "files_refused": 1, "rows_read": 7, "rows_loaded": 6, "rows_rejected": 1,
    }  # fmt: skip


def test_a_refused_file_makes_a_letter_not_a_red_square(pressed: Any, calls: list[tuple[Any, ...]]) -> None:
    pressed("pos_daily")
    ((_, subject, text),) = [call for call in calls if call[0] == "letter"]
    assert "pos" in subject
    assert "c.xlsx: пуст" in text
    assert "Петровой" not in text, "files that were loaded need no letter"


def test_nothing_new_is_green_and_skips_the_rest(
    pressed: Any, calls: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "extract", lambda *_, **__: None)
    state, tasks, _ = pressed("pos_daily")
    assert state == "success"
    assert tasks == {"extract": "skipped", "validate": "skipped", "load": "skipped"}
    assert calls == []


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("backfill", (dt.date(2026, 9, 30), dt.date(2026, 9, 30))),
        ("scheduled", None),
        ("manual", None),
        ("asset_triggered", None),
    ],
)
def test_only_a_backfill_asks_for_its_day(bag: Any, calls: list[tuple[Any, ...]], kind: str, days: Any) -> None:
    night = dt.datetime(2026, 9, 29, 19, 0, tzinfo=dt.UTC)  # 30 September, 00:00 in Yekaterinburg
    ends = (None, None) if kind == "asset_triggered" else (night, night + dt.timedelta(days=1))
    run = SimpleNamespace(run_type=kind, run_id="r", data_interval_start=ends[0], data_interval_end=ends[1])
    bag.get_dag("pos_daily").task_dict["extract"].python_callable(dag_run=run)
    assert calls == [("extract", "pos", days, "r")]


def test_intake_announces_the_settled_inboxes_only(pressed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from airflow.models.asset import AssetEvent, AssetModel
    from airflow.utils.session import create_session
    from sqlalchemy import select

    monkeypatch.setattr(pipeline, "settled_channels", lambda now: ["pos", "sed"])
    state, _, returned = pressed("intake")
    assert (state, returned["look"]) == ("success", ["pos", "sed"])
    with create_session() as session:
        uris = session.scalars(
            select(AssetModel.uri)
            .join(AssetEvent, AssetEvent.asset_id == AssetModel.id)
            .where(AssetEvent.source_dag_id == "intake")
        ).all()
    assert sorted(uris) == ["svodka://inbox/pos", "svodka://inbox/sed"]
