"""Every finished run carries a note in words and counts; what a person wrote there stays."""

from __future__ import annotations

from typing import Any

import pytest

from svodka import pipeline
from svodka_dags.run_note_words import NOTHING_NEW, note_of

FILES = [
    {"name": "Обращения Петровой.xlsx", "state": "loaded", "rows_read": 5, "rows_loaded": 4, "rows_rejected": 1},
    {"name": "c.xlsx", "state": "refused", "rows_read": 0, "rows_loaded": 0, "rows_rejected": 0, "message": "пуст"},
]


def note_of_newest_run(dag_id: str) -> str | None:
    """What the listener notes on the newest run, in a session as the scheduler calls it (dag.test() has none)."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select

    from svodka_dags.run_notes import on_dag_run_success

    newest = select(DagRun).where(DagRun.dag_id == dag_id).order_by(DagRun.id.desc()).limit(1)
    with create_session() as session:
        on_dag_run_success(session.scalars(newest).one(), "")
    with create_session() as session:
        return session.scalars(newest).one().note


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The load that `extract` finds; none when the list is empty."""
    found: list[int | None] = [7]
    monkeypatch.setattr(pipeline, "extract", lambda *_: found[0] if found else None)
    monkeypatch.setattr(pipeline, "validate", lambda _: None)
    monkeypatch.setattr(pipeline, "load", lambda *_: FILES)
    monkeypatch.setattr("svodka.notify.write_letter", lambda *_: None)
    return found


def test_a_load_is_told_in_counts_without_names_of_files(pressed: Any, loads: list[int | None]) -> None:
    assert pressed("pos_daily")[0] == "success"
    note = note_of_newest_run("pos_daily")
    assert note == "Файлы: загружено 1, не принято 1. Строки: прочитано 5, загружено 4, в карантин 1."


def test_a_run_that_found_nothing_says_so(pressed: Any, loads: list[int | None]) -> None:
    loads.clear()
    pressed("pos_daily")
    assert note_of_newest_run("pos_daily") == NOTHING_NEW


def test_a_failed_load_has_no_counts(pressed: Any, loads: list[int | None], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(pipeline, "load", broken)
    assert pressed("pos_daily")[0] == "failed"
    assert note_of_newest_run("pos_daily") is None


@pytest.mark.parametrize(
    ("dag_id", "returned", "note"),
    [
        (
            "daily_control",
            {"send": {"overdue": 3, "due_soon": 5, "mails": {"sent": 2}}},
            "Просрочено 3, срок подходит у 5. Писем: 2.",
        ),
        ("daily_control", {}, None),
        ("quarterly_report", {"prepare": {"quarter": "2026Q3", "message": "Ждём."}}, "2026Q3: Ждём."),
        ("quarterly_report", {"prepare": {}, "deliver": {"quarter": "2026Q3", "message": "Ушёл."}}, "2026Q3: Ушёл."),
        ("deadline_guard", {"who_must_act": {"quarter": "2026Q3", "message": "Ушёл."}}, "2026Q3: Ушёл."),
        ("intake", {"look": ["pos"]}, None),
    ],
)
def test_each_dag_has_its_own_words(dag_id: str, returned: dict[str, Any], note: str | None) -> None:
    assert note_of(dag_id, returned) == note


def test_a_persons_note_stays_and_trouble_is_swallowed() -> None:
    from svodka_dags.run_notes import put_note

    class Run:
        dag_id, note = "pos_daily", "Смотрела Иванова"

    run = Run()
    put_note(run)
    assert run.note == "Смотрела Иванова"
    put_note(object())
