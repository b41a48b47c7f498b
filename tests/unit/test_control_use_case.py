"""The morning's parts do not cost each other: what fails is red, the rest is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from svodka.control import daily
from svodka.notify import MailWaits, assert_mails_gone
from svodka.pipeline import control

DAY = date(2026, 10, 12)
NOW = datetime(2026, 10, 12, 4, tzinfo=UTC)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The morning with parts that only write down that they ran; those named fail."""

    def prepare(*failing: str, mails: dict[str, int]) -> list[str]:
        done: list[str] = []

        def part(name: str) -> None:
            done.append(name)
            if name in failing:
                raise RuntimeError(f"no {name}")

        def letter(*_: Any, **__: Any) -> dict[str, Any]:
            done.append("letter")
            return {"mails": mails}

        monkeypatch.setattr(control, "open_warehouse", lambda settings: None)
        monkeypatch.setattr(daily, "run", letter)
        monkeypatch.setattr(control, "draw_answers", lambda now: part("draw"))
        monkeypatch.setattr(control, "refresh_figures", lambda now: part("figures"))
        return done

    return prepare


@pytest.mark.parametrize("failing", ["draw", "figures"])
def test_one_part_that_fails_leaves_the_other_done_and_the_run_red(parts: Any, failing: str) -> None:
    done = parts(failing, mails={"sent": 2})
    with pytest.raises(RuntimeError, match=f"no {failing}"):
        control.daily_control(DAY, NOW, assert_mails_gone)
    assert done == ["letter", "draw", "figures"]


@pytest.mark.parametrize("failing", [(), ("draw",), ("figures",), ("draw", "figures")])
def test_a_letter_that_waits_is_told_whatever_else_fails(parts: Any, failing: tuple[str, ...]) -> None:
    """The task is then tried again: the letter must not stay behind for the sake of a page."""
    done = parts(*failing, mails={"pending": 1})
    with pytest.raises(MailWaits):
        control.daily_control(DAY, NOW, assert_mails_gone)
    assert done == ["letter", "draw", "figures"]


def test_a_morning_without_a_failure_is_told(parts: Any) -> None:
    parts(mails={"sent": 2})
    assert control.daily_control(DAY, NOW, assert_mails_gone) == {"mails": {"sent": 2}}
