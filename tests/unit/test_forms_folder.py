"""Which forms of the folders an edition is given, under which names, and that a wrong one never stops the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from svodka.report import forms
from svodka.report.files import render_files
from svodka.report.forms.file_name import slug, slugs
from svodka.settings import Forms, Settings
from tests import form_files as files


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Forms lie in two folders: the project's and the home's."""
    made = Settings(municipality={"oktmo": "65763000"}, home=tmp_path / "home", forms=Forms(folder=tmp_path / "forms"))
    for folder in forms.form_folders(made):
        folder.mkdir(parents=True)
    return made


def put(folder: Path, name: str, text: str = "{{год}}", **rows: str) -> None:
    said = [[key.replace("_", " "), value] for key, value in rows.items()]
    (folder / name).write_bytes(files.workbook({"A1": text}, settings=said))


def rendered(settings: Settings) -> dict[str, object]:
    """Name → what stands in A1 of each filled form."""
    made = forms.render_forms(settings, files.content())
    return {name: files.opened(content).worksheets[0]["A1"].value for name, content in made.files.items()}


def test_every_form_of_the_folder_is_filled_under_a_name_of_its_own(settings):
    folder = settings.forms.folder
    put(folder, "Отчёт в ЦУР.xlsx")
    put(folder, "b.xlsx", "{{ОКТМО}}", Название="Отчёт, в ЦУР!")
    assert rendered(settings) == {
        "form_otchet-v-tsur_2026Q3_1.xlsx": "65763000",
        "form_otchet-v-tsur-2_2026Q3_1.xlsx": 2026,
    }


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ({"old": {}, "new": {"Действует_с": "01.07.2026"}}, "new"),
        ({"old": {}, "new": {"Действует_с": "30.09.2026"}}, "new"),
        ({"old": {}, "new": {"Действует_с": "01.10.2026"}}, "old"),
        ({"old": {"Действует_по": "29.09.2026"}, "new": {"Действует_с": "01.10.2026"}}, None),
        ({"old": {"Действует_по": "30.09.2026"}}, "old"),
        ({"z": {"Действует_с": "2026-01-01"}, "a": {"Действует_с": "01.01.2025"}}, "z"),
    ],
)
def test_of_one_title_the_newest_that_holds_on_the_last_day_counts(settings, periods, expected):
    for name, rows in periods.items():
        put(settings.forms.folder, f"{name}.xlsx", name + " {{год}}", Название="Форма 1", **rows)
    found = list(rendered(settings).values())
    assert found == ([f"{expected} 2026"] if expected else [])


def test_a_real_date_of_excel_is_read(settings):
    def dated(book, sheet):
        own = book.add_worksheet("настройки  формы")
        own.write("A1", "ДЕЙСТВУЕТ С:")
        own.write_datetime("B1", date(2027, 1, 1), book.add_format({"num_format": "dd.mm.yyyy"}))
        own.write_row("A2", ["Публикуется", "нет", "что бы здесь ни стояло"])

    (settings.forms.folder / "a.xlsx").write_bytes(files.workbook({"A1": "{{год}}"}, dated))
    [file] = forms.check(settings)
    assert file.form is not None and file.form.settings.valid_from == date(2027, 1, 1)
    assert rendered(settings) == {}


def test_the_form_of_the_home_goes_before_that_of_the_project(settings):
    put(settings.forms.folder, "z.xlsx", "проект {{год}}", Название="Форма")
    put(settings.home / "forms", "a.xlsx", "дом {{год}}", Название="форма")
    assert list(rendered(settings).values()) == ["дом 2026"]
    assert not [one for one in forms.check(settings) if one.mistakes]


def test_two_of_one_title_and_date_are_told(settings):
    put(settings.forms.folder, "a.xlsx", Название="Форма")
    put(settings.forms.folder, "b.xlsx", Название="Форма")
    assert ["оставьте одну" in one.mistakes[0].what for one in forms.check(settings)] == [True, True]
    assert len(rendered(settings)) == 1


def test_a_wrong_form_is_a_remark_and_the_others_go_out(settings):
    put(settings.forms.folder, "a.xlsx", "{{преиод}} {{S-99}}")
    put(settings.forms.folder, "b.xlsx")
    (settings.forms.folder / "c.xlsx").write_bytes(b"PK\x03\x04")
    (settings.forms.folder / "d.xls").write_bytes(b"")
    made = forms.render_forms(settings, files.content())
    assert list(made.files) == ["form_b_2026Q3_1.xlsx"]
    first, second, third = made.remarks
    assert first == (
        "Форма a.xlsx не заполнена. Лист «Отчёт», ячейка A1: {{преиод}} — такого токена или показателя нет; возможно, "
        "{{период}} или {{прошлый период}}, ещё ошибок: 1. Проверить: svodka forms."
    )
    assert second.startswith("Форма c.xlsx не заполнена. Файл: это не книга Excel")
    assert "сохраните как «Книга Excel (.xlsx)»" in third


def test_what_only_shows_while_filling_is_a_remark_too(settings):
    text = "{{примечания}}" * 3
    form = files.workbook({"A1": "{{год}}"}, lambda _, sheet: sheet.set_footer(f"&L{text}"))
    (settings.forms.folder / "a.xlsx").write_bytes(form)
    made = forms.render_forms(settings, files.content())
    assert not made.files and "колонтитул длиннее 255 знаков" in made.remarks[0]


def test_whatever_a_form_does_the_report_goes_out(settings, monkeypatch):
    put(settings.forms.folder, "a.xlsx")
    put(settings.forms.folder, "b.xlsx", Публикуется="да")
    for place in ("svodka.report.forms.fill", "svodka.report.forms.Secrecy", "svodka.report.forms.read_folders"):
        with monkeypatch.context() as patch:
            patch.setattr(place, lambda *_: 1 / 0)
            made = render_files(settings, files.content())
        assert "svodka_2026Q3_1.xlsx" in made.files
        assert not [name for name in made.files if name.startswith("form_b")]
        assert any("ZeroDivisionError" in remark for remark in made.remarks)


def test_notes_lock_files_and_empty_folders_are_no_forms(settings):
    for name in ("~$a.xlsx", "README.txt", ".hidden.xlsx"):
        (settings.forms.folder / name).write_bytes(b"x")
    (settings.forms.folder / "папка.xlsx").mkdir()
    assert forms.check(settings) == []
    settings.forms.folder = settings.forms.folder / "нет такой"
    assert forms.check(settings) == []


def test_the_files_of_an_edition_hold_its_forms(settings):
    put(settings.forms.folder, "a.xlsx")
    assert "form_a_2026Q3_1.xlsx" in render_files(settings, files.content()).files


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Отчёт в ЦУР", "otchet-v-tsur"), ("  Щука/ёж №5 ", "shchuka-ezh-5"), ("«»", "form"), ("а" * 99, "a" * 40)],
)
def test_a_name_in_letters_that_every_program_takes(title, expected):
    assert slug(title) == expected


def test_no_two_names_are_alike():
    assert slugs(["А", "а", "a-2", "A"]) == ["a", "a-2", "a-2-2", "a-3"]
