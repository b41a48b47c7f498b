"""A channel is one contract file and its exports: no list, no DAG, no constant is edited (design §2)."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from svodka.settings import PROJECT

CONTRACT = """
extends: _message
title: Горячая линия
source_system: HOTLINE
constants: {legal_regime: FZ59}
words: {status: {NEW: [Принят], ANSWERED: [Отвечен]}}
fields:
  source_number: {headers: [Звонок №]}
  registered_at: {headers: [Когда]}
  answered_at: {headers: [Ответили]}
  topic_l1: {headers: [О чём]}
  status: {headers: [Что с ним], words: status}
"""
EXPORT = """Звонок №;Когда;Ответили;О чём;Что с ним
1;01.07.2026 09:15;02.07.2026;ЖКХ;Отвечен
2;03.07.2026;;Дороги;Принят
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project without its environment, with one more contract."""
    target = tmp_path / "copy"
    for folder in ("plugins", "sql", "expectations", "config", "docs"):
        shutil.copytree(PROJECT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "expectations" / "hotline.yml").write_text(CONTRACT, encoding="utf-8")
    return target


def test_one_contract_file_makes_a_channel_that_loads_and_counts(copy: Path, home: Path) -> None:
    inbox = home / "inbox" / "hotline"
    inbox.mkdir(parents=True)
    (inbox / "hotline_2026-07-10.csv").write_text(EXPORT, encoding="utf-8")

    def svodka(*words: str) -> list | dict:
        environment = os.environ | {"PYTHONPATH": str(copy / "plugins")}
        command = [sys.executable, "-m", "svodka.cli", *words, "--json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=copy)
        return json.loads(done.stdout)

    [file] = svodka("ingest")
    assert (file["channel"], file["state"], file["rows_loaded"]) == ("hotline", "loaded", 2)
    by_slice = {
        (value["indicator"], value["slice"]["channel"]): value["numerator"]
        for value in svodka("figures", "2026Q3")["values"]
        if not any(value["slice"][name] for name in ("legal_regime", "block", "executor"))
    }
    assert by_slice["S-01", "hotline"] == by_slice["S-01", None] == "2"
    assert by_slice["S-04", "hotline"] == "1"
    identity = svodka("explain", "hotline:1")["identity"]
    assert (identity["channel"], identity["channel_in_words"]) == ("hotline", "Горячая линия")
