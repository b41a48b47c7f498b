"""One channel's DAG on a real warehouse: a dropped file ends in core, a second run has nothing to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.settings import load_settings
from svodka.warehouse import embedded

HEADER = "Номер сообщения;Тип;Дата регистрации;Дата ответа;Категория;Статус;Результат;Заявитель;Текст сообщения"
ROW = "1;Сообщение;05.07.2026 10:00;10.07.2026;ЖКХ;Решено;Решено;Выдуманный Иван;Нет воды"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own with an embedded warehouse, ready for files."""
    home = tmp_path / "home"
    monkeypatch.setenv("SVODKA_HOME", str(home))
    monkeypatch.delenv("SVODKA_WAREHOUSE_URL", raising=False)
    pipeline.init()
    yield home
    embedded.stop(home)


def messages() -> list[tuple[str, str]]:
    with pipeline.open_warehouse(load_settings()).begin() as connection:
        found = connection.execute(text("SELECT source_number, status FROM core.message ORDER BY source_number"))
        return [tuple(row) for row in found]


def test_a_dropped_file_is_loaded_and_a_broken_one_leaves_it_alone(
    home: Path, pressed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters: list[tuple[str, str]] = []
    monkeypatch.setattr("svodka.notify.write_letter", lambda subject, body: letters.append((subject, body)))
    inbox = home / "inbox" / "pos"
    (inbox / "pos_2026-07-10.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    (inbox / "pos_2026-07-11.xlsx").write_bytes(b"not a workbook at all")

    state, tasks, returned = pressed("pos_daily")

    assert (state, set(tasks.values())) == ("success", {"success"})
    assert messages() == [("1", "ANSWERED")]
    counts = returned["load"]
    assert (counts["files_loaded"], counts["files_refused"], counts["rows_loaded"]) == (1, 1, 1)
    ((_, body),) = letters
    assert "pos_2026-07-11.xlsx" in body
    assert "Выдуманный" not in str(returned) + body

    state, tasks, _ = pressed("pos_daily")
    assert (state, set(tasks.values())) == ("success", {"skipped"})
    assert messages() == [("1", "ANSWERED")]
