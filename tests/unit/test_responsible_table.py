"""The file of responsible persons: how it may be written, and that every mistake is told with its place and cure."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.responsible.refusal import TableRefused
from svodka.responsible.table_file import read_table
from svodka.settings import PROJECT
from tests.responsible_rows import BASIC, csv_bytes, rows, xlsx_bytes

DAY = date(2026, 11, 24)


def mistakes(content: bytes, day: date = DAY) -> list[str]:
    with pytest.raises(TableRefused) as refused:
        read_table(content, day)
    return [one.sentence for one in refused.value.problems]


@pytest.mark.parametrize(
    "content",
    [
        csv_bytes(rows()),
        csv_bytes(rows(), "cp1251"),
        csv_bytes(rows(), "utf-8", ","),
        csv_bytes(rows(), "utf-16", "\t"),
        xlsx_bytes(rows()),
        xlsx_bytes(rows(), above=2),
    ],
    ids=["utf-8", "cp1251", "comma", "unicode text", "xlsx", "title above"],
)
def test_the_same_table_in_any_form_is_the_same(content: bytes) -> None:
    persons = read_table(content, DAY).persons
    assert [one.role for one in persons] == ["cur_head", "mcu_head", "secretary", "curator", "engineer"]
    first = persons[0]
    assert (first.name, first.phone, first.email, first.way) == (
        "Вымыслова Ирина Сергеевна", "+7 343 000-00-01", "cur@example.org", "smtp",
    )  # fmt: skip
    assert (first.valid_from, first.valid_to) == (date(2026, 1, 1), None)


def test_the_example_is_a_table_without_mistakes() -> None:
    table = read_table((PROJECT / "config" / "responsible.example.csv").read_bytes(), DAY)
    assert table.remarks == []
    assert all(one.email.endswith("@example.org") for one in table.persons)


def test_english_names_and_excel_dates_are_read() -> None:
    lines = [
        "role,is_deputy,name,email,way,address,valid_from,valid_to",
        "cur_head,no,Doe J.,,sftp,sftp://svodka@cur.example.org/in,2026-01-01,2026-12-31",
        "mcu_head,,Roe R.,roe@example.org,smtp,,2026-01-01 00:00:00,",
    ]
    persons = read_table("\n".join(lines).encode(), DAY).persons
    assert (persons[0].way, persons[0].address) == ("sftp", "sftp://svodka@cur.example.org/in")
    assert persons[0].valid_to == date(2026, 12, 31)
    book = xlsx_bytes(rows(cur={"valid_from": datetime(2026, 1, 1), "valid_to": date(2027, 1, 31)}))  # noqa: DTZ001
    found = read_table(book, DAY).persons[0]
    assert (found.valid_from, found.valid_to) == (date(2026, 1, 1), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"role": "директор ЦУР"}, "роль", "«директор ЦУР» не годится"),
        ({"role": "руководитель ЦРУ"}, "роль", "похоже на «руководитель ЦУР»"),
        ({"role": ""}, "роль", "пусто, ожидается одно из: руководитель ЦУР"),
        ({"name": ""}, "фамилия имя отчество", "пусто"),
        ({"name": "Вымыслова"}, "фамилия имя отчество", "например «Иванова Ирина Ивановна»"),
        ({"post": "=HYPERLINK(1)"}, "должность", "формулу"),
        ({"organisation": "@SUM(A1)"}, "организация", "формулу"),
        ({"post": "я" * 201}, "должность", "длиннее 200"),
        ({"phone": "телефон у секретаря"}, "телефон", "не похоже на телефон"),
        ({"role": "Руковадитель МЦУ"}, "роль", "похоже на «руководитель МЦУ»"),
        ({"phone": "+7 343 000"}, "телефон", "цифр мало (7), номер нужен целиком, с кодом города"),
        ({"phone": "3-00-00 доб. 12345"}, "телефон", "цифр мало (5)"),
        ({"phone": "+7|cmd"}, "телефон", "не похоже на телефон"),
        ({"email": "cur.example.org"}, "эл. почта", "не адрес"),
        ({"email": "a@example.org, b@example.org"}, "эл. почта", "один адрес"),
        ({"email": "сur@example.org"}, "эл. почта", "знак 1 — русская буква «с»"),
        ({"email": "cur@exаmple.org"}, "эл. почта", "знак 7 — русская буква «а»"),
        ({"email": "cur@-example.org"}, "эл. почта", "не адрес"),
        ({"email": "cur..head@example.org"}, "эл. почта", "не адрес"),
        ({"email": "=cur@example.org"}, "эл. почта", "не адрес"),
        ({"email": ""}, "эл. почта", "способ — почта: впишите адрес"),
        ({"way": "голубь"}, "способ", "ожидается одно из: почта, sftp, папка, через СЭД"),
        ({"way": "sftp"}, "адрес", "ожидается sftp://имя@сервер/папка"),
        ({"way": "sftp", "address": "sftp://a:тайна@h/p"}, "адрес", "в адресе пароль"),
        ({"way": "sftp", "address": "sftp://a@h:порт/p"}, "адрес", "ожидается sftp://"),
        ({"way": "папка", "address": "обмен"}, "адрес", "полным путём"),
        ({"valid_from": ""}, "с", "пусто, ожидается первый день"),
        ({"valid_from": "с нового года"}, "с", "не дата"),
        ({"valid_from": "30.02.2026"}, "с", "такого дня нет"),
        ({"valid_from": "01.01.26"}, "с", "не дата"),
        ({"valid_from": "01.01.0206"}, "с", "год 206"),
        ({"valid_from": "46023"}, "с", "задайте ячейке формат даты"),
        ({"valid_to": "31.12.2025"}, "по", "раньше, чем «с» (01.01.2026)"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_column_and_cure(changed: dict[str, str], column: str, said: str) -> None:
    for content in (csv_bytes(rows(cur=changed), delimiter="\t"), xlsx_bytes(rows(cur=changed))):
        [told] = mistakes(content)
        assert told.startswith(f"строка 2, столбец «{column}»: ")
        assert said in told


@pytest.mark.parametrize("address", ["o'neill+cur@a-b.example.org", "cur_head@пример.рф"])
def test_an_unusual_address_that_mail_can_carry_is_taken(address: str) -> None:
    assert read_table(csv_bytes(rows(cur={"email": address})), DAY).persons[0].email == address


def test_a_name_of_initials_is_taken_with_a_warning() -> None:
    table = read_table(csv_bytes(rows(cur={"name": "Вымыслова И. С."})), DAY)
    assert table.remarks == ["строка 2: «Вымыслова И. С.» — впишите имя и отчество полностью: так к нему обратятся"]


def test_our_own_people_are_reached_by_mail_only() -> None:
    told = mistakes(csv_bytes(rows(secretary={"way": "через СЭД", "email": ""})))
    assert [one.partition(": ")[0] for one in told] == ["строка 4, столбец «способ»", "строка 4, столбец «эл. почта»"]


def test_the_head_of_the_regional_centre_may_have_no_mail() -> None:
    table = read_table(csv_bytes(rows(cur={"way": "вручную", "email": "", "address": "Екатеринбург"})), DAY)
    assert (table.persons[0].way, table.persons[0].address) == ("hand", "")
    assert "строка 2: адрес не нужен" in table.remarks[0]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_rows() -> None:
    wrong = {"role": "никто", "name": "", "phone": "1", "email": "x", "way": "y", "valid_from": "z", "valid_to": "w"}
    told = mistakes(csv_bytes(rows(cur=wrong, engineer=wrong | {"role": "инженер"})))
    assert [one[:8] for one in told] == ["строка 2"] * 7 + ["строка 6"] * 6


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("роль;ФИО;с;емейл", "строка 1: лишний столбец «емейл», ожидаются: роль, замещает"),
        ("роль;ФИО;с;фамилия, имя, отчество", "столбец «фамилия имя отчество» встречается дважды"),
        ("роль;должность", "нет столбца «фамилия имя отчество»"),
        ("кто;когда", "нет строки заголовков со столбцом «роль»"),
    ],
)
def test_wrong_headers_are_told(header: str, said: str) -> None:
    told = mistakes(f"{header}\nсекретарь;Котова К. К.;01.01.2026;x\n".encode())
    assert any(said in one for one in told)


def test_a_cell_without_a_header_is_not_dropped() -> None:
    content = csv_bytes(rows()).replace(b"cur@example.org;;;01.01.2026;", "cur@example.org;;;01.01.2026;;да".encode())
    [told] = mistakes(content)
    assert told == "строка 2: лишняя ячейка «да»: справа от неё нет заголовка"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "файл пуст"),
        (b"  \r\n", "файл пуст"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "не xlsx и не CSV"),
        (b"PK\x03\x04broken", "книга не читается"),
        (b"x" * 2_000_001, "больше 2 МБ"),
        ('роль;ФИО;с\nсекретарь;"Котова; 01.01.2026\n'.encode(), "кавычки не парные"),
        (csv_bytes([BASIC["curator"]] * 501), "больше 500 строк"),
        (csv_bytes([]), "ни одной строки"),
    ],
    ids=["nothing", "blank", "xls", "broken zip", "too big", "quotes", "too long", "no rows"],
)
def test_what_is_no_table_is_one_sentence(content: bytes, said: str) -> None:
    [told] = mistakes(content)
    assert said in told


def test_a_workbook_that_tells_a_wrong_size_is_read_whole() -> None:
    content, shrunk = xlsx_bytes(rows()), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(shrunk, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'ref="A1:K6"', b'ref="A1:C2"'))
    assert shrunk.getvalue() != content
    assert read_table(shrunk.getvalue(), DAY) == read_table(content, DAY)


def test_a_formula_of_a_workbook_is_seen_not_its_result() -> None:
    [told] = mistakes(xlsx_bytes(rows(cur={"post": "=A1"})))
    assert told.startswith("строка 2, столбец «должность»: начинается с «=»")


def test_rows_are_numbered_as_in_the_sheet() -> None:
    table: list[dict[str, Any]] = rows(engineer={"email": "x"})
    table.insert(2, {})
    for content in (csv_bytes(table), xlsx_bytes(table, above=0)):
        assert [one.partition(",")[0] for one in mistakes(content)] == ["строка 7"]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_the_bytes_the_answer_is_a_refusal(content: bytes) -> None:
    with pytest.raises(TableRefused):
        read_table(content, DAY)


@given(st.lists(st.text(max_size=30), min_size=11, max_size=11))
def test_whatever_the_cells_the_answer_is_a_table_or_a_refusal(cells: list[str]) -> None:
    row = dict(zip([*BASIC["cur"], "way", "address", "deputy", "valid_to", "organisation"], cells, strict=True))
    try:
        persons = read_table(xlsx_bytes([*rows(), {key: clean(text) for key, text in row.items()}]), DAY).persons
    except TableRefused as refused:
        assert all(problem.row == 7 for problem in refused.problems)
    else:
        assert len(persons) in (5, 6)


def clean(text: str) -> str:
    """What openpyxl lets into a cell."""
    return "".join(sign for sign in text if sign.isprintable())
