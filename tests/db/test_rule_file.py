"""A wrong file of rules is refused with the place in it and what is expected there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from svodka import pipeline
from svodka.errors import SvodkaError
from svodka.figures import rule_file, seeds
from svodka.figures.rule_names import unknown_topics
from svodka.settings import Settings
from svodka.warehouse.engine import SQL, Warehouse
from tests.core_rows import message, put_messages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SQL / "seeds", tmp_path / "seeds")


def refused(warehouse: Warehouse, folder: Path) -> str:
    with pytest.raises(SvodkaError) as error, warehouse.begin() as conn:
        seeds.load(conn, folder)
    return str(error.value)


def append(file: Path, line: str) -> int:
    """Adds a line; returns its number."""
    before = file.read_text(encoding="utf-8")
    file.write_text(before + line + "\n", encoding="utf-8")
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("topic_block", "слово,Кошки,Экология,2018-01-01,2018-01-01,МЦУ",
         "столбец kind: «слово», ожидается одно из: topic, code"),
        ("topic_block", "topic,Кошки,Экология,2018-02-30,2018-01-01,МЦУ",
         "столбец valid_from: «2018-02-30», ожидается дата ГГГГ-ММ-ДД"),
        ("topic_block", "topic,,Экология,2018-01-01,2018-01-01,МЦУ", "столбец topic: пусто, ожидается текст"),
        ("topic_block", "topic,Дороги,Экология,2018-01-01,2018-01-01,МЦУ", "повторяет другую строку"),
        ("target", "P-02,<,ноль,2018-01-01,2018-01-01,МЦУ",
         "столбец relation: «<», ожидается одно из: <=, >=; строка {n}, столбец target: «ноль», ожидается число"),
        ("deadline_rule", "answer,OPEN_SOURCE,,,Дарога,,working_hours,2,08:00,17:00,used,2026-07-01,2026-10-01,приказ",
         "столбец block: направления «Дарога» нет; похожие: Дороги."),
        ("deadline_rule", "answer,OPEN_SOURCE,,,Ъ,,working_hours,2,08:00,17:00,used,2026-07-01,2026-10-01,приказ",
         "направления «Ъ» нет; направления названы в sql/seeds/topic_block.csv."),
        ("target", "P-2,<=,1,2018-01-01,2018-01-01,МЦУ", "столбец indicator: показателя «P-2» нет; похожие: P-02"),
        ("index_weight", "p-02,1,20,2025-01-01,2018-01-01,МЦУ",
         "столбец indicator: показателя «p-02» нет; похожие: P-02"),
        ("calendar_override", "2028-01-07,нет,false,true,2028-01-01,2027-10-01,постановление",
         "столбец is_working: «нет», ожидается true или false"),
    ],
)  # fmt: skip
def test_the_line_and_the_column_are_named(
    warehouse: Warehouse, folder: Path, table: str, line: str, said: str
) -> None:
    number = append(folder / f"{table}.csv", line)
    sentence = refused(warehouse, folder)
    assert sentence.startswith(f"sql/seeds/{table}.csv не загружен: строка {number}")
    assert said.format(n=number) in sentence


def test_a_norm_may_name_a_block_of_the_same_change_and_messages_without_one(
    warehouse: Warehouse, folder: Path
) -> None:
    append(folder / "topic_block.csv", "topic,Выгул собак,Животные,2026-07-01,2026-10-01,МЦУ")
    for block in ("Животные", "Прочее/не классифицировано"):
        norm = f"answer,OPEN_SOURCE,,,{block},,working_hours,2,08:00,17:00,used,2026-07-01,2026-10-01,приказ"
        append(folder / "deadline_rule.csv", norm)
    with warehouse.begin() as conn:
        assert seeds.load(conn, folder)


def test_a_topic_nobody_has_written_is_told_but_loads(warehouse: Warehouse, settings: Settings, folder: Path) -> None:
    for topic in ("Дароги", "ДОРОГИ", "выгул  собак", "Ъ"):
        norm = f"answer,OPEN_SOURCE,,,,{topic},working_hours,2,08:00,17:00,used,2026-07-01,2026-10-01,приказ"
        append(folder / "deadline_rule.csv", norm)
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "1", "2026-07-01", topic_l1="Выгул собак")])
        assert seeds.load(conn, folder)
        told = unknown_topics(conn)
    assert [sentence.split("»")[0] for sentence in told] == [
        "deadline_rule.csv: темы «Дароги", "deadline_rule.csv: темы «Ъ"
    ]  # fmt: skip
    assert "похожие: Дороги" in told[0] and "svodka topics" in told[1]
    assert pipeline.rule_warnings() == told  # what `svodka init` says on stderr


def test_several_wrong_cells_are_told_at_once_but_not_without_end(warehouse: Warehouse, folder: Path) -> None:
    for _ in range(12):
        append(folder / "target.csv", "P-02,<=,1,вчера,2018-01-01,МЦУ")
    sentence = refused(warehouse, folder)
    assert sentence.count("вчера") == rule_file.LONGEST
    assert sentence.endswith("; и ещё 2.")


def test_a_file_saved_in_the_old_encoding_says_how_to_save_it(warehouse: Warehouse, folder: Path) -> None:
    file = folder / "topic_block.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1251"))
    assert "CSV UTF-8" in refused(warehouse, folder)


def test_a_file_without_a_table_is_named(warehouse: Warehouse, folder: Path) -> None:
    (folder / "wishes.csv").write_text("wish\nмир\n", encoding="utf-8")
    assert refused(warehouse, folder) == "sql/seeds/wishes.csv не загружен: в хранилище нет таблицы meta.wishes."


def test_what_excel_saves_loads_the_same_rows(warehouse: Warehouse, folder: Path) -> None:
    file = folder / "target.csv"
    rows = file.read_text(encoding="utf-8").replace('"', "").splitlines()
    semicolons = [";".join(row.split(",", 5)) for row in rows]
    file.write_text("\ufeff" + "\n".join(semicolons) + "\n", encoding="utf-8")
    with warehouse.begin() as conn:
        assert not seeds.load(conn, folder)


@pytest.mark.parametrize(
    ("kind", "cell", "is_right"),
    [("date", "2026-1-1", False), ("date", "20260101", False), ("date", "2026-02-28", True), ("integer", "1.0", False),
     ("integer", "-3", True), ("boolean", "True", False), ("boolean", "true", True), ("numeric", "NaN", False),
     ("numeric", "0,5", False), ("numeric", "0.5", True), ("time without time zone", "24:00", False),
     ("time without time zone", "8:00", False), ("time without time zone", "08:00", True), ("text", "слово", True)],
)  # fmt: skip
def test_a_cell_is_read_as_its_type(kind: str, cell: str, is_right: bool) -> None:
    assert rule_file.is_of_kind(kind, cell) is is_right
