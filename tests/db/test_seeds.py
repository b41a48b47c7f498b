"""Norms and maps: loaded once, replaced only when they differ, refused with the file's name."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from svodka.errors import SvodkaError
from svodka.figures import seeds
from svodka.figures.indicators import catalogue, targets
from svodka.settings import Settings
from svodka.warehouse.engine import SQL, Warehouse
from tests.core_rows import AS_OF, figures, make_marts, message, put_messages, value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SQL / "seeds", tmp_path / "seeds")
    return tmp_path / "seeds"


def test_the_same_files_change_nothing(warehouse: Warehouse) -> None:
    with warehouse.begin() as conn:
        before = conn.execute(text("SELECT ctid, * FROM meta.deadline_rule")).all()
        assert not seeds.load(conn)
        assert conn.execute(text("SELECT ctid, * FROM meta.deadline_rule")).all() == before


def test_a_changed_file_is_seen_and_the_next_refresh_judges_all(
    warehouse: Warehouse, settings: Settings, folder: Path
) -> None:
    from svodka.figures import marts

    with (folder / "topic_block.csv").open("a", encoding="utf-8") as file:
        file.write("topic,Кошки и собаки,Экология,2018-01-01,2026-11-01,приказ\n")
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "1", "2026-07-01", topic_l1="Кошки и  собаки")])
        make_marts(conn, settings)
        block = text("SELECT block FROM fct_message")
        assert conn.execute(block).scalar_one() == "Прочее/не классифицировано"
        assert seeds.load(conn, folder)
        conn.execute(text("DELETE FROM touched"))
        marts.refresh(conn, settings, AS_OF)
        assert conn.execute(block).scalar_one() == "Экология"
        assert not seeds.load(conn, folder)


def test_a_wrong_row_is_refused_by_file(warehouse: Warehouse, folder: Path) -> None:
    with (folder / "deadline_rule.csv").open("a", encoding="utf-8") as file:
        file.write("answer,FZ60,,,,,calendar_days,30,,,control,2026-01-01,2026-01-01,опечатка\n")
    with pytest.raises(SvodkaError, match=r"sql/seeds/deadline_rule\.csv не загружен"), warehouse.begin() as conn:
        seeds.load(conn, folder)


def test_a_block_is_added_by_one_line(warehouse: Warehouse, settings: Settings, folder: Path) -> None:
    with (folder / "topic_block.csv").open("a", encoding="utf-8") as file:
        file.write("topic,Кошки и собаки,Кошки и собаки,2018-01-01,2018-01-01,МЦУ\n")
    with warehouse.begin() as conn:
        seeds.load(conn, folder)
        put_messages(conn, [message("pos", "1", "2026-07-01", topic_l1="кошки и собаки")])
        assert value(figures(conn, settings), "S-01", block="Кошки и собаки")["numerator"] == "1"


def test_every_target_belongs_to_an_indicator(warehouse: Warehouse) -> None:
    with warehouse.begin() as conn:
        held = targets(conn, AS_OF.date(), AS_OF.date())
    assert held.keys() <= {one.code for one in catalogue()}
    assert held["P-01"][:2] == ("<=", 8) and held["P-04"][:2] == (">=", 60)
