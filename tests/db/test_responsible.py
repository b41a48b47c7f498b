"""Versions of the table of responsible persons: append-only, the same table is none, a moment has its own."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from svodka import pipeline
from svodka.delivery.recipients import recipients
from svodka.errors import UsageError
from svodka.responsible.acceptance import Accepted, accept, examine
from svodka.responsible.refusal import TableRefused
from svodka.responsible.register import accepted_persons, known_persons
from svodka.settings import Person, Settings
from svodka.warehouse.engine import Warehouse
from tests.delivery_desk import at
from tests.responsible_rows import BASIC, csv_bytes, deputy, rows, xlsx_bytes

NOW = at("2026-11-24 12:00")
LATER = at("2026-11-25 12:00")
MARRIED = {"name": "Иная Анна Петровна"}


def take(warehouse: Warehouse, settings: Settings, table: list, now=NOW, by="Образцова А. П.") -> Accepted:
    with warehouse.begin() as conn:
        return accept(conn, settings, "ответственные.csv", csv_bytes(table), by, now)


def counts(warehouse: Warehouse) -> tuple[int, int]:
    with warehouse.begin() as conn:
        tables = ("meta.responsible_version", "core.responsible")
        one, other = (conn.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables)
        return one, other


def test_what_was_read_is_what_is_kept(warehouse, settings):
    table = rows(deputy(deputy=BASIC["head"]["name"]), cur={"way": "sftp", "address": "sftp://a@h/in", "email": ""})
    accepted = take(warehouse, settings, table)
    assert (accepted.is_new, {one.kind for one in accepted.changes}) == (True, {"came"})
    with warehouse.begin() as conn:
        kept = accepted_persons(conn, settings, NOW)
        found = examine(conn, settings, csv_bytes(table), NOW)
        journal = conn.execute(text("SELECT file_name, accepted_by FROM meta.responsible_version")).one()
    assert kept == found.table.persons and kept[-1].stands_in_for == BASIC["head"]["name"]
    assert tuple(journal) == ("ответственные.csv", "Образцова А. П.")


def test_the_same_table_in_another_form_or_order_is_no_new_version(warehouse, settings):
    first = take(warehouse, settings, rows(deputy()))
    again = take(warehouse, settings, list(reversed(rows(deputy()))), LATER)
    assert again == Accepted(first.version, [], False, [])
    with warehouse.begin() as conn:
        assert not accept(conn, settings, "t.xlsx", xlsx_bytes(rows(deputy())), None, LATER).is_new
    assert counts(warehouse) == (1, 6)


def test_versions_are_kept_and_each_moment_has_its_own(warehouse, settings):
    versions = [
        take(warehouse, settings, rows()).version,
        take(warehouse, settings, rows(secretary=MARRIED), LATER).version,
        take(warehouse, settings, rows(), at("2026-11-26 12:00")).version,
    ]
    assert versions == sorted(set(versions)) and counts(warehouse) == (3, 15)
    with warehouse.begin() as conn:
        names = [
            next(one.name for one in accepted_persons(conn, settings, moment) if one.role == "secretary")
            for moment in (NOW, LATER, at("2026-11-26 12:00"))
        ]
        assert accepted_persons(conn, settings, at("2026-11-24 11:59")) == []
    assert names == [BASIC["secretary"]["name"], MARRIED["name"], BASIC["secretary"]["name"]]


def test_a_refused_table_leaves_nothing(warehouse, settings):
    with pytest.raises(TableRefused):
        take(warehouse, settings, rows(cur={"email": "нет"}))
    assert counts(warehouse) == (0, 0)


def test_trying_a_table_writes_nothing_and_tells_what_would_change(warehouse, settings):
    take(warehouse, settings, rows())
    with warehouse.begin() as conn:
        found = examine(conn, settings, csv_bytes(rows(curator=None)), LATER)
    assert [(one.kind, one.person.name, one.side) for one in found.changes] == [
        ("left", "Условный Олег Николаевич", "mcu")
    ]
    assert counts(warehouse) == (1, 5)


def test_another_town_has_its_own_table(warehouse, settings):
    other = settings.model_copy(update={"municipality": settings.municipality.model_copy(update={"oktmo": "65000000"})})
    take(warehouse, settings, rows())
    take(warehouse, other, rows(secretary=MARRIED))
    assert not take(warehouse, settings, rows()).is_new
    with warehouse.begin() as conn:
        assert accepted_persons(conn, settings, NOW) != accepted_persons(conn, other, NOW)


def test_the_settings_count_until_a_table_is_accepted(warehouse, settings):
    people = [Person(role="cur_head", name="Из настроек", email="toml@example.org")]
    settings = settings.model_copy(update={"recipients": people})
    with warehouse.begin() as conn:
        assert known_persons(conn, settings, NOW) == people
    take(warehouse, settings, rows())
    with warehouse.begin() as conn:
        assert [one.email for one in recipients(conn, settings, ("cur_head",), NOW)] == ["cur@example.org"]


def test_who_holds_two_roles_gets_one_mail_and_his_deputy_gets_it_in_his_absence(warehouse, settings):
    head = {name: BASIC["head"][name] for name in ("name", "email")}
    take(warehouse, settings, rows(deputy(), secretary=head))
    both = ("mcu_head", "secretary")
    with warehouse.begin() as conn:
        found = [
            [one.email for one in recipients(conn, settings, both, at(moment))]
            for moment in ("2026-11-30 23:59", "2026-12-01 00:00", "2026-12-20 23:59", "2026-12-21 00:00")
        ]
    away = ["head@example.org", "curator@example.org"]
    assert [found[0], sorted(found[1]), sorted(found[2]), found[3]] == [
        ["head@example.org"], sorted(away), sorted(away), ["head@example.org"],
    ]  # fmt: skip


def test_the_warehouse_itself_refuses_a_deputy_without_an_end(warehouse, settings):
    version = take(warehouse, settings, rows()).version
    with pytest.raises(IntegrityError, match="a_deputy_has_an_end"), warehouse.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO core.responsible (version, position, municipality, role, is_deputy, name, post,"
                " organisation, way, valid_from)"
                " VALUES (:version, 99, '1', 'curator', true, 'x', '', '', 'smtp', now())"
            ),
            {"version": version},
        )


def test_init_accepts_the_named_table_once(home, tmp_path, warehouse, monkeypatch):
    file = tmp_path / "ответственные.csv"
    file.write_bytes(csv_bytes(rows()))
    monkeypatch.setenv("SVODKA_RESPONSIBLE", str(file))
    pipeline.init()
    file.write_bytes(csv_bytes(rows(secretary=MARRIED)))
    pipeline.init()
    assert counts(warehouse) == (1, 5)


def test_init_names_a_table_that_is_not_there(home, tmp_path, monkeypatch):
    monkeypatch.setenv("SVODKA_RESPONSIBLE", str(tmp_path / "нет.csv"))
    with pytest.raises(UsageError, match="такого файла нет"):
        pipeline.init()
