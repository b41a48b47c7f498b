"""A message told by hand-made rows: who it is, its term and extension, its case, why figures leave it out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from svodka.figures.exclusion.decision import decide
from svodka.figures.explain import Explanation, explain
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run_text
from tests.core_rows import AS_OF, make_marts, message, put, put_messages, random_messages

ASKED = [Quarter.parse("2026Q3")]


def told(conn: Connection, settings: Settings, row: dict[str, Any], *others: dict[str, Any]) -> Explanation:
    put_messages(conn, [row, *others])
    make_marts(conn, settings)
    return explain(conn, settings, row["message_key"], AS_OF, ASKED)


def sentence(one: Explanation, code: str, question: int | None = None) -> str:
    [found] = [v.sentence for v in one.quarters[0].verdicts if (v.indicator, v.question) == (code, question)]
    return found


def test_the_worked_example_late_and_why(warehouse: Warehouse, settings: Settings) -> None:
    """Message 2 of domain §10.5."""
    row = message("pos", "2", "2026-06-20", first_final_answer_at="2026-07-25 12:00", topic_l1="Спорт")
    with warehouse.begin() as conn:
        one = told(conn, settings, row)
    assert sentence(one, "P-02") == (
        "Входит в знаменатель: срок 20.07.2026 23:59 приходится на этот квартал; "
        "и в числитель: нарушение срока, ответ 25.07.2026 12:00 позже срока 20.07.2026 23:59."
    )
    assert sentence(one, "S-01") == "Не входит: зарегистрировано 20.06.2026 00:00, не в этом квартале."
    assert sentence(one, "I-02") == "Не входит: канал — ПОС, а не «Инцидент»."
    assert sentence(one, "P-01").endswith("к сумме прибавляется 35,5 дн.")
    assert one.term.sentence == (
        "Ответ 25.07.2026 12:00 позже срока 20.07.2026 23:59; в показателях 2026Q3: нарушение срока."
    )
    assert one.term.reckoning == "20.06.2026 00:00 + 30 календарных дней со дня регистрации → 20.07.2026 23:59."
    assert one.identity["block"] == "Физическая культура и спорт"
    assert one.identity["block_by"]["topic"] == "Спорт"
    assert one.left_out is None


def test_working_hours_are_told_day_by_day(warehouse: Warehouse, settings: Settings) -> None:
    """Friday 16:20 + 8 working hours: 40 minutes on Friday, the rest on Monday (domain §16.15)."""
    row = message("incident", "7", "2026-07-03 15:00", assigned_at="2026-07-03 16:20")
    with warehouse.begin() as conn:
        one = told(conn, settings, row)
    assert one.term.reckoning == (
        "От назначения 03.07.2026 16:20, 8 рабочих часов (08:00–17:00 рабочих дней): "
        "40 мин 03.07, 7 ч 20 мин 06.07 → 06.07.2026 15:20."
    )
    assert [rule.step for rule in one.term.rules] == ["answer"]


def test_a_term_that_is_still_ahead_is_no_violation_in_words(warehouse: Warehouse, settings: Settings) -> None:
    row = message("pos", "1", "2026-11-10")
    with warehouse.begin() as conn:
        put_messages(conn, [row])
        make_marts(conn, settings)
        one = explain(conn, settings, row["message_key"], AS_OF, [Quarter.parse("2026Q4")])
    assert "ответа пока нет (срок 10.12.2026 23:59 ещё не прошёл)" in sentence(one, "S-03")
    assert not one.term.is_late
    assert one.term.sentence.endswith("в показателях 2026Q4: нарушение срока, пока не ответили.")


@pytest.mark.parametrize(
    ("fields", "is_accepted", "why"),
    [
        ({"extension_decided_at": "2026-07-20"}, True, "Принято: решение принято до срока."),
        ({}, True, "Принято: дата решения не указана, считается своевременным."),
        (
            {"extension_decided_at": "2026-08-01"},
            False,
            "Не принято: решение 01.08.2026 00:00 позже срока 31.07.2026 23:59.",
        ),
        (
            {"extended_due_at": "2026-12-01", "extension_decided_at": "2026-07-20"},
            True,
            "Принято (решение принято до срока), но не дальше 60 дней со дня регистрации: 30.08.2026 23:59.",
        ),
        (
            {"extended_due_at": "2026-07-15", "extension_decided_at": "2026-07-10"},
            False,
            "Ничего не меняет: новый срок 15.07.2026 23:59 не позже прежнего 31.07.2026 23:59.",
        ),
    ],
)
def test_an_extension_and_why_it_counts(
    warehouse: Warehouse, settings: Settings, fields: dict[str, Any], is_accepted: bool, why: str
) -> None:
    row = message("sed", "1", "2026-07-01", **({"extended_due_at": "2026-08-20"} | fields))
    with warehouse.begin() as conn:
        extension = told(conn, settings, row).term.extension
    assert extension is not None
    assert (extension.is_accepted, extension.why) == (is_accepted, why)


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ({"is_spam": True}, "отмечено как спам"),
        ({"duplicate_of": "12"}, "отмечено как дубликат сообщения 12"),
        ({"status": "REJECTED", "is_test": True}, "отмечено как тестовое, отклонено на модерации"),
    ],
)
def test_why_no_figure_counts_it(warehouse: Warehouse, settings: Settings, mark: dict[str, Any], why: str) -> None:
    with warehouse.begin() as conn:
        one = told(conn, settings, message("pos", "1", "2026-07-01", **mark))
    assert one.left_out == why
    assert {v.sentence for v in one.quarters[0].verdicts if v.indicator[0] != "A"} == {f"Не входит: {why}."}


def test_a_decision_of_the_head_keeps_it_out(warehouse: Warehouse, settings: Settings) -> None:
    row, later = message("pos", "1", "2026-07-01"), AS_OF + timedelta(hours=1)
    with warehouse.begin() as conn:
        assert told(conn, settings, row).left_out is None
    with warehouse.begin() as conn:
        decide(conn, settings, row["message_key"], "exclude", "заведено по ошибке дважды", "Глава", later)
        one = explain(conn, settings, row["message_key"], later, ASKED)
    assert one.left_out == "исключено из показателей решением от 24.11.2026 13:00 (Глава)"
    assert one.identity["exclusion"]["reason"] == "заведено по ошибке дважды"
    assert not any(v.is_counted for v in one.quarters[0].verdicts)
    assert one.timeline[-1].what == "исключено из показателей решением"


def test_a_case_is_counted_once_with_its_records(warehouse: Warehouse, settings: Settings) -> None:
    rows = [message("pos", "77", "2026-07-01"), message("sed", "8", "2026-07-02", linked_number="77"),
            message("sed", "9", "2026-04-02", linked_number="77"), message("pos", "78", "2026-07-03")]  # fmt: skip
    with warehouse.begin() as conn:
        root = told(conn, settings, *rows)
        linked = explain(conn, settings, rows[1]["message_key"], AS_OF, ASKED)
        alone = explain(conn, settings, rows[3]["message_key"], AS_OF, ASKED)
    assert {(each["channel"], each["number"]) for each in root.case} == {("sed", "8"), ("sed", "9")}
    assert {each["number"] for each in linked.case} == {"77", "9"}
    assert sentence(linked, "S-01U") == (
        "Считается: зарегистрировано 02.07.2026 00:00, в этом квартале; "
        "один случай с pos 77, вместе считаются один раз."
    )
    assert (alone.case, sentence(alone, "S-01U").count("случай")) == ([], 0)
    assert any(link["type"] == "SAME_APPEAL" for link in linked.links)


def test_questions_are_judged_one_by_one(warehouse: Warehouse, settings: Settings) -> None:
    row = message("appeals", "1", "2026-07-01", first_final_answer_at="2026-07-20")
    base = {"message_key": row["message_key"], "state_hash": row["state_hash"]}
    results = [("SUPPORTED", "2026-07-20"), (None, "2026-07-21"), ("TRANSFERRED", "2026-07-22"), ("EXPLAINED", None)]
    with warehouse.begin() as conn:
        put(conn, "message_question", [
            base | {"question_no": no, "result": result, "responded_at": on and f"{on} 00:00+05"}
            for no, (result, on) in enumerate(results, 1)
        ])  # fmt: skip
        one = told(conn, settings, row)
    assert sentence(one, "A-05", 1).startswith("Входит в знаменатель и в числитель: ответ на вопрос 20.07.2026 00:00")
    assert sentence(one, "A-05", 2).endswith("результат не указан.")
    assert sentence(one, "A-05", 3) == "Не входит: результат — передано по компетенции, такие не учитываются."
    assert sentence(one, "A-05", 4) == "Не входит: ответа на вопрос нет."
    assert [(q.number, q.result) for q in one.questions] == [(n, result) for n, (result, _) in enumerate(results, 1)]


def test_terms_and_blocks_are_those_of_the_facts(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, random_messages(8, 60))
        make_marts(conn, settings)
        facts = conn.execute(text("SELECT * FROM fct_message")).mappings().all()
        for fact in facts:
            one = explain(conn, settings, fact["message_key"], AS_OF, [])
            named = ("due_at", "due_control_at", "due_effective_at", "final_due_at", "clock_start_at", "due_source")
            assert {name: getattr(one.term, name) for name in named} == {name: fact[name] for name in named}
            row = one.identity["block_by"]
            assert (row["block"] if row else "Прочее/не классифицировано") == fact["block"]
            assert bool(one.identity["invalid_because"]) is not fact["is_valid"]
            if one.term.due_source == "RULE":
                assert f"→ {one.term.due_at:%d.%m.%Y %H:%M}" in one.term.reckoning
            if one.term.extension is not None:
                moved = fact["due_effective_at"] != fact["due_at"]
                assert one.term.extension.is_accepted is moved
                assert one.term.extension.why.startswith("Принято") is moved


def test_one_message_is_read_by_its_key(warehouse: Warehouse, settings: Settings) -> None:
    """The condition on the key reaches the facts themselves: no statement reads the other messages."""
    from svodka.figures.document import parameters
    from svodka.figures.indicators import catalogue
    from svodka.figures.membership import compile_membership
    from svodka.warehouse.engine import statements

    members = [one for one in catalogue() if one.fact == "message_in_quarter"]
    membership = compile_membership("message_in_quarter", members, "message_key = any(CAST(:message_keys AS uuid []))")
    key = message("pos", "1", "2026-07-01")["message_key"]
    with warehouse.begin() as conn:
        told(conn, settings, message("pos", "1", "2026-07-01"))
        known = parameters(conn, ASKED[0], settings, AS_OF)
        known |= {"message_keys": [str(key)], "case_key": key, "message_key": key}
        conn.execute(text("SET LOCAL enable_seqscan = off"))
        for sql in (membership, *statements("figures/explain_case.sql")):
            statement = f"EXPLAIN {sql}"
            plan = "\n".join(run_text(conn, statement, known).scalars())
            assert "Seq Scan" not in plan, plan
            assert "Index Cond: (message_key" in plan or "Index Cond: (case_key" in plan, plan
