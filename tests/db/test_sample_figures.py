"""All sample exports through the pipeline, against an independent reading of the same files with pandas."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from samples.generate import main
from svodka import pipeline
from tests.oracle.comparison import differences
from tests.oracle.figures import compute
from tests.oracle.intake import Account, Intake, take_in


@dataclass(frozen=True)
class Loaded:
    """files: what `ingest` told, by file name (no two sample files share one); expected: the oracle's reading."""

    files: dict[str, dict[str, Any]]
    expected: Intake

    @property
    def accounts(self) -> dict[str, Account]:
        return {name: account for (_, name), account in self.expected.accounts.items()}


@pytest.fixture(scope="module")
def loaded(shared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """All sample exports, dropped at once and taken by one range load a channel."""
    inbox, copy = shared_home / "inbox", tmp_path_factory.mktemp("samples") / "copy"
    main(inbox)
    shutil.copytree(inbox, copy)
    told = pipeline.ingest()
    files = {one["name"]: one for one in told}
    assert len(files) == len(told)
    return Loaded(files, take_in(copy, datetime.now(UTC)))


def test_every_file_is_loaded_and_only_the_copy_is_known_already(loaded: Loaded) -> None:
    copies = {name for _, name in loaded.expected.known_twice}
    assert loaded.files.keys() == loaded.accounts.keys() | copies
    assert copies == {"journals_2026-09-30.ods"}
    assert {name for name, one in loaded.files.items() if one["state"] != "loaded"} == copies
    assert not loaded.files["journals_2026-09-30.ods"]["rows_read"]


def test_each_file_accounts_for_its_rows(loaded: Loaded) -> None:
    fates = ("rows_read", "rows_loaded", "rows_unchanged", "rows_rejected", "rows_foreign")
    told = {name: Account(*(loaded.files[name][fate] for fate in fates)) for name in loaded.accounts}
    wrong = {name for name, one in told.items() if one.read != one.loaded + one.unchanged + one.rejected + one.foreign}
    assert not wrong
    assert [(told[name], one) for name, one in loaded.accounts.items() if told[name] != one] == []
    assert sum(one.rejected for one in told.values()) > 25
    assert sum(one.foreign for one in told.values()) > 300


def test_the_open_quarantine_is_what_the_rules_leave_open(loaded: Loaded) -> None:
    told = sorted((row["file"], row["row"], row["code"]) for row in pipeline.rejected())
    assert told == sorted((name, row_no, code) for _, name, row_no, code in loaded.expected.open_rows)
    assert {code for _, _, code in told} >= {"R01", "R05", "R10", "R12"}


@pytest.mark.parametrize("quarter", ["2026Q3", "2026Q2", "2026Q1", "2025Q4", "2025Q3"])
def test_every_figure_of_the_quarter_is_recomputed(loaded: Loaded, quarter: str) -> None:
    document = pipeline.figures(quarter)
    told = loaded.expected
    expected = compute(told.messages, told.page_weeks, int(quarter[:4]), int(quarter[-1]), told.questions)
    assert len(document["values"]) > 1000
    found = sorted(differences(document, expected))
    assert not found, f"{len(found)} differences\n" + "\n".join(found[:40])


def test_one_message_withheld_from_the_oracle_is_noticed(loaded: Loaded) -> None:
    """The comparison can fail: m3 of the worked example is in four figures of ПОС."""
    told = loaded.expected
    short: pd.DataFrame = told.messages[told.messages["source_number"] != "45000003"]
    expected = compute(short, told.page_weeks, 2026, 3, told.questions)
    found = {line.split("'")[1] for line in differences(pipeline.figures("2026Q3"), expected)}
    assert {"S-01", "S-03", "P-01", "P-02"} <= found
