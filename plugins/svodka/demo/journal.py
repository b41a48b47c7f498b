"""Which steps of the demonstration are done in a home, and how long each took: a repeated `make run` skips them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

BUDGET_SECONDS = 240
console = Console(highlight=False)
if not console.is_terminal:
    console = Console(highlight=False, width=120)


class Journal:
    """The steps in $SVODKA_HOME/demo.json: name → seconds."""

    def __init__(self, home: Path) -> None:
        self.file = home / "demo.json"
        self.began = time.monotonic() - _seconds_before()
        self.steps: dict[str, float] = json.loads(self.file.read_text()) if self.file.exists() else {}
        self.now: dict[str, float] = {}

    def is_done(self, name: str) -> bool:
        return name in self.steps

    def begin(self) -> None:
        """Leaves the file behind, so that an interrupted first run is recognised as ours."""
        self._write()

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[None]:
        """Tells of the step, measures it, and remembers it when it has come to its end."""
        started = time.monotonic()
        self.say(title)
        yield
        self.now[title] = time.monotonic() - started
        self.steps[name] = round(self.now[title], 1)
        self._write()

    def say(self, line: str) -> None:
        """One line with the time since the beginning."""
        console.print(f"[dim]{self.elapsed:5.0f} с[/dim]  ", end="")
        console.print(line, markup=False)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def _write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(self.steps, indent=1))


def _seconds_before() -> float:
    """What `make` has spent on the set-up before this process (it passes the moment it began)."""
    began = os.environ.pop("RUN_BEGAN", "")
    return max(0.0, time.time() - float(began)) if began.replace(".", "", 1).isdigit() else 0.0
