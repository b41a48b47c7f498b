"""A report as it is passes with thousands of names known; officials, forms and our own words are allowed."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import openpyxl
import pytest

from svodka.period import Quarter
from svodka.report.annex import values_hash
from svodka.report.content import Content
from svodka.report.data_state import data_states
from svodka.report.face import Face, Official, Officials
from svodka.report.files import render_files
from svodka.report.privacy import Allowed, Finding, scan, scan_text, sentence
from svodka.report.privacy.finding import NAME, PHONE
from svodka.settings import load_settings
from tests import report_sample as sample
from tests.privacy_document_leaks import pages
from tests.privacy_leaks import PERSON, VALUES

SURNAMES = [
    "Выдумк",
    "Пример",
    "Небылиц",
    "Образц",
    "Макет",
    "Пробник",
    "Условн",
    "Черновик",
    "Заготовк",
    "Шаблон",
    "Эскиз",
]
GIVEN = [
    "Иван",
    "Пётр",
    "Анна",
    "Мария",
    "Артём",
    "Юлия",
    "Сергей",
    "Ольга",
    "Никита",
    "Любовь",
    "Роза",
    "Максим",
    "Вера",
]
PATRONYMICS = ["Иванович", "Петровна", "Ильич", "Сергеевна", "Артёмович", "Максимовна", "Львович", "Юрьевна"]
OFFICIALS = Officials(
    Official("Иванов Иван Иванович", "Руководитель ЦУР"), Official("Петрова Анна Ивановна", "Начальник")
)


def invented_names(n: int) -> list[str]:
    rng = random.Random(5)
    endings = ["ов", "ова", "ин", "ина", "ский", "енко", "ых"]
    names: set[str] = set()
    while len(names) < n:
        surname = rng.choice(SURNAMES) + rng.choice(["", "ев", "ск", "ник"]) + rng.choice(endings)
        names.add(f"{surname} {rng.choice(GIVEN)} {rng.choice(PATRONYMICS)}")
    return sorted(names)


@pytest.fixture(scope="module")
def report() -> dict[str, bytes]:
    """Every file of an edition."""
    document = sample.document()
    face = Face.of(
        load_settings(), Quarter(2026, 3), document, number="1", kind="approved", values_hash=values_hash(document),
        officials=OFFICIALS,
    )  # fmt: skip
    content = Content(document, data_states(sample.coverage()), sample.CATALOGUE, face)
    return dict(render_files(load_settings(), content).files)


def test_a_report_passes_with_thousands_of_names(report):
    names = [*invented_names(5000), "Иванов Иван Иванович", "Петрова Анна Ивановна"]
    assert scan(report, names, Allowed.of(["Иванов Иван Иванович", "Петрова Анна Ивановна"])) == []


def test_an_official_is_found_when_no_table_names_him(report):
    assert {one.kind for one in scan(report, ["Иванов Иван Иванович"], Allowed())} == {NAME}


def test_a_leak_in_a_report_is_found(report):
    name = next(name for name in report if name.endswith(".xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(report[name]))
    book.worksheets[1]["Z99"] = PERSON
    out = io.BytesIO()
    book.save(out)
    found = scan({**report, name: out.getvalue()}, [*invented_names(5000), PERSON], Allowed())
    assert found == [Finding(name, f"лист „{book.worksheets[1].title}“, ячейка Z99", NAME)]


OURS = Allowed.of(
    ["Выдумкин Пётр Ильич"],
    ["+73436534567", "adm@example.org", "https://vk.com/club900001", "ул. Гагарина, д. 5"],
)


@pytest.mark.parametrize(
    "text",
    [
        "Выдумкин Пётр Ильич", "Выдумкину П. И.", "П.И. Выдумкин", "Петру Выдумкину", "(34365) 3-45-67",
        "8 (34365) 3-45-67", "тел. 3-45-67", "adm@example.org", "vk.com/club900001", "ул. Гагарина, д. 5",
    ],
)  # fmt: skip
def test_officials_and_our_contacts_are_allowed(text):
    citizens = ["Выдумкин Пётр Ильич", "Выдумкин Павел Игоревич"]
    assert scan_text(text, citizens, OURS) == []
    assert scan_text(text, citizens, Allowed()) != []


@pytest.mark.parametrize(
    "text", ["Выдумкин Павел Игоревич", "(34365) 3-45-68", "aдm2@example.org", "ул. Гагарина, д. 6"]
)
def test_others_are_not(text):
    assert scan_text(text, ["Выдумкин Павел Игоревич"], OURS) != []


def form(*lines: str) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_form_is_allowed_its_own_text():
    own, citizens = f"{{{{период}}}}, Выдумкина А. И., {VALUES[PHONE]}", ["Выдумкина Анна Ивановна", PERSON]
    allowed = Allowed.of(templates={"form.xlsx": form(own)})
    assert scan({"form.xlsx": form(own)}, citizens, allowed) == []
    assert [one.kind for one in scan({"form.xlsx": form(own, PERSON)}, citizens, allowed)] == [NAME]


def test_a_file_without_tokens_allows_nothing():
    export = form(PERSON, VALUES[PHONE])
    allowed = Allowed.of(templates={"выгрузка.xlsx": export, "~$форма.xlsx": b"lock", "broken.xlsx": export[:99]})
    assert {one.kind for one in scan({"form.xlsx": export}, [PERSON], allowed)} == {NAME, PHONE}


def test_a_file_and_a_sheet_named_after_a_citizen_are_told_by_number():
    book = openpyxl.Workbook()
    book.active.title = PERSON
    book.active["A1"] = PERSON
    out = io.BytesIO()
    book.save(out)
    found = scan({f"{PERSON}.xlsx": out.getvalue()}, [PERSON], Allowed())
    assert Finding("файл № 1", "лист № 1, ячейка A1", NAME) in found
    assert "Выдумкин" not in sentence(found)


def test_the_name_of_a_file_is_read_too():
    found = scan({"figures.csv": b"1", f"Ответ {PERSON}.csv": b"1"}, [PERSON], Allowed())
    assert found == [Finding("файл № 1", "имя файла", NAME)]


def test_figures_in_a_table_of_a_page_are_no_telephone():
    row = pages("#table(columns: 6, [Дороги], [8], [902], [123], [45], [67])")
    assert scan({"a.pdf": row}, [], Allowed()) == []
    assert scan({"a.pdf": pages("Дороги 8 902 123 45 67")}, [], Allowed()) == [Finding("a.pdf", "стр. 1", PHONE)]


def test_the_sentence_says_what_where_and_what_to_do():
    one = Finding("a.xlsx", "лист „Показатели“, ячейка C14", PHONE)
    told = sentence([one, replace(one, place="свойства документа"), Finding("b.pdf", "стр. 2", NAME)])
    assert told.startswith(
        "В файлах отчёта найдено то, что может быть персональными данными: номер телефона — a.xlsx: лист „Показатели“, "
        "ячейка C14, свойства документа; имя заявителя — b.pdf: стр. 2. Отчёт не подписывается и не отправляется."
    )
    assert "таблицу ответственных лиц" in told and "[privacy] allowed" in told
    many = [replace(one, place=f"ячейка C{row}") for row in range(9)]
    assert "ячейка C4 и ещё мест: 4." in sentence(many)
    assert sentence([]) == ""
