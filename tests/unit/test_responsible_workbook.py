"""The table as a workbook to be edited is read back as the same persons."""

from __future__ import annotations

import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from svodka.report.responsible_workbook import responsible_workbook
from svodka.responsible.table_file import read_table
from svodka.settings import Person
from tests.responsible_rows import csv_bytes, deputy, rows

DAY = date(2026, 12, 5)
TABLE = read_table(csv_bytes(rows(deputy(deputy="Примеров Павел Андреевич"))), DAY).persons


def test_the_workbook_is_read_back_as_the_same_table_and_has_the_same_bytes() -> None:
    content = responsible_workbook(TABLE)
    assert read_table(content, DAY).persons == TABLE
    assert responsible_workbook(TABLE) == content


def test_it_offers_the_roles_and_ways_and_keeps_phones_and_dates() -> None:
    sheet = load_workbook(io.BytesIO(responsible_workbook(TABLE))).worksheets[0]
    offered = {str(one.sqref).partition(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered == {
        "A2": '"руководитель ЦУР,руководитель МЦУ,секретарь,куратор,инженер"',
        "H2": '"почта,sftp,папка,через СЭД"',
    }
    assert (sheet["F2"].value, sheet["F2"].data_type, sheet["F150"].number_format) == ("+7 343 000-00-01", "s", "@")
    assert sheet["J2"].is_date and sheet["J150"].number_format == "DD.MM.YYYY"


def test_people_of_the_settings_come_without_dates_to_be_filled_in() -> None:
    sheet = load_workbook(io.BytesIO(responsible_workbook([Person(role="secretary", name="Котова К. К.")]))).worksheets[
        0
    ]
    assert [cell.value for cell in sheet[2]] == ["секретарь", None, "Котова К. К.", *[None] * 4, "почта", *[None] * 3]


WORDS = st.from_regex(r"[А-Я][а-я]{1,12}( [а-я]{1,12}){1,2}", fullmatch=True)


@settings(max_examples=25)
@given(WORDS, WORDS, st.from_regex(r"\+7 [0-9]{3} [0-9]{3}-[0-9]{4}", fullmatch=True), st.dates(date(2000, 1, 1), DAY))
def test_any_person_survives_the_workbook(name: str, post: str, phone: str, first: date) -> None:
    changed = TABLE[0].model_copy(update={"name": name, "post": post, "phone": phone, "valid_from": first})
    table = [changed, *TABLE[1:]]
    assert read_table(responsible_workbook(table), DAY).persons == table
