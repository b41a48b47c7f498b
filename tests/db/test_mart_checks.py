"""The marts are judged before values go out: what is planted is found, critical stops the edition, warning does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from svodka.delivery import quarter as quarters
from svodka.errors import SvodkaError
from svodka.figures.mart_checks import judge_marts, store_values
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, figures, message, put, put_messages, random_messages, random_page_weeks
from tests.delivery_desk import at
from tests.report_sample import coverage

Q3 = Quarter(2026, 3)
FACT = "UPDATE marts.fct_message SET {change} WHERE message_key = (SELECT message_key FROM core.message WHERE {number})"
CHANGES = {
    "M03": "channel = 'fax'",
    "M04": "due_effective_at = due_at - interval '1 second'",
    "M05": "first_final_answer_at = timestamptz '2026-11-25 12:00:01+05'",
    "M05 of spam": "first_final_answer_at = timestamptz '2026-11-25 12:00:01+05', is_valid = FALSE",
    "M06": "first_final_answer_at = timestamptz '2026-06-30 23:59:59+05'",
    "M07": "gone_at = registered_at, status = 'ANSWERED'",
    "M08": "case_key = gen_random_uuid()",
    "M09": "final_answer_seconds = -1",
    "M10": "unknown_year = 2031",
    "M11": "legal_regime = NULL",
}
TWICE = """
INSERT INTO marts.{table}
SELECT (jsonb_populate_record(fact, '{other}')).* FROM marts.{table} AS fact LIMIT 1
"""
OTHER_KEY = '{"page_week_key": "00000000-0000-0000-0000-000000000001"}'
VALUE = "UPDATE marts.fct_indicator SET {change} WHERE {rows}"
VALUES = {
    "V01": (
        "INSERT INTO marts.fct_indicator SELECT * FROM marts.fct_indicator"
        " WHERE indicator = 'S-03' AND block = 'ЖКХ' AND channel IS NULL"
    ),
    "V02": (
        "DELETE FROM marts.fct_indicator"
        " WHERE indicator = 'S-02' AND coalesce(channel, block, legal_regime, executor) IS NULL"
    ),
    "V03": VALUE.format(change="n_unknown = -1", rows="indicator = 'S-05' AND executor IS NOT NULL"),
    "V04": VALUE.format(
        change="numerator = denominator + 1", rows="indicator IN ('A-01', 'I-03') AND executor IS NOT NULL"
    ),
    "V05": VALUE.format(change="value = value + 0.000002", rows="indicator = 'P-01' AND executor IS NOT NULL"),
    "V06": VALUE.format(
        change="denominator = denominator + 1", rows="indicator = 'S-04' AND channel = 'sed' AND block IS NULL"
    ),
    "V07": VALUE.format(
        change="n_unknown = n_unknown + 1", rows="indicator = 'S-06' AND block = 'ЖКХ' AND channel IS NULL"
    ),
}


def found_in(warehouse: Warehouse, settings: Settings, quarter: Quarter | None = None) -> dict[str, int]:
    return {breach.code: breach.n for breach in judge_marts(warehouse, settings, AS_OF, quarter)}


def fill(conn: Connection, settings: Settings) -> dict[str, Any]:
    put_messages(conn, random_messages(7, 300))
    put(conn, "page_week", random_page_weeks(7, 12))
    document = figures(conn, settings)
    store_values(conn, settings, document)
    return document


def test_what_is_computed_from_any_rows_breaks_nothing_critical(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        document = fill(conn, settings)
        stored = conn.execute(text("SELECT count(*) FROM marts.fct_indicator")).scalar_one()
        store_values(conn, settings, document)
        assert conn.execute(text("SELECT count(*) FROM marts.fct_indicator")).scalar_one() == stored > 100
    assert [one.code for one in judge_marts(warehouse, settings, AS_OF) if one.is_critical] == []


def test_what_one_cell_of_a_source_can_cause_is_no_more_than_a_warning(
    warehouse: Warehouse, settings: Settings
) -> None:
    """An answer in the future; one page in the registers of two registrars."""
    page = random_page_weeks(1, 1)[0]
    with warehouse.begin() as conn:
        late = {"first_public_answer_at": "2027-01-01"}
        put_messages(conn, [message("incident", number, "2026-07-01 10:00", **late) for number in ("15", "16")])
        put_messages(conn, [message("pos", "7", "2026-07-01 10:00", first_final_answer_at="2027-01-01")])
        put(conn, "page_week", [page, page | {"page_week_key": uuid4(), "registrar": "Школа № 1"}])
        figures(conn, settings)
    [breach] = [one for one in judge_marts(warehouse, settings, AS_OF) if one.code not in ("M09", "W03", "W04")]
    assert (breach.code, breach.is_critical, breach.n) == ("M05", False, 3)
    assert breach.sentence.endswith(
        "Где: Инцидент Менеджмент — 2, первое № 15; Платформа обратной связи — 1, первое № 7."
    )


def test_what_is_planted_in_the_facts_is_found(warehouse: Warehouse, settings: Settings) -> None:
    numbers = [*CHANGES, "gone", "twice"]
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", number, "2026-07-01 10:00") for number in numbers])
        put(conn, "page_week", random_page_weeks(1, 1)[:1])
        figures(conn, settings)
        conn.execute(text("ALTER TABLE marts.fct_message DROP CONSTRAINT fct_message_pkey"))
        for number, change in CHANGES.items():
            conn.execute(text(FACT.format(change=change, number=f"source_number = '{number}'")))
        conn.execute(text("DELETE FROM marts.fct_message USING core.message WHERE source_number = 'gone' "
                          "AND fct_message.message_key = message.message_key"))  # fmt: skip
        conn.execute(text("INSERT INTO marts.fct_message SELECT fct_message.* FROM marts.fct_message "
                          "INNER JOIN core.message USING (message_key) WHERE source_number = 'twice'"))  # fmt: skip
        conn.exec_driver_sql(TWICE.format(table="fct_page_week", other=OTHER_KEY))
        conn.execute(text("UPDATE marts.fct_page_week SET week = DATE '2026-07-07', points = 90.1, posts = -1"))
    found = found_in(warehouse, settings)
    assert found == {"M01": 2, "W01": 1, "W02": 2, "W03": 2, "W04": 2, "W05": 1} | dict.fromkeys(
        CHANGES.keys() - {"M05 of spam"}, 1
    )
    elsewhere = settings.model_copy(update={"municipality": settings.municipality.model_copy(update={"oktmo": "1"})})
    assert found_in(warehouse, elsewhere) == {}


def test_what_is_planted_in_the_values_is_found(warehouse: Warehouse, settings: Settings) -> None:
    answered = dict.fromkeys(("interim_answer_at", "first_public_answer_at", "first_final_answer_at"), "2026-07-02")
    rows = [
        message(
            channel, f"{channel}-{who}-{number}", "2026-07-01 10:00", executor=f"Отдел {who}", topic_l1=who, **answered
        )
        for channel in ("incident", "pos", "sed")
        for who in ("ЖКХ", "Дороги")
        for number in range(2)
    ]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        store_values(conn, settings, figures(conn, settings))
        for change in VALUES.values():
            conn.execute(text(change))
    assert found_in(warehouse, settings, Q3) == {
        "V01": 1,
        "V02": 1,
        "V03": 2,
        "V04": 2,  # of A-01; I-03 may exceed its denominator
        "V05": 2 + 5,  # and what V04 and V06 have changed
        "V06": 2,  # and S-02, whose total is gone
        "V07": 3,  # and S-02, and S-03 with the block that stands twice
    }
    assert found_in(warehouse, settings, Quarter(2026, 2)) == {}


@pytest.fixture
def advance(warehouse: Warehouse, settings: Settings) -> Callable[[], Any]:
    """The quarter driven forward with the real figures and the real check; all exports are there."""
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", str(number), "2026-07-01 10:00") for number in range(6)])
        figures(conn, settings)
    means = {"coverage": lambda *_: coverage(gap=False)}
    return lambda: quarters.advance(warehouse, settings, Q3, at("2026-10-01 07:00"), **means)


def test_critical_stops_the_edition_and_leaves_the_quarter_as_it_was(
    advance: Callable[[], Any], warehouse: Warehouse
) -> None:
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE marts.fct_message SET due_effective_at = due_at - interval '1 second'"))
    with pytest.raises(SvodkaError) as stopped:
        advance()
    assert "Отчёт за 2026Q3 не выпущен" in str(stopped.value)
    assert "Сообщения, M04: срок с продлением раньше самого срока; случаев: 6. Что делать: проверьте" in str(
        stopped.value
    )
    with warehouse.begin() as conn:
        for table in ("meta.quarter", "meta.edition"):
            assert conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
        conn.execute(text("UPDATE marts.fct_message SET due_effective_at = due_at"))
    assert advance()["edition"] == "0.1"


def test_a_warning_stops_nothing_and_equal_values_are_not_judged_again(
    advance: Callable[[], Any], warehouse: Warehouse, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE marts.fct_message SET final_answer_seconds = -1"))
    assert advance()["edition"] == "0.1"
    assert found_in(warehouse, settings) == {"M09": 6}
    monkeypatch.setattr("svodka.figures.mart_checks.refuse_wrong", None)
    assert advance()["edition"] == "0.1"
