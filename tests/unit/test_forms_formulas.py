"""Formulas, number formats and spellings: what the program reads of them, whatever a person has typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.report.forms.formulas import Standing, moved, why_not
from svodka.report.forms.number_format import NumberFormat, read_format
from svodka.report.forms.references import RowMap
from svodka.report.forms.tokens import half_tokens, tokens_of
from svodka.report.forms.words import near, normal, normal_code, the_one

MAPS = {"А": RowMap({5: 3}), "Лист 2": RowMap({2: 2})}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A6+1", "A8+1"),
        ("SUM(A5)", "SUM(A5:A7)"),
        ("SUM(A5+1)", "SUM(A5+1)"),  # no list: a part of an expression
        ("VLOOKUP(A6,A5:C5,2)", "VLOOKUP(A8,A5:C7,2)"),
        ("'Лист 2'!A3*$B$9", "'Лист 2'!A4*$B$11"),
        ("SUM('Лист 2'!$A$2)", "SUM('Лист 2'!$A$2:$A$3)"),
        ("Таблица[Всего]+ИМЯ", "Таблица[Всего]+ИМЯ"),
        ('"A6"&A6&{1,2}', '"A6"&A8&{1,2}'),
        ("SUM(INDEX(A1:A9,1):A6)", "SUM(INDEX(A1:A11,1):A8)"),
        ("#REF!+A6", "#REF!+A8"),
    ],
)
def test_a_formula_follows(formula, expected):
    assert moved(formula, Standing("А"), MAPS) == expected


@pytest.mark.parametrize(
    ("formula", "at", "is_fine"),
    [
        ("SUM(A5)", Standing("А"), True),
        ("A5", Standing("А"), False),
        ("COUNTIF(A5,1)", Standing("А"), False),
        ("А!A5", Standing("Другой"), False),
        ("B5*2", Standing("А", 5), True),
        ("B7*2", Standing("А", 5), False),
        ("OFFSET(A1,1,1)", Standing("А"), False),
        ("OFFSET(A1,1,1)", Standing("Другой"), True),
        ("SUM(А:Б!A1)", Standing("Другой"), False),
        ("(((", Standing("А"), True),
    ],
)
def test_formulas_that_could_not_follow_are_known(formula, at, is_fine):
    assert (why_not(formula, at, {"А": frozenset({5, 7})}) == "") is is_fine


@given(st.text(alphabet="A$5:!()+,\"' SUМлист{}[]#", max_size=25))
def test_no_formula_makes_a_crash(text):
    assert isinstance(moved(text, Standing("А"), MAPS), str)
    assert isinstance(why_not(text, Standing("А"), {"А": frozenset({5})}), str)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", NumberFormat()),
        ("Основной", NumberFormat()),
        ("0", NumberFormat(0)),
        ("#,##0.00", NumberFormat(2)),
        ('#,##0.0\\ "₽";[Red]-0', NumberFormat(1)),
        ("0.0%", NumberFormat(1, is_percent=True)),
        ("@", NumberFormat(is_text=True)),
        ("dd.mm.yyyy", NumberFormat(is_day=True)),
        ("[$-419]d mmmm yyyy", NumberFormat(is_day=True)),
        ("# ?/?", NumberFormat(6)),
        ("0.00E+00", NumberFormat(6)),
        ("#,##0,", NumberFormat(6)),
        (";;;", NumberFormat()),
        ('"да"', NumberFormat()),
    ],
)
def test_number_formats_are_read(code, expected):
    assert read_format(code) == expected


@given(st.text(max_size=30))
def test_any_text_can_be_read_for_tokens_and_formats(text):
    found = tokens_of(text)
    assert all(text[one.start : one.end] == one.written for one in found)
    assert isinstance(half_tokens(text), list)
    assert isinstance(read_format(text), NumberFormat)


@given(st.text(alphabet="{}|:=* абP-02", max_size=40))
def test_braces_in_any_order_are_tokens_or_halves_or_nothing(text):
    left = text
    for one in reversed(tokens_of(text)):
        left = left[: one.start] + " " + left[one.end :]
    assert ("{{" in left or "}}" in left) <= bool(half_tokens(text))


@given(st.text(alphabet='абвЁё «»"-–. PpРр02', max_size=20))
def test_a_normal_text_stays_normal(text):
    assert normal(normal(text)) == normal(text)
    assert normal_code(normal_code(text)) == normal_code(text)


CHANNELS = {
    "pos": ("pos", "Платформа обратной связи"),
    "sed": ("sed", "Система электронного документооборота"),
    "appeals": ("appeals", "Обращения по 59-ФЗ (реестр и ССТУ)"),
    "incident": ("incident", "Инцидент Менеджмент"),
}


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("ПОС", "pos"),
        ("пос", "pos"),
        ("pos", "pos"),
        ("СЭД", "sed"),
        ("59-ФЗ", "appeals"),
        ("59 – фз", "appeals"),
        ("инцидент", "incident"),
        ("«Платформа  обратной связи»", "pos"),
        ("система", "sed"),
        ("по", "appeals"),
        ("телефон", None),
        ("", None),
    ],
)
def test_a_channel_is_meant_by_name_title_letters_or_words(asked, key):
    assert the_one(asked, CHANNELS) == key


def test_two_that_would_do_are_none():
    assert the_one("отдел", {"а": ("Отдел дорог",), "б": ("Отдел ЖКХ",)}) is None
    assert the_one("Отдел ЖКХ", {"Отдел ЖКХ": ("Отдел ЖКХ",), "отдел жкх": ("отдел жкх",)}) == "Отдел ЖКХ"


def test_the_likest_comes_first():
    assert near("преиод", ["период", "год", "редакция"])[0] == "период"
    assert near("ффф", ["период"]) == []
