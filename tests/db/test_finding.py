"""A person's words find one message, or are told what to add."""

import pytest
from sqlalchemy import text

from svodka.errors import UsageError
from svodka.figures.finding import find_message
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, statements, use_marts
from tests.core_rows import message, put_messages

ROWS = [
    message("pos", "45", "2026-07-01"),
    message("sed", "45", "2026-08-02"),
    message("sed", "01-15/00012/26", "2026-08-02"),
    message("journals", "К:7", "2026-08-03"),
    message("reception", "8а", "2026-02-01", message_key="0" * 32, number_year=2026),
    message("reception", "8а", "2025-02-01", message_key="1" * 32, number_year=2025, registrar="ДК"),
    message("sed", "45", "2026-08-05", message_key="2" * 32, registrar="main"),
    message("pos", "99", "2026-07-01", municipality="1"),
    message("pos", "7 (2026)", "2026-07-01"),
]


@pytest.fixture
def find(warehouse: Warehouse, settings: Settings):
    with warehouse.begin() as conn:
        put_messages(conn, ROWS)

    def finder(words: str, channel: str | None = None):
        with warehouse.begin() as conn:
            return find_message(conn, settings, words, channel)

    return finder


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("01-15/00012/26", 2),
        (" 01-15/00012/26 ", 2),
        ("pos:45", 0),
        ("sed: 01-15/00012/26", 2),
        ("К:7", 3),
        ("к:7", 3),
        ("journals:К:7", 3),
        (str(ROWS[1]["message_key"]), 1),
    ],
)
def test_a_number_a_channel_with_it_or_the_key_mean_one_message(find, words, row):
    assert find(words) == ROWS[row]["message_key"]


def test_the_channel_may_be_given_apart(find):
    assert find("45", "pos") == ROWS[0]["message_key"]


def test_several_are_listed_with_the_words_that_mean_each(find):
    with pytest.raises(UsageError) as told:
        find("45")
    assert "pos, зарегистрировано 01.07.2026 → pos:45" in str(told.value)
    assert "sed, зарегистрировано 02.08.2026 → " in str(told.value)
    assert "main" not in str(told.value)


def test_one_number_in_two_years_of_one_channel_is_chosen_by_year(find):
    with pytest.raises(UsageError) as told:
        find("reception:8а")
    lines = str(told.value).splitlines()
    assert lines[1].endswith('reception, год номера 2026, зарегистрировано 01.02.2026 → "reception:8а (2026)"')
    assert "журнал «ДК», год номера 2025" in lines[2]
    assert lines[3] == 'Год номера пишется после него в скобках: "8а (2026)".'
    assert [str(find(words))[0] for words in ("reception:8а (2026)", "8а (2025)", "8А(2025)")] == ["0", "1", "1"]
    assert str(find("00000000000000000000000000000000")).startswith("0000")


def test_one_number_of_one_year_in_two_journals_is_chosen_by_key(find):
    with pytest.raises(UsageError, match="22222222-2222-2222-2222-222222222222") as told:
        find("sed:45")
    assert "(" not in str(told.value)


@pytest.mark.parametrize(("channel", "says"), [("reception", "нет. Номер «45» есть в канале: pos, sed."),
                                               ("fax", "Нет канала fax.* есть в канале: pos, sed.")])  # fmt: skip
def test_a_wrong_channel_is_answered_by_the_right_ones(find, channel, says):
    with pytest.raises(UsageError, match=says):
        find("45", channel)


def test_a_number_with_brackets_of_its_own_is_taken_as_it_stands(find):
    assert find("7 (2026)") == ROWS[8]["message_key"]


@pytest.mark.parametrize("words", ["46", "pos:99", "99", "12345678-1234-1234-1234-123456789012"])
def test_nothing_found_says_what_to_check(find, words):
    with pytest.raises(UsageError, match="карантин"):
        find(words)


def test_an_unknown_channel_is_named(find):
    with pytest.raises(UsageError, match="Нет канала fax"):
        find("45", "fax")


def test_a_number_that_nobody_bears_is_looked_up_in_indexes(find, warehouse: Warehouse, settings: Settings):
    """The last question of the search, in any case of letters: with an index for each way a message may be meant."""
    asked = {"municipality": settings.municipality.oktmo, "timezone": settings.timezone, "channel": None}
    words = {"number": "нет-такого", "number_year": None, "key": None, "in_any_case": True}
    with warehouse.begin() as conn:
        use_marts(conn)
        conn.execute(text("SET LOCAL enable_seqscan = off"))
        (question,) = statements("figures/find_message.sql")
        plan = "\n".join(conn.execute(text(f"EXPLAIN {question}"), asked | words).scalars())
    assert "message_by_number_in_any_case" in plan and "Seq Scan" not in plan
