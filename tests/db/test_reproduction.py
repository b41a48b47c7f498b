"""An edition is computed again to the digit, whatever has been loaded, edited or decided since it was issued."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text
from typer.testing import CliRunner

from svodka.cli import app
from svodka.errors import SvodkaError, UsageError
from svodka.figures import document, indicators, marts, seeds
from svodka.intake import run
from svodka.intake.rebuild import rebuild_all
from svodka.report import reproduction
from svodka.settings import Settings, load_settings
from svodka.warehouse.engine import SQL, Warehouse, use_marts
from tests.delivery_desk import at
from tests.edition_town import (
    EVENTS,
    FIRST,
    LATER,
    NORMS,
    SECOND,
    Town,
    later_file,
    map_in_place,
    norms_in_place,
    same_bytes_earlier,
    with_an_edition,
)


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    return with_an_edition(warehouse, settings)


@pytest.fixture(scope="module")
def issued(shared_home: Path) -> Town:
    """The same for tests that change nothing of it."""
    settings = load_settings()
    assert settings.warehouse_url is not None
    return with_an_edition(Warehouse(settings.warehouse_url), settings)


def test_nothing_that_happens_later_changes_the_edition(town: Town) -> None:
    for event in EVENTS:
        event(town)
        assert town.again().differences == [], event.__name__


@examples(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EVENTS), max_size=6))
def test_any_sequence_of_events_leaves_the_edition_as_it_was(town: Town, events: list[Callable[[Town], None]]) -> None:
    """The events of all examples add up in one warehouse."""
    for event in events:
        event(town)
    town.assert_reproduced()


def test_everything_else_has_changed_by_then(town: Town) -> None:
    """The events do change the figures of now, or the tests above would show nothing."""
    before = town.now()
    for event in (later_file, same_bytes_earlier, norms_in_place, map_in_place):
        event(town)
        with town.warehouse.begin() as conn:
            use_marts(conn)
            marts.rebuild(conn, town.settings, run.newest_landing(conn, town.settings))
        assert town.now() != before
        before = town.now()


def test_a_definition_edited_in_place_is_the_kept_one(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = shutil.copytree(SQL / "indicators", tmp_path / "indicators")
    file = edited / "s_01.sql"
    file.write_text(file.read_text(encoding="utf-8").replace("WHERE in_reg", "WHERE NOT in_reg"), encoding="utf-8")
    before = town.now()

    def in_force(first_day: date, known_on: date) -> tuple[indicators.Indicator, ...]:
        return indicators.in_force(first_day, known_on, edited)

    monkeypatch.setattr(document, "in_force", in_force)
    assert town.now() != before
    town.assert_reproduced()


def test_an_edition_signed_after_the_rules_were_edited_has_those_of_its_draft(town: Town) -> None:
    draft = town.advance("2026-10-02 13:00")  # after the cut-off: the values are frozen
    norms_in_place(town)
    map_in_place(town)
    signed = town.advance("2026-10-02 14:00", decision="approve", edition_hash=draft["edition_hash"])
    assert signed["edition"] == "1"
    town.assert_reproduced("1")


def test_a_file_not_yet_loaded_at_the_time_stays_out(warehouse: Warehouse, settings: Settings) -> None:
    """Landed, and its load had not ended when another channel's morning made the edition."""
    town = Town(warehouse, settings)
    town.land("pos_2026-07-10.csv", FIRST, "2026-07-10 08:00")
    (settings.inbox("pos") / "pos_2026-09-30.csv").write_text(SECOND, encoding="utf-8")  # its days are a gap till then
    load_id, _ = run.extract(warehouse, settings, "pos", at("2026-10-01 06:00"))
    assert town.advance("2026-10-01 07:00")["edition"] == "0.1"
    run.validate(warehouse, settings, load_id)
    run.load(warehouse, settings, load_id, at("2026-10-01 08:00"))
    town.assert_reproduced()


def test_a_rebuild_leaves_the_edition_as_it_was(town: Town) -> None:
    later_file(town)
    rebuild_all(town.warehouse, town.settings, at("2026-10-08 08:00"))
    town.assert_reproduced()


def test_a_tampered_value_is_found_and_named(issued: Town) -> None:
    found = issued.again(
        first="UPDATE meta.edition_value SET n_unknown = n_unknown + 1 WHERE indicator = 'S-01' AND channel = 'pos'"
        " AND block IS NULL"
    )
    [one] = found.differences
    assert (one["indicator"], one["field"], one["slice"]["channel"]) == ("S-01", "n_unknown", "pos")
    assert (one["frozen"], one["computed"]) == (1, 0)
    assert any("изменены после выпуска" in note for note in found.notes)


def test_rules_are_kept_once_and_changed_ones_beside_them(town: Town) -> None:
    def kept() -> list[int]:
        counted = text("SELECT count(DISTINCT sha256), count(DISTINCT rules_hash) FROM meta.rules_set")
        with town.warehouse.begin() as conn:
            return list(conn.execute(counted).one())

    files, sets = kept()
    later_file(town)
    town.advance("2026-10-05 09:00")
    assert kept() == [files, sets] and sets == 1
    norms_in_place(town)
    town.land("pos_2026-10-06.csv", LATER.replace("4;", "5;"), "2026-10-06 08:00")
    town.advance("2026-10-06 09:00")
    assert kept() == [files + 1, 2]


def test_an_edition_older_than_the_keeping_says_so(issued: Town) -> None:
    with pytest.raises(SvodkaError, match=r"Редакция 0\.1 .* до того, как правила стали храниться"):
        issued.again(first="DELETE FROM meta.edition_computation")


def test_an_unknown_edition_names_those_that_are_there(issued: Town) -> None:
    with pytest.raises(UsageError, match=r"нет редакции 7; есть: 0\.1"):
        issued.again("7")


def test_changed_sql_of_facts_is_said_in_words(issued: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    present = reproduction.rules.code()
    monkeypatch.setattr(reproduction.rules, "code", lambda: present | {"fct_message.sql": "SELECT 1"})
    [note] = issued.again().notes
    assert "sql/marts/fct_message.sql" in note


def test_the_command_tells_yes_or_the_differences(issued: Town) -> None:
    done = CliRunner().invoke(app, ["reproduce", "2026Q3", "0.1"])
    assert done.exit_code == 0 and "совпадает до знака" in done.stdout
    said = json.loads(CliRunner().invoke(app, ["reproduce", "2026Q3", "0.1", "--json"]).stdout)
    assert said["is_equal"] and datetime.fromisoformat(said["as_of"]) == at("2026-07-20 08:00")
    issued.execute("UPDATE meta.edition_value SET unit = 'ч' WHERE indicator = 'S-03'")
    done = CliRunner().invoke(app, ["reproduce", "2026Q3", "0.1", "--json"])
    issued.execute("UPDATE meta.edition_value SET unit = '%' WHERE indicator = 'S-03'")
    assert done.exit_code == 1
    assert "не совпала с выпущенной, расхождений" in done.stderr
    assert {one["field"] for one in json.loads(done.stdout)["differences"]} == {"unit"}


def test_figures_of_the_moment_of_an_edition_with_other_rules_say_so(issued: Town) -> None:
    words = ["figures", "2026Q3", "--as-of", "2026-07-20T08:00:00+05:00", "--json"]
    assert "svodka reproduce" not in CliRunner().invoke(app, words).stderr
    issued.execute(NORMS)
    done = CliRunner().invoke(app, words)
    with issued.warehouse.begin() as conn:
        assert seeds.load(conn)  # the norms are as before
    assert "svodka reproduce 2026Q3 0.1" in done.stderr
    json.loads(done.stdout)
