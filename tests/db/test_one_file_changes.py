"""What changes by order changes by one file (design §2): an indicator, a definition, a norm, a block.

Each test changes one file of a copy of the project and asks the real command line; nothing else in the copy differs.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from svodka.settings import PROJECT
from tests.unit.test_workbook import table

EXPORT = """Рег. №;Дата регистрации;Тематика;Статус;Дата ответа;Отдел
1;01.07.2026;Дороги;Дан ответ;20.07.2026;Отдел дорог
2;05.08.2026;Дороги;Дан ответ;24.08.2026;Отдел ЖКХ
3;10.08.2026;Выгул собак;Дан ответ;12.08.2026;Отдел ЖКХ
4;02.04.2026;Выгул собак;Дан ответ;05.04.2026;Отдел дорог
"""
ROADS = """-- code: M-01
-- version: 1
-- title: Доля сообщений о дорогах
-- unit: %
-- kind: share
-- direction: neutral
-- anchor: дата регистрации
-- channels: all except pages
-- owner: МЦУ
-- basis: решение руководителя МЦУ
-- formula: из зарегистрированных в периоде: направления «Дороги»
-- valid_from: 2026-07-01
-- known_from: 2020-01-01
SELECT
    count(*) FILTER (WHERE in_reg AND block = 'Дороги') AS numerator,
    count(*) FILTER (WHERE in_reg) AS denominator
FROM message_in_quarter
"""


class Town:
    """A copy of the project, a loaded home, and the command of the copy."""

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        self.first_tree = self.tree()

    def run(self, *words: str, module: str = "svodka.cli") -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(self.copy / "plugins"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=self.copy)

    def json(self, *words: str) -> dict | list:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def tree(self) -> dict[str, bytes]:
        return {str(file.relative_to(self.copy)): file.read_bytes() for file in self.copy.rglob("*") if file.is_file()}

    @contextmanager
    def changed(self, path: str, text: str) -> Iterator[None]:
        """One file of the copy is another for a while: the only difference to the project."""
        file = self.copy / path
        before = self.first_tree.get(path)
        file.write_text(text, encoding="utf-8")
        now = self.tree()
        differs = {name for name in now.keys() | self.first_tree.keys() if now.get(name) != self.first_tree.get(name)}
        assert differs == {path}
        try:
            yield
        finally:
            file.unlink() if before is None else file.write_bytes(before)

    @contextmanager
    def one_more_row(self, path: str, row: str) -> Iterator[None]:
        """The same with a row at the end of a seed, loaded by `init`."""
        with self.changed(path, self.first_tree[path].decode() + row + "\n"):
            done = self.run("init")
            assert done.returncode == 0, done.stderr
            yield
        assert self.run("init").returncode == 0


def of(document: dict, code: str, **wanted: str) -> tuple[str, str | None] | None:
    """Numerator and denominator of a slice (the total by default); None when there is no such group."""
    for one in document["values"]:
        if one["indicator"] == code and {k: v for k, v in one["slice"].items() if v} == wanted:
            return one["numerator"], one["denominator"]
    return None


@pytest.fixture(scope="module")
def town(shared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    copy = tmp_path_factory.mktemp("one_file") / "copy"
    for folder in ("plugins", "sql", "expectations", "config", "docs"):
        shutil.copytree(PROJECT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    inbox = shared_home / "inbox" / "reception"
    inbox.mkdir(parents=True)
    (inbox / "reception_2026-10-02.csv").write_text(EXPORT, encoding="utf-8")
    made = Town(copy)
    [file] = made.json("ingest", "reception")
    assert file["rows_loaded"] == 4, file
    return made


@pytest.fixture(scope="module")
def before(town: Town) -> dict[str, dict]:
    """The figures of both quarters before any change."""
    return {quarter: town.json("figures", quarter) for quarter in ("2026Q2", "2026Q3")}


def test_an_indicator_is_added_by_one_file(town: Town, before: dict[str, dict], tmp_path: Path) -> None:
    with town.changed("sql/indicators/m_01.sql", ROADS):
        after = town.json("figures", "2026Q3")
        assert of(after, "M-01") == ("2", "3") and of(after, "M-01", executor="Отдел ЖКХ") == ("1", "2")
        assert [one for one in after["values"] if one["indicator"] != "M-01"] == before["2026Q3"]["values"]
        assert town.json("figures", "2026Q2") == before["2026Q2"]  # it begins later

        issued = town.json("report", "2026Q3")
        book = openpyxl.load_workbook(next(one["path"] for one in issued["files"] if one["name"].endswith(".xlsx")))
        method = {row["Код"]: row for row in table(book["Методика"])}["M-01"]
        assert method["Показатель"] == "Доля сообщений о дорогах"
        assert method["Как считается"] == "из зарегистрированных в периоде: направления «Дороги»"

        assert town.run(str(tmp_path), module="svodka.figures.catalogue_docs").returncode == 0
        assert "### M-01. Доля сообщений о дорогах" in (tmp_path / "indicators.ru.md").read_text(encoding="utf-8")


def test_a_definition_is_changed_from_a_date_by_one_file(town: Town, before: dict[str, dict]) -> None:
    old = (PROJECT / "sql" / "indicators" / "a_06.sql").read_text(encoding="utf-8")
    new = old.replace("version: 1", "version: 2").replace("valid_from: 2018-01-01", "valid_from: 2026-07-01")
    new = new.replace("known_from: 2018-01-01", "known_from: 2020-01-01").replace(
        "WHERE legal", "WHERE block = 'Дороги' AND legal"
    )
    with town.changed("sql/indicators/a_06_v2.sql", new):
        after = town.json("figures", "2026Q3")
        assert of(before["2026Q3"], "A-06") == ("40.000000", "3") and of(after, "A-06") == ("38.000000", "2")
        assert {one["version"] for one in after["values"] if one["indicator"] == "A-06"} == {2}
        assert town.json("figures", "2026Q2") == before["2026Q2"]


def test_a_norm_is_changed_from_a_date_by_one_row(town: Town, before: dict[str, dict]) -> None:
    assert of(before["2026Q3"], "A-01") == ("0", "3")
    columns = (PROJECT / "sql" / "seeds" / "deadline_rule.csv").read_text(encoding="utf-8").split("\n")[0].split(",")
    norm = {
        "step": "answer", "legal_regime": "FZ59", "clock": "calendar_days", "amount": "15", "source_term": "control",
        "valid_from": "2026-08-01", "known_from": "2020-01-01", "source": "распоряжение главы",
    }  # fmt: skip
    with town.one_more_row("sql/seeds/deadline_rule.csv", ",".join(norm.get(column, "") for column in columns)):
        after = town.json("figures", "2026Q3")
        # both answers about roads took 19 days: that of 1 July was given in its time, that of 5 August is late now
        assert of(after, "A-01", executor="Отдел дорог") == ("0", "1")
        assert of(after, "A-01", executor="Отдел ЖКХ") == ("1", "2")
        assert town.json("figures", "2026Q2") == before["2026Q2"]
    assert town.json("figures", "2026Q3") == before["2026Q3"]


def test_a_block_is_added_from_a_date_by_one_row(town: Town, before: dict[str, dict]) -> None:
    unknown = "Прочее/не классифицировано"
    assert of(before["2026Q3"], "S-01", block=unknown) == ("1", None)
    row = "topic,Выгул собак,Животные,2026-07-01,2020-01-01,решение руководителя МЦУ"
    with town.one_more_row("sql/seeds/topic_block.csv", row):
        after = town.json("figures", "2026Q3")
        assert of(after, "S-01", block="Животные") == ("1", None) and of(after, "S-01", block=unknown) is None
        assert town.json("figures", "2026Q2") == before["2026Q2"]  # registered on 2 April, before the block


def test_a_wrong_file_is_refused_by_every_command_that_reads_it(town: Town) -> None:
    with town.changed("sql/indicators/m_01.sql", ROADS.replace("'Дороги'", "'Дороги' AND in_regg")):
        for words in (["init"], ["figures", "2026Q3", "--json"]):
            done = town.run(*words)
            assert (done.returncode, done.stdout) == (1, "")
            assert "sql/indicators/m_01.sql, строка 15: нет столбца «in_regg»" in done.stderr
            assert "похожие: in_reg" in done.stderr
