"""Eight quarters as a table and as charts that draw the right cells, and official pages."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from svodka.report import workbook
from svodka.report.content import Content
from svodka.report.pictures import PICTURES, drawn
from svodka.report.sheets import charts, trends
from tests import report_history as history
from tests import report_sample as sample

PAGE_CODES = {"G-01": ("10", "11", "%"), "G-02": ("608.840000", "9", "балл"), "G-03": ("83", "132", "%")}
PAGE_TEXTS = [
    sample.Text(code, f"Показатель страниц {code}", unit, "higher") for code, (_, _, unit) in PAGE_CODES.items()
]


def told(**changes: Any) -> dict[str, Any]:
    return history.told() | changes


def opened(content: Content) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.render(content)))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return opened(history.content(told=told()))


def with_pages() -> Content:
    """The sample with indicators of pages, in this quarter and the one before."""
    rows = [
        sample.value(code, numerator, denominator, unit) for code, (numerator, denominator, unit) in PAGE_CODES.items()
    ]
    document = sample.document(values=[*sample.document()["values"], *rows])
    trend = history.trend()
    for row, text in zip(rows, PAGE_TEXTS, strict=True):
        points = [history.point(period, row if place >= 6 else None) for place, period in enumerate(history.QUARTERS)]
        one = {"indicator": text.code, "title": text.title, "unit": text.unit, "channel": None, "points": points}
        trend["series"].append(one)
    targets = {
        **history.TARGETS,
        "G-01": {"relation": ">=", "target": "100", "source": "270-ФЗ", "valid_from": "2022-12-01"},
    }
    return history.content(document, told(trend=trend, targets=targets), catalogue=[*sample.CATALOGUE, *PAGE_TEXTS])


def rows_of(sheet: Any, first: str = "Код") -> list[dict[str, Any]]:
    """The rows of the table whose header begins with that word."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == first)
    end = next((n for n in range(start, len(rows)) if rows[n][0] is None), len(rows))
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 : end]]


def cells(book: openpyxl.Workbook, reference: str) -> list[Any]:
    title, area = re.fullmatch(r"'?(.+?)'?!(.+)", reference).groups()  # type: ignore[union-attr]
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    assert left == right
    return [book[title].cell(row, left).value for row in range(top, bottom + 1)]


def series_of(book: openpyxl.Workbook, chart: Any) -> dict[str, list[Any]]:
    """What a chart draws, by the names of its legend, read through its references."""
    found = {}
    for one in chart.series:
        assert cells(book, one.cat.strRef.f) == [point.v for point in one.cat.strRef.strCache.pt] == [
            "IV.24", "I.25", "II.25", "III.25", "IV.25", "I.26", "II.26", "III.26",
        ]  # fmt: skip
        [name] = cells(book, one.tx.strRef.f)
        found[name] = cells(book, one.val.numRef.f)
        kept = {point.idx: float(point.v) for point in one.val.numRef.numCache.pt}
        assert kept == {place: value for place, value in enumerate(found[name]) if value is not None}
        assert [point.v for point in one.tx.strRef.strCache.pt] == [name]
    return found


def titled(book: openpyxl.Workbook, sheet: str = "Графики") -> dict[str, Any]:
    return {chart.title.tx.rich.p[0].r[0].t: chart for chart in book[sheet]._charts}


def test_the_table_has_a_row_an_indicator_and_a_column_a_quarter(book):
    received, late, worked, _, pos = rows_of(book["Динамика"])
    assert list(received)[:11] == [
        "Код", "Показатель", "Ед.", "IV кв. 2024", "I кв. 2025", "II кв. 2025", "III кв. 2025", "IV кв. 2025",
        "I кв. 2026", "II кв. 2026", "III кв. 2026",
    ]  # fmt: skip
    assert list(received.values())[3:11] == ["—", 900, 950, 1100, 1050, 1200, 1200, 1234]
    assert (received["К прошлому кварталу"], received["К тому же кварталу год назад"]) == (
        "↑ +34 ед. (+2,8 %)",
        "↑ +134 ед. (+12,2 %)",
    )
    assert (late["III кв. 2026"], late["К прошлому кварталу"]) == (5, "↓ −2,5 п.п., лучше")
    assert late["Примечание"] == "неполные выгрузки: III кв. 2026"
    assert worked["К прошлому кварталу"] == "→ без изменений"
    assert pos["К прошлому кварталу"] == "↑ +13,7 дн., хуже"
    assert "Ни за один квартал нет данных: A-06." in [cell.value for cell in book["Динамика"]["A"]]


def changed_points(code: str, **points: dict[str, Any]) -> dict[str, Any]:
    """The sample's trend with other points of one total: changed_points("S-03", q2026Q2={…})."""
    trend = copy.deepcopy(history.trend())
    [series] = [one for one in trend["series"] if one["indicator"] == code and one["channel"] is None]
    for point in series["points"]:
        point.update(points.get(f"q{point['period']}", {}))
    return trend


def row_of(trend: dict[str, Any], code: str) -> dict[str, Any]:
    [found] = [
        row for row in rows_of(opened(history.content(told=told(trend=trend)))["Динамика"]) if row["Код"] == code
    ]
    return found


def test_few_records_stand_as_counts_and_are_not_compared():
    few = sample.value("S-03", "1", "4", "%", ("SMALL_N",))
    trend = changed_points("S-03", q2026Q2={name: few[name] for name in ("numerator", "denominator", "value", "flags")})
    row = row_of(trend, "S-03")
    assert (row["II кв. 2026"], row["К прошлому кварталу"]) == ("1 из 4", "н/д")
    lines = {picture.title: picture.lines for picture in drawn(history.content(told=told(trend=trend)))}
    [first, _] = lines["Доля с нарушением срока ответа, %"]
    assert first.numbers[6] is None and first.numbers[5] is not None, "nor are they drawn as if they were many"


def test_what_was_entered_by_hand_or_by_another_formula_is_told():
    entered = {"numerator": None, "denominator": None, "version": None, "value": "901.000000"}
    trend = changed_points(
        "S-01", q2025Q1=entered, q2025Q2=entered, q2025Q4=entered, q2025Q3={"version": 2},
        q2026Q1={"entered": {"value": "1199.000000", "origin": "внесено вручную", "difference": "1.000000"}},
    )  # fmt: skip
    row = row_of(trend, "S-01")
    assert row["I кв. 2025"] == 901
    assert row["Примечание"] == (
        "внесено вручную: I кв. 2025 – II кв. 2025, IV кв. 2025; по прежней формуле: III кв. 2025; "
        "I кв. 2026: внесено вручную 1 199"
    )


def test_a_column_of_remarks_without_a_remark_is_left_out():
    document = sample.document()
    for row in document["values"]:
        row["flags"] = []
    sheet = opened(history.content(document, told(trend=history.trend(document))))["Динамика"]
    assert "Примечание" not in rows_of(sheet)[0]


def test_a_quarter_that_runs_is_named_so():
    sheet = opened(history.content(told=told(trend=history.trend(running=("2026Q3",)))))["Динамика"]
    assert "III кв. 2026, идёт" in rows_of(sheet)[0]
    assert rows_of(sheet)[0]["К прошлому кварталу"] == "н/д"


def test_charts_draw_the_numbers_of_their_indicators(book):
    found = titled(book)
    assert list(found) == [
        "Количество поступивших сообщений, ед.", "Доля с нарушением срока ответа, %", "Доля отработанных сообщений, %",
        "Среднее время ответа на инцидент, ч", "Средний срок ответа на сообщение в ПОС, дн.",
    ]  # fmt: skip
    assert series_of(book, found["Количество поступивших сообщений, ед."]) == {
        "Поступило, S-01": [None, 900, 950, 1100, 1050, 1200, 1200, 1234],
    }
    assert series_of(book, found["Средний срок ответа на сообщение в ПОС, дн."]) == {
        "ПОС, средний срок, P-01": [None, 4, 5, 6, 7, 8, 9, 22.7],
        "Цель P-01: не больше 8 дн.": [None, 8, 8, 8, 8, 8, 8, 8],
    }, "the target is drawn since it holds: 1 January 2025"
    assert (
        series_of(book, found["Доля отработанных сообщений, %"])["Цель S-04: не меньше 5,5 %"][4:] == [None] + [5.5] * 3
    )


def test_every_chart_can_be_read_in_black_and_white(book):
    for chart in book["Графики"]._charts:
        assert chart.display_blanks == "gap"
        for axis in (chart.x_axis, chart.y_axis):
            assert axis.delete is False and axis.title.tx.rich.p[0].r[0].t
        assert chart.y_axis.scaling.min == 0
    several = titled(opened(with_pages()), "Госпаблики")["Госпаблики"]
    marks = [(one.marker.symbol, one.graphicalProperties.line.prstDash) for one in several.series]
    assert len(set(marks)) == len({mark for mark, _ in marks}) == len({dash for _, dash in marks}) == 3
    assert several.legend.position == "b"


def test_steps_of_an_axis_are_not_rounded_to_the_same_number(book):
    formats = {title: chart.y_axis.numFmt.formatCode for title, chart in titled(book).items()}
    assert formats["Среднее время ответа на инцидент, ч"] == "General", "0 to 3 hours"
    assert formats["Количество поступивших сообщений, ед."] == "#,##0"


def test_a_chart_is_told_in_words_to_who_cannot_see_it():
    with zipfile.ZipFile(io.BytesIO(workbook.render(history.content(told=told())))) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert (
        'descr="График «Количество поступивших сообщений, ед.». S-01: I кв. 2025 — 900, III кв. 2026 — 1 234."'
        in drawing
    )
    assert drawing.count("<graphicFrame") == drawing.count("descr=") == 5


def test_four_charts_a_page_of_one_width(book):
    sheet = book["Графики"]
    places = [chart.anchor for chart in sheet._charts]
    assert [(one._from.col, one.to.col) for one in places] == [(0, 9), (10, 19)] * 2 + [(0, 9)]
    assert len({one.to.row - one._from.row for one in places}) == 1
    assert [one.id for one in sheet.row_breaks.brk] == [places[4]._from.row]
    assert sheet.print_area == f"'Графики'!$A$1:$S${places[4].to.row + 1}"


def test_without_two_points_there_is_no_chart_and_without_any_no_sheet():
    trend = history.trend()
    for series in trend["series"]:
        for point in series["points"][:-1]:
            point["value"] = None
    content = history.content(told=told(trend=trend))
    assert drawn(content) == [] and not charts.is_shown(content) and trends.is_shown(content)
    assert not {"Графики", charts.NUMBERS_SHEET} & set(opened(content).sheetnames)
    for nothing in (None, {}, told(trend={"quarters": [], "running": [], "series": []})):
        names = opened(history.content(told=nothing)).sheetnames
        assert not {"Графики", "Динамика", charts.NUMBERS_SHEET} & set(names)
        assert "Методика" in names


def test_labels_stand_where_neither_the_line_nor_the_target_is():
    [picture] = [one for one in drawn(history.content(told=told())) if "ПОС" in one.title]
    assert picture.low_points == (1, 2, 3, 4), "below the target of 8: below their points; at it and above: above"
    [picture] = [one for one in drawn(history.content(told=told(targets={}))) if "S-01" in one.lines[0].name]
    assert picture.low_points == (1, 4), "the first, which rises, and the dip"


def test_every_picture_has_marks_enough():
    assert max(len(picture.names) for picture in PICTURES) <= len(charts.chart_look.LINES)


def test_official_pages_have_their_sheet_with_targets_and_the_chart():
    book = opened(with_pages())
    first, index, weeks = rows_of(book["Госпаблики"])
    assert (first["Числитель"], first["Знаменатель"], first["Значение"]) == (10, 11, 90.9)
    assert (first["Оценка"], first["Цель"]) == ("✗ цель не достигнута", "не меньше 100 %")
    assert index["К прошлому кварталу"] == "→ без изменений ко II кварталу 2026"
    assert weeks["Оценка"] == "○ цель не установлена"
    [chart] = book["Госпаблики"]._charts
    assert series_of(book, chart) == series_of(book, titled(book)["Госпаблики"])
    assert [values[6:] for values in series_of(book, chart).values()] == [[90.9, 90.9], [67.6, 67.6], [62.9, 62.9]]


def test_pages_without_data_say_what_to_export():
    nothing = [sample.value(code, "0", "0", unit) for code, (_, _, unit) in PAGE_CODES.items()]
    content = history.content(sample.document(values=nothing), told(), catalogue=PAGE_TEXTS)
    sheet = opened(content)["Госпаблики"]
    assert any(f"{cell.value}".startswith("Без данных (показателей: 3): G-01, G-02, G-03") for cell in sheet["A"])
    assert not sheet.tables and not sheet._charts
    assert "Госпаблики" not in opened(history.content(told=told())).sheetnames


def test_equal_content_gives_equal_bytes_with_charts():
    content = with_pages()
    assert workbook.render(content) == workbook.render(replace(content))
