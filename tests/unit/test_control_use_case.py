"""The morning's parts do not cost each other: what fails is red, the rest is done."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from svodka.control import daily
from svodka.pipeline import control

NOW = datetime(2026, 10, 12, 4, tzinfo=UTC)


def test_answers_that_cannot_be_drawn_leave_the_figures_made_and_the_run_red(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail(**_: Any) -> int:
        done.append("draw")
        raise RuntimeError("no draw")

    monkeypatch.setattr(control, "open_warehouse", lambda settings: None)
    monkeypatch.setattr(daily, "run", lambda *_, **__: done.append("letter") or {})
    monkeypatch.setattr(control, "draw_answers", fail)
    monkeypatch.setattr(control, "refresh_figures", lambda now: done.append("figures"))
    with pytest.raises(RuntimeError, match="no draw"):
        control.daily_control(date(2026, 10, 12), NOW)
    assert done == ["letter", "draw", "figures"]
