"""What vanishes from an export, what comes back, and exports that look filtered; dates that become earlier."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from svodka import pipeline
from svodka.warehouse.engine import Warehouse

HEADER = "Номер сообщения;Дата регистрации;Дата ответа;Категория;Статус"


def drop(home: Path, name: str, numbers: range | list[int], **changed: str) -> None:
    folder = home / "inbox" / "pos"
    folder.mkdir(parents=True, exist_ok=True)
    status = changed.get("status", "Новое")
    rows = [f"{number};01.07.2026;{changed.get('answered', '')};ЖКХ;{status}" for number in numbers]
    (folder / name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")


def missing(warehouse: Warehouse) -> dict[str, str]:
    with warehouse.begin() as connection:
        rows = connection.execute(
            text(
                "SELECT source_number, (missing_since AT TIME ZONE 'Asia/Yekaterinburg')::date::text AS since"
                " FROM core.message WHERE missing_since IS NOT NULL"
            )
        )
        return {row.source_number: row.since for row in rows}


def filtered(warehouse: Warehouse) -> set[str]:
    with warehouse.begin() as connection:
        return set(connection.execute(text("SELECT name FROM landing.file WHERE is_filtered")).scalars())


def test_a_message_that_vanishes_is_missing_since_the_first_export_without_it_and_stays_in_the_figures(
    home: Path, warehouse: Warehouse
) -> None:
    drop(home, "pos_2026-07-10.csv", range(20))
    drop(home, "pos_2026-07-11.csv", range(1, 20))
    drop(home, "pos_2026-07-12.csv", range(2, 20))
    pipeline.ingest(["pos"])
    assert missing(warehouse) == {"0": "2026-07-11", "1": "2026-07-12"}
    counts = {value["indicator"]: value["numerator"] for value in pipeline.figures("2026Q3")["values"]}
    assert counts["S-01"] == "20"
    drop(home, "pos_2026-07-13.csv", range(1, 21))
    pipeline.ingest(["pos"])
    assert missing(warehouse) == {"0": "2026-07-11"}  # number 1 has come back by itself


def test_a_file_without_more_than_a_twentieth_is_taken_as_filtered(home: Path, warehouse: Warehouse) -> None:
    drop(home, "pos_2026-07-10.csv", range(200))
    drop(home, "pos_2026-07-11.csv", range(11, 200))
    drop(home, "pos_2026-07-12.csv", range(10, 200))
    pipeline.ingest(["pos"])
    assert filtered(warehouse) == {"pos_2026-07-11.csv"}  # 11 of 200 are too many, 10 are not
    assert set(missing(warehouse)) == {str(number) for number in range(10)}


def test_of_a_small_window_five_may_be_missing(home: Path, warehouse: Warehouse) -> None:
    drop(home, "pos_2026-07-10.csv", range(10))
    drop(home, "pos_2026-07-11.csv", range(5, 10))
    pipeline.ingest(["pos"])
    assert len(missing(warehouse)) == 5
    drop(home, "pos_2026-07-12.csv", range(50, 60))
    pipeline.ingest(["pos"])
    assert len(missing(warehouse)) == 10  # again five of what was there


def test_a_row_in_quarantine_is_not_missing(home: Path, warehouse: Warehouse) -> None:
    drop(home, "pos_2026-07-10.csv", range(10))
    pipeline.ingest(["pos"])
    drop(home, "pos_2026-07-11.csv", range(1, 10))
    folder = home / "inbox" / "pos" / "pos_2026-07-11.csv"
    folder.write_text(folder.read_text(encoding="utf-8") + "0;01.07.2026;;ЖКХ;Думаем\n", encoding="utf-8")
    pipeline.ingest(["pos"])
    assert missing(warehouse) == {}


def test_a_late_older_export_gives_back_what_it_holds(home: Path, warehouse: Warehouse) -> None:
    drop(home, "pos_2026-07-10.csv", range(10))
    drop(home, "pos_2026-07-14.csv", range(1, 10))
    pipeline.ingest(["pos"])
    assert missing(warehouse) == {"0": "2026-07-14"}
    drop(home, "pos_2026-07-12.csv", range(2, 10))
    pipeline.ingest(["pos"])
    assert missing(warehouse) == {"0": "2026-07-12"}


def test_known_bytes_under_an_earlier_date_move_their_states(home: Path, warehouse: Warehouse) -> None:
    """The answered state was filed under the 12th; its bytes turn out to be those of the 8th: the open one is newer."""
    drop(home, "pos_2026-07-10.csv", [1])
    drop(home, "pos_2026-07-12.csv", [1], status="Ответ направлен", answered="05.07.2026")
    pipeline.ingest(["pos"])

    def status() -> str:
        with warehouse.begin() as connection:
            return connection.execute(text("SELECT status FROM core.message")).scalar_one()

    assert status() == "ANSWERED"
    drop(home, "pos_2026-07-08.csv", [1], status="Ответ направлен", answered="05.07.2026")
    [file] = pipeline.ingest(["pos"])
    assert (file["state"], file["rows_read"]) == ("unchanged", 0)
    assert status() == "NEW"
    drop(home, "pos_2026-07-20.csv", [1], status="Ответ направлен", answered="05.07.2026")
    pipeline.ingest(["pos"])
    assert status() == "NEW"  # a later name of known bytes says nothing new
