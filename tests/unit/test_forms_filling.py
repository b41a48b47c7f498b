"""A form with every kind of token, filled: numbers are numbers in the cell's format, texts are texts."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest

from svodka.report.forms import vocabulary as voc
from svodka.report.forms.answers import Answers
from svodka.report.forms.asks import Figure, Named, Word
from svodka.report.forms.document_words import WORDS
from svodka.report.forms.known import known_of
from svodka.report.forms.shown import in_words
from tests import form_files as files
from tests import report_history as history
from tests import report_sample as sample

PERIOD = "III квартал 2026 года"


def shown(**cells: object) -> dict[str, object]:
    """What stands in A1 … of a form with these texts."""
    return files.values(files.sheet_of(files.workbook(cells)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the value and its parts
        ("{{S-01}}", 1234),
        ("{{S-03: числитель}}", 2),
        ("{{S-03: знаменатель}}", 40),
        ("{{S-03: значение}}", 5),
        ("{{S-04: цель}}", "не меньше 5,5 %"),
        ("{{S-04: цель числом}}", 5.5),
        ("{{S-03: прошлый квартал}}", 7.5),
        ("{{S-03: год назад}}", 10),
        ("{{S-03: изменение}}", -2.5),
        ("{{S-03: динамика}}", "лучше: −2,5 п.п. ко II кварталу 2026"),
        ("{{S-04: оценка}}", "✓ цель достигнута"),
        ("{{S-03: ед.}}", "%"),
        ("{{S-03: название}}", "Доля сообщений с нарушением срока ответа"),
        ("{{S-03: код}}", "S-03"),
        ("{{S-03: примечание}}", "есть пробел в выгрузках"),
        ("{{S-03: как считается}}", sample.CATALOGUE[1].formula),
        ("{{S-03: основание}}", sample.CATALOGUE[1].basis),
        # slices
        ("{{S-01 | канал = pos}}", 234),
        ("{{S-03: числитель | канал = ПОС}}", 1),
        ("{{S-03 | канал=ПОС: знаменатель}}", 4),
        ("{{S-01 | направление = Дороги}}", 900),
        ("{{S-01 | направление = Дороги | канал = ПОС}}", 5),
        ("{{S-01 | исполнитель = -Отдел ЖКХ}}", 7),
        ("{{S-01 | режим = 59-ФЗ}}", 0),  # a group that is not there holds nothing
        ("{{S-03 | режим = 59-ФЗ}}", "—"),
        ("{{S-01: прошлый квартал | канал = ПОС}}", 200),
        ("{{A-06}}", "—"),
        # the period, the edition, the municipality, the officials, the letter
        ("{{период}}", PERIOD),
        ("{{квартал}}", "III"),
        ("{{номер квартала}}", 3),
        ("{{год}}", 2026),
        ("{{с}}", "01.07.2026"),
        ("{{по}}", "30.09.2026"),
        ("{{дни периода}}", "01.07.2026–30.09.2026"),
        ("{{прошлый квартал}}", "II квартал 2026 года"),
        ("{{АППГ}}", "III квартал 2025 года"),
        ("{{дата}}", "02.10.2026"),
        ("{{состояние на}}", "02.10.2026 07:15 по местному времени"),
        ("{{редакция}}", "1"),
        ("{{статус}}", "утверждённая"),
        ("{{муниципалитет}}", "ГО Рефтинский"),
        ("{{ОКТМО}}", "65763000"),
        ("{{подписант: ФИО}}", "Образцова Ирина Ильинична"),
        ("{{подписант: инициалы}}", "И.\xa0И.\xa0Образцова"),
        ("{{подписант: должность}}", "Руководитель МЦУ"),
        ("{{адресат: организация}}", "ЦУР (вымышленный)"),
        ("{{исполнитель: телефон}}", "00-02"),
        ("{{исх. №}}", "____________"),
        ("{{исх. дата}}", "____________"),
    ],
)
def test_a_token_alone_in_a_cell(text, expected):
    value = shown(A1=text)["A1"]
    assert value == (pytest.approx(expected) if isinstance(expected, float) else expected)
    assert isinstance(value, str) == isinstance(expected, str)


@pytest.mark.parametrize(
    "text",
    ["{{P-01}}", "{{p-01}}", "{{ Р-01 }}", "{{P‑01}}", "{{р01}}", "{{P-01: ЗНАЧЕНИЕ}}", "{{P-01:значение |канал=ПОС}}"],
)
def test_letters_spaces_and_dashes_do_not_matter(text):
    assert shown(A1=text)["A1"] == 22.7


@pytest.mark.parametrize("text", ["{{ исх. №}}", "{{Исх №}}", "{{ИСХ.№}}", "{{исходящий номер}}"])
def test_words_are_known_in_any_spelling(text):
    assert shown(A1=text)["A1"] == "____________"


def test_tokens_stand_within_a_text():
    cells = shown(
        A1="Всего: {{S-01}} обращений за {{период}}", A2="{{S-04}} %, было {{S-04: прошлый квартал}}", A3="с {{с}}"
    )
    assert cells == {
        "A1": f"Всего: 1\xa0234 обращений за {PERIOD}".replace("\xa0", cells["A1"][8]),
        "A2": "6,3 %, было 6,3",
        "A3": "с 01.07.2026",
    }


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ("0.00", 6.25),  # 1 of 16: exact to the places that the cell shows
        ("0", 6),
        ("0.0%", 0.063),
        ("General", 6.3),
        ("[>=1000]#,##0;General", 6.3),
        ("0.000,", 6.25),
        ('0.0" проц."', 6.3),
        ("@", "6,3"),
    ],
)
def test_a_number_is_rounded_once_to_the_places_of_its_cell(look, expected):
    sheet = files.sheet_of(files.workbook({"A1": ("{{S-04}}", {"num_format": look})}))
    assert sheet["A1"].value == (pytest.approx(expected, abs=1e-9) if isinstance(expected, float) else expected)
    assert sheet["A1"].number_format == look


def test_a_day_in_a_cell_of_days_is_a_day():
    sheet = files.sheet_of(files.workbook({"A1": ("{{по}}", {"num_format": "dd.mm.yyyy"})}))
    assert sheet["A1"].value.isoformat() == "2026-09-30T00:00:00"


def test_every_part_and_word_has_an_answer():
    edition = files.content()
    answers = Answers(edition, known_of(edition))
    for part in voc.PARTS:
        assert in_words(answers.shown(Figure("S-03", part))) not in ("", "—"), part
    assert set(WORDS) == set(voc.WORDS)
    for word in voc.WORDS.keys() - {"unsigned"}:  # nothing where a person has approved
        assert in_words(answers.shown(Word(word)))
    for role in voc.ROLES:
        for part in voc.PERSON:
            assert in_words(answers.shown(Named(role, part)))


def test_without_a_past_and_targets_there_are_dashes():
    edition = history.content(sample.document())
    cells = {
        "A1": "{{S-03: прошлый квартал}}",
        "A2": "{{S-03: изменение}}",
        "A3": "{{S-03: цель}}",
        "A4": "{{подписант}}",
    }
    found = files.values(files.sheet_of(files.workbook(cells), edition))
    assert list(found.values()) == ["—", "—", "—", "____________"]


def test_text_of_the_data_is_never_a_formula():
    cells = {"A1": "{{* направление}}", "B1": "{{* направление}}, {{* S-01}}"}
    sheet = files.sheet_of(files.workbook(cells))
    texts = [cell.value for row in sheet.iter_rows() for cell in row]
    assert f"'{sample.EVIL}" in texts and f"'{sample.EVIL}, 3" in texts
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_formatting_within_a_text_stays():
    def rich(book, sheet):
        sheet.write_rich_string("A1", "Всего ", book.add_format({"bold": True}), "{{S-", "01}} шт.", " за {{год}}")

    file = files.filled(files.workbook({}, rich)).content
    with zipfile.ZipFile(BytesIO(file)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert files.values(files.opened(file).worksheets[0])["A1"].replace("\xa0", " ") == "Всего 1 234 шт. за 2026"
    assert "<b/>" in xml[: xml.index("234")]


def test_headers_footers_and_shapes_are_filled():
    def outside(_, sheet):
        sheet.set_footer("&L{{муниципалитет}}&C&8{{год}}&R&P")
        sheet.insert_textbox("C3", "Форма за {{период}}")

    file = files.filled(files.workbook({"A1": "{{год}}"}, outside)).content
    footer = files.opened(file).worksheets[0].oddFooter
    assert (footer.left.text, footer.center.text.strip(), footer.right.text) == ("ГО Рефтинский", "2026", "&P")
    with zipfile.ZipFile(BytesIO(file)) as archive:
        assert f"Форма за {PERIOD}" in archive.read("xl/drawings/drawing1.xml").decode()


def test_the_copy_says_which_edition_it_is_and_names_nobody():
    book = files.opened(files.filled(files.workbook({"A1": "{{год}}"}, lambda b, _: b.set_properties({
        "author": "Секретарь", "manager": "Начальник", "company": "Фирма", "title": "шаблон"
    }))).content)  # fmt: skip
    assert book.properties.keywords == files.content().face.identifier
    assert (book.properties.creator, book.properties.lastModifiedBy) == ("Сводка", "Сводка")
    assert book.properties.title == f"проба за {PERIOD} (01.07.2026–30.09.2026), редакция 1, утверждённая"


def test_no_token_is_left_in_the_file():
    file = files.workbook(
        {"A1": "{{S-01}} и {{год}}", "A2": "{{* канал}}", "B2": "{{* S-01}}"}, settings=[["Публикуется", "нет"]]
    )
    with zipfile.ZipFile(BytesIO(files.filled(file).content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    assert not [name for name, text in texts.items() if "{{" in text or "Публикуется" in text]


def test_equal_content_gives_equal_bytes_whatever_the_clock_says(monkeypatch):
    file = files.workbook({"A1": "{{период}}", "A2": "{{* канал}}"})
    first = files.filled(file).content
    monkeypatch.setattr("time.localtime", lambda *_: (2030, 1, 2, 3, 4, 6, 0, 1, 0))
    assert files.filled(file).content == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2026, 10, 2, 2, 15, 0)}


def test_formulas_are_computed_anew_by_the_program_that_opens_the_file():
    file = files.workbook({"A1": "{{S-01}}"}, lambda _, sheet: sheet.write_formula("B1", "=A1*2", value=77))
    with zipfile.ZipFile(BytesIO(files.filled(file).content)) as archive:
        sheet, book = archive.read("xl/worksheets/sheet1.xml").decode(), archive.read("xl/workbook.xml").decode()
    assert "77" not in sheet and 'fullCalcOnLoad="1"' in book


def test_a_number_too_wide_for_its_column_is_told():
    narrow = files.workbook({"A1": "{{S-01}}", "B1": "{{S-01}}"}, lambda _, sheet: sheet.set_column("B:B", 3))
    assert files.filled(narrow).doubts == (
        f"на листе «{files.SHEET}» числа не помещаются в столбец, вместо них видно ###: B1",
    )


def test_an_executor_of_whom_the_quarter_knows_nothing_is_told_not_refused():
    found = files.filled(files.workbook({"A1": "{{S-01 | исполнитель = Отдел дорог}}"}))
    assert files.values(files.opened(found.content).worksheets[0]) == {"A1": 0}
    assert found.doubts == ("исполнитель «Отдел дорог» в данных квартала не встретился",)


def test_an_indicator_without_a_value_in_the_quarter_is_told():
    found = files.filled(files.workbook({"A1": "{{G-02}}", "A2": "{{G-02: название}}"}))
    cells = files.values(files.opened(found.content).worksheets[0])
    assert cells == {"A1": "—", "A2": "Средний индекс выполнения требований к странице"}
    assert found.doubts == ("показатель G-02 в этом квартале не считается, вместо него «—»",)


def test_a_channel_without_exports_is_no_nought():
    state = sample.coverage()
    state[2] |= {"newest_export": None}
    edition = files.content(states=history.data_states(state))
    assert files.values(files.sheet_of(files.workbook({"A1": "{{S-01 | канал = СЭД}}"}), edition)) == {"A1": "—"}


def test_the_decimal_kept_is_the_one_shown():
    """No binary rest of a division in the file: 6.3 is 6.3."""
    with zipfile.ZipFile(BytesIO(files.filled(files.workbook({"A1": "{{S-04}}"})).content)) as archive:
        assert "<v>6.3</v>" in archive.read("xl/worksheets/sheet1.xml").decode()
    assert Decimal("6.3") == Decimal(str(shown(A1="{{S-04}}")["A1"]))
