"""A broken file of each kind leaves the others loaded and gets its own clear message; every row is accounted for."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from svodka import pipeline
from svodka.settings import load_settings

HEADER = ["Номер сообщения", "Дата регистрации", "Дата ответа", "Категория", "Статус", "Результат", "Заявитель"]
GOOD = ["1", "01.07.2026", "05.07.2026", "ЖКХ", "Ответ направлен", "Решено", "Выдуманная Анна"]


def csv(rows: list[list[str]], header: list[str] = HEADER) -> bytes:
    return ("\n".join(";".join(row) for row in [header, *rows]) + "\n").encode()


def xlsx(rows: list[list[object]], header: list[str] = HEADER) -> bytes:
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row(number: int, **changed: str) -> list[str]:
    values = dict(zip(HEADER, [str(number), *GOOD[1:]], strict=True)) | changed
    return list(values.values())


def truncated() -> bytes:
    return xlsx([GOOD])[:-200]


def encrypted() -> bytes:
    """The header of a compound file that holds an encrypted package, as Excel writes for «password to open»."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000


HTML = "<html><table><tr><td>Номер сообщения</td></tr></table></html>".encode()
REFUSED = {
    "missing header": ("a.csv", csv([GOOD[1:]], HEADER[1:]), ["обязательного", "Номер сообщения"]),
    "empty": ("b.xlsx", b"", ["пуст"]),
    "empty table": ("b2.xlsx", xlsx([], []), ["пуст"]),
    "not an xlsx": ("c.xlsx", b"just some words, " * 40, ["Excel"]),
    "truncated zip": ("d.xlsx", truncated(), ["повреждён"]),
    "html named xls": ("e.xls", HTML, ["HTML"]),
    "password": ("f.xlsx", encrypted(), []),
    "unknown format": ("g.pdf", b"%PDF-1.7", [".pdf", "xlsx"]),
}  # fmt: skip


def drop(home: Path, name: str, content: bytes) -> None:
    folder = home / "inbox" / "pos"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def by_name(results: list[dict]) -> dict[str, dict]:
    for file in results:
        parts = (file["rows_loaded"], file["rows_unchanged"], file["rows_rejected"], file["rows_foreign"])
        assert file["state"] != "loaded" or file["rows_read"] == sum(parts), file
    return {file["name"]: file for file in results}


def test_every_kind_of_broken_file_is_refused_alone(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", csv([GOOD]))
    for name, content, _ in REFUSED.values():
        drop(home, name, content)
    results = by_name(pipeline.ingest(["pos"]))
    assert results["pos_2026-07-10.csv"]["state"] == "loaded"
    messages = set()
    for kind, (name, content, words) in REFUSED.items():
        assert results[name]["state"] == "refused", kind
        assert all(word in results[name]["message"] for word in words), (kind, results[name]["message"])
        messages.add(results[name]["message"])
        kept = home / "refused" / "pos" / name
        assert kept.read_bytes() == content
        assert kept.with_name(f"{name}.txt").read_text(encoding="utf-8").strip() == results[name]["message"]
        assert not (home / "taken" / "pos" / name).exists()
    assert len(messages) >= len(REFUSED) - 1  # each kind has words of its own (both kinds of «empty» may share them)
    assert (
        next(value for value in pipeline.figures("2026Q3")["values"] if value["indicator"] == "S-01")["numerator"]
        == "1"
    )


BAD_ROWS: dict[str, tuple[list[str], str, str]] = {
    "unknown status": (row(2, **{"Статус": "Думаем"}), "R05", "«Думаем»"),
    "a word with an apostrophe": (row(3, **{"Результат": "Объ'явлено"}), "R05", "«Объ'явлено»"),
    "no such day": (row(4, **{"Дата ответа": "31.02.2026"}), "R02", "«31.02.2026»"),
    "no number": (row(5, **{"Номер сообщения": ""}), "R01", "Номер сообщения"),
    "no date": (row(6, **{"Дата регистрации": ""}), "R01", "Дата регистрации"),
    "answer before registration": (row(7, **{"Дата ответа": "30.06.2026"}), "R03", "Дата ответа"),
    "far future": (row(8, **{"Дата регистрации": "01.01.2126", "Дата ответа": ""}), "R04", "Дата регистрации"),
    "before 2018": (row(9, **{"Дата регистрации": "31.12.2017", "Дата ответа": ""}), "R04", "Дата регистрации"),
}


def test_a_bad_row_is_quarantined_with_place_and_reason_and_the_rest_is_loaded(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", csv([GOOD, *(bad for bad, _, _ in BAD_ROWS.values())]))
    [file] = pipeline.ingest(["pos"])
    assert (file["state"], file["rows_loaded"], file["rows_rejected"]) == ("loaded", 1, len(BAD_ROWS))
    entries = {entry["row"]: entry for entry in pipeline.rejected("pos")}
    for line, (kind, (_, code, words)) in enumerate(BAD_ROWS.items(), start=3):
        assert entries[line]["code"] == code, kind
        assert words in entries[line]["reason"], (kind, entries[line]["reason"])
        assert entries[line]["file"] == "pos_2026-07-10.csv"


def test_a_person_in_a_wrong_column_is_not_shown(home: Path) -> None:
    drop(
        home, "pos_2026-07-10.csv", csv([row(1, **{"Статус": "Выдуманная Анна Ивановна", "Дата ответа": "тел 8-000"})])
    )
    pipeline.ingest(["pos"])
    shown = " ".join(entry["reason"] for entry in pipeline.rejected("pos"))
    assert "Выдуманная" not in shown and "8-000" not in shown


def test_a_day_is_read_day_first_as_text_and_as_a_serial(home: Path) -> None:
    """05.03. is the fifth of March in text; 46086 is the same day as a number."""
    rows: list[list[object]] = [
        [1, "05.03.2026", None, "ЖКХ", "Новое", None, None],
        [2, 46086, None, "ЖКХ", "Новое", None, None],
    ]
    drop(home, "pos_2026-03-10.xlsx", xlsx(rows))
    [file] = pipeline.ingest(["pos"])
    assert file["rows_loaded"] == 2, file
    totals = {
        value["indicator"]: value for value in pipeline.figures("2026Q1")["values"] if not any(value["slice"].values())
    }
    assert totals["S-01"]["numerator"] == "2"
    with pipeline.open_warehouse(load_settings()).begin() as connection:
        from sqlalchemy import text

        days = connection.execute(
            text("SELECT DISTINCT registered_at AT TIME ZONE 'Asia/Yekaterinburg' FROM core.message")
        )
        assert [str(day) for day in days.scalars()] == ["2026-03-05 00:00:00"]


def test_half_of_the_dates_unreadable_stops_the_file(home: Path) -> None:
    bad = [row(number, **{"Дата регистрации": "давно"}) for number in range(100, 130)]
    drop(home, "pos_2026-07-09.csv", csv([GOOD]))
    drop(home, "pos_2026-07-10.csv", csv(bad + [row(number) for number in range(200, 230)]))
    results = by_name(pipeline.ingest(["pos"]))
    stopped = results["pos_2026-07-10.csv"]
    assert (stopped["state"], stopped["rows_loaded"]) == ("stopped", 0)
    assert "30 из 60" in stopped["message"] and "R02" in stopped["message"] and "Дата регистрации" in stopped["message"]
    assert results["pos_2026-07-09.csv"]["state"] == "loaded"
    assert pipeline.rejected("pos") == []  # never whole files
    fixed = [row(number) for number in range(100, 130)]
    drop(home, "pos_2026-07-10.csv", csv(fixed))
    [file] = pipeline.ingest(["pos"])
    assert (file["state"], file["rows_loaded"]) == ("loaded", 30)


def test_twenty_bad_rows_do_not_stop_a_small_file(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", csv([row(n, **{"Дата регистрации": "давно"}) for n in range(20)]))
    [file] = pipeline.ingest(["pos"])
    assert (file["state"], file["rows_rejected"]) == ("loaded", 20)


@pytest.mark.parametrize(
    ("later", "expected_open"),
    [
        ([row(2)], 0),  # the number arrives well
        ([row(3)], 1),  # another number does not answer for it
    ],
)
def test_a_refusal_is_superseded_by_the_same_number(home: Path, later: list[list[str]], expected_open: int) -> None:
    drop(home, "pos_2026-07-10.csv", csv([GOOD, row(2, **{"Статус": "Думаем"})]))
    pipeline.ingest(["pos"])
    assert len(pipeline.rejected()) == 1
    drop(home, "pos_2026-07-11.csv", csv(later))
    pipeline.ingest(["pos"])
    assert len(pipeline.rejected()) == expected_open


def test_an_older_export_does_not_answer_for_a_refusal(home: Path) -> None:
    drop(home, "pos_2026-07-10.csv", csv([GOOD, row(2, **{"Статус": "Думаем"})]))
    drop(home, "pos_2026-07-09.csv", csv([row(2)]))
    pipeline.ingest(["pos"])
    assert len(pipeline.rejected()) == 1


def test_of_a_number_twice_in_one_file_the_last_row_is_taken(home: Path) -> None:
    twice = [row(1, **{"Категория": "ЖКХ"}), row(1, **{"Категория": "Дороги"}), row(1, **{"Категория": "Дороги"})]
    drop(home, "pos_2026-07-10.csv", csv(twice))
    [file] = pipeline.ingest(["pos"])
    assert (file["rows_read"], file["rows_loaded"], file["rows_unchanged"], file["rows_rejected"]) == (3, 1, 1, 1)
    assert [(entry["row"], entry["code"]) for entry in pipeline.rejected()] == [(2, "R10")]
    drop(home, "pos_2026-07-11.csv", csv([row(1)]))
    pipeline.ingest(["pos"])
    assert len(pipeline.rejected()) == 1  # its number is in, its content is not: it waits for a person


@pytest.fixture
def known(home: Path) -> Callable[[str], dict]:
    drop(home, "pos_2026-07-10.csv", csv([GOOD]))
    pipeline.ingest(["pos"])

    def again(name: str) -> dict:
        drop(home, name, csv([GOOD]))
        [file] = pipeline.ingest(["pos"])
        return file

    return again


def test_known_bytes_are_not_read_again(known: Callable[[str], dict]) -> None:
    file = known("pos_2026-07-12.csv")
    assert (file["state"], file["rows_read"], file["name"]) == ("unchanged", 0, "pos_2026-07-12.csv")


def test_foreign_rows_are_counted_and_not_stored(home: Path) -> None:
    header = [*HEADER, "Муниципальное образование"]
    rows = [
        [*row(1), "ГО  РЕФТИНСКИЙ"],
        [*row(2), "Асбестовский ГО"],
        [*row(3, **{"Статус": "Думаем"}), "Асбестовский ГО"],
        [*row(4), ""],
    ]
    drop(home, "pos_2026-07-10.csv", csv(rows, header))
    [file] = pipeline.ingest(["pos"])
    assert (file["rows_loaded"], file["rows_foreign"], file["rows_rejected"]) == (2, 2, 0)
