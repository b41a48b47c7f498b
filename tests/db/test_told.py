"""What a person is told before the figures and about the report: the truth, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from svodka.control.status import status_now, status_told
from svodka.intake import coverage
from svodka.period import Quarter
from svodka.pipeline import forewarning
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.delivery_desk import Desk, at
from tests.edition_town import FIRST, QUARTER, Town
from tests.mail_sink import running

NOW = at("2026-10-07 12:00")


@pytest.fixture
def desk(warehouse: Warehouse, settings: Settings) -> Iterator[Desk]:
    with running() as sink:
        yield Desk(warehouse, settings, sink)


def told(desk: Desk, moment: str = "2026-10-07 12:00") -> dict[str, Any]:
    return status_told(desk.warehouse, desk.settings, at(moment))["told"]


def test_a_report_nobody_signed_or_sent_is_not_called_approved(desk: Desk) -> None:
    desk.advance("2026-10-07 11:00", by_itself=False)
    desk.advance("2026-10-07 12:00", by_itself=False)
    said = told(desk)
    assert said["report"] == (
        "Отчёт за III квартал 2026 года: выпущена редакция 1 без подписи, никому не отправлена."
    )  # fmt: skip
    assert said["what_to_do"] == "отправить получателям — svodka report 2026Q3 --deliver"


def test_a_report_sent_by_the_head_needs_nothing(desk: Desk) -> None:
    desk.advance("2026-10-02 13:00", deliver=True, decision="approve")
    said = told(desk)
    assert said["report"] == "Отчёт за III квартал 2026 года: редакция 1 утверждена, отправлена."
    assert said["what_to_do"] is None


def test_a_report_in_the_outbox_is_being_sent(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError):
        desk.advance("2026-10-02 13:00", deliver=True, decision="approve", send=lambda *_: 1 / 0)
    assert "редакция 1 утверждена, отправляется (передана 0 из 1)" in told(desk)["report"]


def test_a_draft_waits_for_the_head(desk: Desk) -> None:
    desk.advance("2026-10-01 13:00", by_itself=False)
    said = told(desk, "2026-10-01 14:00")
    assert "готова предварительная редакция 0.1, не утверждена" in said["report"]
    assert "reports/2026Q3/0.1" in said["what_to_do"]


def test_both_deadlines_are_told_and_the_next_ones_once_they_are_over(desk: Desk) -> None:
    assert told(desk, "2027-01-02 12:00")["dates"] == (
        "данные за IV квартал 2026 года принимаются до 03.01.2027 12:00; отчёт до 04.01.2027 23:59"
    )  # fmt: skip
    assert told(desk, "2027-01-02 12:00")["next_dates"] is None
    late = told(desk)
    assert late["next_dates"] == told(desk, "2027-01-02 12:00")["dates"]
    assert late["what_to_do"].startswith("положите выгрузки в inbox, выполните svodka ingest")


def test_words_stay_out_of_the_published_answer(desk: Desk) -> None:
    found = status_now(desk.warehouse, desk.settings, NOW)
    assert "told" not in found and "gaps" not in found["channels"][0]


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    return Town(warehouse, settings)


def test_files_of_after_the_quarter_that_cover_it_are_counted(town: Town) -> None:
    town.land("pos_2026-10-02.csv", FIRST, "2026-10-02 08:00")
    with town.warehouse.begin() as conn:
        pos = {one["channel"]: one for one in coverage.summary(conn, town.settings, QUARTER, NOW)}["pos"]
        later = {one["channel"]: one for one in coverage.summary(conn, town.settings, Quarter(2027, 1), NOW)}["pos"]
        before = {one["channel"]: one for one in coverage.summary(conn, town.settings, QUARTER, at("2026-10-01 08:00"))}
        covered = conn.execute(text("SELECT covers_from FROM landing.file")).scalar_one()
    assert covered <= date(2026, 9, 30)
    assert (pos["files"], pos["rows_read"]) == (1, 2)
    assert (later["files"], before["pos"]["files"]) == (0, 0)


def test_an_empty_warehouse_and_a_quarter_to_come_are_said_first(town: Town) -> None:
    assert forewarning("2026Q3", None, NOW) == "Данных нет: положите выгрузки в inbox и выполните svodka ingest."
    assert forewarning("2027q3", None, NOW) == "III квартал 2027 года ещё не начался."
    town.land("pos_2026-07-10.csv", FIRST, "2026-07-10 08:00")
    assert forewarning("2026Q3", None, NOW) is None
    assert forewarning(None, at("2026-07-10 08:00"), NOW) is None
    early = forewarning("2026Q3", at("2026-07-09 08:00"), NOW)
    assert early is not None and early.endswith("ничего не было загружено; первая выгрузка принята 10.07.2026 08:00.")
    future = forewarning("2026Q3", at("2030-01-01 00:00"), NOW)
    assert future is not None and future.startswith("Момент 01.01.2030 00:00 ещё не наступил")
