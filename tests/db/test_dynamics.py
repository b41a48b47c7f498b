"""Series over quarters: computed wins where the exports hold the quarter, then what was entered, then nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from svodka.errors import UsageError
from svodka.figures.dynamics.history import load
from svodka.figures.dynamics.series import dynamics
from svodka.period import Quarter
from tests.core_rows import AS_OF, make_marts, message, put_messages
from tests.delivery_desk import at

FILE = """
INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at, exported_at,
    exported_at_source, business_day, covers_from, covers_to, stored_url, state)
VALUES (:town, :channel, '', 'register', :channel, 'a', 'a', 1, :landed, :landed, 'name', DATE '2026-10-01', :since,
    DATE '2026-10-01', 'a', 'loaded')
"""
HEAD = "indicator;period;channel;numerator;denominator;value\n"


def registered(n: int, day: str, channel: str = "pos", **fields: Any) -> list[dict[str, Any]]:
    return [message(channel, f"{channel}-{day}-{number}", f"{day} 10:00", **fields) for number in range(n)]


@pytest.fixture
def town(warehouse, settings) -> Any:
    """Loads messages, files that cover a channel since a day, and entered values; gives the series of a quarter."""

    def town(messages: list[dict[str, Any]], since: dict[str, date], entered: str = "", **options: Any) -> Any:
        with warehouse.begin() as conn:
            put_messages(conn, messages)
            make_marts(conn, settings)
            for channel, day in since.items():
                landed = {"town": settings.municipality.oktmo, "landed": at("2026-10-01 07:00")}
                conn.execute(text(FILE), landed | {"channel": channel, "since": day})
            if entered:
                load(conn, settings, "h.csv", (HEAD + entered).encode(), "Секретарь", at("2026-11-25 10:00"))
            asked = {"quarter": Quarter(2026, 3), "n_quarters": 3, "code": "S-01", "as_of": AS_OF} | options
            return dynamics(conn, settings, **asked)

    return town


def series(found: dict[str, Any], channel: str | None = None) -> dict[str, Any]:
    [one] = [one for one in found["series"] if one["channel"] == channel]
    return {point["period"]: point for point in one["points"]}


def test_counts_change_by_number_and_by_share(town):
    rows = registered(6, "2025-07-10") + registered(8, "2026-04-10") + registered(10, "2026-07-10")
    found = town(rows, {"pos": date(2025, 1, 1)})
    assert found["quarters"] == ["2026Q1", "2026Q2", "2026Q3"]
    last = series(found)["2026Q3"]
    assert (last["value"], last["origin"], last["entered"]) == ("10.000000", "рассчитано", None)
    assert last["to_previous"] == {"difference": "2.000000", "unit": "ед.", "relative": "25.000000"}
    assert last["to_year_ago"] == {"difference": "4.000000", "unit": "ед.", "relative": "66.666667"}
    assert series(found)["2026Q2"]["to_previous"]["relative"] is None, "the base is 0"
    assert series(found, "pos")["2026Q1"]["value"] == "0.000000", "a held quarter without a record is 0, not unknown"


def test_a_small_base_gives_no_relative_change(town):
    found = series(town(registered(4, "2026-04-10") + registered(10, "2026-07-10"), {"pos": date(2025, 1, 1)}))
    assert found["2026Q3"]["to_previous"] == {"difference": "6.000000", "unit": "ед.", "relative": None}


def test_per_cents_are_compared_in_points(town):
    late = registered(1, "2026-04-10") + registered(3, "2026-04-11", first_final_answer_at="2026-04-12 10:00")
    found = series(
        town(late + registered(2, "2026-07-10"), {"pos": date(2025, 1, 1)}, code="S-03"),
    )
    assert (found["2026Q2"]["value"], found["2026Q3"]["value"]) == ("25.000000", "100.000000")
    assert found["2026Q3"]["to_previous"] == {"difference": "75.000000", "unit": "п.п.", "relative": None}


def test_what_the_exports_do_not_reach_is_what_was_entered_or_nothing(town):
    rows = registered(5, "2026-07-10")
    found = series(town(rows, {"pos": date(2026, 6, 1)}, "S-01;2026Q1;;8;;\nS-01;2025Q3;;20;;\n"))
    assert {period: (point["value"], point["origin"]) for period, point in found.items()} == {
        "2026Q1": ("8.000000", "внесено вручную"),
        "2026Q2": (None, None),
        "2026Q3": ("5.000000", "рассчитано"),
    }
    assert found["2026Q1"]["numerator"] == "8"
    assert found["2026Q3"]["to_year_ago"] == {"difference": "-15.000000", "unit": "ед.", "relative": "-75.000000"}
    assert found["2026Q3"]["to_previous"]["difference"] is None


def test_computed_wins_and_the_difference_is_told(town):
    rows = registered(5, "2026-04-10") + registered(5, "2026-07-10")
    found = series(town(rows, {"pos": date(2026, 1, 1)}, "S-01;2026Q2;;7;;\nS-01;2026Q3;;5;;\n"))
    assert found["2026Q2"]["value"] == "5.000000"
    assert found["2026Q2"]["entered"] == {"value": "7.000000", "origin": "внесено вручную", "difference": "-2.000000"}
    assert found["2026Q3"]["entered"] is None, "they agree"


def test_a_part_of_a_quarter_gives_way_to_what_was_entered(town):
    """The first export reaches back 200 days, into the middle of a quarter."""
    rows = registered(2, "2026-06-20") + registered(5, "2026-07-10")
    assert series(town(rows, {"pos": date(2026, 6, 15)}, "S-01;2026Q2;;90;;\n"))["2026Q2"]["value"] == "90.000000"


def test_a_part_of_a_quarter_stands_where_nobody_has_entered_it(town):
    rows = registered(2, "2026-06-20") + registered(5, "2026-07-10")
    point = series(town(rows, {"pos": date(2026, 6, 15)}))["2026Q2"]
    assert (point["value"], point["origin"]) == ("2.000000", "рассчитано")
    assert "INCOMPLETE" in point["flags"]


def test_a_channel_of_its_own_reaches_back_further_than_the_total(town):
    rows = registered(5, "2026-04-10") + registered(6, "2026-04-10", "sed")
    found = town(rows, {"pos": date(2026, 1, 1), "sed": date(2026, 7, 1)}, "S-01;2026Q2;;40;;\nS-01;2026Q2;pos;9;;\n")
    assert series(found)["2026Q2"]["value"] == "40.000000"
    assert series(found, "pos")["2026Q2"]["value"] == "5.000000"


def test_a_rounded_value_is_no_difference(town):
    rows = registered(2, "2026-07-01", first_final_answer_at="2026-07-02 10:00") + registered(1, "2026-07-02")
    found = series(town(rows, {"pos": date(2026, 1, 1)}, "S-03;2026Q3;;;;33,3\n", code="S-03"))
    assert (found["2026Q3"]["value"], found["2026Q3"]["entered"]) == ("33.333333", None)


def test_a_past_moment_does_not_know_what_was_entered_later(town):
    found = series(town(registered(5, "2026-07-10"), {"pos": date(2026, 7, 1)}, "S-01;2026Q1;;8;;\n", is_past=True))
    assert found["2026Q1"]["value"] is None


def test_a_quarter_that_runs_is_marked_and_one_to_come_is_unknown(town):
    rows = registered(5, "2026-07-10") + registered(2, "2026-10-10")
    found = town(rows, {"pos": date(2026, 1, 1)}, quarter=Quarter(2027, 1), n_quarters=3)
    assert [(point["period"], point["value"]) for point in series(found).values()] == [
        ("2026Q3", "5.000000"),
        ("2026Q4", "2.000000"),
        ("2027Q1", None),
    ]
    assert found["running"] == ["2026Q4", "2027Q1"]


def test_wrong_wishes_are_refused(town):
    with pytest.raises(UsageError, match="Нет показателя X-99 в 2026Q3"):
        town([], {}, code="X-99")
    with pytest.raises(UsageError, match="от 1 до 40"):
        town([], {}, n_quarters=0)


def test_a_code_may_be_typed_in_any_case(town):
    found = town(registered(2, "2026-07-10"), {"pos": date(2025, 1, 1)}, code=" s-01")
    assert series(found)["2026Q3"]["value"] == "2.000000"
