"""One channel from a file to core: states, accounting, quarantine."""

from pathlib import Path

from sqlalchemy import text

from svodka import pipeline
from svodka.warehouse.engine import Warehouse

HEADER = "Номер сообщения;Тип;Дата регистрации;Дата ответа;Категория;Статус;Результат;Заявитель;Текст сообщения"


def drop(home: Path, channel: str, name: str, *lines: str, header: str = HEADER) -> None:
    folder = home / "inbox" / channel
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def test_rows_are_loaded_once_and_known_again(home: Path, warehouse: Warehouse) -> None:
    row = "1;Сообщение;05.07.2026 10:00;10.07.2026;ЖКХ;Решено;Решено;Выдуманный Иван;Нет воды"
    drop(home, "pos", "pos_2026-07-10.csv", row)
    [first] = pipeline.ingest(["pos"])
    assert (first["state"], first["rows_read"], first["rows_loaded"], first["rows_rejected"]) == ("loaded", 1, 1, 0), (
        first
    )

    drop(home, "pos", "pos_2026-07-11.csv", row, "2;;06.07.2026;;ЖКХ;Новое;;;")
    [second] = pipeline.ingest(["pos"])
    assert (second["rows_read"], second["rows_loaded"], second["rows_unchanged"]) == (2, 1, 1)

    with warehouse.begin() as connection:
        rows = connection.execute(
            text("SELECT source_number, status, legal_regime, registered_at FROM core.message ORDER BY source_number")
        ).all()
    assert [(row.source_number, row.status, row.legal_regime) for row in rows] == [
        ("1", "ANSWERED", "POS_MESSAGE"),
        ("2", "NEW", "POS_MESSAGE"),
    ]
    assert rows[0].registered_at.isoformat() == "2026-07-05T05:00:00+00:00"
    assert pipeline.ingest(["pos"]) == []
