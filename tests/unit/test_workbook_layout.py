"""Lines, tables and styles of a sheet: text that fits, names that are valid, styles that are shared and stay whole."""

from __future__ import annotations

import gc
import weakref
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from svodka.report.sheets.layout import (
    HEADING,
    TITLE,
    Column,
    Shown,
    keep_together,
    set_page,
    set_widths,
    write_line,
    write_table,
)
from svodka.report.sheets.layout.text import ZERO, n_lines, width_of_header
from svodka.report.sheets.layout.text_width import text_width, wrapped

COLUMNS = (Column("Имя", 20), Column("Число", 12, "number"))


def sheet(title: str = "Лист") -> Any:
    book = Workbook()
    book.active.title = title
    return book.active


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя Ж№W.«»—\n", max_size=200), st.integers(3_000, 60_000))
def test_a_text_is_broken_into_lines_that_fit_and_nothing_is_lost(text, room):
    found = wrapped(text, room)
    assert all(text_width(line) <= room or len(line) == 1 for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert len(found) >= text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("Доля сообщений с нарушением срока ответа", 21_080),
        ("ПОС «Госуслуги. Решаем вместе»", 16_161),
        ("WWWWWWWWWW", 9_438),
        ("№ 15-Щ", 3_733),
    ],
)
def test_letters_are_as_wide_as_in_arial(text, width):
    assert text_width(text) == pytest.approx(width, rel=1e-3)


def test_unknown_letters_are_taken_for_wide_ones():
    assert text_width("漢字") == 2_000


def test_bold_text_and_a_filters_button_take_room():
    width = (text_width("Показатели эффективности") + 1_500) / ZERO
    assert n_lines("Показатели эффективности", width) == 1
    assert n_lines("Показатели эффективности", width, is_bold=True) == 2
    assert n_lines("Показатели эффективности", width, has_button=True) == 2


def test_a_long_line_goes_on_in_the_rows_below_without_merging():
    one = sheet()
    text = " ".join(["слово"] * 40)
    after = write_line(one, 3, text, columns=COLUMNS)
    assert after > 5
    assert " ".join(one.cell(row, 1).value for row in range(3, after)) == text
    assert not one.merged_cells.ranges
    assert one.cell(after, 1).value is None


def test_larger_and_bolder_text_is_broken_earlier_and_has_a_higher_row():
    one = sheet()
    text = " ".join(["слово"] * 40)
    plain, bold, large = (write_line(one, 1, text, font, COLUMNS) for font in (Font(size=10), HEADING, TITLE))
    assert plain < bold < large
    assert one.row_dimensions[1].height > 18


def test_a_line_without_columns_stays_in_one_row():
    one = sheet()
    assert write_line(one, 1, "слово " * 100) == 2


def test_a_table_is_named_after_its_sheet_and_names_never_repeat():
    book = Workbook()
    first, second = book.active, book.create_sheet("По каналам (2)")
    first.title = "По каналам"
    row = write_table(first, 1, COLUMNS, [["а", 1]])
    write_table(first, row + 1, COLUMNS, [["б", 2]])
    write_table(second, 1, COLUMNS, [["в", 3]], name="ПО КАНАЛАМ")
    write_table(second, 10, COLUMNS, [["в", 3]], name="R1C1")
    write_table(second, 15, COLUMNS, [["в", 3]], name="ab1")
    write_table(second, 20, COLUMNS, [["в", 3]], name="2026")
    assert list(first.tables) == ["По_каналам", "По_каналам_2"]
    assert list(second.tables) == ["ПО_КАНАЛАМ_3", "Таблица_R1C1", "Таблица_ab1", "Таблица_2026"]


def test_a_table_covers_its_header_and_rows_and_no_more():
    one = sheet()
    assert write_table(one, 4, COLUMNS, [["а", 1], ["б", Decimal("2.5")]]) == 7
    assert one.tables["Лист"].ref == "A4:B6"
    assert one.tables["Лист"].autoFilter.ref == "A4:B6"
    assert [cell.value for cell in one[7]] == [None, None]


def test_a_table_without_rows_says_so_in_one():
    one = sheet()
    assert write_table(one, 1, COLUMNS, []) == 3
    assert [cell.value for cell in one[2]] == ["Нет записей", "—"]


@pytest.mark.parametrize("titles", [("Имя", "имя"), ("Имя", ""), ("Имя", "Имя")])
def test_headers_that_excel_would_refuse_are_refused_here(titles):
    with pytest.raises(AssertionError, match="headers"):
        write_table(sheet(), 1, [Column(title, 10) for title in titles], [])


def test_a_column_is_widened_until_no_word_of_its_header_is_broken():
    one, columns = sheet(), (Column("Зарегистрировано вовремя", 8), Column("Кто", 30))
    set_widths(one, columns)
    write_table(one, 1, columns, [["а", "б"]])
    assert one.column_dimensions["A"].width == pytest.approx(width_of_header("Зарегистрировано вовремя", True), abs=0.1)
    assert n_lines("Зарегистрировано", one.column_dimensions["A"].width, is_bold=True, has_button=True) == 1
    assert one.column_dimensions["B"].width == 30


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [
        (1234, "#,##0"), (Decimal("12"), "#,##0"), (Decimal("12.5"), "#,##0.0"), (Decimal("12.345678"), "#,##0.00"),
        (Decimal("1E+3"), "#,##0"),
    ],
)  # fmt: skip
def test_a_number_has_as_many_places_as_it_needs_two_at_most(value, shown_as):
    one = sheet()
    write_table(one, 1, COLUMNS, [["а", value]])
    assert (one["B2"].value, one["B2"].number_format) == (value, shown_as)


@pytest.mark.parametrize("text", ["=1+1", "+7", "-3", "@x", "\t=1", "\n=1", "\r=1"])
def test_no_text_begins_as_a_formula(text):
    one = sheet()
    write_table(one, 1, (Column(text, 10), COLUMNS[1]), [[text, 1]], name=text)
    write_line(one, 5, text)
    for place in ("A1", "A2", "A5"):
        assert one[place].value.startswith("'")
        assert one[place].data_type == "s"


def test_text_that_a_cell_cannot_hold_is_cleaned():
    one = sheet()
    write_table(one, 1, COLUMNS, [["а\x00б\x0bв", 1], ["д" * 40_000, 2]])
    assert one["A2"].value == "абв"
    assert len(one["A3"].value) == 32_767


def test_a_style_is_shared_and_cannot_be_changed_by_one_of_its_cells():
    one = sheet()
    write_table(one, 1, COLUMNS, [["а", 1], ["б", 2], [Shown("в", "bad"), 3]])
    assert one["A2"]._style is one["A3"]._style
    with pytest.raises(TypeError, match="another role"):
        one["A2"].font = TITLE
    assert (one["A2"].font.sz, one["A3"].font.b) == (10, False)
    assert one["A4"].font.b
    assert one["A4"].font.color.rgb == "00B34700"


def test_a_workbook_is_let_go_when_nobody_needs_it():
    one = sheet()
    write_table(one, 1, COLUMNS, [["а", 1]])
    book = weakref.ref(one.parent)
    del one
    gc.collect()
    assert book() is None


def test_a_page_freezes_its_header_and_its_first_columns():
    one = sheet()
    write_table(one, 3, COLUMNS, [["а", 1]])
    set_page(one, 3, 2, ("ГО «А & Б»", "редакция 1"), frozen_columns=1)
    assert (one.oddFooter.left.text, one.oddFooter.center.text) == ("ГО «А && Б»", "редакция 1")
    assert (one.freeze_panes, one.print_title_rows, one.print_area) == ("B4", "$3:$3", "'Лист'!$A$1:$B$4")


def test_a_block_that_the_end_of_a_page_would_part_begins_a_new_one():
    one = sheet()
    set_widths(one, [Column("", 60), Column("", 60)])
    keep_together(one, 2, [(10, 14), (30, 39), (40, 44)])
    assert [each.id for each in one.row_breaks.brk] == [29]
    set_page(one, None, 2, ("ГО", "редакция 1"))
    assert not one.sheet_properties.pageSetUpPr.fitToPage, "a program that fits a sheet heeds no breaks"
    assert 90 < one.page_setup.scale <= 96


def test_an_empty_table_says_so_in_its_widest_column():
    one = sheet()
    write_table(one, 1, [Column("Код", 8), Column("Показатель", 40), Column("Ед.", 8)], [])
    assert [cell.value for cell in one[2]] == ["—", "Нет записей", "—"]
    assert one.row_dimensions[2].height is None, "one line"
