"""What an edition says of its data is of the moment of its values, and the edition issued of a draft says the same."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from svodka.delivery import quarter as quarters
from svodka.delivery import quarter_state
from svodka.delivery.quarter_state import QuarterState
from svodka.figures import document
from svodka.figures.exclusion import effect as exclusion_effect
from svodka.figures.exclusion.decision import decide
from svodka.figures.exclusion.effect import excluded_of_quarter
from svodka.figures.topics import RARE, TEXT
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import edition_store, files, quality
from svodka.report.edition_store import Edition
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, use_marts
from tests import report_sample as sample
from tests.core_rows import AS_OF, make_marts, message, put_messages
from tests.delivery_desk import at

Q3 = Quarter(2026, 3)
SECRET = "Жалоба Иванова на соседей, ул. Ленина, д. 5, кв. 7, тел. 8 922 123-45-67"
ROWS = [
    message("pos", "1", "2026-07-01", topic_l1="Собаки"),
    message("pos", "2", "2026-07-02", is_overdue_by_source=False),
    message("sed", "3", "2026-02-02"),
    *(message("incident", str(number), "2026-07-01", topic_l1="Собаки") for number in range(10, 14)),
]


def issue(warehouse: Warehouse, settings: Settings, kind: str, values: dict[str, Any]) -> Edition:
    with warehouse.begin() as conn:
        quarter_state.write(conn, settings, Q3, QuarterState(), AS_OF)
        return editions.issue(conn, settings, Q3, values, sample.coverage(), kind, AS_OF)


def sheets(settings: Settings, edition: Edition) -> dict[str, list[tuple]]:
    content = files.read_file(settings, edition, edition.files[0])
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.fixture
def values(warehouse: Warehouse, settings: Settings) -> dict[str, Any]:
    with warehouse.begin() as conn:
        put_messages(conn, ROWS)
        make_marts(conn, settings)
        return document.compute(conn, Q3, settings, AS_OF)


def test_the_issued_edition_says_what_its_draft_said_whatever_has_come_since(
    warehouse: Warehouse, settings: Settings, values: dict[str, Any]
) -> None:
    draft = issue(warehouse, settings, "preliminary", values)
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", str(n), "2026-07-03", topic_l1="Кошки") for n in range(20, 30)])
        make_marts(conn, settings)
    first, second = sheets(settings, draft), sheets(settings, issue(warehouse, settings, "approved", values))
    for title in ("Качество данных", "Исключено", "Сверка"):
        assert first[title] == second[title]
    assert any("Собаки" in row for row in second["Качество данных"])
    assert not any("Кошки" in row for row in second["Качество данных"])


def test_a_draft_is_renewed_when_equal_values_stand_on_other_data_until_they_are_out(
    warehouse: Warehouse, settings: Settings
) -> None:
    """A message of years ago is excluded: no value moves, but the sheet «Исключено» must name it."""
    with warehouse.begin() as conn:
        old = message("pos", "9", "2024-01-01", first_final_answer_at="2024-01-05")
        put_messages(conn, [*ROWS, old, message("pos", "10", "2024-01-01", first_final_answer_at="2024-01-05")])
        make_marts(conn, settings)
    means: dict[str, Any] = {"coverage": lambda *_: sample.coverage(), "check": lambda *_: None, "by_itself": False}

    def advance(moment: str, **said: str) -> dict[str, Any]:
        return quarters.advance(warehouse, settings, Q3, at(moment), **means, **said)

    first = advance("2026-10-01 07:00")
    assert advance("2026-10-01 07:10")["edition"] == first["edition"] == "0.1"
    _exclude(warehouse, settings, old, "2026-10-01 08:00")
    second = advance("2026-10-01 09:00")
    assert (second["edition"], second["edition_hash"]) == ("0.2", first["edition_hash"])
    issued = advance("2026-10-01 10:00", decision="approve", edition_hash=first["edition_hash"])
    assert issued["edition"] == "1"
    with warehouse.begin() as conn:
        found = [edition_store.numbered(conn, "65763000", "2026Q3", number) for number in ("0.1", "0.2", "1")]
    told = [[row[1] for row in sheets(settings, one)["Исключено"] if "01.01.2024" in row] for one in found if one]
    assert told == [[], ["9"], ["9"]]
    with warehouse.begin() as conn:
        decide(
            conn, settings, old["message_key"], "return", "возвращено, проба", "Петров П. П.", at("2026-10-01 11:00")
        )
    assert advance("2026-10-01 12:00")["edition"] == "1"
    with warehouse.begin() as conn:
        assert edition_store.numbers(conn, "65763000", "2026Q3") == ["0.1", "0.2", "1"]


def _exclude(warehouse: Warehouse, settings: Settings, row: dict[str, Any], moment: str) -> None:
    with warehouse.begin() as conn:
        decide(conn, settings, row["message_key"], "exclude", "заведено дважды", "Петров П. П.", at(moment))


def test_without_a_kept_draft_it_is_gathered(warehouse: Warehouse, settings: Settings, values: dict[str, Any]) -> None:
    """Drafts made before the quality was kept."""
    issue(warehouse, settings, "preliminary", values)
    with warehouse.begin() as conn:
        conn.execute(text("DELETE FROM meta.edition_quality"))
    assert any(
        "Собаки" in row for row in sheets(settings, issue(warehouse, settings, "approved", values))["Качество данных"]
    )


def test_an_exclusion_names_the_figures_that_it_touches(
    warehouse: Warehouse, settings: Settings, values: dict[str, Any]
) -> None:
    with warehouse.begin() as conn:
        for row in (ROWS[1], ROWS[2]):
            decide(conn, settings, row["message_key"], "exclude", "заведено дважды", "Петров П. П.", AS_OF)
        use_marts(conn)
        later = conn.execute(text("SELECT max(decided_at) FROM meta.exclusion")).scalar_one()
        pos, sed = excluded_of_quarter(conn, settings, Q3, later)
        told = quality.gather(conn, settings, Q3, later)
    assert pos["figures"] == ["S-01", "S-01U", "S-02", "S-02Y", "S-03", "S-04", "S-05", "S-06", "P-02"]
    assert (sed["number"], f"{sed['registered_on']}", sed["figures"]) == ("3", "2026-02-02", ["A-04"])
    assert [one["number"] for one in told["excluded"]] == ["2", "3"]
    assert told["reconciliation"]["counts"] == []
    assert told["records"][0]["records"] == 5


def test_a_fact_without_an_indicator_in_force_is_passed_over(
    warehouse: Warehouse, settings: Settings, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    only = [one for one in exclusion_effect.in_force(Q3.first_day, AS_OF.date()) if one.code == "S-01"]
    monkeypatch.setattr(exclusion_effect, "in_force", lambda *_: only)
    with warehouse.begin() as conn:
        decide(conn, settings, ROWS[1]["message_key"], "exclude", "заведено дважды", "Петров П. П.", AS_OF)
        use_marts(conn)
        later = conn.execute(text("SELECT max(decided_at) FROM meta.exclusion")).scalar_one()
        [found] = excluded_of_quarter(conn, settings, Q3, later)
    assert found["figures"] == ["S-01"]


def test_a_citizens_text_in_the_place_of_a_topic_is_neither_kept_nor_printed(
    warehouse: Warehouse, settings: Settings
) -> None:
    typed = {SECRET: 6, "Иванова Анна": 6, "иванов иван иванович": 5, "код 12345": 5, "Кошки": 4, "Собаки, птицы": 5}
    rows = [
        message("pos", f"{place}/{n}", "2026-07-01", topic_l1=topic)
        for place, (topic, times) in enumerate(typed.items())
        for n in range(times)
    ]
    with warehouse.begin() as conn:
        put_messages(conn, [*rows, message("sed", "x", "2026-07-09", topic_l1="Прошу помощи")])
        make_marts(conn, settings)
        values = document.compute(conn, Q3, settings, AS_OF)
    edition = issue(warehouse, settings, "preliminary", values)
    with warehouse.begin() as conn:
        kept = conn.execute(text("SELECT quality FROM meta.edition_quality")).scalar_one()
    lines = [(row["topic"], row["n"], row["newest_on"]) for row in kept["topics"]["rows"]]
    assert lines == [("Собаки, птицы", 5, "2026-07-01"), (RARE, 5, "2026-07-09"), (TEXT, 22, "2026-07-01")]
    assert (kept["topics"]["n_messages"], kept["topics"]["n_topics"]) == (32, 3)
    printed = sheets(settings, edition)
    for words in ("Иванов", "иванов", "Ленина", "922", "12345", "Кошки", "Прошу"):
        assert words not in f"{kept}" and words not in f"{printed}"
    assert any(row[:2] == (TEXT, "—") for row in printed["Качество данных"])
