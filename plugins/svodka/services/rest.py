"""Airflow's REST API as one logged-in user: only the calls that the demo and the tests make."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import httpx

from svodka.services.errors import ServiceError

COMPONENTS = {"scheduler": "scheduler", "triggerer": "triggerer", "dag_processor": "dag-processor"}


def health(url: str) -> dict[str, float]:
    """The services that Airflow calls healthy, each with the moment of its last heartbeat (seconds since 1970).

    Empty while the web does not answer; the api-server's own moment is now.
    """
    try:
        answer = httpx.get(f"{url}/api/v2/monitor/health", timeout=5, trust_env=False)
    except httpx.TransportError:
        return {}
    if answer.status_code != 200:
        return {}
    beats = {"api-server": time.time()}
    for key, name in COMPONENTS.items():
        state = answer.json().get(key) or {}
        if state.get("status") == "healthy":
            beats[name] = datetime.fromisoformat(state[f"latest_{key}_heartbeat"]).timestamp()
    return beats


class Airflow:
    """A session with one Airflow. Raises ServiceError with Airflow's own words when it refuses."""

    def __init__(self, url: str, login: str, password: str) -> None:
        # trust_env=False: a proxy of the machine must not see what goes to 127.0.0.1
        self.client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        token = self._call("POST", "/auth/token", json={"username": login, "password": password})["access_token"]
        self.client.headers["Authorization"] = f"Bearer {token}"

    def dags(self) -> list[str]:
        """The ids of all DAGs that Airflow knows."""
        return sorted(row["dag_id"] for row in self._call("GET", "/api/v2/dags", params={"limit": 100})["dags"])

    def import_errors(self) -> list[str]:
        """What failed to import, one line a file."""
        rows = self._call("GET", "/api/v2/importErrors")["import_errors"]
        return [f"{row['filename']}: {row['stack_trace'].strip().splitlines()[-1]}" for row in rows]

    def unpause(self, dag: str, is_paused: bool = False) -> None:
        self._call("PATCH", f"/api/v2/dags/{dag}", json={"is_paused": is_paused})

    def trigger(self, dag: str, due: dict[str, str] | None = None, **conf: Any) -> str:
        """Makes a manual run; its id. With `due` (from `due_run`) it stands in for that scheduled run."""
        body = {"logical_date": None, "conf": conf} | (due or {})
        return str(self._call("POST", f"/api/v2/dags/{dag}/dagRuns", json=body)["dag_run_id"])

    def due_run(self, dag: str) -> dict[str, str] | None:
        """Logical date and interval of the run that the scheduler would make now; None when none is due.

        A manual run of that logical date and interval takes its place: the scheduler makes no second one. Without the
        interval it would try again every second for ever.
        """
        known = self._call("GET", f"/api/v2/dags/{dag}")
        due = known["next_dagrun_run_after"]
        if due is None or datetime.fromisoformat(due).timestamp() > time.time():
            return None
        return {
            "logical_date": known["next_dagrun_logical_date"],
            "data_interval_start": known["next_dagrun_data_interval_start"],
            "data_interval_end": known["next_dagrun_data_interval_end"],
        }

    def run_state(self, dag: str, run_id: str) -> str:
        return str(self._call("GET", f"/api/v2/dags/{dag}/dagRuns/{run_id}")["state"])

    def runs(self, dag: str, **filters: Any) -> list[dict[str, Any]]:
        """The runs of a DAG, newest first."""
        answer = self._call("GET", f"/api/v2/dags/{dag}/dagRuns", params={"limit": 100, "order_by": "-id"} | filters)
        return list(answer["dag_runs"])

    def tasks(self, dag: str, run_id: str) -> dict[str, str | None]:
        """The state of each task of a run."""
        rows = self._call("GET", f"/api/v2/dags/{dag}/dagRuns/{run_id}/taskInstances")["task_instances"]
        return {row["task_id"]: row["state"] for row in rows}

    def backfill(self, dag: str, first: str, last: str, run_backwards: bool = False) -> int:
        """Asks for a run of every interval from `first` to `last` (ISO moments), done or not; the backfill's number."""
        body = {
            "dag_id": dag,
            "from_date": first,
            "to_date": last,
            "run_backwards": run_backwards,
            "dag_run_conf": {},
            "reprocess_behavior": "completed",
            "max_active_runs": 1,
        }
        return int(self._call("POST", "/api/v2/backfills", json=body)["id"])

    def backfill_completed(self, number: int) -> bool:
        """Whether the backfill has come to its end (of whatever kind)."""
        return self._call("GET", f"/api/v2/backfills/{number}")["completed_at"] is not None

    def _call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            answer = self.client.request(method, path, **options)
        except httpx.TransportError as error:
            raise ServiceError(f"Airflow не отвечает ({method} {path}): {error}") from error
        if answer.is_error:
            raise ServiceError(f"Airflow отказал ({method} {path}, {answer.status_code}): {answer.text[:300]}")
        return dict(answer.json()) if answer.content else {}
