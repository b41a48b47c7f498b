"""A definition holds from its date once it is known; two that cannot stand side by side are refused."""

from datetime import date
from pathlib import Path

import pytest

from svodka.figures.indicators import IndicatorError, catalogue, in_force
from svodka.warehouse.engine import SQL

GOOD = (SQL / "indicators" / "p_02.sql").read_text(encoding="utf-8")


def write(
    folder: Path, name: str, version: int, valid: str = "2018-01-01", known: str = "2018-01-01", code: str = "P-02"
) -> None:
    """One more definition; valid: «first» or «first — last»."""
    first, _, last = valid.partition(" — ")
    lines = f"-- valid_from: {first}" + (f"\n-- valid_to: {last}" if last else "")
    text = GOOD.replace("P-02", code).replace("-- version: 1", f"-- version: {version}")
    text = text.replace("-- valid_from: 2018-01-01", lines).replace("known_from: 2018-01-01", f"known_from: {known}")
    (folder / name).write_text(text, encoding="utf-8")


def version(folder: Path, first_day: date, known_on: date = date(2030, 1, 1)) -> int | None:
    held = in_force(first_day, known_on, folder)
    return held[0].version if held else None


def test_an_order_changes_a_definition_from_its_date_once_it_is_known(tmp_path: Path) -> None:
    write(tmp_path, "p_02.sql", 1)
    write(tmp_path, "p_02_v2.sql", 2, "2027-01-01", "2026-12-15")
    assert version(tmp_path, date(2026, 10, 1), date(2027, 1, 3)) == 1
    assert version(tmp_path, date(2027, 1, 1), date(2027, 4, 2)) == 2
    assert version(tmp_path, date(2027, 1, 1), date(2026, 12, 14)) == 1


def test_a_definition_ends_after_the_last_quarter_that_begins_in_its_validity(tmp_path: Path) -> None:
    write(tmp_path, "p_02.sql", 1, "2018-01-01 — 2026-10-01")
    assert version(tmp_path, date(2026, 10, 1)) == 1
    assert version(tmp_path, date(2027, 1, 1)) is None


def test_the_end_of_the_youngest_does_not_bring_back_what_it_replaced(tmp_path: Path) -> None:
    write(tmp_path, "p_02.sql", 1)
    write(tmp_path, "p_02_v2.sql", 2, "2027-01-01 — 2027-12-31")
    assert [version(tmp_path, date(year, 1, 1)) for year in (2026, 2027, 2028)] == [1, 2, None]


def test_a_gap_between_two_definitions_is_allowed(tmp_path: Path) -> None:
    write(tmp_path, "p_02.sql", 1, "2018-01-01 — 2026-12-31")
    write(tmp_path, "p_02_v2.sql", 2, "2027-04-01")
    assert [version(tmp_path, date(2027, month, 1)) for month in (1, 4)] == [None, 2]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ((1, "2018-01-01"), (1, "2027-01-01"), "те же code P-02 и version 1"),
        ((1, "2018-01-01"), (2, "2018-01-01"), "даты valid_from и known_from"),
        ((2, "2018-01-01"), (1, "2027-01-01"), "version растёт вместе с valid_from"),
        ((1, "2018-01-01 — 2027-01-01"), (2, "2027-01-01"), "действуют оба. Уберите valid_to в a.sql"),
        ((1, "2018-01-01 — 2027-06-30"), (2, "2027-01-01", "2027-02-01"), "действуют оба"),
        ((1, "2018-01-01"), (2, "2027-01-01", "2027-01-01", "Р-02"), "русской и латинской буквой"),
    ],
)
def test_two_definitions_of_one_code_may_not_clash(tmp_path: Path, first: tuple, second: tuple, reason: str) -> None:
    write(tmp_path, "a.sql", *first)
    write(tmp_path, "b.sql", *second)
    with pytest.raises(IndicatorError, match=r"sql/indicators/b.sql: спорит с a.sql") as refusal:
        catalogue(tmp_path)
    assert reason in str(refusal.value)
