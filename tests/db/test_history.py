"""Values from before the system: replaced by key, readable as of a past moment, all of a file or nothing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from svodka.errors import UsageError
from svodka.figures.dynamics.history import known_values, load
from svodka.figures.dynamics.history_file import HistoryRefused
from svodka.period import Quarter
from tests.delivery_desk import at

Q1 = Quarter(2025, 1)
HEAD = "indicator;period;channel;numerator;denominator;value\n"
FIRST, SECOND, THIRD = at("2026-10-01 10:00"), at("2026-10-02 10:00"), at("2026-10-03 10:00")


@pytest.fixture
def enter(warehouse, settings) -> Any:
    def enter(rows: str, now: datetime, **options: Any) -> tuple[int, ...]:
        with warehouse.begin() as conn:
            found = load(conn, settings, "h.csv", (HEAD + rows).encode(), "Секретарь", now, **options)
        return tuple(found[name] for name in ("rows", "new", "replaced", "unchanged", "withdrawn"))

    return enter


@pytest.fixture
def known(warehouse, settings) -> Any:
    def known(as_of: datetime | None = None) -> dict[tuple[str, str | None, str], Decimal | None]:
        with warehouse.begin() as conn:
            return {key: one.value for key, one in known_values(conn, settings, [Q1], as_of).items()}

    return known


def test_a_corrected_file_replaces_the_same_keys_and_the_past_stays(enter, known):
    assert enter("S-03;2025Q1;;1;8;\nS-03;2025Q1;pos;;;20\n", FIRST) == (2, 2, 0, 0, 0)
    assert enter("S-03;2025Q1;;2;8;\nS-03;2025Q1;pos;;;20\nS-01;2025Q1;;7;;\n", SECOND) == (3, 1, 1, 1, 0)
    late, by_channel, count = ("S-03", None, "2025Q1"), ("S-03", "pos", "2025Q1"), ("S-01", None, "2025Q1")
    assert known() == {late: 25, by_channel: 20, count: 7}
    assert known(SECOND) == known()
    assert known(FIRST) == {late: Decimal("12.5"), by_channel: 20}
    assert known(at("2026-10-01 09:59:59")) == {}


def test_the_same_file_again_changes_nothing(enter, warehouse):
    enter("S-03;2025Q1;;1;3;\n", FIRST)
    assert enter("S-03;2025Q1;;1;3;\n", SECOND) == (1, 0, 0, 1, 0)
    with warehouse.begin() as conn:
        [row] = conn.execute(text("SELECT * FROM meta.history_value")).mappings()
    assert (row["value"], row["loaded_at"], row["superseded_at"]) == (Decimal("33.333333"), FIRST, None)
    assert (row["origin"], row["loaded_by"], row["file_name"], row["row_no"]) == (
        "внесено вручную",
        "Секретарь",
        "h.csv",
        2,
    )
    assert len(row["file_sha256"]) == 64


def test_a_wrong_key_is_withdrawn_and_may_come_again(enter, known):
    enter("S-03;2025Q1;;1;8;\nS-01;2025Q1;;7;;\n", FIRST)
    assert enter("S-03;2025Q1;;1;8;\n", SECOND, is_withdrawn=True) == (1, 0, 0, 0, 1)
    assert known().keys() == {("S-01", None, "2025Q1")}
    assert known(FIRST).keys() == {("S-01", None, "2025Q1"), ("S-03", None, "2025Q1")}
    assert enter("S-03;2025Q1;;1;8;\n", THIRD) == (1, 1, 0, 0, 0)


def test_nothing_of_a_wrong_file_is_taken(enter, known):
    with pytest.raises(HistoryRefused, match="строка 3, столбец period"):
        enter("S-03;2025Q1;;1;8;\nS-03;весна;;1;8;\n", FIRST)
    assert known() == {}


def test_nobody_enters_nothing(warehouse, settings):
    with pytest.raises(UsageError, match=r"Не указано, кто вносит значения: .*--by"), warehouse.begin() as conn:
        load(conn, settings, "h.csv", (HEAD + "S-03;2025Q1;;1;8;\n").encode(), " ", FIRST)


def test_a_quarter_is_over_by_the_local_date_of_the_entry(enter, known):
    with pytest.raises(HistoryRefused, match="строка 2, столбец period: квартал 2025Q1 ещё не окончен"):
        enter("S-03;2025Q1;;1;8;\n", at("2025-03-31 23:59:59"))
    enter("S-03;2025Q1;;1;8;\n", at("2025-04-01 00:00"))
    assert len(known()) == 1


def test_an_executor_is_a_department_not_a_person(warehouse, settings):
    data = "indicator;period;executor;value\nS-03;2025Q1;Отдел ЖКХ;5\nS-03;2025Q1;Иванов И.И.;5\n".encode()
    wrong = "строка 3, столбец executor: похоже на фамилию"
    with pytest.raises(HistoryRefused, match=wrong) as refused, warehouse.begin() as conn:
        load(conn, settings, "h.csv", data, "Секретарь", FIRST)
    assert "Иванов" not in str(refused.value)


def test_zero_of_zero_is_known_to_be_nothing(enter, known):
    enter("S-03;2025Q1;;0;0;\n", FIRST)
    assert known() == {("S-03", None, "2025Q1"): None}
