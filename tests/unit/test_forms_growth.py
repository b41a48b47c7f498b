"""A list grows downwards: what stands under it moves with its look, what speaks of it takes in all its rows."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from svodka.report.forms.references import RowMap, moved_range, rows_of
from tests import form_files as files
from tests import report_sample as sample

BLOCKS = ["Дороги", "ЖКХ", "Культура", "Экология"]
LIST = {"A5": "{{* направление}}", "B5": "{{* S-01}}"}


def edition():
    """One with four directions: 10, 20, 30 and 40 messages."""
    totals = [row for row in sample.document()["values"] if not any(row["slice"].values())]
    rows = [sample.value("S-01", f"{number}0", None, "ед.", block=name) for number, name in enumerate(BLOCKS, 1)]
    return files.content(sample.document(values=[*totals, *rows]))


def grown(cells, *steps):
    return files.sheet_of(files.workbook({**LIST, **cells}, *steps), edition())


def parts(form: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(files.filled(form, edition()).content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_row_of_the_form_becomes_one_for_each_member():
    sheet = grown({"A4": "Направление", "A6": "Итого"})
    rows = [[cell.value for cell in row] for row in sheet["A4:B9"]]
    assert rows == [
        ["Направление", None],
        ["Дороги", 10],
        ["ЖКХ", 20],
        ["Культура", 30],
        ["Экология", 40],
        ["Итого", None],
    ]


def test_copies_look_like_the_row_of_the_form_and_what_is_below_keeps_its_look():
    bold, boxed = {"bold": True, "bg_color": "#FFEE00"}, {"border": 2, "num_format": "#,##0.00"}

    def looks(book, sheet):
        sheet.set_row(4, 33)
        sheet.set_row(5, 45)
        sheet.write("B5", "{{* S-01}}", book.add_format(boxed))
        sheet.write("A6", "Итого", book.add_format(bold))

    sheet = grown({}, looks)
    for row in range(5, 9):
        assert sheet.row_dimensions[row].height == 33
        assert (sheet.cell(row, 2).border.top.style, sheet.cell(row, 2).number_format) == ("medium", "#,##0.00")
    assert sheet.row_dimensions[9].height == 45
    assert (sheet["A9"].font.b, sheet["A9"].fill.fgColor.rgb) == (True, "FFFFEE00")


def test_merged_cells_are_merged_in_each_copy_and_move_below():
    def merge(_, sheet):
        sheet.merge_range("A1:D1", "Заголовок")
        sheet.merge_range("C5:D5", "{{* S-01}}")
        sheet.merge_range("A7:B8", "Подпись")

    found = {str(one) for one in grown({}, merge).merged_cells.ranges}
    assert found == {"A1:D1", "C5:D5", "C6:D6", "C7:D7", "C8:D8", "A10:B11"}


@pytest.mark.parametrize(
    ("place", "formula", "expected"),
    [
        ("B6", "=SUM(B5)", {"B9": "=SUM(B5:B8)"}),
        ("B6", "=SUM(B5:B5)", {"B9": "=SUM(B5:B8)"}),
        ("B6", "=SUM(B$5:B$5)+B7", {"B9": "=SUM(B$5:B$8)+B10"}),
        ("B6", "=AVERAGE(B4:B5)", {"B9": "=AVERAGE(B4:B8)"}),
        ("B1", "=MAX(B5, 3)+B7", {"B1": "=MAX(B5:B8, 3)+B10"}),
        ("B1", "=SUM(B:B)&SUM(5:6)", {"B1": "=SUM(B:B)&SUM(5:9)"}),
        ("B1", "=SUM('Отчёт'!B5)", {"B1": "=SUM('Отчёт'!B5:B8)"}),
        ("C5", "=B5/B$6", {"C5": "=B5/B$9", "C8": "=B8/B$9"}),
        ("C5", "=SUM(B$5:B5)", {"C5": "=SUM(B$5:B5)", "C7": "=SUM(B$5:B7)"}),
        ("C5", "=B5/SUM($B$5:$B$5)", {"C6": "=B6/SUM($B$5:$B$8)"}),
        ("C5", '=IF(B5>10,"B5",A1)', {"C6": '=IF(B6>10,"B5",A1)'}),
    ],
)
def test_formulas_follow(place, formula, expected):
    sheet = grown({}, lambda _, sheet: sheet.write_formula(place, formula))
    assert {address: sheet[address].value for address in expected} == expected


def test_formulas_shared_by_many_cells_follow_too():
    """As Excel writes them: the text once, the others by number."""
    form = files.workbook({**LIST, "C8": "x", "C9": "y"})
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as archive, zipfile.ZipFile(target, "w") as changed:
        for name in archive.namelist():
            text = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cells = [b'<c r="C8" t="s"><v>', b'<c r="C9" t="s"><v>']
                first = b'<c r="C8"><f t="shared" ref="C8:C9" si="0">B8+SUM(B$5:B$5)</f><v>1</v></c>'
                for cell, formula in zip(cells, [first, b'<c r="C9"><f t="shared" si="0"/><v>1</v></c>'], strict=True):
                    start = text.index(cell)
                    text = text[:start] + formula + text[text.index(b"</c>", start) + 4 :]
            changed.writestr(name, text)
    sheet = files.sheet_of(target.getvalue(), edition())
    assert (sheet["C11"].value, sheet["C12"].value) == ("=B11+SUM(B$5:B$8)", "=B12+SUM(B$5:B$8)")


def test_another_sheet_follows_the_list():
    def other(book, _):
        book.add_worksheet("Свод").write_formula("A1", "=SUM(Отчёт!B5:B5)/Отчёт!B7")

    book = files.opened(files.filled(files.workbook(LIST, other), edition()).content)
    assert book["Свод"]["A1"].value == "=SUM(Отчёт!B5:B8)/Отчёт!B10"


def test_the_printed_page_follows():
    def page(book, sheet):
        sheet.print_area("A1:B9")
        sheet.repeat_rows(3)
        sheet.set_h_pagebreaks([7])
        sheet.freeze_panes(4, 1)
        book.define_name("ИТОГО", "=Отчёт!$B$6")
        book.define_name("СПИСОК", "=Отчёт!$B$5")

    form = files.workbook(LIST, page)
    book = files.opened(files.filled(form, edition()).content)
    sheet = book.worksheets[0]
    assert (sheet.print_area, sheet.print_title_rows) == ("'Отчёт'!$A$1:$B$12", "$4:$4")
    assert [one.id for one in sheet.row_breaks.brk] == [10]
    assert (book.defined_names["ИТОГО"].value, book.defined_names["СПИСОК"].value) == ("Отчёт!$B$9", "Отчёт!$B$5:$B$8")
    assert sheet.freeze_panes == "B5"


def test_rules_choices_and_links_take_in_the_new_rows():
    def rules(book, sheet):
        bold = book.add_format({"bold": True})
        sheet.conditional_format("B5", {"type": "formula", "criteria": "=B5>B6", "format": bold})
        sheet.conditional_format("B6:B7", {"type": "cell", "criteria": ">", "value": "$B$7", "format": bold})
        sheet.data_validation("C5", {"validate": "list", "source": "=$A$6:$A$7"})
        sheet.write_url("A7", "https://example.org", string="ссылка")
        sheet.write_comment("B7", "примечание")

    sheet = grown({}, rules)
    found = {str(one.sqref): one.rules[0].formula for one in sheet.conditional_formatting}
    assert found == {"B5:B8": ["B5>B$9"], "B9:B10": ["$B$10"]}
    [choice] = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("C5:C8", "$A$9:$A$10")
    assert sheet["A10"].hyperlink.target == "https://example.org"
    assert sheet["B10"].comment.text == "примечание"


def test_charts_show_the_whole_list_and_none_of_the_figures_of_the_template():
    def draw(book, sheet):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"categories": "=Отчёт!$A$5:$A$5", "values": "=Отчёт!$B$5", "values_data": [777]})
        chart.set_title({"name": "За {{период}}"})
        sheet.insert_chart("A8", chart)

    found = parts(files.workbook(LIST, draw))
    chart = found["xl/charts/chart1.xml"]
    assert "<c:f>Отчёт!$A$5:$A$8</c:f>" in chart and "<c:f>Отчёт!$B$5:$B$8</c:f>" in chart
    assert "777" not in chart and "За III квартал 2026 года" in chart
    assert "<xdr:row>10</xdr:row>" in found["xl/drawings/drawing1.xml"]


def test_pictures_and_comments_move_with_their_rows_and_keep_their_size():
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )

    def draw(_, sheet):
        sheet.insert_image("D2", "герб.png", {"image_data": io.BytesIO(png), "x_scale": 40, "y_scale": 40})
        sheet.insert_image("D9", "печать.png", {"image_data": io.BytesIO(png), "x_scale": 40, "y_scale": 40})
        sheet.write_comment("A9", "здесь")

    form = files.workbook(LIST, draw)
    before = zipfile.ZipFile(io.BytesIO(form))
    found = parts_of_bytes(files.filled(form, edition()).content)
    assert found["xl/media/image1.png"] == before.read("xl/media/image1.png") == png
    drawing = found["xl/drawings/drawing1.xml"].decode()
    assert drawing.count("<xdr:row>1</xdr:row>") == 1
    assert drawing.count("<xdr:row>11</xdr:row>") == 1
    vml = found["xl/drawings/vmlDrawing1.vml"].decode()
    assert "<x:Row>11</x:Row>" in vml


def parts_of_bytes(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_smart_table_grows_with_its_list():
    book = openpyxl.load_workbook(io.BytesIO(files.workbook({**LIST, "A4": "Направление", "B4": "Число"})))
    book.worksheets[0].add_table(Table(displayName="Направления", ref="A4:B5"))
    target = io.BytesIO()
    book.save(target)
    sheet = files.sheet_of(target.getvalue(), edition())
    assert sheet.tables["Направления"].ref == "A4:B8"


def test_several_lists_of_a_sheet_grow_one_below_the_other():
    cells = {
        "A7": "{{* канал}}",
        "B7": "{{* S-01}}",
        "A8": "Конец",
        "A1": "{{* показатель: S-04, S-01}}",
        "B1": "{{* значение}}",
    }
    sheet = grown(cells)
    column = [cell.value for cell in sheet["A"]]
    titles = ["Доля отработанных сообщений", "Количество поступивших сообщений"]
    assert column[:2] == titles and column[5:9] == BLOCKS
    assert column[10:14] == [*sample.CHANNELS.values(), "Конец"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{* канал}}", list(sample.CHANNELS.values())),
        ("{{* канал | пустые = нет}}", ["Инцидент Менеджмент", "ПОС «Госуслуги. Решаем вместе»"]),
        ("{{* направление}}", [f"'{sample.EVIL}", "Дороги"]),
        ("{{* исполнитель}}", ["'-Отдел ЖКХ"]),
        ("{{* режим}}", ["Нет записей"]),
        ("{{* режим | пустые = да}}", ["Обращения по 59-ФЗ", "Сообщения ПОС", "Инцидент Менеджмент"]),
        ("{{* показатель | раздел = S}}", [one.title for one in sample.CATALOGUE[:3]]),
        ("{{* показатель | пустые = нет | раздел = A}}", ["Нет записей"]),
        ("{{* показатель | чьи = цур}}", [one.title for one in sample.CATALOGUE]),
    ],
)
def test_members_of_a_list(text, expected):
    sheet = files.sheet_of(files.workbook({"A1": text}))
    assert [cell.value for cell in sheet["A"]] == expected


def test_all_known_directions_can_be_asked_for():
    sheet = files.sheet_of(files.workbook({"A1": "{{* направление | пустые = да}}", "B1": "{{* S-01}}"}))
    found = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert len(found) > 25 and (found["Дороги"], found["Культура"]) == (900, 0)


def test_rows_are_numbered_and_crossed_and_hold_what_is_of_the_whole_edition_too():
    cells = {
        "A1": "{{* №}}",
        "B1": "{{* направление}}",
        "C1": "{{* S-01 | канал = ПОС}}",
        "D1": "{{S-01}}",
        "E1": "{{год}}",
    }
    rows = [[cell.value for cell in row] for row in files.sheet_of(files.workbook(cells)).iter_rows()]
    assert rows == [[1, f"'{sample.EVIL}", 0, 1234, 2026], [2, "Дороги", 5, 1234, 2026]]


def test_a_list_of_nobody_says_so_in_one_row():
    cells = {"A1": "{{* №}}", "B1": "{{* режим}}", "C1": "{{* S-01}}", "A2": "Итого"}
    found = files.values(files.sheet_of(files.workbook(cells)))
    assert found == {"A1": "—", "B1": "Нет записей", "C1": "—", "A2": "Итого"}


def test_a_long_name_gets_the_room_it_needs():
    name = "Муниципальное бюджетное учреждение «Центр по работе с обращениями граждан и благоустройству территории»"
    values = [*sample.document()["values"], sample.value("S-01", "3", None, "ед.", executor=name)]

    def fixed(book, sheet):
        wrap = book.add_format({"text_wrap": True})
        sheet.write("A1", "{{* исполнитель}}", wrap)
        sheet.set_row(0, 15)
        sheet.set_column("A:A", 14)
        sheet.merge_range("A3:B3", "{{примечания}}", wrap)

    sheet = files.sheet_of(files.workbook({}, fixed), files.content(sample.document(values=values)))
    assert sheet["A2"].value == name
    assert (sheet.row_dimensions[1].height, sheet.row_dimensions[2].height > 100) == (15, True)
    assert sheet.row_dimensions[4].height > 100


@given(st.dictionaries(st.integers(1, 30), st.integers(1, 5), max_size=4), st.integers(1, 40), st.integers(0, 10))
def test_a_range_covers_exactly_the_places_of_its_rows(grown, top, more):
    """Against a list of rows in which each is repeated as told."""
    rows = [row for row in range(1, 60) for _ in range(grown.get(row, 1))]
    first, last = rows_of(moved_range(f"A{top}:$C${top + more}", RowMap(grown)))
    assert rows[first - 1 : last] == [row for row in rows if top <= row <= top + more]
