"""By the head's decision a message leaves all figures from that moment on, comes back, and outlives a rebuild."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import InternalError

from svodka import pipeline
from svodka.errors import UsageError
from svodka.figures import document
from svodka.figures.exclusion.decision import decide
from svodka.figures.exclusion.journal import excluded_keys, journal
from svodka.intake.run import newest_landing
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run, use_marts
from tests.core_rows import AS_OF, make_marts, message, put, put_messages, value

LATER = AS_OF + timedelta(hours=1)
POS = message("pos", "1", "2026-07-01", first_final_answer_at="2026-07-05")
LATE = message("pos", "2", "2026-07-10")
APPEAL = message("sed", "3", "2026-07-10", linked_number="1", first_final_answer_at="2026-07-20", outcome="EXPLAINED")
OLD = message("pos", "4", "2026-04-10", first_final_answer_at="2026-05-01")
ALL = [POS, LATE, APPEAL, OLD]


def exclude(conn: Connection, settings: Settings, row: dict, now: datetime = LATER, **changes: Any) -> dict[str, Any]:
    said = {"action": "exclude", "reason": "заведено дважды по ошибке", "decided_by": "Петров П. П."} | changes
    return decide(conn, settings, row["message_key"], now=now, **said)


def told(conn: Connection, settings: Settings, as_of: datetime, quarter: str = "2026Q3") -> dict[str, tuple]:
    """Numerator and denominator of every total."""
    use_marts(conn)
    doc = document.compute(conn, quarter, settings, as_of)
    totals = (value(doc, code) for code in {one["indicator"] for one in doc["values"]})
    return {one["indicator"]: (one["numerator"], one["denominator"]) for one in totals}


@pytest.fixture
def desk(warehouse: Warehouse, settings: Settings) -> Warehouse:
    with warehouse.begin() as conn:
        put_messages(conn, ALL)
        make_marts(conn, settings)
    return warehouse


def test_an_excluded_message_leaves_every_cohort_from_the_decision_on(desk: Warehouse, settings: Settings) -> None:
    with desk.begin() as conn:
        exclude(conn, settings, LATE)
        before, after = told(conn, settings, AS_OF), told(conn, settings, LATER)
    assert (before["S-01"], after["S-01"]) == (("3", None), ("2", None))
    assert (before["S-03"], after["S-03"]) == (("1", "3"), ("0", "2"))
    assert (before["P-02"], after["P-02"]) == (("1", "2"), ("0", "1"))
    assert (before["S-04"], after["S-04"]) == (("2", "3"), ("2", "2"))


def test_it_leaves_the_quarters_that_look_back_at_it_too(desk: Warehouse, settings: Settings) -> None:
    with desk.begin() as conn:
        exclude(conn, settings, OLD)
        assert told(conn, settings, AS_OF)["S-02"] == ("2", "1")
        assert told(conn, settings, LATER)["S-02"] == ("3", "0")
        assert told(conn, settings, LATER, "2026Q2")["S-01"] == ("0", None)


def test_a_case_is_counted_while_another_of_its_records_stays(desk: Warehouse, settings: Settings) -> None:
    """№ 1 of pos and № 3 of sed are one case; with № 1 out, № 3 still stands for it; with both out, nothing does."""
    with desk.begin() as conn:
        assert told(conn, settings, AS_OF)["S-01U"] == ("2", None)
        exclude(conn, settings, POS)
        assert told(conn, settings, LATER)["S-01U"] == ("2", None)
        exclude(conn, settings, APPEAL, LATER + timedelta(minutes=1))
        assert told(conn, settings, LATER + timedelta(minutes=1))["S-01U"] == ("1", None)


def test_questions_of_an_excluded_appeal_do_not_count(desk: Warehouse, settings: Settings) -> None:
    with desk.begin() as conn:
        both = [
            {"message_key": APPEAL["message_key"], "state_hash": APPEAL["state_hash"], "question_no": no,
             "result": "EXPLAINED", "responded_at": APPEAL["first_final_answer_at"]}
            for no in (1, 2)
        ]  # fmt: skip
        put(conn, "message_question", both)
        exclude(conn, settings, APPEAL)
        assert told(conn, settings, AS_OF)["A-05E"] == ("2", "2")
        assert told(conn, settings, LATER)["A-05E"] == ("0", "0")


def test_a_return_brings_it_back_and_the_time_between_is_remembered(desk: Warehouse, settings: Settings) -> None:
    returned = LATER + timedelta(days=1)
    with desk.begin() as conn:
        exclude(conn, settings, LATE)
        exclude(conn, settings, LATE, returned, action="return", reason="решение отменено главой")
        counts = [told(conn, settings, moment)["S-01"][0] for moment in (AS_OF, LATER, returned)]
        assert counts == ["3", "2", "3"]
        assert [(row["action"], row["is_in_force"]) for row in journal(conn, settings)] == [
            ("return", False),
            ("exclude", False),
        ]
        again = exclude(conn, settings, LATE, returned + timedelta(days=1))
    assert (again["channel"], again["number"], again["action"]) == ("pos", "2", "exclude")


def test_twice_the_same_is_an_error_that_says_who_decided(desk: Warehouse, settings: Settings) -> None:
    with desk.begin() as conn:
        with pytest.raises(UsageError, match="pos № 2 не исключено"):
            exclude(conn, settings, LATE, action="return")
        exclude(conn, settings, LATE)
        with pytest.raises(UsageError, match=r"pos № 2 уже исключено 24\.11\.2026 13:00: Петров П\. П\."):
            exclude(conn, settings, LATE, LATER + timedelta(days=1))


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"reason": "  так   надо  "}, "слишком короткая .знаков: 8."),
        ({"reason": "ы" * 501}, "501"),
        ({"decided_by": " "}, "кто решил"),
    ],
)
def test_a_reason_and_a_name_are_obligatory(desk: Warehouse, settings: Settings, said: dict, about: str) -> None:
    with desk.begin() as conn, pytest.raises(UsageError, match=about):
        exclude(conn, settings, LATE, **said)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("заявитель Сидорова Мария Петровна, тел. +7 912 000-00-00", "номер телефона; фамилия с именем и отчеством"),
        ("по просьбе Сидоровой М. П.", "фамилия"),
        ("по просьбе М.П. Сидоровой", "фамилия"),
        ("заявитель СИДОРОВА МАРИЯ ПЕТРОВНА", "фамилия"),
        ("заявитель сидоров иван петрович", "фамилия"),
        ("просила не звонить на 89120000000", "номер телефона"),
        ("просила не звонить на 3-45-67", "номер телефона"),
        ("пишет с почты sidorova@mail.ru", "адрес почты"),
        ("то же, что на странице vk.com/id1", "адрес почты или страницы"),
        ("ошибочно, ул. Ленина", "почтовый адрес"),
        ("ошибочно, улица Ленина", "почтовый адрес"),
        ("двор у д. 5, заведено дважды", "почтовый адрес"),
        ("протечка в кв. 12, заведено дважды", "почтовый адрес"),
    ],
)
def test_a_reason_with_personal_data_is_refused_by_its_kind(
    desk: Warehouse, settings: Settings, words: str, what: str
) -> None:
    with desk.begin() as conn:
        with pytest.raises(UsageError, match=what) as told:
            exclude(conn, settings, LATE, reason=words)
        assert journal(conn, settings) == []
    assert words not in str(told.value)


@pytest.mark.parametrize(
    "words",
    [
        "ошибочно заведено дважды, см. № 12345 и № 01-15/00012/26",
        "заведено дважды 10.07.2026, см. № 345-678",
        "учтено в отчёте за 3 кв. 2026 года",
        "Обращение касается Тюменской области, не наш муниципалитет",
        "сообщение о Заречном районе, передано главе Управления ЖКХ",
        "дубликат: сообщение давно снято, проверено 24 ноября 2026 г.",
    ],
)
def test_a_reason_with_numbers_days_and_departments_is_taken(desk: Warehouse, settings: Settings, words: str) -> None:
    with desk.begin() as conn:
        assert exclude(conn, settings, LATE, reason=words)["reason"] == words


def test_the_journal_is_append_only(desk: Warehouse, settings: Settings) -> None:
    with desk.begin() as conn:
        exclude(conn, settings, LATE)
    for statement in ("DELETE FROM meta.exclusion", "UPDATE meta.exclusion SET reason = 'другая причина'"):
        with pytest.raises(InternalError, match="append-only"), desk.begin() as conn:
            conn.execute(text(statement))


def test_a_decision_is_the_newest_knowledge_even_when_the_clock_was_set_back(
    desk: Warehouse, settings: Settings
) -> None:
    """The default moment moves to the decision, so that it counts at once, and no earlier figure moves."""
    with desk.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes,"
                " landed_at, exported_at, exported_at_source, business_day, stored_url) VALUES (:town, 'pos', '',"
                " 'register', 'a', 'a', 'a', 1, :at, :at, 'name', '2026-09-30', 'a')"
            ),
            {"town": settings.municipality.oktmo, "at": AS_OF},
        )
        assert newest_landing(conn, settings) == AS_OF
        exclude(conn, settings, LATE, AS_OF - timedelta(days=400))
        newest = newest_landing(conn, settings)
        for now, known in ((AS_OF, AS_OF), (LATER, newest)):  # the report's own default moment
            town = settings.municipality.oktmo
            assert run(conn, "delivery/newest_landed.sql", municipality=town, now=now).scalar() == known
        assert AS_OF < newest < LATER
        assert excluded_keys(conn, settings, AS_OF) == []
        assert excluded_keys(conn, settings, newest) == [LATE["message_key"]]


def test_norms_known_by_the_decision_count_in_its_figures(desk: Warehouse, settings: Settings) -> None:
    """A rule becomes known between the last landing and the decision: the facts of the decision's moment know it."""
    with desk.begin() as conn:
        conn.execute(
            text("INSERT INTO meta.topic_block VALUES ('topic', 'Дороги', 'Туризм', '2026-07-01', :day, 'приказ')"),
            {"day": (AS_OF + timedelta(days=2)).date()},
        )
        conn.execute(text("UPDATE core.message SET topic_l1 = 'Дороги'"))
        exclude(conn, settings, LATE, AS_OF + timedelta(days=3))
        blocks = conn.execute(text("SELECT DISTINCT block FROM fct_message WHERE registered_on >= '2026-07-01'"))
        assert blocks.scalars().all() == ["Туризм"]


HEADER = "Номер сообщения;Дата регистрации;Дата ответа;Категория;Статус"
ROWS = ("41/а;01.07.2026;05.07.2026;ЖКХ;Ответ направлен", "42;02.07.2026;;ЖКХ;На исполнении")


def test_a_decision_outlives_a_rebuild(home: Any) -> None:
    folder = home / "inbox" / "pos"
    folder.mkdir(parents=True)
    (folder / "pos_2026-07-10.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    pipeline.ingest(["pos"])
    first = pipeline.figures("2026Q3")
    pipeline.exclude("41/а", "обращение не нашего муниципалитета", "Петров П. П.")
    excluded = pipeline.figures("2026Q3")
    pipeline.rebuild()
    rebuilt = pipeline.figures("2026Q3")
    assert value(first, "S-01")["numerator"] == "2"
    assert value(excluded, "S-01")["numerator"] == "1"
    assert rebuilt == excluded
    assert pipeline.figures("2026Q3", datetime.fromisoformat(first["as_of"]))["values"] == first["values"]
    [entry] = pipeline.exclusions()
    assert (entry["number"], entry["is_in_force"]) == ("41/а", True)
