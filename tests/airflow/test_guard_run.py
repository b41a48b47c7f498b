"""A look of the guard: the letters go out whatever becomes of the rest, and nobody is told a thing twice."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from svodka import notify, pipeline
from svodka.errors import SvodkaError

NOW = dt.datetime(2026, 10, 2, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=5)))
RESULT = {
    "quarter": "2026Q3",
    "state": "preliminary",
    "edition": "0.1",
    "next_step": "sign_off",
    "message": "Руководителю МЦУ: утвердить отчёт.",
    "asked": ["Петров П. П."],
    "files": [{"path": "/home/reports"}],
    "deliveries": [{"recipient": "cur-head@example.org"}],
}


def look(bag: Any, monkeypatch: pytest.MonkeyPatch, **answer: Any) -> Any:
    """The task of the guard at noon, when `advance` answers so, or raises."""

    def advance(quarter: str, now: dt.datetime) -> dict[str, Any]:
        if "error" in answer:
            raise answer["error"]
        return RESULT | answer

    monkeypatch.setattr(pipeline, "advance_quarter", advance)
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: NOW)
    call = bag.get_dag("deadline_guard").task_dict["who_must_act"].python_callable
    return call(dag_run=SimpleNamespace(run_after=NOW))


def test_the_answer_in_xcom_has_no_name_address_or_path(bag: Any, monkeypatch: Any, quiet_guard: Any) -> None:
    poke = look(bag, monkeypatch)
    assert poke.is_done
    assert poke.xcom_value["message"] == RESULT["message"]
    for personal in ("Петров", "example.org", "/home"):
        assert personal not in str(poke.xcom_value)


@pytest.mark.parametrize("error", [SvodkaError("новые показатели не прошли проверку"), OSError("no space left")])
def test_letters_go_out_when_the_quarter_cannot_be_driven_forward(
    bag: Any, monkeypatch: Any, quiet_guard: Any, error: Exception
) -> None:
    with pytest.raises(type(error)) as stopped:
        look(bag, monkeypatch, error=error)
    ((quarter, now, told, asides),) = quiet_guard
    assert (quarter, now, told, asides) == ("2026Q3", NOW, error, [])
    assert failure_letters(monkeypatch, stopped.value) == [], "the letters of the guard have said it already"


def test_where_a_person_is_needed_the_square_is_red_and_no_second_letter_goes(
    bag: Any, monkeypatch: Any, quiet_guard: Any
) -> None:
    with pytest.raises(SvodkaError, match="утвердить") as stopped:
        look(bag, monkeypatch, next_step="act")
    assert failure_letters(monkeypatch, stopped.value) == []


def test_where_the_letters_did_not_go_the_curator_hears_of_the_failure(
    bag: Any, monkeypatch: Any, quiet_guard: Any
) -> None:
    def dead(*_: Any) -> None:
        raise OSError("the database does not answer")

    monkeypatch.setattr(pipeline, "watch_deadline", dead)
    with pytest.raises(OSError, match="no space") as stopped:
        look(bag, monkeypatch, error=OSError("no space left"))
    ((_, text, roles),) = failure_letters(monkeypatch, stopped.value)
    assert "curator" in roles
    assert "OSError" in text


def failure_letters(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> list[tuple[Any, ...]]:
    """What the failure callback of the guard writes about an error."""
    letters: list[tuple[Any, ...]] = []
    monkeypatch.setattr(notify, "write_letter", lambda *letter: letters.append(letter))
    instance = SimpleNamespace(dag_id="deadline_guard", task_id="who_must_act")
    notify.on_guard_failure({"task_instance": instance, "exception": error})  # type: ignore[typeddict-item]
    return letters


def test_the_last_look_goes_on_while_the_report_is_not_out(bag: Any, monkeypatch: Any, quiet_guard: Any) -> None:
    monkeypatch.setattr(pipeline, "watch_deadline", lambda *_: {"looks_again": True})
    assert not look(bag, monkeypatch, next_step="act")
    assert not look(bag, monkeypatch, error=SvodkaError("почта молчит"))
    task = bag.get_dag("deadline_guard").task_dict["who_must_act"]
    assert task.mode == "reschedule", "a wait of hours must not hold a worker"
    assert task.timeout > 8 * 3600, "from 16:00 to midnight"
    assert task.poke_interval <= 1800


def test_a_mailbox_that_does_not_answer_is_told_to_the_engineer_and_stops_nothing(
    bag: Any, monkeypatch: Any, quiet_guard: Any
) -> None:
    monkeypatch.setattr(pipeline, "read_receipts", lambda now: {"unavailable": "Почтовый ящик не отвечает."})
    assert look(bag, monkeypatch)
    assert quiet_guard[0][3] == ["Почтовый ящик не отвечает."]


@pytest.mark.parametrize("step", ["read_receipts", "announce_responsible"])
def test_what_is_only_beside_the_report_never_stops_it(bag: Any, monkeypatch: Any, quiet_guard: Any, step: str) -> None:
    def broken(now: dt.datetime) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(pipeline, step, broken)
    assert look(bag, monkeypatch).is_done
    assert len(quiet_guard) == 1
