"""`svodka verify FILE` as a person and as a program read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svodka.cli import app
from svodka.errors import UsageError
from tests.db.test_verify import desk, issued  # noqa: F401  (the fixture)


@pytest.fixture
def annex(desk, tmp_path: Path) -> Path:  # noqa: F811
    place = tmp_path / "показатели.json"
    place.write_bytes(issued(desk, ".json")[1])
    return place


def verified(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", *words], catch_exceptions=False)
    return done.exit_code, done.stdout


def test_an_untouched_file(annex: Path) -> None:
    code, told = verified(str(annex))
    assert code == 0
    assert "редакция 1 (сформировано автоматически) отчёта за III квартал 2026 года" in told
    assert "не изменён" in told


def test_an_altered_file_ends_with_3_and_shows_the_place(annex: Path) -> None:
    annex.write_text(annex.read_text(encoding="utf-8").replace('"1234"', '"1235"'), encoding="utf-8")
    code, told = verified(str(annex))
    assert code == 3
    assert "ИЗМЕНЁН после выпуска, отличий 2" in told
    code, told = verified(str(annex), "--json")
    found = json.loads(told)
    assert (code, found["state"], found["quarter"], found["edition"]) == (3, "altered", "2026Q3", "1")
    assert {one["found"] for one in found["differences"]} >= {'"1235"'}


def test_a_file_of_nobody_ends_with_3_and_a_missing_one_is_wrong_usage(annex: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "чужой.json"
    foreign.write_text("{}", encoding="utf-8")
    assert verified(str(foreign))[0] == 3
    with pytest.raises(UsageError, match="Нет файла"):
        verified(str(tmp_path / "нет.json"))
