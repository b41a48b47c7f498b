"""What a reader of a form stumbles over: names cut off, shares of two records, units, formats, nobody's signature."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from svodka.report.content import Content
from svodka.report.face import Officials
from svodka.settings import PROJECT
from tests import form_files as files
from tests import report_sample as sample

BUILT_IN = (PROJECT / "config" / "forms" / "cur_quarterly.xlsx").read_bytes()
FEW = ("SMALL_N",)
HEAD = "Руководитель муниципального центра управления"


def of(*values: dict[str, Any], **changes: Any) -> Content:
    return files.content(sample.document(values=list(values)), **changes)


def shown(edition: Content, **cells: Any) -> dict[str, Any]:
    return files.values(files.sheet_of(files.workbook(cells), edition))


def of_kind(kind: str, officials: Officials = files.OFFICIALS) -> Content:
    edition = files.content()
    return replace(edition, face=replace(edition.face, kind=kind, officials=officials))


# ---- long names


def test_a_row_of_a_list_is_as_high_as_its_name_needs_in_the_built_in_form():
    long, short = "Имущественные и земельные отношения", "Дороги"
    names = {name: sample.value("S-01", "3", None, "ед.", block=name) for name in (long, short)}
    edition = of(sample.value("S-01", "6", None, "ед."), *names.values())
    sheet = files.opened(files.filled(BUILT_IN, edition).content)["По направлениям"]
    heights = {sheet.cell(row, 1).value: sheet.row_dimensions[row].height for row in (5, 6)}
    assert heights[short] == 15
    assert heights[long] > 25  # LibreOffice and Excel break it in this column: two lines


# ---- few records


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (sample.value("S-03", "1", "2", "%", FEW), "1 из 2"),
        (sample.value("S-03", "1", "2", "%"), 50),
        (sample.value("S-03", "3", "2", "%", FEW), "3 к 2"),
        (sample.value("S-03", "0", "0", "%", FEW), "—"),
        (sample.value("S-03", "46.600000", "2", "дн.", FEW), "23,3 по 2 зап."),
        (sample.value("S-03", "2", None, "ед.", FEW), 2),
    ],
)
def test_a_value_with_a_reserve_is_its_counts_where_records_are_few(value, expected):
    assert shown(of(value), A1="{{S-03: с оговоркой}}") == {"A1": expected}


def test_a_plain_value_stays_a_number_whatever_stands_behind_it():
    assert shown(of(sample.value("S-03", "1", "2", "%", FEW)), A1="{{S-03}}") == {"A1": 50}


def test_the_built_in_form_shows_counts_of_few_records_and_says_why():
    sheets = files.opened(files.filled(BUILT_IN).content)
    cells = {title: files.values(sheets[title]) for title in sheets.sheetnames}
    blocks, channels = cells["По направлениям"], cells["По каналам"]
    assert {blocks[f"A{row}"]: blocks[f"F{row}"] for row in (6, 7)} == {"Дороги": "1 из 4", "Всего": 5}
    assert channels["H6"] == "1 из 4" and channels["H8"] == 5
    assert "записей мало" in blocks["A8"] and "записей мало" in channels["A9"]


def test_a_published_form_hides_the_counts_that_a_reserve_would_tell(tmp_path):
    edition = of(
        sample.value("S-03", "11", "40", "%"),
        sample.value("S-03", "1", "2", "%", FEW, block="Дороги"),
        sample.value("S-03", "10", "38", "%", block="ЖКХ"),
    )
    cells = {"A1": "{{* направление}}", "B1": "{{* S-03: с оговоркой}}", "A2": "Всего", "B2": "{{S-03}}"}
    found = files.published(tmp_path, edition, form=cells)["form"]
    assert found["B1"] == "скрыто"


# ---- a change of a change


def test_an_indicator_that_is_a_change_itself_has_no_change_of_its_own():
    [*others] = [one for one in sample.CATALOGUE if one.code != "S-03"]
    own = replace(sample.CATALOGUE[1], kind="change")
    cells = {"A1": "{{S-03: изменение}}", "A2": "{{S-03: динамика}}", "A3": "{{S-03: прошлый квартал}}"}
    assert shown(files.content(), **cells) == {"A1": -2.5, "A2": "лучше: −2,5 п.п. ко II кварталу 2026", "A3": 7.5}
    edition = files.content(catalogue=[*others, own])
    assert shown(edition, **cells) == {"A1": "—", "A2": "—", "A3": 7.5}


# ---- number formats


def test_every_number_of_the_built_in_form_stands_in_a_format_of_its_own():
    for sheet in files.opened(files.filled(BUILT_IN).content):
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                if isinstance(cell.value, int | float) and cell.column > 1:
                    assert cell.number_format.lstrip("+").startswith("#,##0"), (sheet.title, cell.coordinate)


def test_counts_in_a_column_of_shares_are_whole_by_rules_that_reach_every_row():
    sheet = files.opened(files.filled(BUILT_IN).content)["Показатели"]
    last = 9 + len(sample.CATALOGUE)
    rules = {str(ranges.sqref): ranges.rules[0] for ranges in sheet.conditional_formatting}
    codes = {ref: rule.dxf.numFmt.formatCode.split(";")[0] for ref, rule in rules.items()}
    assert codes == {
        f"E10:F{last}": "#,##0",
        f"G10:G{last}": "#,##0",
        f"I10:I{last}": "#,##0",
        f"J10:J{last}": "+#,##0",
    }
    assert rules[f"G10:G{last}"].formula == ['$D10="ед."']


# ---- the signature


def test_a_form_nobody_signed_is_signed_like_the_letter():
    cells = {"A1": "{{подписант: должность}}", "A2": "{{вместо подписи}}", "A3": "{{подписант: инициалы}}"}
    nobody = shown(of_kind("automatic", Officials()), **cells)
    assert nobody == {"A1": HEAD, "A2": "сформировано автоматически", "A3": "____________"}
    without_post = replace(files.OFFICIALS, signatory=replace(files.OFFICIALS.signatory, post=""))
    assert shown(of_kind("approved", without_post), **cells) == {"A1": HEAD, "A2": "", "A3": "И.\xa0И.\xa0Образцова"}


def test_the_built_in_form_says_beside_the_name_that_nobody_signed():
    def signature(kind: str) -> list[Any]:
        sheet = files.opened(files.filled(BUILT_IN, of_kind(kind, Officials())).content)["Показатели"]
        [row] = [row for row in sheet.iter_rows() if row[0].value == HEAD]
        return [row[3].value or "", row[7].value]

    assert signature("automatic") == ["сформировано автоматически", "____________"]
    assert signature("approved") == ["", "____________"]


# ---- the unit after its number


@pytest.mark.parametrize(
    ("numerator", "expected"),
    [("608.84", "Индекс 67,6 балла."), ("45", "Индекс 5,0 балла.")],
)
def test_a_unit_right_after_its_number_agrees_with_it(numerator, expected):
    index = replace(sample.CATALOGUE[1], unit="балл", kind="mean")
    edition = of(sample.value("S-03", numerator, "9", "балл"), catalogue=[index])
    found = shown(edition, A1="Индекс {{S-03}} {{S-03: ед.}}.", A2="{{S-03: ед.}}", A3="{{S-03}}, {{S-03: ед.}}")
    assert found["A1"] == expected
    assert (found["A2"], found["A3"][-4:]) == ("балл", "балл")


@pytest.mark.parametrize(("count", "expected"), [("1", "1 балл"), ("3", "3 балла"), ("15", "15 баллов")])
def test_a_unit_agrees_with_a_whole_number_too(count, expected):
    index = replace(sample.CATALOGUE[1], unit="балл")
    found = shown(of(sample.value("S-03", count, None, "балл"), catalogue=[index]), A1="{{S-03}} {{S-03: ед.}}")
    assert found == {"A1": expected}
