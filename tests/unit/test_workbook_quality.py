"""The sheets about the data: what was excluded, what is linked, what is not mapped, where the sources differ."""

from __future__ import annotations

import copy
import io
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from svodka.report import workbook
from svodka.report.content import Content
from svodka.report.data_state import data_states
from svodka.report.quality_words import duration_text
from tests import report_sample as sample
from tests.unit.test_workbook import face, lines, table

STATES = data_states(sample.coverage())
TOLD: dict[str, Any] = {
    "excluded": [
        {"channel": "pos", "number": "=7/а", "registered_on": "2026-07-01", "figures": ["S-01", "P-02"],
         "reason": "заведено дважды по ошибке оператора", "decided_by": "Петров П. П.",
         "decided_at": "2026-10-01T10:00:00+05:00"},
        {"channel": "sed", "number": "8", "registered_on": None, "figures": [], "reason": "не наш муниципалитет",
         "decided_by": "Петров П. П.", "decided_at": "2026-10-01T11:00:00+05:00"},
    ],
    "repeat_days": 30,
    "records": [
        {"channel": None, "records": 12, "cases": 11, "repeats_by_source": 2, "repeats_known": 9,
         "repeats_computed": 3, "applicants_known": 10},
        {"channel": "pos", "records": 5, "cases": 5, "repeats_by_source": 2, "repeats_known": 5,
         "repeats_computed": 1, "applicants_known": 5},
    ],
    "links": [
        {"type": "SAME_APPEAL", "origin": "SOURCE", "counts": True, "channel": "sed", "n": 1},
        {"type": "REPEAT", "origin": "COMPUTED", "counts": False, "channel": "pos", "n": 3},
        {"type": "REPEAT", "origin": "COMPUTED", "counts": False, "channel": "sed", "n": 4},
    ],
    "topics": {
        "n_messages": 30, "n_topics": 25,
        "rows": [
            {"topic": "Бродячие собаки", "code": None, "n": 20, "channels": {"pos": 18, "incident": 2},
             "newest_on": "2026-09-01"},
            {"topic": None, "code": None, "n": 10, "channels": {"sed": 10}, "newest_on": "2026-08-01"},
        ],
    },
    "reconciliation": {
        "counts": [
            {"kind": "overdue", "channel": "pos", "n_compared": 5, "n_agree": 3, "n_differ": 2,
             "n_late_by_source_only": 1, "n_late_by_us_only": 1, "n_unknown": 1},
        ],
        "n_differ": 2,
        "differences": [
            {"kind": "overdue", "channel": "pos", "number": "15", "registered_on": "2026-07-01", "source_is_late": True,
             "we_are_late": False, "source_due_at": "2026-07-11T23:59:59+05:00",
             "our_due_at": "2026-07-31T23:59:59+05:00", "answered_at": None, "source_seconds": None,
             "our_seconds": None, "reason": "срок источника иной"},
        ],
    },
}  # fmt: skip


def rendered(**changes: Any) -> openpyxl.Workbook:
    told = copy.deepcopy(TOLD) | changes
    return openpyxl.load_workbook(
        io.BytesIO(workbook.render(Content(sample.document(), STATES, sample.CATALOGUE, face(), told)))
    )


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return rendered()


def rows_under(sheet: Any, heading: str) -> list[tuple]:
    """The table below a heading: its header and its rows."""
    start = next(cell.row for cell in sheet["A"] if cell.value == heading)
    below = [table.ref for table in sheet.tables.values() if range_boundaries(table.ref)[1] > start]
    ref = min(below, key=lambda one: range_boundaries(one)[1])
    return [tuple(cell.value for cell in row) for row in sheet[ref]]


def test_what_is_excluded_stands_with_who_why_and_what_it_would_count_in(book):
    first, second = table(book["Исключено"])
    assert list(first.values()) == [
        "ПОС «Госуслуги. Решаем вместе»", "'=7/а", "01.07.2026", "S-01, P-02", "заведено дважды по ошибке оператора",
        "Петров П. П.", "01.10.2026 10:00",
    ]  # fmt: skip
    assert second["Зарегистрировано"] == "—"
    assert second["Показатели периода, в которые вошло бы"] == "не входит в показатели этого периода"
    lines = [cell.value for cell in book["Данные"]["A"]]
    assert "Исключено из показателей по решению руководителя: 2 (лист «Исключено»)." in lines


def test_without_exclusions_one_line_says_so():
    book = rendered(excluded=[])
    assert [cell.value for cell in book["Исключено"]["A"]][1:] == ["Исключений нет."]
    assert "Исключений из показателей по решению руководителя нет." in [cell.value for cell in book["Данные"]["A"]]


def test_records_and_cases_stand_by_channel_and_links_in_total(book):
    sheet = book["Качество данных"]
    header, everything, pos = rows_under(sheet, "Записи и случаи")
    assert everything == ("Все каналы", 12, 11, 2, 9, 3, 10)
    assert pos[0] == "ПОС «Госуслуги. Решаем вместе»"
    assert header[1:3] == ("Записей", "Случаев")
    assert rows_under(sheet, "Связи между сообщениями")[1:] == [
        ("Одно обращение", "указал источник", 1, "да"),
        ("Повтор", "вычислено", 7, "нет"),
    ]


def test_unmapped_words_are_counted_and_the_rest_is_named(book):
    rows = rows_under(book["Качество данных"], "Не отнесено к направлениям")
    assert rows[1][:2] == ("Бродячие собаки", "—")
    assert rows[1][3:5] == (20, "01.09.2026")
    assert rows[2][0] == "тема не указана"
    assert len(rows) == 3
    assert "… и ещё 23" in lines(book["Качество данных"])


def test_differences_with_the_source_have_their_own_sheet_only_when_there_are_any(book):
    [row] = table(book["Сверка"])[:1]
    assert row["У источника"] == "просрочено, срок 11.07.2026 23:59"
    assert row["У нас"] == "в срок, срок 31.07.2026 23:59"
    assert any("новейшей выгрузки канала" in f"{cell.value}" for cell in book["Сверка"]["A"])
    assert (row["Дан ответ"], row["Вероятная причина"]) == ("—", "срок источника иной")
    assert "Показано 1, … и ещё 1." in lines(book["Сверка"])
    none = {"counts": [], "n_differ": 0, "differences": []}
    assert "Сверка" not in rendered(reconciliation=none).sheetnames


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 с"), (59, "59 с"), (3_661, "1 ч 1 мин"), (7 * 86_400 + 5, "7 дн."), (22 * 90_000, "22 дн. 22 ч"),
        (-60, "−1 мин"),
    ],
)  # fmt: skip
def test_lengths_of_time_are_days_hours_and_minutes(seconds, text):
    assert duration_text(seconds) == text
