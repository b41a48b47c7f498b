"""Where what is known of a message came from: files, sheets, rows, changes; nothing personal; a past moment."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.errors import UsageError
from svodka.warehouse.engine import Warehouse

HEADER = ["Номер сообщения", "Дата регистрации", "Дата ответа", "Категория", "Статус", "Результат", "Оценка"]
PERSONAL = ["Заявитель", "Текст сообщения"]
PERSON = ["Выдуманный Иван Ильич", "У дома 5 нет воды"]
NEW = ["15", "01.07.2026 10:00", "", "ЖКХ", "На исполнении", "", ""]
ANSWERED = ["15", "01.07.2026 10:00", "05.07.2026 12:30", "ЖКХ", "Ответ направлен", "Решено", "4"]


def drop(home: Path, day: str, header: list[str], *rows: list[str]) -> None:
    """An export whose header stands in its third row."""
    folder = home / "inbox" / "pos"
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Сообщения"
    for row in (["Выгрузка сообщений"], [], header, *rows):
        sheet.append(row)
    book.save(folder / f"pos_{day}.xlsx")


@pytest.fixture
def exports(home: Path) -> Path:
    """Three exports: new, the same again, answered and rated; the last one without the column of ratings."""
    other = ["14", *NEW[1:]]
    drop(home, "2026-07-01", [*HEADER, *PERSONAL], [*other, *PERSON], [*NEW, *PERSON])
    drop(home, "2026-07-02", [*HEADER, *PERSONAL], [*NEW, *PERSON])
    drop(home, "2026-07-06", [*HEADER, *PERSONAL], [*ANSWERED, *PERSON])
    drop(home, "2026-07-07", HEADER[:-1] + PERSONAL, [*ANSWERED[:-1], *PERSON])
    pipeline.ingest(["pos"])
    return home


def test_versions_name_file_sheet_row_and_what_changed(exports: Path) -> None:
    one = pipeline.explain("15")
    first, second, third = one.versions
    assert (first.file, first.sheet, first.row, first.n_files) == ("pos_2026-07-01.xlsx", "Сообщения", 5, 2)
    assert (f"{first.seen_until:%d.%m}", first.changes) == ("02.07", [])
    assert (second.file, second.row) == ("pos_2026-07-06.xlsx", 4)
    assert {(c.title, c.old, c.new) for c in second.changes} >= {
        ("окончательный ответ", None, "05.07.2026 12:30"),
        ("статус", "в работе", "ответ дан"),
        ("оценка", None, "4"),
    }
    # A file without the column does not take the rating back
    assert not third.changes
    assert [(event.what, event.file) for event in one.timeline if event.file] == [
        ("зарегистрировано", "pos_2026-07-01.xlsx"),
        ("окончательный ответ", "pos_2026-07-06.xlsx"),
    ]


def test_versions_are_those_of_the_warehouse(exports: Path, warehouse: Warehouse) -> None:
    told = [(v.number, v.file, v.sheet, v.row, v.n_files) for v in pipeline.explain("15").versions]
    with warehouse.begin() as conn:
        stored = conn.execute(
            text(
                "SELECT version_no, file.name, sheet.title, version.row_no, n_files"
                " FROM core.message_version AS version"
                " INNER JOIN landing.file AS file USING (file_id)"
                " INNER JOIN landing.file_sheet AS sheet USING (file_id, sheet_no)"
                " INNER JOIN core.message AS message USING (message_key)"
                " WHERE message.source_number = '15' ORDER BY version_no"
            )
        ).all()
    assert told == [tuple(row) for row in stored]


def test_nothing_personal_is_told(exports: Path) -> None:
    told = json.dumps(pipeline.explain("15").as_json(), ensure_ascii=False)
    assert "Выдуманный" not in told
    assert "нет воды" not in told
    assert "applicant_key" not in told


def test_a_past_moment_knows_only_its_files(home: Path) -> None:
    drop(home, "2026-07-01", [*HEADER, *PERSONAL], [*NEW, *PERSON])
    pipeline.ingest(["pos"])
    then = datetime.now(UTC)
    drop(home, "2026-07-06", [*HEADER, *PERSONAL], [*ANSWERED, *PERSON], ["16", *NEW[1:], *PERSON])
    pipeline.ingest(["pos"])
    before, after = pipeline.explain("15", as_of=then), pipeline.explain("15")
    assert (len(before.versions), len(after.versions)) == (1, 2)
    assert (before.identity["status"], after.identity["status"]) == ("IN_PROGRESS", "ANSWERED")
    counted = [
        {v.indicator: v.is_counted for q in one.quarters if q.quarter == "2026Q3" for v in q.verdicts}
        for one in (before, after)
    ]
    assert [each["P-01"] for each in counted] == [False, True]
    with pytest.raises(UsageError, match="нет"):
        pipeline.explain("16", as_of=then)


def test_a_quarter_can_be_asked_for(exports: Path) -> None:
    assert [one.quarter for one in pipeline.explain("pos:15", quarter="2026Q1").quarters] == ["2026Q1"]
    with pytest.raises(UsageError, match="не похоже на квартал"):
        pipeline.explain("15", quarter="лето")
