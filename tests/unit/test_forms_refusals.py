"""A wrong form is refused with everything that is wrong with it, each with its place and what was probably meant."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from svodka.report.forms import FormRefused, known_of_project, read_form
from svodka.report.forms.known import Known
from tests import form_files as files

DATA = Path(os.environ.get("SVODKA_TEST_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
REAL = [one for one in sorted(DATA.glob("spreadsheets/*.xlsx")) if one.stat().st_size < 120_000]
TEN = {
    "A1": "{{Р-22}}",
    "A2": "{{преиод}}",
    "A3": "{{P-02: числитиль}}",
    "A4": "{{P-02 | канал = Пошта}}",
    "A5": "{{P-02 | напровление = Дороги}}",
    "A6": "{{P-02 | направление = Дорги}}",
    "A7": "{{P-02 | канал = ПОС | режим = 59-ФЗ}}",
    "A8": "{{подписант: имя-отчество}}",
    "A9": "Всего {{S-01} обращений",
    "B10": "{{* S-01}}",
}


def mistakes(form: bytes, known: Known | None = None) -> dict[str, str]:
    """Place → what is said of it."""
    with pytest.raises(FormRefused) as refused:
        read_form("проба.xlsx", form, known or known_of_project())
    return {one.place: one.sentence.removeprefix(f"{one.place}: ") for one in refused.value.mistakes}


def cell(address: str) -> str:
    return f"лист «{files.SHEET}», ячейка {address}"


def test_ten_mistakes_are_named_at_once():
    form = files.workbook(TEN, settings=[["Публикуется", "да"]])
    with pytest.raises(FormRefused) as refused:
        read_form("форма.xlsx", form, known_of_project())
    found = {one.place: one for one in refused.value.mistakes}
    assert len(refused.value.mistakes) == len(TEN) == len(found)
    assert found[cell("A1")].meant[0] == "{{P-02}}"
    assert found[cell("A2")].meant[0] == "{{период}}"
    assert found[cell("A3")].meant[0] == "числитель"
    assert "канал «Пошта» не найден" in found[cell("A4")].what
    assert found[cell("A5")].meant == ("направление",)
    assert found[cell("A6")].meant[0] == "Дороги"
    assert "вместе бывают только канал и направление" in found[cell("A7")].what
    assert "есть ФИО, инициалы, должность" in found[cell("A8")].what
    assert "скобки непарные" in found[cell("A9")].what
    assert "{{* направление}}" in found[f"лист «{files.SHEET}», строка 10"].what
    said = str(refused.value)
    assert said.startswith("Форма форма.xlsx не принята, ошибок: 10.")
    assert all(one.sentence in said for one in refused.value.mistakes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{P-02}", "скобки одинарные; возможно, {{P-02}}"),
        ("{{числитель}}", "назовите показатель"),
        ("{{направление}}", "список пишут со звёздочкой: {{* направление}}"),
        ("{{период: в}}", "нет ни частей, ни разрезов"),
        ("{{S-01: прошлый квартал | направление = Дороги}}", "известны только в целом и по каналам"),
        ("{{S-01 | канал = ПОС | канал = СЭД}}", "назван дважды или пуст"),
        ("{{S-01 | канал =}}", "назван дважды или пуст"),
        ("{{}}", "такого токена или показателя нет"),
        ("{{* показатель | раздел = Я}}", "раздела «Я» нет; есть S, I, P, A, G"),
        ("{{* показатель | чьи = МФЦ}}", "показателей «МФЦ» нет; есть ЦУР"),
        ("{{* показатель | пустые = может быть}}", "ожидается да или нет"),
        ("{{* показатель: S-01, S-99}}", "показателя «S-99» нет"),
        ("{{* канал | сортировка = да}}", "у списка нет настройки «сортировка»"),
        ("{{* канал: S-01}}", "перечисляют только показатели"),
        ("{{* канал}} {{* направление}}", "два разных списка"),
        ("{{* канал}} {{* числитель}}", "назовите показатель: {{* S-01: числитель}}"),
        ("{{* канал}} {{* S-01 | канал = ПОС}}", "уже задаёт сам список"),
        ("{{* показатель}} {{* S-01}}", "пишите {{* значение}}"),
        ("{{* исполнитель}} {{* S-01 | направление = Дороги}}", "вместе бывают только канал и направление"),
        ("{{* показатель}} {{* значние}}", "возможно, {{* значение}}"),
    ],
)
def test_a_mistake_is_explained(text, expected):
    assert expected in "; ".join(mistakes(files.workbook({"A1": text})).values())


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Действует с", "вчера"], "ожидается дата"),
        (["Публикуется", "наверное"], "ожидается да или нет"),
        (["Дейстует с", "01.07.2026"], "возможно, «Действует с»"),
        (["Цвет", "синий"], "есть Действует с, Действует по, Публикуется, Название"),
    ],
)
def test_a_setting_that_nobody_can_read_is_a_mistake(row, expected):
    [said] = mistakes(files.workbook({"A1": "{{год}}"}, settings=[row])).values()
    assert expected in said


def test_an_end_before_the_beginning_is_a_mistake():
    rows = [["Действует с", "01.07.2026"], ["Действует по", "30.06.2026"]]
    assert "раньше" in next(iter(mistakes(files.workbook({"A1": "{{год}}"}, settings=rows)).values()))


def test_a_percent_cell_takes_only_shares():
    cells = {
        address: (text, {"num_format": "0%"})
        for address, text in {"A1": "{{S-01}}", "A2": "{{S-03}}", "A3": "{{S-03: числитель}}"}.items()
    }
    assert set(mistakes(files.workbook(cells))) == {cell("A1"), cell("A3")}


def in_a_table(form: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book.worksheets[0]
    sheet["B4"], sheet["B5"] = "{{год}}", "x"
    sheet.add_table(Table(displayName="Т1", ref="B4:B5"))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_tokens_where_none_are_filled_are_told():
    def elsewhere(book, sheet):
        sheet.write_comment("A1", "см. {{период}}")
        sheet.write_formula("A3", '="за {{год}}"')
        sheet.data_validation("C1", {"validate": "list", "source": ["{{год}}", "б"]})
        book.define_name("ИМЯ", '="{{год}}"')
        book.add_worksheet("Лист {{год}}")

    found = mistakes(in_a_table(files.workbook({"A1": "{{S-01}}"}, elsewhere)))
    places = " | ".join(found)
    for place in (
        "примечание к ячейке A1",
        "формула A3",
        "проверка данных",
        "имя диапазона",
        "имя листа",
        "заголовок умной таблицы",
    ):
        assert place in places, place


def test_a_list_may_not_be_merged_with_its_neighbours_or_taken_apart_by_formulas():
    def around(_, sheet):
        sheet.merge_range("C5:C6", "x")
        for address, formula in {
            "E9": "=B5*2",
            "E10": "=SUM(B5)",
            "E11": '=INDIRECT("B5")',
            "E12": "=SUM(B5:B5)",
        }.items():
            sheet.write_formula(address, formula)

    found = mistakes(files.workbook({"A5": "{{* канал}}", "B5": "{{* S-01}}"}, around))
    assert set(found) == {f"лист «{files.SHEET}», ячейки C5:C6", cell("E9"), cell("E11")}


def test_parts_that_a_copy_could_not_keep_true_are_named():
    file = io.BytesIO(files.workbook({"A1": "{{год}}"}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
        archive.writestr("xl/pivotTables/pivotTable1.xml", "<x/>")
        archive.writestr("xl/vbaProject.bin", b"")
    with pytest.raises(FormRefused) as refused:
        read_form("a.xlsx", file.getvalue(), known_of_project())
    assert [one.what.split()[0] for one in refused.value.mistakes] == ["в", "сводная", "формулы"]


@pytest.mark.parametrize("part", ["xl/embeddings/oleObject1.bin", "xl/media/image1.webp", "xl/ctrlProps/own.bin"])
def test_a_part_that_the_gate_cannot_read_is_a_mistake_of_the_form(part):
    file = io.BytesIO(files.workbook({"A1": "{{год}}"}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(part, bytes(range(256)) * 8)
    (said,) = mistakes(file.getvalue()).values()
    assert "нельзя проверить на персональные данные" in said


def test_a_picture_of_a_form_is_no_mistake():
    file = io.BytesIO(files.workbook({"A1": "{{год}}"}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert read_form("форма.xlsx", file.getvalue(), known_of_project()).title == "форма"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "не книга Excel"),
        (b"\xd0\xcf\x11\xe0 old", "паролем или в старом формате"),
        (b"PK\x03\x04 broken", "не книга Excel или файл повреждён"),
        (files.workbook({"A1": "без токенов"}), "ни одного токена"),
    ],
)
def test_a_file_that_is_no_form_is_refused_in_words(content, expected):
    assert expected in mistakes(content)["файл"]


def test_a_damaged_part_is_no_crash():
    source = files.workbook({"A1": "{{год}}"})
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as archive, zipfile.ZipFile(target, "w") as broken:
        for name in archive.namelist():
            broken.writestr(name, archive.read(name)[: 200 if name.startswith("xl/worksheets") else None])
    assert "повреждён" in mistakes(target.getvalue())["файл"]


def test_a_sheet_of_settings_alone_is_no_form():
    file = files.workbook({})
    book = openpyxl.load_workbook(io.BytesIO(file))
    book.worksheets[0].title = "Настройки формы"
    target = io.BytesIO()
    book.save(target)
    assert "заполнять нечего" in mistakes(target.getvalue())["файл"]


@pytest.mark.parametrize("place", REAL, ids=lambda place: place.name)
def test_a_real_workbook_of_other_people_is_refused_in_words(place):
    """Damaged, encrypted, bombs, of other programs: nothing else is ever raised."""
    assert all(said for said in mistakes(place.read_bytes()).values())
