"""«Пропало из выгрузки»: what is missing, since when, where it was last; confirmed as withdrawn, or kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import at, make_marts, message, put_messages
from tests.db.test_absence import drop
from tests.web.conftest import NOW, Page

WHY = "отозвано в системе, подтверждено звонком"
MESSAGE = re.compile(r'href="/svodka/message/([0-9a-f-]{36})">([^<]+)</a>')


@pytest.fixture
def vanished(warehouse: Warehouse, settings: Settings) -> Warehouse:
    """Number 0 is missing since the 11th, 1 since the 12th, 2 is not."""
    gone = {"0": "2026-07-11 23:59:59", "1": "2026-07-12 23:59:59", "2": None}
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", n, "2026-07-01", missing_since=at(since)) for n, since in gone.items()])
        make_marts(conn, settings)
    return warehouse


def listed(page: Page, path: str = "/missing") -> dict[str, str]:
    """Number → key of the messages on the page, in their order."""
    return {number: key for key, number in MESSAGE.findall(page.text(path))}


def test_when_nothing_is_missing_the_page_says_so(as_role: Callable[[str], Page]) -> None:
    assert "Ничего не пропало" in as_role("member").text("/missing")


def test_the_list_says_since_when_and_in_which_file_it_was_last(
    as_role: Callable[[str], Page], home: Path, warehouse: Warehouse
) -> None:
    for day, numbers in (("10", range(20)), ("11", range(1, 20)), ("12", range(2, 20))):
        drop(home, f"pos_2026-07-{day}.csv", numbers)
    pipeline.ingest(["pos"])
    member = as_role("member")
    assert list(listed(member)) == ["1", "0"]  # the newest vanishing first
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", member.text("/missing")))
    assert "1 12.07.2026 pos_2026-07-11.csv" in shown and "0 11.07.2026 pos_2026-07-10.csv" in shown
    assert "Отметить" not in shown  # he may look, not decide
    assert listed(member, "/missing?channel=sed") == {} and list(listed(member, "/missing?channel=pos")) == ["1", "0"]


def test_chosen_messages_are_withdrawn_with_a_reason_and_can_be_brought_back(
    as_role: Callable[[str], Page], vanished: Warehouse
) -> None:
    head = as_role("head")
    keys = listed(head)
    form = {"message": list(keys.values()), "action": "withdraw", "reason": WHY}
    assert head.post("/missing/decide", form, "/missing").headers["location"].endswith("said=withdraw")
    assert listed(head) == {} and listed(head, "/missing?show=withdrawn") == keys
    shown = head.text("/missing?show=withdrawn&said=withdraw")
    assert WHY in shown and "head, " in shown and "с этой минуты не входят" in shown
    with vanished.begin() as conn:
        valid = set(conn.execute(text("SELECT message_key::text FROM marts.fct_message WHERE NOT is_valid")).scalars())
    assert valid == set(keys.values())
    assert "said=none" in head.post("/missing/decide", form, "/missing?show=withdrawn").headers["location"]
    back = {"message": [keys["0"]], "action": "keep", "reason": WHY}
    head.post("/missing/decide", back, "/missing?show=withdrawn")
    assert list(listed(head, "/missing?show=withdrawn")) == ["1"] and list(listed(head, "/missing?show=kept")) == ["0"]
    with vanished.begin() as conn:
        signed = conn.execute(text("SELECT source_number, action, decided_by FROM meta.absence_decision ORDER BY 1, 2"))
        assert [tuple(row) for row in signed] == [
            ("0", "keep", "head"), ("0", "withdraw", "head"), ("1", "withdraw", "head"),
        ]  # fmt: skip


def test_what_is_not_understood_changes_nothing(as_role: Callable[[str], Page], vanished: Warehouse) -> None:
    head = as_role("head")
    keys = listed(head)
    form = {"message": list(keys.values()), "action": "withdraw", "reason": WHY}
    for changed, expected in (
        ({"reason": "нет"}, "от 10"),
        ({"message": []}, "Отметьте сообщения"),
        ({"message": ["1"]}, "Не понято"),
        ({"action": "забыть"}, "выберите"),
    ):
        answer = head.post("/missing/decide", form | changed, "/missing")
        assert answer.status_code == 400 and expected in answer.text
    assert listed(head) == keys


def test_who_may_not_decide_is_refused(as_role: Callable[[str], Page], vanished: Warehouse) -> None:
    analyst, head = as_role("analyst"), as_role("head")
    from svodka.web import write_token

    form = {"token": write_token.token("analyst"), "message": list(listed(head).values()), "action": "keep"}
    answer = analyst.client.post("/svodka/missing/decide", data=form | {"reason": WHY})
    assert answer.status_code == 403 and "решать судьбу" in answer.text
    assert len(listed(head)) == 2


def test_a_long_list_comes_in_parts_without_loss_or_repetition(
    as_role: Callable[[str], Page], vanished: Warehouse
) -> None:
    with vanished.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO core.message (message_key, municipality, channel, registrar, number_year, source_number,"
                " registered_at, state_hash, missing_since)"
                " SELECT md5(n::text)::uuid, '65763000', 'sed', '', 2026, n::text, '2026-07-01', md5(n::text)::uuid,"
                " CAST(:now AS timestamptz) - n % 3 * interval '1 day' FROM generate_series(1, 120) AS n"
            ),
            {"now": NOW},
        )
    member, path, found = as_role("member"), "/missing?channel=sed", []
    while path:
        shown = member.text(path)
        found += [key for key, _ in MESSAGE.findall(shown)]
        following = re.search(r'href="/svodka(/missing\?[^"]+)" rel="next"', shown)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(found) == len(set(found)) == 120
    assert list(listed(member, "/missing?after=spoilt"))  # an address that somebody has spoilt is the first page
