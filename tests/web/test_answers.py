"""«Качество ответов»: the head marks what was drawn; others see counts; the citizen's words are journaled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.access.roles import HOLDERS, Right, Role
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, scalar
from tests.answer_rows import GOOD, MANY, POOR, WEEK, put_answers
from tests.web.conftest import NOW, Page

WORDS, ADDRESS = "Прошу убрать снег у дома, Выдумкина А. А.", "https://example.org/citizen/51"


@pytest.fixture
def key(home: Path, warehouse: Warehouse, settings: Settings) -> UUID:
    """The drawn answer № 51, with the citizen's words kept."""
    put_answers(warehouse, settings)
    pipeline.draw_answers(WEEK, NOW)
    with warehouse.begin() as conn:
        found = conn.execute(text("SELECT message_key, state_hash FROM core.message WHERE source_number = '51'")).one()
        conn.execute(text("SET LOCAL ROLE svodka_pii"))
        kept = {"key": found.message_key, "state": found.state_hash, "body": WORDS, "url": ADDRESS}
        conn.execute(text("INSERT INTO pii.text VALUES (:key, :state, :body, :url)"), kept)
    return UUID(str(found.message_key))


def n_looks(warehouse: Warehouse) -> Any:
    with warehouse.begin() as conn:
        return scalar(conn, "SELECT count(*) FROM meta.personal_view")


def test_opening_the_page_draws_the_week_and_lists_it(
    as_role: Callable[[str], Page], warehouse: Warehouse, settings: Settings
) -> None:
    put_answers(warehouse, settings)
    page = as_role("head").text("/answers")
    assert "05.10.2026–11.10.2026" in page and "Отобрано: 6, оценено: 0" in page and MANY in page
    assert as_role("head").text("/answers").count("не оценён") == 6


def test_a_week_without_answers_says_so(as_role: Callable[[str], Page]) -> None:
    page = as_role("head").text("/answers")
    assert "отбирать не из чего" in page and "показатель I-06 без данных" in page


def test_a_mark_is_journaled_under_the_heads_login_and_comes_back_filled_in(
    as_role: Callable[[str], Page], warehouse: Warehouse, key: UUID
) -> None:
    head = as_role("head")
    answer = head.post(f"/answers/{key}/mark", GOOD | {"comment": "Чётко"}, f"/answers/{key}")
    assert answer.headers["location"] == "/svodka/answers?week=2026-10-05&said=marked"
    page = head.text("/answers?week=2026-10-05&said=marked")
    assert "Оценка записана." in page and "оценено: 1" in page and "хороший" in page
    one = head.text(f"/answers/{key}")
    assert one.count(" checked") == 5 and "Чётко" in one and "Журнал оценок" in one
    with warehouse.begin() as conn:
        assert scalar(conn, "SELECT marked_by FROM meta.answer_mark") == "head"


def test_what_is_refused_comes_back_with_what_was_filled_in(
    as_role: Callable[[str], Page], warehouse: Warehouse, key: UUID
) -> None:
    head = as_role("head")
    answer = head.post(f"/answers/{key}/mark", POOR | {"comment": "звонить 8 912 000-00-00"}, f"/answers/{key}")
    assert answer.status_code == 400 and "номер телефона" in answer.text
    assert answer.text.count(" checked") == 5 and "звонить" in answer.text
    with warehouse.begin() as conn:
        assert scalar(conn, "SELECT count(*) FROM meta.answer_mark") == 0


def test_the_citizens_words_are_shown_only_when_asked_for_and_each_look_is_journaled(
    as_role: Callable[[str], Page], warehouse: Warehouse, key: UUID
) -> None:
    head = as_role("head")
    assert WORDS not in head.text(f"/answers/{key}") and n_looks(warehouse) == 0
    page = head.text(f"/answers/{key}/text")
    assert WORDS in page and ADDRESS in page
    with warehouse.begin() as conn:
        look = conn.execute(text("SELECT login, role, page, message_key FROM meta.personal_view")).one()
    assert tuple(map(str, look)) == ("head", "head", "answers", str(key))


def test_others_see_counts_by_executor_and_no_answer(as_role: Callable[[str], Page], key: UUID) -> None:
    for role in sorted(set(Role) - HOLDERS[Right.MARK]):
        page = as_role(role)
        listed = page.text("/answers")
        assert MANY in listed and "Отобрано" in listed and str(key) not in listed and "№ 51" not in listed
        assert {page.get(f"/answers/{key}{rest}").status_code for rest in ("", "/text")} == {403}


def test_a_share_is_shown_from_five_marks_on(as_role: Callable[[str], Page], warehouse: Warehouse, key: UUID) -> None:
    with warehouse.begin() as conn:
        keys = conn.execute(text("SELECT message_key FROM meta.answer_sample ORDER BY source_number")).scalars().all()
    for one in keys[:4]:
        pipeline.mark_answer(UUID(str(one)), GOOD, "", "head", NOW)
    assert " %</td>" not in as_role("member").text("/answers")
    pipeline.mark_answer(UUID(str(keys[4])), POOR, "", "head", NOW)
    page = as_role("member").text("/answers")
    assert page.count(" %</td>") == 1 and "80,0 %" in page  # the total has five, no executor has


def test_an_answer_that_was_not_drawn_is_no_page(as_role: Callable[[str], Page], key: UUID) -> None:
    answer = as_role("head").get(f"/answers/{UUID(int=7)}")
    assert answer.status_code == 409 and "не отобран" in answer.text
