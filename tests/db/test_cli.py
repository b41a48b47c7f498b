"""The command line as a contract (design §11): what it prints, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from svodka.settings import PROJECT

HEADER = "Номер сообщения;Дата регистрации;Дата ответа;Категория;Статус"
GOOD = "1;01.07.2026;05.07.2026;ЖКХ;Ответ направлен"
BAD = "2;01.07.2026;;ЖКХ;Думаем"
FILE_KEYS = {
    "channel", "name", "sha256", "state", "rows_read", "rows_loaded", "rows_unchanged", "rows_rejected",
    "rows_foreign", "message",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_home(home: Path) -> None:
    """Every command of this file speaks to the home and the warehouse of the test."""


def svodka(*words: str) -> subprocess.CompletedProcess[str]:
    code = "from svodka.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, cwd=PROJECT, timeout=300
    )


def drop(home: Path, name: str, *lines: str) -> None:
    folder = home / "inbox" / "pos"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def test_ingest_prints_one_object_a_file_and_then_an_empty_list(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", GOOD, BAD)
    first = svodka("ingest", "pos", "--json")
    assert first.returncode == 0, first.stderr  # rejected rows are reported, they are no failure
    [file] = json.loads(first.stdout)
    assert set(file) == FILE_KEYS
    assert (file["state"], file["rows_read"], file["rows_loaded"], file["rows_rejected"]) == ("loaded", 2, 1, 1)
    again = svodka("ingest", "--json")
    assert (again.returncode, json.loads(again.stdout)) == (0, [])
    [row] = json.loads(svodka("rejected", "--json").stdout)
    assert {"file", "sheet", "row", "column", "code", "reason"} <= set(row)
    assert (row["file"], row["row"], row["column"], row["code"]) == ("pos_2026-07-10.csv", 3, "status", "R05")
    assert json.loads(svodka("rejected", "--channel", "sed", "--json").stdout) == []
    assert (home / "taken" / "pos" / "pos_2026-07-10.csv").is_file()


def test_a_range_takes_landed_files_again(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", GOOD)
    svodka("ingest", "--json")
    [file] = json.loads(svodka("ingest", "pos", "--from", "2026-07-10", "--to", "2026-07-10", "--json").stdout)
    assert (file["state"], file["rows_loaded"], file["rows_unchanged"]) == ("loaded", 0, 1)
    assert json.loads(svodka("ingest", "--from", "2026-07-11", "--json").stdout) == []


def test_a_refused_file_ends_with_three_and_the_rest_goes_through(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", GOOD)
    (home / "inbox" / "pos" / "pos_2026-07-11.xlsx").write_bytes(b"")
    done = svodka("ingest", "--json")
    assert done.returncode == 3
    assert {file["name"]: file["state"] for file in json.loads(done.stdout)} == {
        "pos_2026-07-10.csv": "loaded",
        "pos_2026-07-11.xlsx": "refused",
    }


@pytest.mark.parametrize(
    "words",
    [
        ("figures", "2026-3"),
        ("ingest", "fax"),
        ("ingest", "--from", "вчера"),
        ("figures", "2026Q3", "--as-of", "давно"),
        ("figures",),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_two_and_says_why(words: tuple[str, ...]) -> None:
    done = svodka(*words)
    assert done.returncode == 2
    assert done.stderr.strip() and not done.stdout.strip()
    assert "Traceback" not in done.stderr


def test_a_warehouse_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVODKA_WAREHOUSE_URL", "postgresql://nobody@127.0.0.1:1/none")
    done = svodka("figures", "2026Q3")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_figures_are_one_document_of_the_published_schema_and_repeat_to_the_byte(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", GOOD)
    svodka("ingest")
    first = svodka("figures", "2026Q3", "--json")
    schema = json.loads((PROJECT / "docs" / "figures.schema.json").read_text(encoding="utf-8"))
    document = json.loads(first.stdout)
    jsonschema.validate(document, schema)
    assert document["edition"] is None and document["period"] == "2026Q3"
    assert svodka("figures", "2026Q3", "--json").stdout == first.stdout
    again = svodka("figures", "2026Q3", "--as-of", document["as_of"], "--json")
    assert json.loads(again.stdout) == document


def test_init_and_status_may_be_repeated(home: Path) -> None:
    assert svodka("init").returncode == 0
    found = json.loads(svodka("status", "--json").stdout)
    assert {channel["state"] for channel in found["channels"]} == {"no_data"}
    assert found["next_deadline"]


def test_a_report_that_cannot_be_made_says_why_and_a_made_one_shows_paths_and_hashes_whole(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    empty = svodka("report", "2026q3")
    assert empty.returncode == 0 and "None" not in empty.stderr
    assert empty.stderr.startswith("Данных нет: положите выгрузки в inbox и выполните svodka ingest.\n")
    assert "Отчёт не выпущен. Нет ни одной выгрузки" in empty.stderr
    drop(home, "pos_2026-07-10.csv", GOOD)
    ingested = svodka("ingest")
    assert "файл" in ingested.stdout and "загружен" in ingested.stdout and "pos/pos_2026-07-10.csv" in ingested.stdout
    issued = json.loads(svodka("report", "2026q3", "--json").stdout)
    made = svodka("report", "2026q3")
    assert f"Отчёт 2026Q3, редакция {issued['edition']}" in made.stderr and "Никому не отправлено" in made.stderr
    for file in issued["files"]:
        assert file["path"] in made.stdout.splitlines() and file["sha256"] in made.stdout


def test_a_quarter_that_has_not_begun_is_said_on_stderr_and_the_document_stays_alone_on_stdout() -> None:
    done = svodka("figures", "2098q1", "--json")
    assert (done.returncode, done.stderr) == (0, "I квартал 2098 года ещё не начался.\n")
    assert json.loads(done.stdout)["period"] == "2098Q1"
