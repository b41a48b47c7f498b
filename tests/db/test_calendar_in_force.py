"""One calendar for everybody: terms, cut-off, gaps, the morning and the status go by the same corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from svodka import calendar as calendar_module
from svodka.calendar import CalendarUnknown, calendar_rows
from svodka.cli.calendar import calendar
from svodka.control import daily
from svodka.control.control_list import Asked, read_list
from svodka.control.status import status_now
from svodka.figures import mart_checks, seeds
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import Stretch, channel_gaps
from svodka.pipeline import year_calendar
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import SQL, Warehouse
from tests.core_rows import make_marts, message, put_messages
from tests.delivery_desk import Desk, at
from tests.edition_town import FIRST, Town
from tests.mail_sink import running

HEADER = "day,is_working,is_short,completes_year,valid_from,known_from,source\n"
# What a decree of October 2027 might say of 2028
YEAR_2028 = """2028-03-07,false,false,true,2028-01-01,2027-10-15,постановление
2028-03-04,true,true,true,2028-01-01,2027-10-15,постановление
"""


@pytest.fixture
def decree(warehouse: Warehouse, tmp_path: Any) -> Any:
    """Loads rows of calendar_override.csv as `svodka init` does."""

    def load(rows: str) -> None:
        for seed in (SQL / "seeds").glob("*.csv"):
            (tmp_path / seed.name).write_bytes(seed.read_bytes())
        (tmp_path / "calendar_override.csv").write_text(HEADER + rows, encoding="utf-8")
        with warehouse.begin() as conn:
            seeds.load(conn, tmp_path)

    return load


@pytest.fixture
def quiet(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A town without recipients, whose marts nobody judges: neither is asked about here."""
    monkeypatch.setattr(mart_checks, "judge_marts", lambda *_: [])
    return settings.model_copy(update={"recipients": []})


@pytest.fixture
def desk(warehouse: Warehouse, settings: Settings) -> Iterator[Desk]:
    with running() as sink:
        yield Desk(warehouse, settings, sink, quarter="2028Q1")


def test_a_correction_counts_from_the_day_it_is_known(warehouse: Warehouse, decree: Any) -> None:
    off = "2026-11-24,false,false,false,2026-11-24,2026-11-01,указ\n"
    decree(off + "2026-11-24,true,true,false,2026-11-24,2026-11-10,указ отменён\n")
    day = date(2026, 11, 24)
    with warehouse.begin() as conn:
        known = [calendar_known_on(conn, date(2026, *when)) for when in ((10, 31), (11, 1), (11, 9), (11, 10))]
    assert [calendar.is_working_day(day) for calendar in known] == [True, False, False, True]
    assert [calendar.is_short_day(day) for calendar in known] == [False, False, False, True]


def test_a_correction_moves_the_terms_known_from_its_day(warehouse: Warehouse, settings: Settings, decree: Any) -> None:
    decree("2026-11-24,false,false,false,2026-11-24,2026-11-20,указ\n")
    due = {}
    with warehouse.begin() as conn:
        put_messages(conn, [message("incident", "1", "2026-11-23 16:00")])
        for as_of in ("2026-11-19 12:00", "2026-11-20 12:00"):
            make_marts(conn, settings, at(as_of))
            due[as_of] = conn.execute(text("SELECT due_at FROM fct_message")).scalar_one()
    assert list(due.values()) == [at("2026-11-24 15:00"), at("2026-11-25 15:00")]


def test_a_year_nobody_has_decreed_is_refused_with_what_to_do(
    quiet: Settings, warehouse: Warehouse, desk: Desk
) -> None:
    what_to_do = r"2028 год неизвестен.*calendar_override\.csv.*«2028-03-07,false,false,true,.*svodka init"
    with pytest.raises(CalendarUnknown, match=what_to_do):
        daily.run(warehouse, quiet, date(2028, 3, 1), at("2028-03-01 08:30"))
    with pytest.raises(CalendarUnknown, match=what_to_do):
        desk.advance("2028-04-01 07:00")
    with pytest.raises(CalendarUnknown, match=what_to_do):
        status_now(warehouse, quiet, at("2028-04-02 09:00"))


def test_a_completed_year_has_its_cutoff(warehouse: Warehouse, settings: Settings, desk: Desk, decree: Any) -> None:
    """§8.1: the last working day before 5 April 2028 is the 4th."""
    decree(YEAR_2028)
    assert status_now(warehouse, settings, at("2028-04-02 09:00"))["cutoff"] == "2028-04-04T12:00:00+05:00"
    assert desk.advance("2028-04-01 07:00")["cutoff"] == "2028-04-04T12:00:00+05:00"
    decree(YEAR_2028 + "2028-04-04,false,false,false,2028-04-04,2028-03-20,указ\n")
    assert desk.advance("2028-04-01 08:00")["cutoff"] == "2028-04-03T12:00:00+05:00"


@pytest.mark.parametrize(
    ("day", "is_working"),
    [("2028-03-01", True), ("2028-03-04", True), ("2028-03-05", False), ("2028-03-07", False), ("2028-03-08", False)],
)
def test_a_completed_year_has_its_mornings(
    quiet: Settings, warehouse: Warehouse, decree: Any, day: str, is_working: bool
) -> None:
    decree(YEAR_2028)
    found = daily.run(warehouse, quiet, date.fromisoformat(day), at(f"{day} 08:30"))
    assert found["is_working_day"] is is_working


def test_due_soon_counts_the_working_days_in_force(quiet: Settings, warehouse: Warehouse, decree: Any) -> None:
    """Three working days from Thursday, 1 October: until Tuesday; with Friday off, until Wednesday."""
    rows = [message("pos", "tuesday", "2026-09-06"), message("pos", "wednesday", "2026-09-07")]

    def due_soon() -> list[str]:
        with warehouse.begin() as conn:
            make_marts(conn, quiet, at("2026-10-01 08:00"))
            found = read_list(conn, quiet, date(2026, 10, 1), at("2026-10-01 08:30"), Asked(kind="due_3", sort="term"))
        return [row.number for row in found.rows]

    with warehouse.begin() as conn:
        put_messages(conn, rows)
    assert due_soon() == ["tuesday"]
    decree("2026-10-02,false,false,false,2026-10-02,2026-09-25,указ\n")
    assert due_soon() == ["tuesday", "wednesday"]


@pytest.mark.parametrize(("as_of", "has_gap"), [("2026-10-05 12:00", True), ("2026-10-02 12:00", False)])
def test_a_gap_is_judged_by_the_calendar_known_then(
    warehouse: Warehouse, settings: Settings, decree: Any, as_of: str, has_gap: bool
) -> None:
    """Saturday, 3 October, becomes a working day by a decree learnt on the 5th: from then on its export is missing."""
    decree("2026-10-03,true,false,false,2026-10-03,2026-10-05,указ\n")
    saturday = Stretch(date(2026, 10, 3), date(2026, 10, 3))
    with warehouse.begin() as conn:
        found = channel_gaps(conn, settings, load_contract("pos"), saturday, at(as_of))
    assert bool(found) is has_gap


def test_terms_run_into_a_completed_year(warehouse: Warehouse, settings: Settings, decree: Any) -> None:
    """From Monday, 6 March 2028, 16:00: one hour, the 7th and the 8th are off, seven more on the 9th."""
    decree(YEAR_2028)
    with warehouse.begin() as conn:
        put_messages(conn, [message("incident", "1", "2028-03-06 16:00")])
        make_marts(conn, settings, datetime.fromisoformat("2028-03-06T18:00+05:00"))
        due = conn.execute(text("SELECT due_at FROM fct_message")).scalar_one()
    assert due == at("2028-03-09 15:00")


def test_the_calendar_is_shown_as_it_is_in_force(decree: Any, capsys: pytest.CaptureFixture[str], home: Any) -> None:
    decree("2026-11-24,false,false,false,2026-11-24,2026-11-01,указ\n")
    found = year_calendar(2026, at("2026-11-01 12:00"))
    assert (found["is_official"], found["working_days"]) == (True, 246)
    assert found["short_days"] == ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"]
    assert found["corrections"] == [{"day": "2026-11-24", "is_working": False, "is_short": False}]
    assert found["cutoffs"]["2026Q3"] == "2026-10-02T12:00:00+05:00"
    assert year_calendar(2026, at("2026-10-31 12:00"))["corrections"] == []
    calendar(2026)
    shown = capsys.readouterr().out
    assert "Сокращённые на час (на сроки в часах не влияют): 30.04, 08.05, 11.06, 03.11" in shown
    assert "Отчёт за 2025Q4: до 03.01.2026 12:00" in shown
    calendar(2028)
    assert "Производственный календарь на 2028 год неизвестен" in capsys.readouterr().out


@pytest.fixture
def new_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """`holidays` is upgraded: Wednesday, 30 September 2026, is off in it; `svodka init` has not been run."""
    library = calendar_module.library_year
    off = frozenset({date(2026, 9, 30)})
    upgraded = {year: replace(library(year), off=library(year).off | off) for year in range(2016, 2042)}
    monkeypatch.setattr(calendar_module, "library_year", upgraded.__getitem__)


@pytest.mark.usefixtures("new_package")
def test_a_new_package_counts_for_gaps_and_terms_alike_from_init_on(
    warehouse: Warehouse, settings: Settings, decree: Any
) -> None:
    wednesday = Stretch(date(2026, 9, 30), date(2026, 9, 30))

    def as_known() -> tuple[bool, datetime]:
        with warehouse.begin() as conn:
            make_marts(conn, settings, at("2026-10-02 12:00"))
            due = conn.execute(text("SELECT due_at FROM fct_message")).scalar_one()
            return bool(channel_gaps(conn, settings, load_contract("pos"), wednesday, at("2026-10-02 12:00"))), due

    with warehouse.begin() as conn:
        put_messages(conn, [message("incident", "1", "2026-09-29 16:00")])
    assert as_known() == (True, at("2026-09-30 15:00"))
    decree("")
    assert as_known() == (False, at("2026-10-01 15:00"))


def test_an_edition_keeps_the_gaps_of_the_calendar_it_was_made_by(
    warehouse: Warehouse, settings: Settings, decree: Any, request: pytest.FixtureRequest
) -> None:
    """With 30 September off, an export until the 29th leaves no gap; the edition was made when it was a working day."""
    town = Town(warehouse, settings)
    town.land("pos_2026-09-29.csv", FIRST, "2026-09-29 18:00")
    town.advance("2026-10-01 07:00")
    request.getfixturevalue("new_package")
    town.assert_reproduced()
    decree("")
    town.assert_reproduced()


def test_a_year_outside_the_table_is_unknown_however_complete_its_corrections(
    warehouse: Warehouse, settings: Settings, decree: Any
) -> None:
    decree("2041-03-07,false,false,true,2041-01-01,2026-01-01,постановление\n")
    with warehouse.begin() as conn:
        known = calendar_known_on(conn, date(2026, 11, 24))
        assert not known.is_official(2041) and list(known.rows(range(2017, 2041))) == list(
            calendar_rows(range(2017, 2041))
        )
        put_messages(conn, [message("incident", "1", "2041-03-06 16:00")])
        with pytest.raises(CalendarUnknown, match="2041"):
            make_marts(conn, settings, at("2041-03-06 18:00"))
