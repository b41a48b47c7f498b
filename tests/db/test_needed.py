"""What it takes to end a quarter on its targets: which open messages, by when, and when it cannot be done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text

from svodka.figures.needed import Aim, what_it_takes
from svodka.figures.needed_words import counted, sentence
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import ZONE, at, make_marts, message, put_messages, random_messages

QUARTER = Quarter.parse("2026Q3")
NOW = datetime(2026, 8, 20, 12, tzinfo=ZONE)
TARGET = "INSERT INTO meta.target VALUES (:code, :relation, :target, '2018-01-01', '2018-01-02', 'приказ')"


def aims(conn: Connection, settings: Settings, rows: Iterable[dict[str, Any]], now: datetime = NOW) -> dict[str, Aim]:
    put_messages(conn, rows)
    make_marts(conn, settings)
    return {one.indicator.code: one for one in what_it_takes(conn, settings, QUARTER, now)}


def set_target(conn: Connection, code: str, relation: str, target: float) -> None:
    conn.execute(text(TARGET), {"code": code, "relation": relation, "target": target})


def test_every_open_message_of_the_quarter_must_be_answered_by_its_term(
    warehouse: Warehouse, settings: Settings
) -> None:
    rows = [
        message("pos", "answered", "2026-08-01", first_final_answer_at="2026-08-05"),
        message("pos", "open", "2026-08-01"),
        message("pos", "sooner", "2026-07-25"),
        message("pos", "in the next quarter", "2026-09-15"),
    ]
    with warehouse.begin() as conn:
        late = aims(conn, settings, rows)["P-02"]
    assert (late.state, late.numerator, late.denominator, late.n_needed) == ("needs_answers", 2, 3, 2)
    assert [one.source_number for one in late.answers] == ["sooner", "open"]
    assert late.answers[0].answer_by == at("2026-08-24 23:59:59")
    assert (late.best_numerator, late.best_denominator) == (0, 3)


def test_one_late_answer_puts_zero_out_of_reach_but_the_others_still_count(
    warehouse: Warehouse, settings: Settings
) -> None:
    rows = [message("pos", "over", "2026-07-01"), message("pos", "open", "2026-08-01")]
    with warehouse.begin() as conn:
        late = aims(conn, settings, rows)["P-02"]
    assert (late.state, late.best_numerator, late.best_denominator) == ("out_of_reach", 1, 2)
    assert [(one.source_number, one.is_needed) for one in late.answers] == [("open", True)]


def test_only_as_many_as_the_target_needs(warehouse: Warehouse, settings: Settings) -> None:
    """S-04 of four, one worked off: 50 % needs one more of the three, answered before the quarter ends."""
    rows = [
        message("sed", "1", "2026-08-01", first_final_answer_at="2026-08-05"),
        *(message("sed", str(n), "2026-08-10") for n in (2, 3, 4)),
    ]
    with warehouse.begin() as conn:
        set_target(conn, "S-04", ">=", 50)
        worked_off = aims(conn, settings, rows)["S-04"]
    assert (worked_off.state, worked_off.n_needed, len(worked_off.answers)) == ("needs_answers", 1, 3)
    assert {one.answer_by for one in worked_off.answers} == {at("2026-09-30 23:59:59")}


def test_a_target_that_answers_do_not_move(warehouse: Warehouse, settings: Settings) -> None:
    rows = [message("sed", "1", "2026-08-01"), message("sed", "2", "2026-08-01")]
    with warehouse.begin() as conn:
        found = aims(conn, settings, rows)
    assert found["S-06"].state == "not_by_answers"
    assert found["P-04"].state == "no_data"


def test_an_interim_answer_leaves_the_final_term(warehouse: Warehouse, settings: Settings) -> None:
    rows = [
        message(
            "incident", "1", "2026-08-18 09:00", interim_answer_at="2026-08-18 10:00",
            first_public_answer_at="2026-08-18 10:00",
        )
    ]  # fmt: skip
    with warehouse.begin() as conn:
        found = aims(conn, settings, rows)
    assert found["I-02"].state == "on_target"
    assert [one.answer_by for one in found["I-04"].answers] == [at("2026-08-27 23:59:59")]


def test_after_the_quarter_nothing_can_be_mended(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        found = aims(conn, settings, [message("pos", "1", "2026-08-01")], datetime(2026, 10, 2, tzinfo=ZONE))
    assert (found["P-02"].state, found["P-02"].answers) == ("not_by_answers", [])
    assert sentence(found["P-02"]) == "цель не больше 0 %: квартал завершён, не достигнута: 100 % (1 из 1)"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_needed_answers_suffice_and_one_less_does_not(warehouse: Warehouse, settings: Settings, seed: int) -> None:
    """Proved by giving the answers: the shares computed anew are what was foretold."""
    with warehouse.begin() as conn:
        if_none = aims(conn, settings, random_messages(seed, 250))
        for code in ("P-02", "A-01"):
            set_target(conn, code, "<=", halfway(if_none[code]))
        set_target(conn, "S-04", ">=", 45)
        found = {one.indicator.code: one for one in what_it_takes(conn, settings, QUARTER, NOW)}
    for code in ("P-02", "A-01", "S-04"):
        aim = found[code]
        given = [one for one in aim.answers if one.is_needed]
        assert share_if(warehouse, settings, aim, given) == foretold(aim, given)
        if aim.state == "needs_answers":
            assert is_met(aim, foretold(aim, given)) and not is_met(aim, foretold(aim, given[:-1]))
    assert "needs_answers" in (found["P-02"].state, found["A-01"].state)


def halfway(aim: Aim) -> float:
    """A target in the middle between what comes without answers and what is best."""
    return 50 * (aim.numerator / aim.denominator + aim.best_numerator / aim.best_denominator)


def foretold(aim: Aim, given: list) -> tuple[int, int]:
    return (
        aim.numerator + sum(one.numerator_change for one in given),
        aim.denominator + sum(one.denominator_change for one in given),
    )


def is_met(aim: Aim, share: tuple[int, int]) -> bool:
    distance = 100 * share[0] - aim.target * share[1]
    return distance <= 0 if aim.relation == "<=" else distance >= 0


def share_if(warehouse: Warehouse, settings: Settings, aim: Aim, given: list) -> tuple[int, int]:
    """The share after the given messages have been answered at the last moment that was named."""
    with warehouse.engine.connect() as conn, conn.begin() as transaction:
        for one in given:
            conn.execute(
                text(
                    "UPDATE core.message SET first_final_answer_at = :moment,"
                    " first_public_answer_at = coalesce(first_public_answer_at, :moment) WHERE message_key = :key"
                ),
                {"moment": one.answer_by, "key": one.message_key},
            )
        make_marts(conn, settings)
        after = {each.indicator.code: each for each in what_it_takes(conn, settings, QUARTER, NOW)}[aim.indicator.code]
        transaction.rollback()
    return after.numerator, after.denominator


def test_russian_counts() -> None:
    assert [counted(n) for n in (1, 2, 5, 11, 21, 112)] == [
        "1 сообщение", "2 сообщения", "5 сообщений", "11 сообщений", "21 сообщение", "112 сообщений",
    ]  # fmt: skip
