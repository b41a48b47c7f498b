"""«Ответственные»: who acts today; a table is tried, then accepted by the one who sent it, and told."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from svodka import pipeline
from svodka.access.roles import HOLDERS, Right, Role
from svodka.settings import Settings
from tests.mail_sink import Sink, running
from tests.responsible_rows import BASIC, csv_bytes, deputy, rows, xlsx_bytes
from tests.web.conftest import NOW, ORIGIN, Page

DEPUTY = deputy(valid_from="01.10.2026", valid_to="20.10.2026")
NEXT = {**BASIC["secretary"], "name": "Второв Борис Яковлевич"}


@pytest.fixture(autouse=True)
def sink(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    with running() as server:
        monkeypatch.setenv("SVODKA_SMTP__PORT", str(server.port))
        yield server


@pytest.fixture
def accepted(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "первая.csv"
    file.write_bytes(csv_bytes(rows(DEPUTY)))
    pipeline.accept_responsible(file, "Глава", NOW)


def sent(page: Page, content: bytes, name: str = "новая.csv") -> Any:
    return page.post("/responsible/check", seen="/responsible", files={"file": (name, content)})


def tried(page: Page, content: bytes, name: str = "новая.csv") -> str:
    """The path of the page that says what the table would change."""
    answer = sent(page, content, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix("/svodka")


def accept(page: Page, path: str, **fields: str) -> Any:
    version = page.text(path).partition('name="version" value="')[2].partition('"')[0]
    known = {"held": path.rpartition("/")[2], "version": version}
    return page.post("/responsible/accept", known | fields, seen=path)


def test_who_acts_today_and_who_is_replaced(as_role: Callable[[str], Page], accepted: None) -> None:
    text = as_role("member").text("/responsible")
    assert "Примеров Павел Андреевич" in text and "замещён" in text
    assert "Условный Олег Николаевич" in text and "руководитель МЦУ (замещает)" in text
    assert "+7 343 000-00-01" in text and "cur@example.org" in text
    assert "21.10.2026" in text  # the deputy's last day is the 20th
    assert "первая.csv" in text and "Глава" in text


def test_before_a_table_the_page_says_what_counts_and_what_to_do(as_role: Callable[[str], Page]) -> None:
    text = as_role("secretary").text("/responsible")
    assert (
        "таблица не принята" in text
        and "Ни одна таблица ещё не принята" in text
        and "Писем об изменениях не было" in text
    )


def test_the_table_in_force_is_downloaded(as_role: Callable[[str], Page], accepted: None) -> None:
    answer = as_role("analyst").get("/responsible/table.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="responsible.xlsx"'
    cells = {cell for row in load_workbook(io.BytesIO(answer.content)).worksheets[0].values for cell in row}
    assert {BASIC["cur"]["name"], BASIC["head"]["name"]} <= cells


def test_a_table_is_tried_then_accepted_and_told(as_role: Callable[[str], Page], accepted: None, sink: Sink) -> None:
    secretary = as_role("secretary")
    path = tried(secretary, xlsx_bytes(rows(DEPUTY, secretary=NEXT)), "новая.xlsx")
    text = secretary.text(path)
    assert "Второв Борис Яковлевич" in text and "уйдёт письмо: руководителю ЦУР" in text
    assert pipeline.responsible_persons(NOW)["version"] == 1 and sink.taken == []
    answer = accept(secretary, path)
    assert answer.headers["location"] == "/svodka/responsible?said=accepted"
    found = pipeline.responsible_persons(NOW)
    assert (found["version"], found["accepted_by"], found["file"]) == (2, "secretary", "новая.xlsx")
    assert [to for to, _ in sink.taken] == ["cur@example.org"]
    after = secretary.text("/responsible?said=accepted")
    assert "Таблица принята" in after and "Второв Борис Яковлевич" in after and "передано" in after
    assert secretary.get(path).status_code == 400  # the tried file is gone


def test_every_mistake_is_told_by_its_cell_and_nothing_can_be_accepted(as_role: Callable[[str], Page]) -> None:
    head = as_role("head")
    bad = rows(cur={"valid_to": "31.12.2025"}, secretary={"email": "нет"})
    text = head.text(tried(head, csv_bytes(bad)))
    assert "ошибок: 2" in text and "раньше, чем «с» (01.01.2026)" in text and "эл. почта" in text
    assert ">Принять<" not in text and pipeline.responsible_persons(NOW)["version"] is None


def test_the_same_table_makes_no_version(as_role: Callable[[str], Page], accepted: None) -> None:
    head = as_role("head")
    text = head.text(tried(head, csv_bytes(rows(DEPUTY))))
    assert "та же" in text and ">Принять<" not in text


def test_a_table_overtaken_by_another_is_not_accepted(
    as_role: Callable[[str], Page], accepted: None, tmp_path: Path
) -> None:
    head = as_role("head")
    path = tried(head, csv_bytes(rows(DEPUTY, secretary=NEXT)))
    version = {"version": "1"}
    other = tmp_path / "другая.csv"
    other.write_bytes(csv_bytes(rows()))
    pipeline.accept_responsible(other, "Глава", NOW)
    answer = accept(head, path, **version)
    assert answer.status_code == 409 and "другую редакцию" in answer.text
    assert pipeline.responsible_persons(NOW)["version"] == 2


def test_nobody_accepts_what_another_has_sent(as_role: Callable[[str], Page], accepted: None) -> None:
    path = tried(as_role("secretary"), csv_bytes(rows(DEPUTY, secretary=NEXT)))
    head = as_role("head")
    assert head.get(path).status_code == 400
    fields = {"held": path.rpartition("/")[2], "version": "1"}
    assert head.post("/responsible/accept", fields, seen="/responsible").status_code == 400
    assert pipeline.responsible_persons(NOW)["version"] == 1


def test_only_holders_of_the_right_may_send_a_table(as_role: Callable[[str], Page]) -> None:
    from svodka.web import write_token

    for role in sorted(set(Role) - HOLDERS[Right.REGISTER]):
        page = as_role(role)
        assert "Прислать новую таблицу" not in page.text("/responsible")
        token, headers = {"token": write_token.token(role)}, {"origin": ORIGIN}
        answer = page.client.post("/svodka/responsible/check", data=token, headers=headers)
        assert answer.status_code == 403 and "вносить исходящий номер" in answer.text


def test_what_is_no_table_is_refused_in_words(as_role: Callable[[str], Page]) -> None:
    head = as_role("head")
    for name, content, about in (
        ("таблица.pdf", b"x", "Excel (.xlsx) или CSV"),
        ("../../evil.csv", b"", "«evil.csv»: файл пуст"),
        ("", b"x", "Файл не выбран"),
    ):
        answer = sent(head, content, name)
        assert answer.status_code == 400 and about in answer.text


def test_a_name_leads_nowhere_else(as_role: Callable[[str], Page], settings: Settings) -> None:
    tried(as_role("head"), csv_bytes(rows()), "..\\..\\/etc/../a<b>.csv")
    held = [path for path in (settings.home / "run" / "responsible").rglob("*") if path.is_file()]
    assert [path.name for path in held] == ["a_b_.csv"]
