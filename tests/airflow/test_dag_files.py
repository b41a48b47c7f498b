"""What every DAG promises to the one who clicks on it and to the dag-processor that reads it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from svodka.settings import PROJECT

CHANNELS = ["appeals", "incident", "journals", "pages", "pos", "reception", "sed"]
OTHERS = ["daily_control", "deadline_guard", "housekeeping", "intake", "quarterly_report"]
DAG_FILES = sorted((PROJECT / "dags").glob("*.py"))

# Reads DAG files in a fresh process: their ids, the CPU seconds it took, the heavy modules it dragged in.
READ = """
import json, runpy, sys, time
import airflow.sdk
from airflow.sdk.definitions.dag import DAG
started, dags = time.process_time(), []
for file in sys.argv[1:]:
    dags += [value.dag_id for value in runpy.run_path(file).values() if isinstance(value, DAG)]
seconds = time.process_time() - started
from airflow.dag_processing.dagbag import DagBag
heavy = [name for name in ("pandas", "great_expectations", "openpyxl", "python_calamine") if name in sys.modules]
bag = DagBag(dag_folder=sys.argv[1])
print(json.dumps({"dags": sorted(bag.dag_ids), "errors": bag.import_errors, "seconds": seconds, "heavy": heavy}))
"""


def read_in_fresh_process(project: Path, home: Path, **environment: str) -> dict[str, Any]:
    result = subprocess.run(
        [sys.executable, "-c", READ, str(project / "dags" / "channels.py")],
        env={**os.environ, "PYTHONPATH": str(project / "plugins"), "AIRFLOW_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout.splitlines()[-1])


def test_the_bag_holds_exactly_our_dags(bag: Any) -> None:
    assert bag.import_errors == {}
    assert sorted(bag.dag_ids) == sorted([*(f"{channel}_daily" for channel in CHANNELS), *OTHERS])


@pytest.mark.parametrize("file", DAG_FILES, ids=lambda file: file.name)
def test_a_dag_file_stays_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("dag_id", [*(f"{channel}_daily" for channel in CHANNELS), *OTHERS])
def test_each_step_says_what_it_does_and_what_a_red_square_means(bag: Any, dag_id: str) -> None:
    words = {task.task_id: task.doc_md or "" for task in bag.get_dag(dag_id).tasks}
    assert words and all("Красный квадрат" in text for text in words.values())
    assert len({text.splitlines()[0] for text in words.values()}) == len(words)


@pytest.mark.parametrize("dag_id", [*(f"{channel}_daily" for channel in CHANNELS), *OTHERS])
def test_a_dag_explains_itself_and_survives_a_hiccup(bag: Any, dag_id: str) -> None:
    dag = bag.get_dag(dag_id)
    assert "Красный квадрат" in dag.doc_md
    assert not re.search(r"\{\w+\}", dag.doc_md), "a word of the text was not filled in"
    assert len(re.findall("[а-яё]", dag.doc_md)) > len(re.findall("[a-z]", dag.doc_md))
    assert re.search("[а-я]", dag.dag_display_name)
    assert dag.tags
    assert dag.max_active_runs == (4 if dag_id == "quarterly_report" else 1)
    assert not dag.catchup
    for task in dag.tasks:
        assert task.owner != "airflow"
        assert task.retries >= 1
        assert task.on_failure_callback or dag_id == "intake"


def test_a_channel_goes_extract_validate_load(bag: Any) -> None:
    dag = bag.get_dag("pos_daily")
    assert dag.task_dict["extract"].downstream_task_ids == {"validate"}
    assert dag.task_dict["validate"].downstream_task_ids == {"load"}
    assert dag.task_dict["load"].downstream_task_ids == set()


@pytest.mark.parametrize("dag_id", OTHERS)
def test_only_channels_can_be_backfilled(bag: Any, dag_id: str) -> None:
    after_load = {"asset_triggered"} if dag_id == "daily_control" else set()
    allowed = {str(kind.value) for kind in bag.get_dag(dag_id).allowed_run_types}
    assert allowed == {"scheduled", "manual"} | after_load
    assert bag.get_dag("pos_daily").allowed_run_types is None


def test_reading_the_channels_is_cheap(tmp_path: Path) -> None:
    read = read_in_fresh_process(PROJECT, tmp_path)
    assert read["heavy"] == []
    assert read["seconds"] < 0.5


def test_a_contract_alone_makes_a_dag_and_a_switch_takes_it_away(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    for folder in ("dags", "plugins", "expectations", "docs", "config"):
        shutil.copytree(PROJECT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(copy / "expectations" / "pos.yml", copy / "expectations" / "hotline.yml")
    read = read_in_fresh_process(copy, tmp_path, SVODKA_CHANNELS__POS__ENABLED="false")
    expected = sorted({*CHANNELS, "hotline"} - {"pos"})
    assert read["errors"] == {}
    assert read["dags"] == [f"{channel}_daily" for channel in expected]


def test_airflow_leaves_the_package_to_python(bag: Any) -> None:
    """Without plugins/.airflowignore Airflow runs every module of the package under its bare name at start."""
    from airflow.plugins_manager import _get_plugins

    _, errors = _get_plugins()
    assert errors == {}
    assert not {"pipeline", "settings", "landing", "embedded"} & set(sys.modules)
