"""Columns are found by their names, whatever a clerk did to the rows above them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svodka.intake.tables import Layout
from svodka.intake.tables.headers import HeaderBook, find, normalised

LAYOUT = Layout(
    fields={
        "source_number": ["Рег. №", "Номер"],
        "received_at": ["Дата поступления"],
        "registered_at": ["Дата регистрации"],
        "answered_at": ["Дата ответа"],
        "status": ["Статус"],
        "executor": ["Отдел"],
    },
    conditional_headers=[
        {
            "header": "Дата обращения",
            "field": "received_at",
            "when_header_present": "Дата регистрации",
            "else_field": "registered_at",
        }
    ],
)
BOOK = HeaderBook(LAYOUT)
ONE_ROW = ["Рег. №", "Дата регистрации", "Статус"]


@pytest.mark.parametrize(
    "written",
    [
        "Дата регистрации",
        " ДАТА\nРегистрации ",
        "дата\u00a0 регистрации:",
        "Дата регистрации *",
        "Дата\r\nрегистрации.",
    ],
)
def test_the_same_header_written_otherwise(written: str) -> None:
    assert BOOK.columns([written]) == {"registered_at": [0]}


def test_yo_makes_no_difference_and_brackets_do() -> None:
    assert normalised("Населённый  пункт") == normalised("НАСЕЛЕННЫЙ ПУНКТ")
    assert normalised("Оформление (%)") != normalised("Оформление")


def test_header_below_title_rows() -> None:
    header = find([["Отчёт за сентябрь", "", ""], ["", "", ""], ONE_ROW, ["7", "8", "9"]], BOOK)
    assert header is not None
    assert (header.row, header.depth, header.texts) == (2, 1, ONE_ROW)


def test_a_row_with_two_known_headers_is_none() -> None:
    assert find([["Рег. №", "Дата регистрации", "Прочее"]], BOOK) is None


def test_headers_below_the_searched_rows_are_not_found() -> None:
    assert find([["x"]] * 60 + [ONE_ROW], BOOK) is None
    assert find([["x"]] * 59 + [ONE_ROW], BOOK) is not None


def test_second_row_names_the_parts_of_a_merged_header() -> None:
    top = ["Рег. №", "Статус", "Отдел", "Дата", "", "Примечание"]
    header = find([top, ["", "", "", "регистрации", "ответа", ""], ["1", "x", "y", "a", "b", "c"]], BOOK)
    assert header is not None
    assert header.depth == 2
    assert BOOK.columns(header.texts) == {
        "source_number": [0],
        "status": [1],
        "executor": [2],
        "registered_at": [3],
        "answered_at": [4],
    }


def test_second_row_under_a_known_group_names_a_part_too() -> None:
    header = find([[*ONE_ROW, "Исполнители", ""], ["", "", "", "Отдел", "ФИО"], ["7", "2", "3", "4", "5"]], BOOK)
    assert header is not None
    assert (header.depth, BOOK.columns(header.texts)["executor"]) == (2, [3])


def test_two_rows_that_only_together_hold_enough_headers() -> None:
    header = find([["Рег. №", "Даты", "", "Прочее"], ["", "Дата регистрации", "Дата ответа", ""]], BOOK)
    assert header is not None
    assert (header.row, header.depth) == (0, 2)
    assert set(BOOK.columns(header.texts)) == {"source_number", "registered_at", "answered_at"}


@pytest.mark.parametrize(
    "first_row",
    [
        ["12", "01.07.2026", "Новый", "текст"],
        ["", "", "", "примечание без номера"],
        ["", "01.07.2026", "Новый", ""],
    ],
)
def test_a_row_of_data_is_no_second_header_row(first_row: list[str]) -> None:
    header = find([[*ONE_ROW, "Примечание"], first_row], BOOK)
    assert header is not None
    assert header.depth == 1


@pytest.mark.parametrize("numbering", [["1", "2", "3"], [1.0, 2.0, 3.0], ["0", "1", "2"]])
def test_a_row_of_column_numbers_belongs_to_the_header(numbering: list[object]) -> None:
    header = find([ONE_ROW, numbering, ["7", "8", "9"]], BOOK)  # type: ignore[list-item]
    assert header is not None
    assert header.depth == 2


def test_condition_moves_a_header_to_another_field() -> None:
    assert BOOK.columns(["Дата обращения", "Дата регистрации"]) == {"received_at": [0], "registered_at": [1]}
    assert BOOK.columns(["Дата обращения", "Статус"]) == {"registered_at": [0], "status": [1]}


def test_synonyms_of_one_field_stand_from_left_to_right() -> None:
    assert BOOK.columns(["Номер", "Статус", "Рег. №"])["source_number"] == [0, 2]


known = st.sampled_from([name for names in LAYOUT.fields.values() for name in names])
spaces = st.sampled_from([" ", "\n", "\u00a0", "  ", "\r\n", "\t"])


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    header = draw(known)
    words = [draw(st.sampled_from([str.upper, str.lower, str.title]))(word) for word in header.split(" ")]
    written = words[0] + "".join(draw(spaces) + word for word in words[1:])
    return header, draw(st.sampled_from(["", " ", "\n"])) + written + draw(
        st.sampled_from(["", ":", " *", ".", "\u00a0"])
    )


@settings(deadline=None)
@given(st.lists(disguised(), min_size=3, max_size=6, unique_by=lambda pair: pair[0]), st.integers(0, 59), st.data())
def test_any_order_and_any_disguise_give_the_same_fields(
    pairs: list[tuple[str, str]], n_titles: int, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(pairs))
    rows = [["заголовок отчёта"]] * n_titles + [[written for _, written in order]]
    header = find(rows, BOOK)
    assert header is not None
    assert header.row == n_titles
    assert BOOK.columns(header.texts) == BOOK.columns([name for name, _ in order])


@settings(deadline=None)
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
