"""The forecast from facts: right in a case that can be counted by hand, exact when everything is known."""

from __future__ import annotations

from datetime import datetime

import pytest

from svodka.figures import document
from svodka.figures.forecast.forecast import Forecast, Question, forecasts
from svodka.figures.indicators import Indicator, in_force
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, use_marts
from tests.core_rows import AS_OF, ZONE, make_marts, message, put_messages, random_messages, value

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


def forecast_at(
    warehouse: Warehouse, settings: Settings, rows: list, moment: str, quarters: tuple[Quarter, ...] = (Q2,)
) -> dict[str, Forecast]:
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
        asked = Question(
            conn,
            settings,
            Q3,
            datetime.fromisoformat(moment).replace(tzinfo=ZONE),
            in_force(Q3.first_day, AS_OF.date()),
        )
        return forecasts(asked, lambda _, quarter: quarter in quarters)


def parts(one: Forecast) -> tuple[str, str | None]:
    return one.row["numerator"], one.row["denominator"]


def month(quarter: str, months: tuple[int, int, int], n_late: int) -> list:
    """A quarter of ten ПОС messages: four at its beginning, answered in time; six in its second half (30 days each,
    so that the first of them are due in it), of which some are never answered."""
    first, _, last = months
    early = [
        message("pos", f"{quarter}/a{n}", f"2026-{first:02}-06", first_final_answer_at=f"2026-{first:02}-10")
        for n in range(4)
    ]
    late = [
        message(
            "pos", f"{quarter}/b{n}", f"2026-{first + 1:02}-10",
            first_final_answer_at=None if n < n_late else f"2026-{last:02}-01",
        )
        for n in range(6)
    ]  # fmt: skip
    return early + late


def test_open_messages_end_as_such_ended_in_the_last_quarter(warehouse: Warehouse, settings: Settings) -> None:
    """Six are open in both quarters at the same distance to the end; two of the earlier six were never answered."""
    now = [dict(row, first_final_answer_at=None) if "/b" in row["source_number"] else row
           for row in month("q3", (7, 8, 9), 0)]  # fmt: skip
    found = forecast_at(warehouse, settings, [*month("q2", (4, 5, 6), 2), *now], "2026-08-17 12:00")
    numerator, denominator = parts(found["P-02"])
    expected = found["S-01"].pace.expected
    assert found["P-02"].n_open == 6 + 2, "those of Q2 are still open, and late in no other quarter"
    assert found["P-02"].learnt_from == ("2026Q2",)
    assert (numerator, denominator) == ("2", "10"), "2 of 6 open are late; new ones of Q2's rest: none"
    assert expected > 0 and parts(found["S-01"]) == ("10", None), "nothing came in the rest of Q2 to learn from"


def test_what_is_to_come_follows_the_pace_of_the_last_weeks(warehouse: Warehouse, settings: Settings) -> None:
    """One message every working day in the last four weeks, thirty working days left (24 August 00:00 is a Monday)."""
    days = ["2026-07-27", "2026-07-28", "2026-07-29", "2026-07-30", "2026-07-31", "2026-08-03", "2026-08-04",
            "2026-08-05", "2026-08-06", "2026-08-07", "2026-08-10", "2026-08-11", "2026-08-12", "2026-08-13",
            "2026-08-14", "2026-08-17", "2026-08-18", "2026-08-19", "2026-08-20", "2026-08-21"]  # fmt: skip
    rows = [message("pos", day, f"{day} 10:00") for day in days]
    rows += [message("pos", "then", "2026-06-29 10:00")]
    found = forecast_at(warehouse, settings, rows, "2026-08-23 23:59")
    pace = found["S-01"].pace
    assert (round(pace.expected), pace.a_working_day, pace.a_day_off) == (28, 1, 0)
    assert parts(found["S-01"]) == (str(20 + 28), None)
    assert parts(found["S-06"]) == ("48", "48"), "all through a digital channel, as the one of June"


@pytest.mark.parametrize("seed", range(3))
def test_the_last_moment_of_the_quarter_tells_the_exact_value(
    warehouse: Warehouse, settings: Settings, seed: int
) -> None:
    """Facts are complete, so nothing is left to guess, in any indicator that has a forecast."""
    quarters, end = (Q2, Q2.previous), datetime(2026, 10, 1, tzinfo=ZONE)
    rows = [row for row in random_messages(seed, 250) if row["registered_at"] < end]  # none answered before it came
    found = forecast_at(warehouse, settings, rows, "2026-09-30 23:59:59.999999", quarters)
    with warehouse.begin() as conn:
        use_marts(conn)
        exact = document.compute(conn, Q3, settings, AS_OF, within=())
    assert len(found) > 20
    for code, one in found.items():
        row = value(exact | {"values": [row for row in exact["values"] if row["indicator"] == code]}, code)
        assert (one.row["numerator"], one.row["denominator"]) == (row["numerator"], row["denominator"]), code


def test_nothing_is_said_without_a_quarter_to_learn_from_or_of_one_that_is_over(
    warehouse: Warehouse, settings: Settings
) -> None:
    rows = month("q3", (7, 8, 9), 1)
    assert forecast_at(warehouse, settings, rows, "2026-08-17 12:00", ()) == {}
    with warehouse.begin() as conn:
        make_marts(conn, settings)
        known: tuple[Indicator, ...] = in_force(Q3.first_day, AS_OF.date())
        for moment in ("2026-10-01 00:00", "2026-06-30 23:59"):
            asked = Question(conn, settings, Q3, datetime.fromisoformat(moment).replace(tzinfo=ZONE), known)
            assert forecasts(asked, lambda *_: True) == {}
