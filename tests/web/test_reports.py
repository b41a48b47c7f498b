"""«Отчёты»: states in words, files as they were issued, the letter's number, a word of receipt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from svodka.report import edition as editions
from svodka.settings import Person, Settings
from svodka.warehouse.engine import Warehouse, scalar
from svodka.web import write_token
from tests import report_sample as sample
from tests.delivery_desk import HEAD, Desk, light_files
from tests.mail_sink import running
from tests.web.conftest import ORIGIN, Page

AsRole = Callable[[str], Page]


@pytest.fixture
def desk(warehouse: Warehouse, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    with running() as sink:
        yield Desk(warehouse, settings, sink)


def issue(desk: Desk) -> dict[str, Any]:
    """The preliminary edition of 1 October, approved by the head the same day and sent."""
    shown = desk.advance("2026-10-01 07:00")
    return desk.advance(
        "2026-10-01 10:00", decision="approve", edition_hash=shown["edition_hash"], decided_by="petrov@example.org"
    )


def test_a_quarter_without_any_work_is_there_with_its_deadline(as_role: AsRole) -> None:
    page = as_role("member").text("/reports")
    for words in ("III квартал 2026 года", "данные собираются, редакции ещё нет", "04.10.2026 23:59", "срок прошёл"):
        assert words in page
    assert "Выгрузок за этот квартал ещё нет" in as_role("member").text("/reports/2026Q3")


def test_a_report_that_is_out_says_who_signed_it_and_who_has_it(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    member = as_role("member")
    page = member.text("/reports")
    for words in ("редакция 1 утверждена, отправлена", "Петров П. П. (вход: petrov)", "1 из 1", "01.10.2026 10:00"):
        assert words in page
    page = member.text("/reports/2026Q3")
    for words in ("руководитель ЦУР", "почта", "передано", "подтверждения ещё нет", "5,0", "2 из 40", "0.1"):
        assert words in page
    assert HEAD not in page and "petrov@example.org" not in page, "addresses stay in the warehouse"


def test_the_list_goes_on_with_older_quarters(warehouse: Warehouse, as_role: AsRole, home: Path) -> None:
    with warehouse.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO meta.quarter (municipality, quarter, updated_at) SELECT '65763000', y || 'Q' || q, now()"
                " FROM generate_series(2023, 2025) AS y, generate_series(1, 4) AS q"
            )
        )
    member = as_role("member")
    first = member.text("/reports")
    older = re.search(r"/svodka(/reports\?before=\w+)", first)
    assert older and "2024Q2" in first and "2024Q1" not in first
    assert "2024Q1" in member.text(older[1]) and "2023Q1" in member.text(older[1])
    assert member.get("/reports?before=x").status_code == 404


def test_a_file_is_handed_out_as_it_was_issued(desk: Desk, as_role: AsRole) -> None:
    issued = issue(desk)
    member, page = as_role("member"), as_role("member").text("/reports/2026Q3")
    for file in issued["files"]:
        address = f"/reports/2026Q3/1/{file['name']}"
        assert address in page
        answer = member.get(address)
        assert answer.content == Path(file["path"]).read_bytes()
        assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{file['name']}"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert member.get("/reports/2026Q3/1/figures.json").headers["content-type"] == "application/json"


def test_a_name_in_russian_is_told_to_the_browser_as_the_rfc_says(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    with desk.warehouse.begin() as conn:
        conn.execute(text("UPDATE meta.edition_file SET name = 'Форма 1.csv' WHERE name = 'figures.csv'"))
    folder = desk.settings.home / "reports" / "2026Q3" / "1"
    (folder / "figures.csv").rename(folder / "Форма 1.csv")
    member = as_role("member")
    link = re.search(r'href="/svodka(/reports/2026Q3/1/%D0[^"]+)"', member.text("/reports/2026Q3"))
    assert link
    disposition = member.get(link[1]).headers["content-disposition"]
    assert disposition == "attachment; filename*=UTF-8''%D0%A4%D0%BE%D1%80%D0%BC%D0%B0%201.csv"


def test_a_changed_or_missing_file_is_refused_in_words_without_its_path(desk: Desk, as_role: AsRole) -> None:
    (path,) = [Path(file["path"]) for file in issue(desk)["files"] if file["name"] == "figures.csv"]
    path.write_bytes(path.read_bytes() + b"\n")
    for _ in ("altered", "gone"):
        answer = as_role("head").get("/reports/2026Q3/1/figures.csv")
        assert answer.status_code == 409
        assert "изменён после выпуска" in answer.text and str(desk.settings.home) not in answer.text
        path.unlink(missing_ok=True)


ELSEWHERE = [
    "2026Q3/1/other.csv",
    "2026Q3/2/figures.csv",
    "2026Q2/1/figures.csv",
    "2026Q3/1/..%2f0.1%2ffigures.csv",
    "x",
    "2026Q3/..%2f../figures.csv",
    "2026Q3/1/%2e%2e%2f%2e%2e%2f%2e%2e%2fsvodka.toml",
    "2026Q3/1/figures.csv%00",
    "x/1/x",
    "2026Q9",
]


def test_what_the_warehouse_does_not_name_is_not_there(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    head = as_role("head")
    assert {address: head.get(f"/reports/{address}").status_code for address in ELSEWHERE} == dict.fromkeys(
        ELSEWHERE, 404
    )


def test_a_row_that_leads_out_of_the_folder_is_not_followed(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    with desk.warehouse.begin() as conn:
        conn.execute(
            text("UPDATE meta.edition_file SET name = 'link.csv' WHERE name = 'figures.csv'"),
        )
    folder = desk.settings.home / "reports" / "2026Q3" / "1"
    (folder / "figures.csv").rename(outside := desk.settings.home / "outside.csv")
    (folder / "link.csv").symlink_to(outside)
    assert as_role("head").get("/reports/2026Q3/1/link.csv").status_code == 409


def test_files_in_which_the_gate_found_something_need_the_right_and_are_journaled(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    with desk.warehouse.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO meta.edition_finding SELECT edition_id, 1, 'figures.csv', 'строка 3', 'телефон'"
                " FROM meta.edition WHERE number = '1'"
            )
        )
    assert as_role("member").get("/reports/2026Q3/1/figures.csv").status_code == 403
    assert as_role("secretary").get("/reports/2026Q3/1/figures.csv").status_code == 200
    with desk.warehouse.begin() as conn:
        assert scalar(conn, "SELECT string_agg(login || ' ' || page, ',') FROM meta.personal_view") == (
            "secretary /reports"
        )
    page = as_role("member").text("/reports/2026Q3")
    assert "телефон" in page and "задержана проверкой персональных данных" in page


def test_changes_against_the_edition_before_are_told(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    desk.late = "3"
    desk.advance("2026-10-08 09:00", by_itself=False)
    page = as_role("member").text("/reports/2026Q3")
    assert "показатели изменились" in page and "Что изменилось против редакции 1" in page
    assert '<td class="n">5,0 %</td><td class="n">7,5 %</td>' in page


def test_gaps_and_who_let_them_pass_are_told(desk: Desk, as_role: AsRole) -> None:
    desk.gap = True
    desk.advance("2026-10-02 12:30", waive=["sed"], reason="СЭД не работала два дня")
    page = as_role("member").text("/reports/2026Q3")
    for words in ("29.09.2026–30.09.2026", "пробел отпущен", "СЭД не работала два дня"):
        assert words in page


def by_hand(desk: Desk) -> None:
    desk.set_people(
        Person(role="cur_head", name="Иванова И. И.", way="hand"),
        Person(role="mcu_head", name="Петров П. П.", email="mcu@example.org"),
    )
    issue(desk)


def test_the_number_of_the_letter_is_entered_and_counts_as_passed_on(desk: Desk, as_role: AsRole) -> None:
    by_hand(desk)
    secretary = as_role("secretary")
    assert "ждёт передачи через СЭД" in secretary.text("/reports/2026Q3")
    fields = {"edition": "1", "number": "12-01/345", "on": "2026-10-02"}
    answer = secretary.post("/reports/2026Q3/register", fields, "/reports/2026Q3")
    assert answer.status_code == 303, answer.text
    page = secretary.text(answer.headers["location"].removeprefix("/svodka"))
    for words in (
        "Исходящий номер внесён",
        "исх. № 12-01/345 от 02.10.2026",
        "внёс вход secretary",
        "letter_registered_1",
    ):
        assert words in page
    assert "отправлена" in secretary.text("/reports")


NO_NUMBERS = [
    ({"number": "12", "on": "завтра"}, "выберите день"),
    ({"number": "12", "on": "2026-12-31"}, "не позже сегодняшнего дня"),
    ({"number": "  ", "on": "2026-10-02"}, "Исходящий номер"),
    ({"number": "12", "on": "2026-10-02", "edition": "7"}, "нет редакции 7"),
]


def test_a_number_that_cannot_be_one_is_refused_in_words(desk: Desk, as_role: AsRole) -> None:
    by_hand(desk)
    secretary = as_role("secretary")
    for fields, why in NO_NUMBERS:
        answer = secretary.post("/reports/2026Q3/register", fields, "/reports/2026Q3")
        assert answer.status_code == 400 and why in answer.text
    with desk.warehouse.begin() as conn:
        assert scalar(conn, "SELECT count(*) FROM meta.letter_registration") == 0


def test_a_word_of_receipt_is_kept_with_its_login(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    secretary = as_role("secretary")
    fields = {"role": "cur_head", "note": "по телефону"}
    answer = secretary.post("/reports/2026Q3/confirm", fields, "/reports/2026Q3")
    page = secretary.text(answer.headers["location"].removeprefix("/svodka"))
    for words in ("Получение отмечено", "получение подтверждено", "secretary, по телефону"):
        assert words in page
    assert "Отметить, что отчёт получен" not in page


def test_who_may_only_read_changes_nothing(desk: Desk, as_role: AsRole) -> None:
    issue(desk)
    member = as_role("member")
    fields = {"number": "12", "on": "2026-10-02", "role": "cur_head", "choice": "approve"}
    assert "<form" not in member.text("/reports/2026Q3")
    fields["token"] = write_token.token("member")
    for path in ("register", "confirm", "sign"):
        answer = member.client.post(f"/svodka/reports/2026Q3/{path}", data=fields, headers={"origin": ORIGIN})
        assert answer.status_code == 403 and "не даёт права" in answer.text
