"""The commands rating, history, dynamics: one JSON document, or a table that a person can read."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from svodka import pipeline
from svodka.cli import app, main
from svodka.errors import UsageError
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import make_marts, message, put_messages
from tests.delivery_desk import at

HISTORY = "indicator;period;channel;numerator;denominator;value\nS-01;2026Q2;;8;;\nS-03;2026Q2;;;;12,5\n"


@pytest.fixture(autouse=True)
def filled(warehouse: Warehouse, settings: Settings) -> None:
    rows = [
        message("sed", str(number), "2026-07-01 10:00", executor="Отдел ЖКХ", first_final_answer_at="2026-07-11 10:00")
        for number in range(6)
    ]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)


def svodka(*words: str, columns: int = 250) -> Result:
    done = CliRunner().invoke(app, list(words), env={"COLUMNS": str(columns)})
    if done.exception:
        raise done.exception
    return done


def test_a_rating_is_a_document_or_a_table() -> None:
    found = json.loads(svodka("rating", "2026Q3", "--json").stdout)
    assert (found["of"], found["period"], found["min_n"]) == ("executors", "2026Q3", 5)
    assert [(one["place"], one["name"], one["index"]) for one in found["places"]] == [(1, "Отдел ЖКХ", "100.000000")]
    table = svodka("rating", "2026Q3").stdout
    assert "Рейтинг исполнителей" in table and "Все показатели индекса на цели" in table
    assert "вне рейтинга: n = 6" in svodka("rating", "2026Q3", "--min-n", "7").stdout


@pytest.mark.parametrize("quarter", ["2019Q1", "2026Q1"])
def test_a_rating_of_nothing_says_so_and_what_to_do(quarter: str) -> None:
    done = svodka("rating", quarter)
    assert not done.stdout and len(done.stderr.strip().splitlines()) == 1
    assert f"Данных за {quarter} нет" in done.stderr and "svodka ingest" in done.stderr
    assert json.loads(svodka("rating", quarter, "--json").stdout)["places"] == []


@pytest.fixture
def editions(tmp_path: Path) -> list[str]:
    """The figures of our town as the first edition of two."""
    document = json.loads(svodka("figures", "2026Q3", "--json").stdout)
    files = []
    for town in ("65763000", "65000001"):
        files.append(tmp_path / f"{town}.json")
        files[-1].write_text(json.dumps(document | {"municipality": town, "edition": "1"}), encoding="utf-8")
    return list(map(str, files))


def test_towns_and_their_sum_from_the_files_of_editions(editions: list[str]) -> None:
    found = json.loads(svodka("rating", "2026Q3", *editions, "--json").stdout)
    assert [one["place"] for one in found["places"]] == [1, 1]
    totals = {one["indicator"]: one for one in found["consolidated"]["values"] if not any(one["slice"].values())}
    document = json.loads(Path(editions[0]).read_text(encoding="utf-8"))
    assert totals["S-01"]["numerator"] == "12" and totals.keys() == {one["indicator"] for one in document["values"]}
    assert [(one["municipality"], one["edition"]) for one in found["documents"]] == [
        ("65763000", "1"),
        ("65000001", "1"),
    ]


def test_a_table_of_towns_speaks_russian_and_names_them(editions: list[str]) -> None:
    shown = svodka("rating", "2026q3", *editions, "--name", "65000001=ГО Соседний").stdout
    assert "Свод 2026Q3" in shown and "ГО Соседний (65000001)" in shown
    for word in ("показатель", "числитель", "знаменатель", "значение", "пометки", "мало записей"):
        assert word in shown
    assert not re.search("indicator|numerator|flags|SMALL_N|INCOMPLETE", shown)


def test_a_name_of_nobody_is_refused(editions: list[str]) -> None:
    with pytest.raises(UsageError, match=r"--name 7=…: такого ОКТМО в файлах нет; есть: 65763000, 65000001"):
        svodka("rating", "2026Q3", *editions, "--name", "7=ГО Далёкий")
    with pytest.raises(UsageError, match="--name ГО Далёкий: ожидается ОКТМО=НАЗВАНИЕ"):
        svodka("rating", "2026Q3", *editions, "--name", "ГО Далёкий")
    with pytest.raises(UsageError, match="--name нужен только вместе с файлами"):
        svodka("rating", "2026Q3", "--name", "7=ГО Далёкий")


@pytest.fixture
def enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`svodka history` on 2 October 2026, of a file with these rows."""
    monkeypatch.setattr(pipeline, "history", partial(pipeline.history, now=at("2026-10-02 10:00")))
    file = tmp_path / "history.csv"

    def enter(*words: str, rows: str = HISTORY) -> str:
        file.write_text(rows, encoding="utf-8")
        return svodka("history", str(file), *words).stdout

    return enter


def test_history_is_entered_and_seen_in_the_dynamics(enter: Any) -> None:
    by = ("--by", "Секретарь")
    assert "строк 2, новых 2, заменено 0, без изменений 0, снято 0." in enter(*by)
    assert json.loads(enter(*by, "--json"))["unchanged"] == 2
    asked = ("dynamics", "2026Q3", "--quarters", "2", "--indicator", "S-01")
    found = json.loads(svodka(*asked, "--json").stdout)
    total = next(one for one in found["series"] if one["channel"] is None)
    assert [(point["value"], point["origin"]) for point in total["points"]] == [
        ("8.000000", "внесено вручную"),
        ("6.000000", "рассчитано"),
    ]
    table = svodka(*asked).stdout
    assert "8*" in table and "−2 ед. (−25 %)" in table
    assert json.loads(enter(*by, "--withdraw", "--json"))["withdrawn"] == 2


@pytest.mark.parametrize("words", [(), ("--by", ""), ("--by", " ")])
def test_nobody_enters_history(enter: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match='Не указано, кто вносит значения: добавьте, например, --by "Секретарь МЦУ"'):
        enter(*words)


@pytest.mark.parametrize(
    ("name", "rows", "code", "first"),
    [
        ("нет.csv", None, 2, "такого файла нет, ожидается файл CSV; проверьте путь и имя."),
        ("", None, 2, "это папка, ожидается файл CSV."),
        (
            "h.csv",
            "S-03;2031Q1;;1;8;\nS-03;2025Q1;;9;8;\n",
            1,
            "h.csv не загружен, ничего не изменено, строк с ошибками: 2.",
        ),
    ],
)
def test_a_wrong_file_is_one_sentence_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, name: str, rows: str | None, code: int, first: str
) -> None:
    if rows:
        (tmp_path / name).write_text(HISTORY.splitlines()[0] + f"\n{rows}", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["svodka", "history", str(tmp_path / name), "--by", "Секретарь"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err.splitlines()
    assert ended.value.code == code and told[0].startswith("svodka: ") and told[0].endswith(first)
    assert len(told) == (3 if rows else 1)


def test_eight_quarters_fit_a_hundred_columns_and_more_go_below_each_other(enter: Any) -> None:
    enter("--by", "Секретарь", rows=HISTORY.splitlines()[0] + "\nS-01;2025Q3;;12345;;\nS-03;2024Q4;;;;12,5\n")
    shown = svodka("dynamics", "2026Q3", columns=100).stdout
    for head in ("IV.24", "I.25", "III.25", "III.26", "12345*", "12,5*", "−12339 ед.", "(−100 %)"):
        assert head in shown
    long = svodka("dynamics", "2026Q3", "--quarters", "12", columns=100).stdout
    assert "S-01 Количество поступивших сообщений" in long
    for quarter in ("IV.23", "III.26"):
        assert long.count(quarter) == len(re.findall(r"^ [A-Z]-\d\d", shown, re.MULTILINE)) > 20
    for text in (shown, long):
        assert "…" not in text and max(map(len, text.splitlines())) <= 100
