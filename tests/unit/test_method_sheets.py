"""The method, the norms of terms and the expressions: each on its own sheet, in words before anything else."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from tests import report_history as history
from tests import report_sample as sample
from tests.unit.test_trend_sheets import opened, rows_of

NORMS = [
    {"regime": "Обращения по 59-ФЗ", "step": "ответ", "condition": "", "term": "30 календарных дней со дня регистрации",
     "source": "59-ФЗ, ст. 12 ч. 1", "valid_from": "2006-11-02"},
    {"regime": "Инцидент Менеджмент", "step": "ответ", "condition": "высокий приоритет", "term": "4 рабочих часа",
     "source": "=уточнить у ЦУР", "valid_from": "2018-01-01"},
]  # fmt: skip
CALENDAR = {"year": 2026, "is_official": True, "n_corrections": 2}


def told(**changes: Any) -> dict[str, Any]:
    return history.told(norms=NORMS, calendar=CALENDAR) | changes


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return opened(history.content(told=told()))


def test_the_method_names_formula_basis_and_target_of_each_indicator(book):
    rows = {row["Код"]: row for row in rows_of(book["Методика"])}
    assert list(rows) == [one.code for one in sample.CATALOGUE]
    late = rows["S-03"]
    assert (late["Как считается"], late["Основание"]) == (sample.CATALOGUE[1].formula, sample.CATALOGUE[1].basis)
    assert [late[name] for name in ("Вид", "Цель", "Цель действует с", "Кем установлена цель")] == [
        "доля", "не больше 0 %", "01.01.2018", "нарушений срока быть не должно",
    ]  # fmt: skip
    assert rows["S-04"]["Кем установлена цель"] == "'=договорённость"
    assert [rows["S-01"][name] for name in ("Цель", "Цель действует с", "Кем установлена цель")] == [
        "не установлена", "—", "—",
    ]  # fmt: skip
    notes = " ".join(f"{cell.value}" for cell in book["Методика"]["A"])
    assert "производственному календарю 2026 года, с официальными переносами выходных; поправок внесено: 2." in notes


def test_the_norms_and_the_expressions_have_sheets_of_their_own(book):
    first, second = rows_of(book["Нормы сроков"], "Обращения и сообщения")
    assert list(first.values()) == [
        "Обращения по 59-ФЗ", "ответ", "все", "30 календарных дней со дня регистрации", "02.11.2006",
        "59-ФЗ, ст. 12 ч. 1",
    ]  # fmt: skip
    assert (second["Каких касается"], second["Основание"]) == ("высокий приоритет", "'=уточнить у ЦУР")
    parts = [(row["Код"], row["Часть"], row["Выражение"]) for row in rows_of(book["Формулы"])]
    assert ("S-01", "числитель", "count(*) FILTER (WHERE in_due AND is_late)") in parts
    assert ("S-03", "знаменатель", "count(*)") in parts
    assert len(parts) == 2 * len(sample.CATALOGUE) - 1


def test_a_year_whose_transfers_are_not_known_is_told():
    calendar = CALENDAR | {"is_official": False, "n_corrections": 0}
    notes = " ".join(f"{cell.value}" for cell in opened(history.content(told=told(calendar=calendar)))["Методика"]["A"])
    assert "официальные переносы выходных ещё не были известны" in notes and "поправок" not in notes


def test_the_expressions_stand_last_and_say_for_whom_they_are(book):
    assert book.sheetnames[-1] == "Формулы"
    said = " ".join(f"{cell.value}" for cell in book["Формулы"]["A"][:4])
    assert "Читать их не нужно: то же словами — на листе «Методика»" in said


def test_no_sheet_tells_its_reader_to_type_a_command(book):
    for sheet in book:
        said = [f"{cell.value}" for row in sheet.iter_rows() for cell in row]
        assert not [text for text in said if "svodka " in text], sheet.title
