"""`svodka responsible`: the table in force, a new one tried and accepted, what it says and how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from svodka.cli import main
from svodka.responsible.table_file import read_table
from tests.delivery_desk import at
from tests.mail_sink import Sink, running
from tests.responsible_rows import BASIC, csv_bytes, deputy, rows

DEPUTY = deputy(valid_from="01.01.2026", valid_to="31.12.2099")
NEXT = {**BASIC["secretary"], "name": "Второв Борис Яковлевич", "valid_from": "01.01.2099"}


@pytest.fixture(autouse=True)
def sink(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    with running() as server:
        monkeypatch.setenv("SVODKA_SMTP__PORT", str(server.port))
        yield server


def svodka(*words: str) -> tuple[int, str, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", ["svodka", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    said = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    return (int(ended.value.code or 0), *said)  # type: ignore[return-value]


def shown() -> dict[str, Any]:
    code, out, _ = svodka("responsible", "--json")
    assert code == 0
    return json.loads(out)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "таблица.csv"
    place.write_bytes(csv_bytes(rows(DEPUTY)))
    return place


def test_before_a_table_the_settings_are_shown(file: Path) -> None:
    found = shown()
    assert (found["version"], [one["standing"] for one in found["persons"]]) == (None, ["acts"] * 4)
    code, out, err = svodka("responsible")
    assert code == 0 and "- куратор: Куратор (вымышленный), эл. почта curator@example.org" in out
    assert "действуют [[recipients]] из настроек" in err


def test_a_table_is_tried_then_accepted_and_told(file: Path, sink: Sink) -> None:
    code, out, err = svodka("responsible", str(file))
    assert code == 0 and "- секретарь: с 01.01.2026 — Образцова Анна Петровна" in out
    assert "уйдёт письмо: руководителю ЦУР" in err and f"svodka responsible {file} --accept" in err
    assert (shown()["version"], sink.taken) == (None, [])
    code, _, err = svodka("responsible", str(file), "--accept", "--by", "Образцова А. П.")
    assert code == 0 and "Принята, редакция 1." in err and "руководителю ЦУР (редакция 1): передано" in err
    assert [to for to, _ in sink.taken] == ["cur@example.org"]
    found = shown()
    assert (found["version"], found["file"], found["accepted_by"]) == (1, "таблица.csv", "Образцова А. П.")
    assert [(one["title"], one["standing"]) for one in found["persons"]][1:3] == [
        ("руководитель МЦУ", "replaced"), ("руководитель МЦУ (замещает)", "acts"),
    ]  # fmt: skip
    assert found["announcements"][0]["states"] == ["sent"]
    code, _, err = svodka("responsible", str(file), "--accept")
    assert "Таблица та же, новой редакции нет." in err and len(sink.taken) == 1


def test_the_table_says_who_acts_and_what_is_coming(file: Path) -> None:
    file.write_bytes(csv_bytes(rows(DEPUTY, NEXT)))
    svodka("responsible", str(file), "--accept")
    code, out, err = svodka("responsible")
    acts, _, rest = out.partition("Замещены:")
    replaced, _, coming = rest.partition("Впереди:")
    assert code == 0 and "- руководитель МЦУ (замещает): Условный Олег Николаевич" in acts
    assert "- руководитель МЦУ: Примеров Павел Андреевич, тел. +7 34365 0-00-02, эл. почта head@" in replaced
    assert "- секретарь: Второв Борис Яковлевич" in coming
    assert "Редакция 1 (таблица.csv), принята" in err and "Письмо руководителю ЦУР (редакция 1): передано" in err


def test_a_refused_table_ends_with_three_and_all_its_mistakes(file: Path, sink: Sink) -> None:
    file.write_bytes(csv_bytes(rows(cur={"email": "нет", "role": "?"}, engineer={"valid_from": "вчера"})))
    for words in ((), ("--accept",)):
        code, out, err = svodka("responsible", str(file), *words)
        assert (code, out, len(err.splitlines())) == (3, "", 4)
        assert "строка 6, столбец «с»: «вчера» — не дата" in err
    code, out, _ = svodka("responsible", str(file), "--json")
    assert code == 3 and [one["row"] for one in json.loads(out)["refused"]] == [2, 2, 6]
    assert (shown()["version"], sink.taken) == (None, [])


def test_the_table_in_force_is_saved_for_excel_and_read_back(file: Path, tmp_path: Path) -> None:
    svodka("responsible", str(file), "--accept")
    saved = tmp_path / "таблица.xlsx"
    code, _, err = svodka("responsible", "--save", str(saved))
    assert code == 0 and "строк 6" in err
    day = at("2026-11-24 12:00").date()
    assert {one.name for one in read_table(saved.read_bytes(), day).persons} == {row["name"] for row in BASIC.values()}
    code, _, err = svodka("responsible", str(saved))
    assert "таблица та же, что принята" in err


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    saved = tmp_path / "моя.xlsx"
    saved.write_bytes(b"mine")
    code, _, err = svodka("responsible", "--save", str(saved))
    assert (code, saved.read_bytes()) == (2, b"mine") and "уже есть: укажите другое имя" in err


def test_the_first_table_to_be_edited_has_its_first_days_filled_in(tmp_path: Path) -> None:
    saved = tmp_path / "начало.xlsx"
    assert svodka("responsible", "--save", str(saved))[0] == 0
    _, _, err = svodka("responsible", str(saved))
    assert "столбец «с»" not in err


def test_dropping_the_last_secretary_is_warned_of_before_it_is_accepted(file: Path) -> None:
    svodka("responsible", str(file), "--accept")
    file.write_bytes(csv_bytes(rows(DEPUTY, secretary=None)))
    _, _, err = svodka("responsible", str(file))
    assert "после принятия роль «секретарь» останется пустой (сейчас Образцова Анна Петровна)" in err


def test_a_letter_that_waits_says_what_the_server_answered(file: Path, sink: Sink) -> None:
    sink.refuse_recipient = {"cur@example.org": "451 busy, come later"}
    _, _, err = svodka("responsible", str(file), "--accept")
    assert "ждёт отправки (ответ сервера: " in err and "busy, come later" in err
    _, _, err = svodka("responsible")
    assert "busy, come later" in err


def test_waiting_letters_go_when_a_person_asks(file: Path, sink: Sink) -> None:
    sink.refuse_recipient = {"cur@example.org": "550 no such user"}
    _, _, err = svodka("responsible", str(file), "--accept")
    assert "сервер отказал (ответ сервера: " in err and "поправьте адрес" in err
    sink.refuse_recipient = {}
    code, out, _ = svodka("responsible", "--announce", "--json")
    assert code == 0 and json.loads(out) == [
        {"version": 1, "side": "mcu", "to": "руководителю ЦУР", "states": ["sent"]}
    ]
    _, _, err = svodka("responsible", "--announce")
    assert "Писем об изменениях нет." in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--accept",), "укажите её файл"),
        (("нет.csv",), "такого файла нет, ожидается таблица ответственных лиц"),
        (("нет.csv", "--announce"), "без файла таблицы"),
        (("--save", "таблица.csv"), "ожидается имя с .xlsx"),
        (("--save", "/нет/такой/папки.xlsx"), "файл не записывается"),
    ],
)
def test_wrong_words_end_with_two(words: tuple[str, ...], said: str) -> None:
    code, out, err = svodka("responsible", *words)
    assert (code, out) == (2, "") and said in err and len(err.splitlines()) == 1
