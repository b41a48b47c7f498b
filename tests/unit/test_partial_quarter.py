"""A quarter within which the exports begin: told in table, charts and words, and never compared with."""

from __future__ import annotations

import copy
import io
import zipfile
from datetime import date
from typing import Any

from svodka.figures.dynamics.series import begins_within, told_of
from svodka.figures.indicators import in_force
from svodka.period import Quarter
from svodka.report import workbook
from svodka.report.content import Content
from svodka.report.past import past_totals
from tests import report_history as history
from tests import report_sample as sample
from tests.unit.test_trend_sheets import changed_points, opened, rows_of, titled, told

PARTIAL = {"is_partial": True}


def content(code: str = "S-01", **points: dict[str, Any]) -> Content:
    return history.content(told=told(trend=changed_points(code, **points)))


def row_of(made: Content, code: str = "S-01") -> dict[str, Any]:
    [found] = [row for row in rows_of(opened(made)["Динамика"]) if row["Код"] == code]
    return found


def test_the_table_stars_it_and_says_what_the_star_means():
    made = content(q2025Q2=PARTIAL)
    row = row_of(made)
    assert (row["I кв. 2025"], row["II кв. 2025"], row["III кв. 2025"]) == (900, "950*", 1100)
    assert row["Примечание"] == "неполный квартал: II кв. 2025"
    notes = " ".join(f"{cell.value}" for cell in opened(made)["Динамика"]["A"])
    assert "«612*» — неполный квартал" in notes


def test_no_change_is_told_against_it():
    assert row_of(content(q2026Q2=PARTIAL))["К прошлому кварталу"] == "н/д"
    assert row_of(content(q2025Q3=PARTIAL))["К тому же кварталу год назад"] == "н/д"
    assert row_of(content(q2025Q4=PARTIAL))["К прошлому кварталу"] == "↑ +34 ед. (+2,8 %)"
    assert row_of(content("S-03", q2026Q2=PARTIAL), "S-03")["К прошлому кварталу"] == "н/д"


def test_a_bar_of_it_is_hatched_and_a_point_is_a_cross():
    book = opened(content(q2025Q2=PARTIAL))
    [series] = titled(book)["Количество поступивших сообщений, ед."].series
    [bar] = series.dPt
    assert (bar.idx, bar.spPr.pattFill.prst) == (2, "wdUpDiag")
    line = titled(opened(content("P-01", q2025Q2=PARTIAL)))["Средний срок ответа на сообщение в ПОС, дн."].series
    assert [(one.idx, one.marker.symbol) for one in line[0].dPt] == [(2, "x")]
    assert not line[1].dPt, "the target is not of a quarter"


def test_the_quarter_has_a_star_below_the_charts_with_words_beside_them():
    for made, label, has_note in ((content(q2025Q2=PARTIAL), "II.25*", True), (content(), "II.25", False)):
        book = opened(made)
        assert label in [row["Квартал"] for row in rows_of(book["Данные графиков"], "Квартал")]
        notes = " ".join(f"{cell.value}" for cell in book["Графики"]["A"])
        assert ("* — неполный квартал" in notes) == has_note


def test_who_cannot_see_the_chart_is_told():
    with zipfile.ZipFile(io.BytesIO(workbook.render(content(q2025Q1=PARTIAL)))) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert "S-01: I кв. 2025 — 900 (неполный квартал), III кв. 2026 — 1 234." in drawing


def test_the_totals_say_it_of_the_own_quarter_and_of_the_one_that_is_counted_from():
    said = {row["Код"]: row["Примечание"] for row in rows_of(opened(content(q2026Q3=PARTIAL))["Показатели"])}
    assert said["S-01"] == "неполный квартал: выгрузки начинаются внутри него"
    made = content(q2026Q3=PARTIAL)
    catalogue = [sample.Text(one.code, one.title, one.unit, kind="change") for one in made.catalogue]
    changed = history.content(told=copy.deepcopy(dict(made.told or {})), catalogue=catalogue)
    said = {row["Код"]: row for row in rows_of(opened(changed)["Показатели"])}
    assert said["S-01"]["Примечание"] == "неполный квартал сравнения: выгрузки начинаются внутри него"
    assert row_of(changed)["К прошлому кварталу"] == "—", "a change of a change is nothing"


def test_a_quarter_is_partial_from_the_second_day_of_the_exports():
    known = {one.code: one for one in in_force(date(2026, 7, 1), date(2026, 10, 1))}
    quarter = Quarter(2025, 2)
    for since, is_within in ((date(2025, 4, 1), False), (date(2025, 4, 2), True), (date(2025, 3, 1), False)):
        assert begins_within(known["S-01"], None, quarter, {"pos": since}) is is_within
    since = {"pos": date(2025, 1, 1), "sed": date(2025, 5, 1)}
    assert begins_within(known["S-01"], None, quarter, since), "a channel came later"
    assert not begins_within(known["S-01"], "pos", quarter, since)
    assert not begins_within(known["P-01"], None, quarter, since), "which needs one channel alone"
    assert not begins_within(known["S-01"], None, quarter, {})


def test_a_change_tells_of_two_quarters():
    known = {one.code: one for one in in_force(date(2026, 7, 1), date(2026, 10, 1))}
    quarter = Quarter(2026, 3)
    assert told_of(known["S-01"], quarter) == [quarter]
    assert told_of(known["S-02"], quarter) == [quarter, Quarter(2026, 2)]
    assert told_of(known["S-02Y"], quarter) == [quarter, Quarter(2025, 3)]


def test_an_edition_that_has_not_kept_it_has_no_partial_quarter():
    assert "*" not in "".join(f"{one.cell(point)}" for one in past_totals(content()) for point in one.points)
