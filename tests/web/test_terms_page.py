"""«Сроки»: what stands in the list, how it is narrowed, ordered, paged and taken away as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from svodka import pipeline
from svodka.control.effect import keep_effect
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import make_marts, message, put_messages
from tests.web.conftest import NOW, Page

# NOW is Monday, 12 October 2026, 09:00.
MESSAGES = [
    message("pos", "overdue", "2026-09-01", topic_l1="Дороги", executor="Отдел дорог"),
    message("pos", "today", "2026-09-12", topic_l1="ЖКХ", executor="Отдел ЖКХ"),
    message("sed", "friday", "2026-09-16", number_year=2026, topic_l1="Дороги", executor="=cmd|' /C calc'!A0"),
    message("pos", "nobodys", "2026-10-09", topic_l1="ЖКХ"),
    message("pos", "calm", "2026-10-09", executor="Отдел ЖКХ"),
    message("pos", "gone from export", "2026-10-01", executor="Отдел ЖКХ", missing_since="2026-10-09 10:00"),
]
ROW = re.compile(r'/svodka/message/[0-9a-f-]{36}">([^<]+)</a>')
NEXT = re.compile(r'href="/svodka(/terms\?[^"]+)" rel="next"')


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Settings:
    with warehouse.begin() as conn:
        put_messages(conn, MESSAGES)
        make_marts(conn, settings, NOW)
    return settings


def numbers(text: str) -> list[str]:
    return ROW.findall(text)


def test_an_empty_town_is_told_so(as_role: Callable[[str], Page]) -> None:
    assert "Список пуст" in as_role("member").text("/terms")


def test_the_list_holds_what_waits_for_somebody(as_role: Callable[[str], Page], town: Settings) -> None:
    text = as_role("member").text("/terms")
    assert numbers(text) == ["overdue", "today", "friday (2026)", "gone from export", "nobodys"]
    assert "просрочено на 11 дней, срок был 01.10.2026" in text and "нет в выгрузке с 09.10.2026" in text
    assert "ещё не посчитано" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=overdue", ["overdue"]),
        ("kind=due_1", ["today"]),
        ("kind=due_5", ["today", "friday (2026)"]),
        ("kind=unassigned", ["nobodys"]),
        ("kind=missing", ["gone from export"]),
        ("channel=sed", ["friday (2026)"]),
        ("block=ЖКХ", ["today", "nobodys"]),
        ("block=Дороги&kind=overdue", ["overdue"]),
        ("executor=Отдел ЖКХ&kind=overdue", []),
    ],
)
def test_it_is_narrowed(as_role: Callable[[str], Page], town: Settings, query: str, expected: list[str]) -> None:
    text = as_role("member").text(f"/terms?{query}")
    assert numbers(text) == expected
    assert expected or "ничего не найдено" in text


def test_what_moves_the_figures_comes_first(
    as_role: Callable[[str], Page], town: Settings, warehouse: Warehouse
) -> None:
    with warehouse.begin() as conn:
        keep_effect(conn, town, NOW.date(), NOW)
    member = as_role("member")
    text = member.text("/terms")
    assert numbers(text)[0] == "today" and "посчитано 12.10.2026 09:00" in text
    assert numbers(text).index("overdue") > numbers(text).index("friday (2026)")
    assert numbers(member.text("/terms?sort=term"))[:2] == ["overdue", "today"]


@pytest.mark.parametrize("sort", ["effect", "term"])
def test_pages_follow_one_another_without_loss(
    as_role: Callable[[str], Page], town: Settings, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    with warehouse.begin() as conn:
        keep_effect(conn, town, NOW.date(), NOW)
    member = as_role("member")
    whole = numbers(member.text(f"/terms?sort={sort}"))
    monkeypatch.setattr(import_module("svodka.pipeline.terms"), "PAGE", 2)
    found, path = [], f"/terms?sort={sort}"
    while path:
        text = member.text(path)
        found += numbers(text)
        following = NEXT.search(text)
        path = following[1].replace("&amp;", "&") if following else ""
    assert found == whole and len(whole) == 5


@pytest.mark.parametrize("query", ["kind=all'--", "sort=rating", "after=x", "after=0~2026-10-12~1", "after=0~~zz"])
def test_nonsense_in_the_address_is_refused_in_words(
    as_role: Callable[[str], Page], town: Settings, query: str
) -> None:
    answer = as_role("member").get(f"/terms?{query}")
    assert answer.status_code == 400 and "«Сроки»" in answer.text


def test_the_found_list_is_taken_away_as_a_file(as_role: Callable[[str], Page], town: Settings) -> None:
    member = as_role("member")
    answer = member.get("/terms/list.csv?channel=sed")
    assert answer.headers["content-disposition"] == 'attachment; filename="svodka-terms-2026-10-12.csv"'
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert (head[0], row[0], row[4]) == ("Номер", "friday (2026)", "16.10.2026")
    assert row[3].startswith("'="), "a cell of the source must not become a formula"
    book: Any = load_workbook(io.BytesIO(member.get("/terms/list.xlsx").content)).active
    assert [cell.value for cell in book["A"]][1:] == numbers(member.text("/terms"))
    assert {cell.data_type for line in book.iter_rows() for cell in line} <= {"s", "n"}


def test_text_of_the_sources_is_escaped(as_role: Callable[[str], Page], warehouse: Warehouse, town: Settings) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "<script>x</script>", "2026-09-01", executor='"><img>')])
        make_marts(conn, town, NOW)
    text = as_role("member").text("/terms")
    assert "<script>x" not in text and "<img>" not in text and "&lt;script&gt;x" in unquote(text)


def test_the_use_case_is_told_the_time(town: Settings) -> None:
    """The same facts, a day later: what was due is overdue."""
    from datetime import timedelta

    def overdue(days: int) -> int:
        counts = pipeline.terms(NOW + timedelta(days=days))["counts"]
        return next(count for kind, _, count in counts if kind == "overdue")

    assert (overdue(0), overdue(1)) == (1, 2)
