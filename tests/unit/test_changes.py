"""What differs between two editions: exactly that, the weightiest first, to the digit, with a reason if known."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.report.changes import Change, by_place, changes
from svodka.report.content import Previous
from svodka.report.sheets import changes as sheet_of_changes
from svodka.report.slice_words import slice_words
from tests import report_history as history
from tests import report_sample as sample

CHANNELS = ("pos", "sed")
BLOCKS = ("Дороги", sample.EVIL)


def rows() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Values of a document: each place once."""
    place = st.fixed_dictionaries(
        {"channel": st.sampled_from([None, *CHANNELS]), "block": st.sampled_from([None, *BLOCKS])}
    )
    row = st.builds(
        lambda code, where, numerator, denominator, flags, n_unknown: sample.value(
            code, str(numerator), None if code == "S-01" else str(denominator), "ед." if code == "S-01" else "%",
            tuple(flags), n_unknown, **{name: value for name, value in where.items() if value},
        ),
        st.sampled_from(["S-01", "S-03", "S-04"]), place, st.integers(0, 9), st.integers(0, 3),
        st.lists(st.sampled_from(["SMALL_N", "INCOMPLETE"]), unique=True, max_size=1), st.integers(0, 1),
    )  # fmt: skip
    return st.lists(row, unique_by=lambda one: (one["indicator"], *one["slice"].values()), max_size=12)


def said(row: Mapping[str, Any] | None) -> list[Any] | None:
    return None if row is None else [row[name] for name in sorted(row.keys() - {"indicator", "slice"})]


@given(rows(), rows())
def test_exactly_what_differs_is_found(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    found = changes({"values": before}, {"values": after})
    was, now = by_place(before), by_place(after)
    expected = {place for place in was.keys() | now.keys() if said(was.get(place)) != said(now.get(place))}
    told = [next(iter(by_place([one.row]))) for one in found]
    assert len(told) == len(expected) and set(told) == expected
    for place, one in zip(told, found, strict=True):
        assert (one.was, one.now) == (was.get(place), now.get(place))
        assert one.why
    widths = [sum(value is not None for value in one.row["slice"].values()) for one in found]
    assert widths == sorted(widths), "totals first, pairs last"


@given(rows())
def test_equal_documents_have_no_changes(values: list[dict[str, Any]]) -> None:
    assert changes({"values": values}, {"values": list(reversed(copy.deepcopy(values)))}) == []


def count(number: str, **where: str) -> dict[str, Any]:
    return sample.value("S-01", number, None, "ед.", **where)


def only(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Change:
    [found] = changes({"values": before}, {"values": after})
    return found


def test_slices_with_most_records_come_first_and_totals_in_the_order_of_the_report():
    share = sample.value("S-03", "1", "40", "%")
    before = [count("9"), share, count("1", block="Дороги"), count("10", block="ЖКХ"), count("2", channel="pos")]
    moved = {**share, "numerator": "2", "value": "5.000000"}
    after = [count("8"), moved, count("2", block="Дороги"), count("18", block="ЖКХ"), count("3", channel="pos")]
    found = changes({"values": before}, {"values": after})
    assert [(one.row["indicator"], *filter(None, one.row["slice"].values())) for one in found] == [
        ("S-01",), ("S-03",), ("S-01", "pos"), ("S-01", "ЖКХ"), ("S-01", "Дороги"),
    ]  # fmt: skip


SHARE = sample.value("S-03", "2", "40", "%")


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ([], [SHARE], "появилось: в прежней редакции такого значения не было"),
        ([SHARE], [], "исчезло: в новой редакции такого значения нет"),
        ([count("1200")], [count("10")], "учтено записей: −1 190"),
        ([SHARE], [sample.value("S-03", "2", "41", "%")], "учтено записей: +1"),
        ([SHARE], [sample.value("S-03", "3", "40", "%")], "записей столько же, сведения о них изменились"),
        ([SHARE], [SHARE | {"version": 2}], "формула: версия 1 → 2"),
        ([SHARE], [SHARE | {"n_unknown": 3}], "записей с пустым полем: было 0, стало 3"),
        ([SHARE | {"flags": ["INCOMPLETE"]}], [SHARE], "больше нет отметки «есть пробел в выгрузках»"),
        ([SHARE], [SHARE | {"flags": ["CLOCK_SOURCE"]}], "новая отметка «время ответа взято из источника»"),
    ],
)
def test_the_reason_is_what_the_documents_tell(was, now, why):
    assert only(was, now).why == why


def test_a_slice_is_told_in_words():
    where = history.places(channel="pos", block=sample.EVIL)
    assert slice_words(where, sample.CHANNELS) == f"канал: ПОС «Госуслуги. Решаем вместе»; направление: {sample.EVIL}"
    assert slice_words(history.places(legal_regime="FZ59"), {}) == "правовой режим: Обращения по 59-ФЗ"
    assert slice_words(history.places(), {}) == "в целом"


def written(previous: Previous | None, document: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    book = openpyxl.Workbook()
    sheet_of_changes.write(book.worksheets[0], history.content(document, history.told(), previous))
    saved = io.BytesIO()
    book.save(saved)
    return list(openpyxl.load_workbook(saved).worksheets[0].iter_rows(values_only=True))


def test_the_first_edition_says_so():
    said = "Это первая выпущенная редакция отчёта за квартал: сравнивать не с чем."
    assert [row[0] for row in written(None)][1] == said


def test_an_edition_with_equal_values_lists_nothing():
    lines = [row[0] for row in written(Previous("0.1", "preliminary", sample.document()))]
    assert lines[1].startswith(
        "Сравнивается с редакцией 0.1 (предварительная): в ней учтено всё, что поступило до 02.10"
    )
    assert lines[2:] == ["Значения показателей не изменились."]


def test_the_sheet_lists_was_is_and_difference_exactly():
    values = sample.document()["values"]
    gone = count("4", executor="-Отдел ЖКХ", block="Дороги")
    old = {**sample.document(late="1"), "values": [*sample.document(late="1")["values"], gone]}
    place = next(n for n, row in enumerate(values) if row["slice"]["block"] == sample.EVIL)
    del old["values"][place]
    mean = next(n for n, row in enumerate(old["values"]) if row["indicator"] == "I-01")
    old["values"][mean] = {**old["values"][mean], "numerator": "2345.600000", "value": "2.345600"}
    found = written(Previous("1", "approved", old))
    assert "Изменилось значений: 4 (всего в редакции 15)." in [row[0] for row in found]
    start = next(n for n, row in enumerate(found) if row[0] == "Код") + 1
    assert found[start:] == [
        ("S-03", "Доля сообщений с нарушением срока ответа", "в целом", 2.5, "1 из 40", 5, "2 из 40", "↑ +2,5 п.п.",
         "записей столько же, сведения о них изменились"),
        ("I-01", "Среднее время ответа на инцидент", "в целом", 2.3, "2 345,6 / 1 000", 2.3, "2 345,678901 / 1 000",
         "↑ менее чем на 0,1 ч", "записей столько же, сведения о них изменились"),
        ("S-01", "Количество поступивших сообщений", f"направление: {sample.EVIL}", "—", "—", 3, "ед.", "—",
         "появилось: в прежней редакции такого значения не было"),
        ("S-01", "Количество поступивших сообщений", "направление: Дороги; исполнитель: -Отдел ЖКХ", 4, "ед.", "—", "—",
         "—", "исчезло: в новой редакции такого значения нет"),
    ]  # fmt: skip


def test_a_long_list_ends_with_how_many_more_there_are(monkeypatch):
    monkeypatch.setattr(sheet_of_changes, "SHOWN", 3)
    rows = written(Previous("1", "approved", sample.document(values=[])))
    codes = [row[0] for row in rows]
    assert len(codes) - codes.index("Код") == 1 + 3 + 1
    rest = len(sample.document()["values"]) - 3
    assert codes[-1] == f"… и ещё {rest}: сравните приложения (figures.csv) двух редакций."


def test_a_remark_alone_is_a_change_of_the_same_value():
    gap = SHARE | {"flags": ["INCOMPLETE"]}
    rows = written(Previous("1", "approved", sample.document(values=[gap])), sample.document(values=[SHARE]))
    assert rows[-1][3:] == (
        5, "2 из 40", 5, "2 из 40", "значение то же", "больше нет отметки «есть пробел в выгрузках»",
    )  # fmt: skip


def test_a_count_of_a_changed_kind_is_written_without_a_formula_sign():
    was = sample.value("S-03", "-3", "10", "%")
    rows = written(Previous("1", "approved", sample.document(values=[was])), sample.document(values=[SHARE]))
    assert rows[-1][4] == "−3 / 10"
