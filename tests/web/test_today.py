"""«Сегодня»: one number a duty that leads to its list, the channels with their yesterday, the report in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.access.roles import Role
from svodka.intake.contracts import load_contract
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import make_marts, message, put_messages
from tests.web.conftest import NOW, Page

TODAY = date(2026, 10, 12)
POS = load_contract("pos").title
CARD = re.compile(
    r'<a class="card (\w*)" href="([^"]+)"><span class="count">([^<]+)</span> <span class="what">([^<]+)<'
)


def ago(days: int, clock: str = "10:00") -> str:
    return f"{(TODAY - timedelta(days=days)).isoformat()} {clock}"


MESSAGES = [
    message("pos", "late", ago(40), executor="Отдел", topic_l1="Дороги"),
    message("pos", "today", ago(30), executor="Отдел", topic_l1="Дороги"),
    message("pos", "nobody", ago(1), topic_l1="Дороги"),
    message("pos", "new-word", ago(2), executor="Отдел", topic_l1="Кошки"),
    message("pos", "gone", ago(3), executor="Отдел", topic_l1="ЖКХ", missing_since="2026-10-10 10:00"),
    message("sed", "done", ago(9), executor="Отдел", first_final_answer_at=ago(1), topic_l1="ЖКХ"),
]


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Callable[[list[dict[str, Any]]], None]:
    def fill(rows: list[dict[str, Any]]) -> None:
        with warehouse.begin() as conn:
            put_messages(conn, rows)
            make_marts(conn, settings)

    return fill


def cards(page: str) -> dict[str, tuple[str, str, str]]:
    """Title → number, address, tone."""
    return {title: (count, path, tone) for tone, path, count, title in CARD.findall(page)}


@pytest.mark.parametrize("role", list(Role))
def test_everyone_with_a_role_sees_an_empty_town_in_words(as_role: Callable[[str], Page], role: Role) -> None:
    page = as_role(role).text("/today")
    assert "понедельник 12.10.2026" in page and "выгрузок нет" in page and POS in page
    assert {count for count, _, _ in cards(page).values()} == {"0"}


def test_each_number_is_a_card_that_leads_to_its_list(as_role: Callable[[str], Page], town: Any) -> None:
    town(MESSAGES)
    found = cards(as_role("secretary").text("/today"))
    assert found["Просрочено"] == ("1", "/svodka/terms?kind=overdue", "bad")
    assert found["Срок: сегодня и следующий рабочий день"][:2] == ("1", "/svodka/terms?kind=due_1")
    assert found["Срок: ближайшие 3 рабочих дня"][:2] == ("1", "/svodka/terms?kind=due_3")
    assert found["Без исполнителя"] == ("1", "/svodka/terms?kind=unassigned", "warn")
    assert found["Пропало из выгрузки"] == ("1", "/svodka/missing", "warn")
    assert found["Тем без направления"] == ("1", "/svodka/data#topics", "warn")
    assert found["Строк в карантине"] == ("0", "/svodka/quarantine", "good")


def test_the_numbers_are_those_of_the_lists_behind_them(as_role: Callable[[str], Page], town: Any) -> None:
    town(MESSAGES)
    secretary = as_role("secretary")
    found = cards(secretary.text("/today"))
    listed = {kind: count for kind, _, count in pipeline.terms(NOW)["counts"]}
    for count, path, _ in found.values():
        if "kind=" in path:
            assert count == str(listed[path.partition("kind=")[2]])
            assert secretary.get(path.removeprefix("/svodka")).status_code == 200


def test_what_is_decided_waits_for_nobody(town: Any, warehouse: Warehouse) -> None:
    """A missing message that is kept by a decision, a quarantine row that is dismissed."""
    town(MESSAGES)
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE core.message SET absence_verdict = 'KEPT' WHERE missing_since IS NOT NULL"))
    assert pipeline.today(NOW).counts["n_missing"] == 0


def test_a_channel_shows_yesterday_its_means_and_four_weeks(town: Any) -> None:
    town(
        [message("pos", f"y-{n}", ago(1, "23:59")) for n in range(3)]
        + [message("pos", f"w-{n}", ago(4)) for n in range(14)]
    )
    (pos,) = [one for one in pipeline.today(NOW).channels if one.fresh.channel == "pos"]
    assert (pos.registered, str(pos.registered_mean_7), str(pos.registered_mean_30)) == (3, "2.0", "0.5")
    assert [one.count for one in pos.days][-4:] == [14, 0, 0, 3] and len(pos.days) == 28
    assert [one.is_working for one in pos.days][-4:] == [True, True, False, False]


def test_the_page_and_the_mail_of_the_morning_say_the_same_of_a_channel(
    town: Any, warehouse: Any, settings: Any
) -> None:
    from svodka.control.digest import compile_digest

    town([message("pos", str(n), ago(n % 33), first_final_answer_at=ago(n % 7)) for n in range(90)])
    with warehouse.begin() as conn:
        lines = {one.name: one for one in compile_digest(conn, settings, TODAY, NOW).of_kind("channel")}
    for one in pipeline.today(NOW).channels:
        line = lines[one.fresh.title]
        for name in ("registered", "registered_mean_7", "registered_mean_30", "answered", "answered_mean_7"):
            assert getattr(one, name) == getattr(line, name), (one.fresh.title, name)


def test_a_channel_whose_data_end_earlier_shows_no_zero(as_role: Callable[[str], Page], town: Any) -> None:
    town(MESSAGES)
    assert "ещё нет" in as_role("head").text("/today")


def test_spikes_stand_in_words_and_lead_to_the_messages(as_role: Callable[[str], Page], town: Any) -> None:
    town([message("pos", str(n), ago(3), topic_l1="Дороги", executor="Отдел") for n in range(12)])
    page = as_role("curator").text("/today")
    assert f"{POS}, Дороги: 09.10.2026 поступило 12, обычно около 0" in page
    assert "/svodka/terms?channel=pos" in page and "обычно около 0" in page


def test_the_report_and_the_next_deadline_stand_in_words(as_role: Callable[[str], Page]) -> None:
    page = as_role("head").text("/today")
    assert "/svodka/reports/2026Q3" in page and "срок прошёл 04.10.2026" in page
    assert "данные за IV квартал 2026 года принимаются до 03.01.2027 12:00, отчёт — до 04.01.2027 23:59" in page


def test_a_channel_without_exports_has_no_means(as_role: Callable[[str], Page]) -> None:
    page = as_role("head").text("/today")
    assert "0,0 · 0,0" not in page and '<td class="n muted">—</td>' in page


# One load; its files are known by their place in it and their state.
LOADED = """
WITH entry AS (
    INSERT INTO meta.load (municipality, channel, status, code_version, started_at)
    VALUES (:municipality, :channel, 'loaded', 'x', :at) RETURNING load_id
),
came AS (
    SELECT one.state, one.place || one.state AS name
    FROM unnest(cast(:states AS text[])) WITH ORDINALITY AS one (state, place)
),
file AS (
    INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at,
                              exported_at, exported_at_source, business_day, stored_url)
    SELECT :municipality, :channel, '', 'register', name, name, 'x', 1, :at, :at, 'name', cast(:at AS date), 'x'
    FROM came
    ON CONFLICT (municipality, channel, registrar, sha256) DO UPDATE SET name = excluded.name
    RETURNING file_id, name
)
INSERT INTO meta.load_file (load_id, file_id, name, state)
SELECT entry.load_id, file.file_id, file.name, came.state
FROM entry CROSS JOIN came INNER JOIN file ON file.name = came.name
"""


@pytest.fixture
def loaded(warehouse: Warehouse, settings: Settings) -> Callable[..., None]:
    def put(channel: str, days_ago: int, *states: str, municipality: str = settings.municipality.oktmo) -> None:
        with warehouse.begin() as conn:
            conn.execute(
                text(LOADED),
                {"municipality": municipality, "channel": channel, "at": NOW - timedelta(days=days_ago),
                 "states": list(states)},
            )  # fmt: skip

    return put


def test_files_not_taken_are_a_card_that_leads_to_their_loads(as_role: Callable[[str], Page], loaded: Any) -> None:
    loaded("pos", 3, "refused", "stopped", "loaded")
    loaded("pos", 2, "refused")  # the same file, tried again
    head = as_role("head")
    assert cards(head.text("/today"))["Не принято файлов"] == ("2", "/svodka/data#loads", "bad")
    listed = head.text("/data").partition('id="loads"')[2]
    assert "не принято файлов: 2" in listed and "не принято файлов: 1" in listed


def test_files_not_taken_wait_until_a_later_export_of_the_channel(loaded: Any) -> None:
    loaded("pos", 40, "refused")  # no longer listed on «Качество данных»
    loaded("sed", 3, "refused", municipality="1")
    loaded("pos", 3, "refused")
    loaded("sed", 2, "loaded")
    loaded("pos", 2, "loaded", municipality="1")
    assert pipeline.today(NOW).counts["n_bad_files"] == 1
    loaded("pos", 1, "loaded")
    assert pipeline.today(NOW).counts["n_bad_files"] == 0


def test_words_of_the_sources_are_no_markup(as_role: Callable[[str], Page], town: Any) -> None:
    town([message("pos", str(n), ago(3), executor="<script>alert(1)</script>") for n in range(12)])
    page = as_role("head").text("/today")
    assert "<script>alert" not in page and " style=" not in page
