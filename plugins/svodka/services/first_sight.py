"""DAGs are born paused: one that a home sees for the first time is switched on, one that a person paused is left."""

from __future__ import annotations

import json
import time
from pathlib import Path

from svodka.services.rest import Airflow

SEEN = "dags.seen.json"
QUIET_SECONDS, LIMIT_SECONDS = 3.0, 120.0


def switch_on_new(airflow: Airflow, home: Path) -> list[str]:
    """Unpauses the DAGs that were not there before; returns them. The list of those seen is kept in run/."""
    file = home / "run" / SEEN
    seen = set(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else set()
    new = [dag for dag in sorted(settled_dags(airflow)) if dag not in seen]
    for dag in new:
        airflow.unpause(dag)
    file.write_text(json.dumps(sorted(seen | set(new))), encoding="utf-8")
    return new


def settled_dags(airflow: Airflow) -> set[str]:
    """The DAGs once their number has stopped growing: the processor reads one file after another."""
    found: set[str] = set()
    last_change = started = time.monotonic()
    while time.monotonic() - started < LIMIT_SECONDS:
        there = set(airflow.dags())
        if there != found:
            found, last_change = there, time.monotonic()
        elif found and time.monotonic() - last_change > QUIET_SECONDS:
            break
        time.sleep(0.5)
    return found
