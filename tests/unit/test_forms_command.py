"""`svodka forms` as a person and as a program read it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svodka import pipeline
from svodka.cli import app
from svodka.errors import UsageError
from tests import form_files as files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of forms; the configuration of the command names it."""
    found = tmp_path / "forms"
    found.mkdir()
    monkeypatch.setenv("SVODKA_FORMS__FOLDER", str(found))
    monkeypatch.setenv("SVODKA_HOME", str(tmp_path / "home"))
    return found


def asked(*words: str) -> Result:
    return CliRunner().invoke(app, ["forms", *words], catch_exceptions=False)


def test_right_forms_are_a_table_and_end_with_0(folder):
    rows = [["Название", "Отчёт"], ["Действует с", "01.07.2025"], ["Публикуется", "да"]]
    (folder / "a.xlsx").write_bytes(files.workbook({"A1": "{{P-02}}"}, settings=rows))
    done = asked()
    assert done.exit_code == 0
    for words in ("Отчёт", "a.xlsx", "с 01.07.2025", "да"):
        assert words in done.stdout


def test_a_wrong_form_ends_with_3_and_every_mistake_is_told(folder):
    (folder / "a.xlsx").write_bytes(files.workbook({"A1": "{{преиод}}", "B7": "{{P-02: часть}}"}))
    done = asked()
    assert done.exit_code == 3
    assert "a.xlsx, ошибок: 2" in done.stdout
    assert (
        "1. лист «Отчёт», ячейка A1: {{преиод}} — такого токена или показателя нет; возможно, {{период}}" in done.stdout
    )
    assert "2. лист «Отчёт», ячейка B7: {{P-02: часть}} — части «часть» у показателя нет" in done.stdout


def test_a_program_reads_the_same_as_json(folder, tmp_path):
    (folder / "a.xlsx").write_bytes(files.workbook({"A1": "{{преиод}}"}))
    (folder / "b.xlsx").write_bytes(files.workbook({"A1": "{{год}}"}))
    done = asked("--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 3
    assert found["folders"] == [str(folder), str(tmp_path / "home" / "forms")]
    wrong, right = found["forms"]
    assert [one["place"] for one in wrong["mistakes"]] == ["лист «Отчёт», ячейка A1"]
    assert (right["title"], right["is_in_force"], right["is_published"], right["mistakes"]) == ("b", True, False, [])


def test_one_file_can_be_tried_before_it_is_dropped_into_the_folder(folder, tmp_path):
    (folder / "wrong.xlsx").write_bytes(files.workbook({"A1": "{{преиод}}"}))
    file = tmp_path / "проба.xlsx"
    file.write_bytes(files.workbook({"A1": "{{год}}"}))
    done = asked(str(file))
    assert done.exit_code == 0 and "проба" in done.stdout and "wrong" not in done.stdout


def test_no_forms_are_no_mistake(folder):
    done = CliRunner().invoke(app, ["forms"], catch_exceptions=False)
    assert done.exit_code == 0 and str(folder) in done.stderr.replace("\n", "")


@pytest.mark.parametrize("words", [["--quarter", "2026Q3"], ["--save", "x"], ["--edition", "1"]])
def test_a_trial_needs_a_quarter_and_a_folder(folder, words):
    with pytest.raises(UsageError, match="--quarter 2026Q3 --save"):
        asked(*words)


def test_a_file_that_is_not_there_is_wrong_usage(folder, tmp_path):
    with pytest.raises(UsageError, match="такого файла нет"):
        asked(str(tmp_path / "нет.xlsx"))


def test_of_one_title_one_is_in_force_today(folder):
    for name, since in (("old", "01.01.2025"), ("new", "01.01.2026"), ("next", "01.01.2027")):
        rows = [["Название", "Отчёт"], ["Действует с", since]]
        (folder / f"{name}.xlsx").write_bytes(files.workbook({"A1": "{{год}}"}, settings=rows))
    found = pipeline.check_forms(now=datetime(2026, 12, 31, 18, 59, tzinfo=UTC))  # 23:59 in the town
    assert {Path(one["path"]).stem for one in found["forms"] if one["is_in_force"]} == {"new"}
    found = pipeline.check_forms(now=datetime(2026, 12, 31, 19, 0, tzinfo=UTC))
    assert {Path(one["path"]).stem for one in found["forms"] if one["is_in_force"]} == {"next"}
