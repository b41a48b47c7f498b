"""«Сообщение»: its story for everybody with a role; personal data only for those who may, and written down before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.access.roles import HOLDERS, Right, Role
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import make_marts, message, put, put_messages
from tests.web.conftest import NOW, Page

NAME, BODY, URL = "Вымышленная Анна Ивановна", "Вымышленный текст про яму у дома", "https://example.org/wall-1_77"
PERSONAL = (NAME, BODY, URL)
APPLICANT = UUID(int=7)
LATE = message(
    "pos", "П-1", "2026-06-20 10:00", first_final_answer_at="2026-07-25 12:00", topic_l1="Спорт",
    executor="Отдел спорта", applicant_key=APPLICANT, status="ANSWERED",
)  # fmt: skip
OTHERS = [
    message("sed", "П-1", "2026-06-21 10:00"),
    message("sed", "Д/15", "2026-10-01 10:00"),
    message("pos", "elsewhere", "2026-10-01 10:00", municipality="65701000"),
    message("pos", "spam", "2026-10-01 10:00", is_spam=True),
]
HERE = f"/message/{LATE['message_key']}"
NOBODY = f"/message/{UUID(int=0)}"
FILE = """
INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at, exported_at,
    exported_at_source, business_day, stored_url, state)
VALUES ('65763000', 'pos', '', 'register', :name, :name, 'x', 1, :at, :at, 'name', '2026-07-31', 'x', 'loaded')
RETURNING file_id
"""
STATE = """
INSERT INTO core.message_state (message_key, state_hash, registered_at, status) VALUES (:key, :state, :at, :status)
"""
SAMPLE = """
INSERT INTO meta.answer_sample VALUES ('65763000', :key, '2026-07-20', NULL, 1, 'pos', 'П-1', :at, :at)
"""
MARK = """
INSERT INTO meta.answer_mark
    (municipality, message_key, checklist_from, verdicts, is_good, comment, marked_by, marked_at)
VALUES ('65763000', :key, '2026-01-01', '{}', TRUE, '', 'head', :at)
"""
TEXT = "INSERT INTO pii.text VALUES (:key, :state, :body, :url)"


@pytest.fixture(autouse=True)
def town(warehouse: Warehouse, settings: Settings) -> None:
    """The late message has two versions: the first export told its text and address, the second did not."""
    key, first = LATE["message_key"], UUID(int=1)
    with warehouse.begin() as conn:
        put_messages(conn, [LATE, *OTHERS])
        make_marts(conn, settings)
        for state, status, name, body in ((first, "IN_PROGRESS", "a.xlsx", BODY), (key, "ANSWERED", "b.xlsx", None)):
            at = datetime.fromisoformat("2026-07-01T12:00+05:00" if body else "2026-08-01T12:00+05:00")
            file = conn.execute(text(FILE), {"name": name, "at": at}).scalar_one()
            known = {"key": key, "state": state, "at": LATE["registered_at"], "status": status}
            conn.execute(text(STATE), known)
            seen = {"message_key": key, "state_hash": state, "file_id": file, "row_no": 2, "sheet_no": 1}
            put(conn, "message_seen", [seen])
        conn.execute(text("SET LOCAL ROLE svodka_pii"))
        conn.execute(text(TEXT), {"key": key, "state": first, "body": BODY, "url": URL})
        conn.execute(text("INSERT INTO pii.applicant VALUES (:key, :name)"), {"key": APPLICANT, "name": NAME})


def looks(warehouse: Warehouse) -> list[Any]:
    """The journal: login, role, page, message, moment."""
    with warehouse.begin() as conn:
        return list(
            conn.execute(text("SELECT login, role, page, message_key, seen_at FROM meta.personal_view")).tuples()
        )


def test_everyone_reads_the_story_term_rule_versions_and_figures(as_role: Callable[[str], Page]) -> None:
    page = as_role("member").text(HERE)
    assert "Ответ 25.07.2026 12:00 позже срока 20.07.2026 23:59" in page and "просрочено" in page
    assert "30 календарных дней со дня регистрации" in page
    assert "Отдел спорта" in page and "Физическая культура и спорт" in page
    assert "a.xlsx" in page and "b.xlsx" in page and "в работе → ответ дан" in page
    assert "Показатели: III квартал 2026 года" in page and "P-02" in page and "и в числитель: нарушение срока" in page


def test_a_linked_message_stands_under_the_name_of_its_channel(
    as_role: Callable[[str], Page], warehouse: Warehouse, settings: Settings
) -> None:
    rows = [message("pos", "77", "2026-07-01"), message("sed", "8", "2026-07-02", linked_number="77")]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
    page = as_role("member").text(f"/message/{rows[1]['message_key']}")
    assert "<li>Система электронного документооборота 8 ↔ " in page
    assert "pos%3A77" in page and "Платформа обратной связи 77</a>" in page and "pos 77</a>" not in page


def test_another_quarter_is_asked_for_by_its_link(as_role: Callable[[str], Page]) -> None:
    page = as_role("member").text(f"{HERE}?quarter=2026Q2")
    assert "Показатели: II квартал 2026 года" in page and "S-01" in page
    assert as_role("member").get(f"{HERE}?quarter=2026Q9").status_code == 400


@pytest.mark.parametrize("role", sorted(set(Role) - HOLDERS[Right.PERSONAL]))
def test_who_may_not_gets_no_personal_data_and_is_told_who_may(
    as_role: Callable[[str], Page], warehouse: Warehouse, role: Role
) -> None:
    viewer = as_role(role)
    page = viewer.text(HERE)
    assert not any(word in page for word in PERSONAL)
    assert "Сохранено: заявитель, текст, адрес в источнике" in page and "секретарь, руководитель МЦУ" in page
    assert "Показать персональные данные" not in page
    answer = viewer.client.post(f"/svodka{HERE}/personal", data={"token": _token(role)})
    assert answer.status_code == 403 and not any(word in answer.text for word in PERSONAL)
    assert looks(warehouse) == []


def test_the_quarter_in_which_its_answer_was_marked_is_offered(
    as_role: Callable[[str], Page], warehouse: Warehouse
) -> None:
    head = as_role("head")
    assert "quarter=2026Q4" not in head.text(HERE)
    with warehouse.begin() as conn:
        known = {"key": LATE["message_key"], "at": NOW}
        conn.execute(text(SAMPLE), known)
        conn.execute(text(MARK), known)
    assert "quarter=2026Q4" in head.text(HERE)
    assert "ответ оценён руководителем в этом квартале" in head.text(f"{HERE}?quarter=2026Q4")


def test_a_citizens_words_in_the_cell_of_a_topic_are_told_to_nobody(
    as_role: Callable[[str], Page], warehouse: Warehouse
) -> None:
    """What a version has changed stands on the page for everyone."""
    with warehouse.begin() as conn:
        changed = "UPDATE core.message_state SET topic_l1 = :l1, topic_l2 = :l2 WHERE state_hash = :state"
        conn.execute(text(changed), {"l1": "Незнакомов П.", "l2": "Дороги", "state": UUID(int=1)})
        words = {"l1": "Зов 8 912 000-00-00", "l2": "Спорт", "state": LATE["message_key"]}
        conn.execute(text(changed), words)
    page = as_role("head").text(HERE)
    assert "Незнакомов" not in page and "912" not in page and "Дороги → Спорт" in page
    assert "тема: текст вместо слова источника → текст вместо слова источника" in page


def _token(login: str) -> str:
    from svodka.web import write_token

    return write_token.token(login)


@pytest.mark.parametrize("role", sorted(HOLDERS[Right.PERSONAL]))
def test_who_may_gets_them_only_on_asking_and_each_look_is_journaled(
    as_role: Callable[[str], Page], warehouse: Warehouse, role: Role
) -> None:
    viewer = as_role(role)
    assert not any(word in viewer.text(HERE) for word in PERSONAL)
    assert looks(warehouse) == []
    answer = viewer.post(f"{HERE}/personal", seen=HERE)
    assert answer.status_code == 200 and all(word in answer.text for word in PERSONAL)
    assert looks(warehouse) == [(role, role, "message", LATE["message_key"], NOW)]
    assert answer.headers["cache-control"] == "no-store"


def test_a_look_that_cannot_be_written_down_is_not_given(
    as_role: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[UUID] = []

    def fails(*_: Any) -> None:
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(pipeline, "write_down_view", fails)
    monkeypatch.setattr(pipeline, "message_personal", read.append)
    answer = as_role("head").post(f"{HERE}/personal", seen=HERE)
    assert answer.status_code == 500 and not any(word in answer.text for word in PERSONAL)
    assert read == []


def test_no_address_shows_personal_data_by_itself(as_role: Callable[[str], Page], warehouse: Warehouse) -> None:
    assert as_role("head").get(f"{HERE}/personal").status_code == 405
    assert looks(warehouse) == []


@pytest.mark.parametrize("path", [NOBODY, f"/message/{OTHERS[2]['message_key']}"])
def test_a_key_that_is_not_ours_is_no_page(as_role: Callable[[str], Page], warehouse: Warehouse, path: str) -> None:
    head = as_role("head")
    assert head.get(path).status_code == 404
    assert head.post(f"{path}/personal", seen=HERE).status_code == 404
    assert looks(warehouse) == []


def test_without_personal_data_nothing_is_offered(as_role: Callable[[str], Page]) -> None:
    page = as_role("head").text(f"/message/{OTHERS[1]['message_key']}")
    assert "Персональных данных не сохранено" in page and "Показать персональные" not in page


def test_what_no_figure_counts_says_so(as_role: Callable[[str], Page]) -> None:
    page = as_role("head").text(f"/message/{OTHERS[3]['message_key']}")
    assert "вне показателей" in page and "спам" in page


@pytest.mark.parametrize("typed", ["Д/15", " д/15 ", "sed:Д/15"])
def test_a_number_of_one_message_leads_there(as_role: Callable[[str], Page], typed: str) -> None:
    answer = as_role("member").get("/message", params={"number": typed})
    assert answer.status_code == 303 and answer.headers["location"] == f"/svodka/message/{OTHERS[1]['message_key']}"


def test_a_number_of_several_lists_them(as_role: Callable[[str], Page]) -> None:
    page = as_role("member").text("/message?number=П-1")
    assert all(f"/svodka/message/{one['message_key']}" in page for one in (LATE, OTHERS[0]))


@pytest.mark.parametrize("typed", ["<b>нет</b>", "elsewhere"])
def test_a_number_that_nobody_has_says_where_to_look(as_role: Callable[[str], Page], typed: str) -> None:
    page = as_role("member").get("/message", params={"number": typed}).text
    assert "нет." in page and "/svodka/quarantine" in page and "<b>" not in page


def test_the_search_without_a_number_asks_for_one(as_role: Callable[[str], Page]) -> None:
    assert "Номер пишется, как в источнике" in as_role("member").text("/message")
