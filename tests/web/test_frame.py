"""What every answer has: the headers, the menu of one's rights, a limit of its body, refusals in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from svodka.russian_plural import plural
from svodka.web.body_limit import SMALL
from svodka.web.rendering import day, moment, number
from svodka.web.response_headers import HEADERS
from tests.web.conftest import ORIGIN, Page
from tests.web_routes import routes


def test_every_answer_has_the_headers_also_a_refusal(stranger: TestClient, as_role: Callable[[str], Page]) -> None:
    for answer in (stranger.get("/svodka/access"), as_role("head").get("/access"), as_role("head").get("/no-such")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"


def test_pages_carry_no_script_of_their_own(as_role: Callable[[str], Page]) -> None:
    text = as_role("head").text("/access")
    assert "<script>" not in text and " style=" not in text and "onclick" not in text


@pytest.mark.parametrize(
    "name", ["../rendering.py", "..%2frendering.py", "%2e%2e/access.py", "svodka.css%00", "/etc/passwd"]
)
def test_a_path_leads_nowhere_else(as_role: Callable[[str], Page], name: str) -> None:
    assert as_role("head").get(f"/static/{name}").status_code == 404


def test_styles_are_kept_while_they_are_the_same(as_role: Callable[[str], Page]) -> None:
    head = as_role("head")
    first = head.get("/static/svodka.css")
    assert first.headers["content-type"].startswith("text/css")
    assert head.get("/static/svodka.css", headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_a_long_body_is_refused_as_it_comes(as_role: Callable[[str], Page]) -> None:
    head = as_role("head")
    body = b"login=" + b"x" * (SMALL + 1)
    headers = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    assert head.client.post("/svodka/access/grant", content=body, headers=headers).status_code == 413


def test_the_menu_offers_what_the_role_may(as_role: Callable[[str], Page]) -> None:
    assert "/svodka/upload" in as_role("engineer").text("/access")
    assert "/svodka/upload" not in as_role("head").text("/access")


def test_an_error_of_ours_is_a_sentence_and_no_trace(as_role: Callable[[str], Page]) -> None:
    answer = as_role("head").get("/no-such-page")
    assert answer.status_code == 404 and "вернитесь в меню" in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize(("method", "told"), [("get", "Ничего не изменено"), ("post", "Проверьте, записано ли")])
def test_an_error_nobody_has_foreseen_is_a_page_with_the_headers_and_its_text_stands_nowhere(
    as_role: Callable[[str], Page],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    method: str,
    told: str,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("Сидоров Пётр")

    head = as_role("head")
    monkeypatch.setattr("svodka.pipeline.missing_messages", fail)
    monkeypatch.setattr("svodka.pipeline.decide_missing", fail)
    answer = head.get("/missing") if method == "get" else head.post("/missing/decide", seen="/access")
    assert answer.status_code == 500 and "RuntimeError" in answer.text and told in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"
    assert "RuntimeError" in caplog.text and "Сидоров" not in answer.text + caplog.text


@pytest.mark.parametrize(
    "path",
    ["/quarantine?after=99999999999999999999", "/quarantine/99999999999999999999", "/answers?week=9999-12-31"],
)
def test_a_number_that_cannot_be_is_no_error_of_ours(as_role: Callable[[str], Page], path: str) -> None:
    answer = as_role("head").get(path)
    assert answer.status_code == 400 and "чего не может быть" in answer.text


def test_a_character_that_no_text_can_hold_is_refused_everywhere(as_role: Callable[[str], Page]) -> None:
    client = as_role("engineer").client
    pages = [path for method, path in routes() if method == "GET"]
    asked = "number=%00&channel=%00&executor=%00&sort=%00&said=%00"
    answers = {path: client.get(f"{path}?{asked}").status_code for path in pages}
    assert answers and set(answers.values()) <= {400, 403}, answers


def test_a_character_that_no_text_can_hold_is_refused_in_a_form(as_role: Callable[[str], Page]) -> None:
    answer = as_role("head").post("/access/grant", {"login": "petrov\x00", "role": "member"}, "/access")
    assert answer.status_code == 400 and "не бывает в тексте" in answer.text


def test_what_is_not_understood_is_told_without_names_of_fields(as_role: Callable[[str], Page]) -> None:
    answer = as_role("head").get("/answers?week=вчера")
    assert answer.status_code == 400 and "Не понято" in answer.text and "week" not in answer.text


def test_a_stranger_is_led_to_the_login_and_back(stranger: TestClient) -> None:
    answer = stranger.get("/svodka/reports/2026Q3?said=approved")
    assert answer.status_code == 401
    (link,) = re.findall(r'href="([^"]*login[^"]*)"', answer.text)
    assert link == "/api/v2/auth/login?next=%2Fsvodka%2Freports%2F2026Q3%3Fsaid%3Dapproved"
    assert "login" not in stranger.post("/svodka/missing/decide", headers={"origin": ORIGIN}).text


def test_numbers_and_days_are_written_as_people_do() -> None:
    assert number("12345.5") == "12\u202f345,5" and number(None) == "—" and number(2, 1) == "2,0"
    assert day("2026-10-01") == "01.10.2026" and day(None) == "—"
    assert moment("2026-10-01T00:00:00+00:00") == "01.10.2026 05:00"
    assert [plural(n, "строка", "строки", "строк") for n in (1, 2, 5, 11, 21, 112)] == [
        "строка", "строки", "строк", "строк", "строка", "строк",
    ]  # fmt: skip
