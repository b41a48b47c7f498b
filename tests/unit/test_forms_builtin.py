"""The built-in form and the guide of the forms: what is shipped is right, what is written is true."""

from __future__ import annotations

import re

from svodka.report import forms
from svodka.report.forms import known_of_project
from svodka.report.forms import vocabulary as voc
from svodka.report.forms.asks import INDICATOR, RowList
from svodka.report.forms.binding import Binder
from svodka.report.forms.tokens import tokens_of
from svodka.settings import PROJECT
from tests import form_files as files
from tests import report_sample as sample

GUIDE = (PROJECT / "docs" / "forms.ru.md").read_text(encoding="utf-8")
BUILT_IN = (PROJECT / "config" / "forms" / "cur_quarterly.xlsx").read_bytes()


def test_the_built_in_form_is_right_and_always_holds():
    form = forms.read_form("cur_quarterly.xlsx", BUILT_IN, known_of_project())
    assert (form.settings.valid_from, form.settings.valid_to, form.settings.is_published) == (None, None, False)
    assert form.title == "Сведения о показателях"


def test_the_built_in_form_shows_every_indicator_channel_and_direction():
    book = files.opened(files.filled(BUILT_IN).content)
    assert book.sheetnames == ["Показатели", "По направлениям", "По каналам"]
    first, blocks, channels = book.worksheets
    rows = [[cell.value for cell in row] for row in first.iter_rows(min_row=10, max_row=15)]
    assert [row[:2] for row in rows] == [[n, one.code] for n, one in enumerate(sample.CATALOGUE, 1)]
    late = rows[1]
    assert late[2:] == [sample.CATALOGUE[1].title, "%", 2, 40, 5, "не больше 0 %", 7.5, -2.5, "есть пробел в выгрузках"]
    assert [row[0].value for row in blocks.iter_rows(min_row=5, max_row=7)] == [f"'{sample.EVIL}", "Дороги", "Всего"]
    assert [row[0].value for row in channels.iter_rows(min_row=5, max_row=8)] == [*sample.CHANNELS.values(), "Всего"]
    texts = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value]
    assert "Руководителю Центра управления регионом\nЦУР (вымышленный)\nВымышлов Пётр Петрович" in texts
    assert "за III квартал 2026 года (01.07.2026–30.09.2026)" in texts


def test_the_built_in_form_prints_on_a4_landscape_with_its_heads():
    for sheet in files.opened(files.filled(BUILT_IN).content):
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 9, 1, 0)
        assert sheet.print_title_rows and sheet.print_area.endswith(str(sheet.max_row))
        assert sheet.oddFooter.right.text.endswith("Лист &P из &N")


def test_every_token_of_the_guide_is_understood():
    text = GUIDE[: GUIDE.index("## Проверка и ошибки")].replace("\\|", "|")
    binder, n_tokens = Binder(known_of_project()), 0
    for line in text.splitlines():
        tokens = tokens_of(line)
        row = RowList(INDICATOR) if "показатель" in line else RowList("channel" if "{{* канал" in line else "block")
        for token in tokens:
            lists = voc.meaning(token.name, voc.LISTS) if token.is_row else None
            own = RowList(lists) if lists else row
            if token.is_row and lists is None and re.match(r"[A-Z]-", token.name):
                own = RowList("channel" if "{{* канал" in line else "block")
            binder.ask("", token, own)
            if lists:
                binder.row_list("", [token])
        n_tokens += len(tokens)
    assert binder.mistakes == []
    assert n_tokens > 100


def test_every_word_of_the_vocabulary_stands_in_the_guide():
    for words in (voc.PARTS, voc.WORDS, voc.ROLES, voc.PERSON, voc.DIMENSIONS, voc.LISTS, voc.OPTIONS):
        for spelt in words.values():
            assert spelt[0] in GUIDE, spelt[0]


def test_the_example_of_the_guide_comes_out_as_written():
    before, after = (
        dict(re.findall(r"^\| ([A-Z]\d+) \| (.+) \|$", part, re.MULTILINE)) for part in GUIDE.split("Получится:")
    )

    def formula(_, sheet):
        sheet.write_formula("B6", before["B6"])

    found = files.values(files.sheet_of(files.workbook(before, formula)))
    assert {address: str(value).replace("\xa0", " ") for address, value in found.items()} == after
