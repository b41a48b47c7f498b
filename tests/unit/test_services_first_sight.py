"""DAGs that a home sees for the first time are switched on; what a person paused stays paused."""

from pathlib import Path

import pytest

from svodka.services import first_sight


class FakeAirflow:
    """Stands for the REST client: the DAGs there are, and which were switched on."""

    def __init__(self, *dags: str) -> None:
        self.there = list(dags)
        self.switched_on: list[str] = []

    def dags(self) -> list[str]:
        return self.there

    def unpause(self, dag: str) -> None:
        self.switched_on.append(dag)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(first_sight, "QUIET_SECONDS", 0.0)
    (tmp_path / "run").mkdir()


def test_new_ones_are_switched_on_once(tmp_path: Path) -> None:
    airflow = FakeAirflow("pos_daily", "intake")
    assert first_sight.switch_on_new(airflow, tmp_path) == ["intake", "pos_daily"]  # type: ignore[arg-type]
    assert first_sight.switch_on_new(airflow, tmp_path) == []  # type: ignore[arg-type]
    airflow.there.append("hotline_daily")
    assert first_sight.switch_on_new(airflow, tmp_path) == ["hotline_daily"]  # type: ignore[arg-type]
    assert airflow.switched_on == ["intake", "pos_daily", "hotline_daily"]


def test_without_any_dag_it_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_sight, "LIMIT_SECONDS", 0.6)
    assert first_sight.switch_on_new(FakeAirflow(), tmp_path) == []  # type: ignore[arg-type]
