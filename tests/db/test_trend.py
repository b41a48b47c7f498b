"""What an edition keeps of the past, the targets, the norms: of the moment of its values, and never a false change."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from svodka.figures import document
from svodka.figures.dynamics.history import load
from svodka.figures.dynamics.series import dynamics
from svodka.figures.facts import DIMENSIONS
from svodka.figures.quarter_figures import gaps_of
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import edition_store, norms, trend
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, use_marts
from tests import report_sample as sample
from tests.core_rows import AS_OF, make_marts, message, put_messages
from tests.db.test_dynamics import FILE
from tests.delivery_desk import Desk, at
from tests.edition_town import LATER, QUARTER, Town, with_an_edition
from tests.mail_sink import Sink

Q3 = Quarter(2026, 3)
KEPT = "SELECT quality FROM meta.edition_quality JOIN meta.edition USING (edition_id) WHERE number = :number"


def kept(town: Town, number: str = "0.1") -> dict[str, Any]:
    with town.warehouse.begin() as conn:
        found: dict[str, Any] = conn.execute(text(KEPT), {"number": number}).scalar_one()
    return found


@pytest.fixture
def full(warehouse: Warehouse, settings: Settings) -> Warehouse:
    """Messages of ten quarters in two channels, of which the exports hold the last five."""
    rows = [
        message(channel, f"{quarter}/{n}", f"{quarter.first_day:%Y-%m}-{n + 1:02}", topic_l1="Дороги")
        for back in range(10)
        for channel, n_rows in (("pos", 12 - back), ("sed", 4))
        for quarter in [Q3.shift(-back)]
        for n in range(n_rows)
    ]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
        for channel in ("pos", "sed"):
            landed = {"town": settings.municipality.oktmo, "landed": at("2026-10-01 07:00")}
            conn.execute(text(FILE), landed | {"channel": channel, "since": date(2025, 7, 1)})
        load(conn, settings, "h.csv", HAND_MADE.encode(), "Секретарь", at("2026-10-01 10:00"))
    return warehouse


HAND_MADE = (
    "indicator;period;channel;numerator;denominator;value\nS-01;2025Q1;;300;;\nS-01;2024Q4;;;;280\nP-04;2025Q1;;1;3;\n"
)


def test_the_kept_series_are_those_of_the_dynamics(full: Warehouse, settings: Settings) -> None:
    with full.begin() as conn:
        use_marts(conn)
        values = document.compute(conn, Q3, settings, AS_OF, gaps_of(conn, settings, Q3, AS_OF))
        found = trend.gather(conn, settings, Q3, AS_OF, values)
        asked = dynamics(conn, settings, Q3, 8, None, AS_OF)
    assert found["quarters"] == asked["quarters"] and len(found["quarters"]) == 8
    assert "as_of" not in found
    assert len(found["series"]) == len(asked["series"]) > 40
    for mine, theirs in zip(found["series"], asked["series"], strict=True):
        place = ("indicator", "title", "unit", "channel")
        assert [mine[name] for name in place] == [theirs[name] for name in place]
        assert mine["points"][-1] == theirs["points"][-1]
        for number, (point, other) in enumerate(zip(mine["points"], theirs["points"], strict=True)):
            same = ["period", "value", "numerator", "denominator", "version", "origin", "flags", "entered"]
            same += ["to_previous"] if number >= 1 else []
            same += ["to_year_ago"] if number >= 4 else []
            assert [point[name] for name in same] == [other[name] for name in same]
        assert mine["points"][0]["to_previous"]["difference"] is None, "what lies before is not looked at"
        assert {point["to_year_ago"]["difference"] for point in mine["points"][:4]} == {None}
    [received] = [one for one in found["series"] if (one["indicator"], one["channel"]) == ("S-01", None)]
    assert [(point["value"], point["origin"]) for point in received["points"][:2]] == [
        ("280.000000", "внесено вручную"),
        ("300.000000", "внесено вручную"),
    ]
    [rated] = [one for one in found["series"] if (one["indicator"], one["channel"]) == ("P-04", None)]
    assert rated["points"][1]["flags"] == ["SMALL_N"], "three records entered by hand are few as well"
    partial = [point["period"] for point in received["points"] if point["is_partial"]]
    assert partial == ["2025Q2"], "computed of records from before the exports; what was entered by hand is whole"


def test_slices_left_out_change_no_other(full: Warehouse, settings: Settings) -> None:
    with full.begin() as conn:
        use_marts(conn)
        for quarter in (Q3, Q3.shift(-6)):
            everything = document.compute(conn, quarter, settings, AS_OF)["values"]
            for within in ((), ("channel",), ("channel", "block")):
                given = [row for row in everything if {name for name in DIMENSIONS if row["slice"][name]} <= {*within}]
                assert document.compute(conn, quarter, settings, AS_OF, within=within)["values"] == given
                assert 30 < len(given) < len(everything)


def test_a_document_that_is_given_is_not_computed_again(full: Warehouse, settings: Settings) -> None:
    """The stub figures of the delivery tests, or those just computed: the series ends with them."""
    with full.begin() as conn:
        use_marts(conn)
        found = trend.gather(conn, settings, Q3, AS_OF, sample.document())
    last = {(one["indicator"], one["channel"]): one["points"][-1] for one in found["series"]}
    assert last["S-01", None]["value"] == "1234.000000" or last["S-01", None]["numerator"] == "1234"
    assert last["S-03", "pos"]["flags"] == ["SMALL_N"]


def test_an_empty_warehouse_has_no_past_but_targets_and_norms(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        use_marts(conn)
        told = editions.quality.gather(conn, settings, Q3, AS_OF)
    assert told == json.loads(json.dumps(told))
    assert len(told["trend"]["quarters"]) == 8
    assert {point["value"] for one in told["trend"]["series"] for point in one["points"]} == {None}
    assert told["targets"]["P-01"] == {
        "relation": "<=", "target": "8", "source": "Минцифры, 2025", "valid_from": "2025-01-01",
    }  # fmt: skip
    assert told["norms"][0] == {
        "regime": "Обращения по 59-ФЗ", "step": "ответ", "condition": "",
        "term": "30 календарных дней со дня регистрации", "valid_from": "2006-11-02",
        "source": "59-ФЗ, ст. 12 ч. 1: 30 дней со дня регистрации, без переноса с выходного",
    }  # fmt: skip
    assert told["calendar"] == {"year": 2026, "is_official": True, "n_corrections": 0}


def test_a_norm_that_changes_in_the_quarter_stands_twice(warehouse: Warehouse, settings: Settings) -> None:
    insert = (
        "INSERT INTO meta.deadline_rule (step, legal_regime, priority, clock, amount, valid_from, known_from, source)"
        " VALUES ('extension', 'FZ59', 'HIGH', 'calendar_days', :days, :since, '2018-01-01', 'закон')"
    )
    with warehouse.begin() as conn:
        for days, since in ((25, "2020-01-01"), (20, "2026-02-01"), (15, "2026-08-01"), (10, "2026-10-01")):
            conn.execute(text(insert), {"days": days, "since": since})
        use_marts(conn)
        found = norms.gather_norms(conn, settings, Q3, AS_OF)
    high = [(one["term"], one["valid_from"]) for one in found if one["regime"].endswith("59-ФЗ") and one["condition"]]
    assert high == [
        ("не дальше 20 календарных дней со дня регистрации", "2026-02-01"),
        ("не дальше 15 календарных дней со дня регистрации", "2026-08-01"),
    ]


def test_targets_are_those_known_at_the_moment(warehouse: Warehouse, settings: Settings) -> None:
    later = "INSERT INTO meta.target VALUES ('P-01', '<=', 7.50, '2026-01-01', :known, 'приказ')"
    with warehouse.begin() as conn:
        conn.execute(text(later), {"known": "2026-12-01"})
        before = trend.gather_targets(conn, settings, Q3, at("2026-11-30 23:59"))
        after = trend.gather_targets(conn, settings, Q3, at("2026-12-01 00:00"))
    assert (before["P-01"]["target"], after["P-01"]["target"]) == ("8", "7.5")


def test_quarters_before_any_calendar_cost_no_report(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        use_marts(conn)
        found = trend.gather(conn, settings, Quarter(2018, 1), AS_OF)
    assert found["quarters"][0] == "2016Q2"


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    return with_an_edition(warehouse, settings)


def test_the_kept_series_end_with_the_frozen_values_of_their_edition(town: Town) -> None:
    """Whatever has come since: they are of the moment of the values, flags included."""
    town.land("pos_2026-09-30.csv", LATER, "2026-10-01 09:00")
    last = {one["indicator"]: one["points"][-1] for one in kept(town)["trend"]["series"] if one["channel"] is None}
    with town.warehouse.begin() as conn:
        edition = edition_store.numbered(conn, "65763000", str(QUARTER), "0.1")
        assert edition is not None
        frozen = edition_store.frozen_document(conn, edition)["values"]
    totals = {row["indicator"]: row for row in frozen if not any(row["slice"].values())}
    assert totals.keys() <= last.keys() and totals["S-01"]["value"] == "3.000000"
    known = {code: row for code, row in totals.items() if row["value"] is not None}
    assert len(known) > 5 and all(last[code]["value"] is None for code in totals.keys() - known.keys())
    for code, row in known.items():
        assert [last[code][name] for name in ("value", "flags")] == [row[name] for name in ("value", "flags")]


def test_a_later_moment_at_which_nothing_differs_makes_no_new_draft(town: Town) -> None:
    """An export of other days, equal rows: the newest landing moves, the figures and what is told do not."""
    before = kept(town)
    town.land("pos_2026-07-21.csv", SAME, "2026-07-21 08:00")
    assert town.advance("2026-10-01 07:30")["edition"] == "0.1"
    with town.warehouse.begin() as conn:
        newest = conn.execute(text("SELECT max(landed_at) FROM landing.file")).scalar_one()
        assert newest == at("2026-07-21 08:00")
    assert kept(town) == before


SAME = (
    "Номер сообщения;Дата регистрации;Дата ответа;Категория;Статус\n"
    "1;01.07.2026;05.07.2026;ЖКХ;Ответ направлен\n2;02.07.2026;10.07.2026;Кошки;Ответ направлен\n"
    "3;03.07.2026;;Дороги;На исполнении\n"
)


def test_a_past_quarter_entered_since_renews_the_draft(town: Town) -> None:
    with town.warehouse.begin() as conn:
        load(conn, town.settings, "h.csv", HAND_MADE.encode(), "Секретарь", at("2026-10-01 08:00"))
    assert town.advance("2026-10-01 08:15")["edition"] == "0.2"
    assert town.advance("2026-10-01 08:30")["edition"] == "0.2"


def test_an_issued_quarter_is_not_issued_again_for_what_older_editions_did_not_keep(town: Town) -> None:
    town.execute("UPDATE meta.edition_quality SET quality = quality - 'trend' - 'targets' - 'norms' - 'calendar'")
    issued = town.advance(
        "2026-10-01 08:00", decision="approve", edition_hash=town.advance("2026-10-01 07:50")["edition_hash"]
    )
    assert issued["edition"] == "1"
    town.execute("UPDATE meta.edition_quality SET quality = quality - 'trend' - 'targets' - 'norms' - 'calendar'")
    numbers = "SELECT string_agg(number, ' ' ORDER BY edition_id) FROM meta.edition"
    with town.warehouse.begin() as conn:
        before = conn.execute(text(numbers)).scalar_one()
    town.advance("2026-10-02 08:00")
    town.advance("2026-10-02 08:15")
    with town.warehouse.begin() as conn:
        assert conn.execute(text(numbers)).scalar_one() == before


def test_stub_figures_of_an_empty_town_stay_one_edition(warehouse: Warehouse, settings: Settings) -> None:
    desk = Desk(warehouse, settings, Sink())
    for moment in ("2026-10-01 07:00", "2026-10-01 07:15", "2026-10-01 23:45", "2026-10-02 00:15"):
        desk.advance(moment)
    assert desk.editions() == [("0.1", "preliminary")]
    desk.late = "3"
    desk.advance("2026-10-02 00:30")
    assert desk.editions()[-1] == ("0.2", "preliminary")
