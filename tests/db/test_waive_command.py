"""`svodka waive`: what it takes for a gap, by what names, in what words; what it says of the word before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from svodka.cli import app
from svodka.delivery import waiver
from svodka.errors import UsageError
from svodka.intake import coverage
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import quality
from tests import report_sample as sample
from tests.delivery_desk import Desk, light_files
from tests.mail_sink import running

WHY = "СЭД не работает с 29 сентября"


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    monkeypatch.setattr(quality, "gather", lambda *_: {})
    with running() as sink:
        yield Desk(warehouse, settings, sink)


def waive(channel: str, *changes: str, reason: str = WHY, quarter: str = "2026Q3") -> Any:
    by = changes or ("--by", "Петров П. П.")
    return CliRunner().invoke(app, ["waive", quarter, channel, "--reason", reason, *by])


def test_a_channel_is_named_by_its_title_and_the_titles_are_listed(desk):
    for name in ("СЭД", "Система электронного документооборота", "ПОС", "приёмная", "59-ФЗ", "Инцидент"):
        assert waive(name).exit_code == 0, name
    with desk.warehouse.begin() as conn:
        kept = waiver.waivers(conn, desk.settings, Quarter(2026, 3))
    assert set(kept) == {"sed", "pos", "reception", "appeals", "incident"}
    assert "sed — Система электронного документооборота" in str(waive("факс").exception)


@pytest.mark.parametrize(
    ("reason", "by"), [("Звонил директор, +7 912 123-45-67", "Петров П. П."), (WHY, "Петров, petrov@example.net")]
)
def test_words_with_personal_data_are_refused_where_they_are_typed(desk, reason, by):
    refused = waive("sed", "--by", by, reason=reason)
    assert isinstance(refused.exception, UsageError) and "не принимается" in str(refused.exception)
    assert "912" not in str(refused.exception) and "petrov@" not in str(refused.exception)
    with desk.warehouse.begin() as conn:
        assert waiver.waivers(conn, desk.settings, Quarter(2026, 3)) == {}


def test_the_former_word_is_shown(desk):
    assert "Прежнее решение" not in waive("sed").output
    again = " ".join(waive("sed", reason="СЭД заменили на новую").output.split())
    assert "Прежнее решение больше не действует (пробел отпущен: Петров П. П." in again and WHY.rstrip(".") in again


def test_a_word_that_would_change_nothing_is_refused(desk, monkeypatch):
    assert "ещё не начался" in str(waive("sed", quarter="2098Q1").exception)
    whole = [{"channel": "sed", "has_gap": False}]
    with monkeypatch.context() as patch:
        patch.setattr(coverage, "summary", lambda *_: whole)
        assert "Пробела в выгрузках за III квартал 2026 года нет: Система" in str(waive("sed").exception)
    assert desk.advance("2026-10-02 14:00")["state"] == "sent"
    assert "уже отправлен" in str(waive("sed").exception)
    desk.late = "3"
    desk.advance("2026-10-03 14:00")
    assert waive("sed").exit_code == 0, "the corrected report may wait for it"


def test_a_quarter_whose_term_is_over_is_spoken_of(desk):
    assert "Срок отчёта за I квартал 2025 года прошёл 04.04.2025" in " ".join(
        waive("sed", quarter="2025Q1").output.split()
    )
