"""Forgeries that leave the figures in place: each is found, and named by where and what."""

import csv
import io
import re
import zipfile

import pytest
from docx import Document
from docx.shared import Pt, RGBColor
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import NumData, NumVal, StrData, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, NameObject

from svodka.report.verification.said import Unreadable, said_in
from tests.db.test_verify import desk, figure_cell, issued, judged, opened, saved  # noqa: F401  (the fixture)

SHEET = "Показатели"


def comment(book):
    figure_cell(book).comment = Comment("на самом деле 3", "кто-то")


def footer(book):
    book[SHEET].oddFooter.left.text = "редакция 2, утверждённая"


def white(book):
    figure_cell(book).font = Font(color="FFFFFF")


def on_fill(book):
    figure_cell(book).fill = PatternFill("solid", fgColor="000000")


def recoloured(book):
    figure_cell(book).font = Font(color="B34700")


def tiny(book):
    figure_cell(book).font = Font(size=1)


def thousands_left_out(book):
    figure_cell(book).number_format = "#,##0,"


def as_share(book):
    figure_cell(book).number_format = "0%"


def fewer_places(book):
    cell = next(cell for row in book[SHEET].iter_rows() for cell in row if str(cell.number_format).endswith(".0"))
    cell.number_format = "0"


def text_by_format(book):
    book["Титул"]["A1"].number_format = ';;;"✓ цель достигнута"'


def words_by_condition(book):
    rule = CellIsRule("greaterThan", ["0"])
    rule.dxf = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode='"9 999"'))
    book[SHEET].conditional_formatting.add(figure_cell(book).coordinate, rule)


def by_format(book):
    figure_cell(book).number_format = ";;;"


def by_condition(book):
    rule = CellIsRule("greaterThan", ["0"], font=Font(color="FFFFFF"))
    book[SHEET].conditional_formatting.add(figure_cell(book).coordinate, rule)


def narrow(book):
    book[SHEET].column_dimensions[figure_cell(book).column_letter].width = 0.1


def low(book):
    book[SHEET].row_dimensions[figure_cell(book).row].height = 0.1


def merged(book):
    cell = figure_cell(book)
    book[SHEET].merge_cells(start_row=cell.row, end_row=cell.row + 1, start_column=cell.column, end_column=cell.column)


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (comment, "на самом деле 3"),
        (footer, "редакция 2, утверждённая"),
        (white, "цвет текста сливается с фоном"),
        (on_fill, "цвет текста сливается с фоном"),
        (recoloured, "B34700"),
        (tiny, "слишком мелкий шрифт"),
        (by_format, "формат «;;;» ничего не показывает"),
        (thousands_left_out, "1234 (без тысяч)"),
        (as_share, "1234 (доля в %)"),
        (by_condition, "цвет текста сливается с фоном"),
        (narrow, "скрыт"),
        (low, "скрыта"),
        (merged, "объединены"),
    ],
)
def test_a_workbook_with_its_figures_in_place(desk, forge, said):  # noqa: F811
    book = opened(issued(desk, "_1.xlsx")[1])
    forge(book)
    found = judged(desk, "отчёт.xlsx", saved(book))
    assert found.state == "altered"
    assert said in [one["found"] for one in found.differences]
    assert all(f"лист «{SHEET}»" in one["place"] for one in found.differences)


@pytest.mark.parametrize("forge", [fewer_places, text_by_format, words_by_condition])
def test_a_format_that_says_otherwise(desk, forge):  # noqa: F811
    book = opened(issued(desk, "_1.xlsx")[1])
    forge(book)
    assert judged(desk, "отчёт.xlsx", saved(book)).state == "altered"


def repacked(content: bytes, part: str, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    return out.getvalue()


def charted() -> bytes:
    """The sample's edition has no charts: too few quarters."""
    book = Workbook()
    for row in (("Квартал", "Поступило"), ("I.26", 10), ("II.26", 12)):
        book.active.append(row)
    chart = BarChart()
    chart.title = "Поступило"
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    series = chart.series[0]
    series.tx.strRef.strCache = StrData(ptCount=1, pt=[StrVal(idx=0, v="Поступило")])
    series.val.numRef.numCache = NumData(ptCount=2, pt=[NumVal(idx=0, v="10"), NumVal(idx=1, v="12")])
    series.dLbls = DataLabelList(showVal=True)
    book.active.add_chart(chart, "D2")
    return saved(book)


def unlike_places(content: bytes, forged: bytes) -> list[str]:
    was, now = said_in("a.xlsx", ".xlsx", content), said_in("b.xlsx", ".xlsx", forged)
    return [place for place in {**was, **now} if was.get(place) != now.get(place)]


@pytest.mark.parametrize(
    ("pattern", "put", "place"),
    [
        (r"(<a:t>)[^<]+(</a:t>)", r"\1Подделка\2", "надписи"),
        (r"(<val>.*?<pt idx=\"\d+\"><v>)[^<]+", r"\g<1>7777", "числа"),
        (r"(<tx><strRef>.*?<v>)[^<]+", r"\1Не то", "название"),
        (r"<showVal val=\"1\"\s*/>", '<showVal val="0"/>', "подписи данных"),
    ],
)
def test_a_chart_that_says_otherwise(pattern, put, place):
    content = charted()
    forged = repacked(content, "xl/charts/chart1.xml", lambda text: re.sub(pattern, put, text, count=1, flags=re.S))
    (found,) = unlike_places(content, forged)
    assert "диаграмма 1" in found and found.endswith(place)


def test_a_box_laid_over_a_sheet():
    box = (
        '<x:absoluteAnchor xmlns:x="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
        '<x:pos x="0" y="0"/><x:ext cx="900000" cy="900000"/><x:sp><x:nvSpPr><x:cNvPr id="99" name="b"/><x:cNvSpPr/>'
        "</x:nvSpPr><x:spPr/></x:sp><x:clientData/></x:absoluteAnchor>"
    )
    content = charted()
    forged = repacked(content, "xl/drawings/drawing1.xml", lambda text: re.sub(r"(</(\w+:)?wsDr>)", box + r"\1", text))
    assert unlike_places(content, forged) == ["лист «Sheet», фигуры поверх листа"]


def run_of(document):
    return next(run for par in document.paragraphs for run in par.runs if run.text.strip())


def hidden_run(document):
    run_of(document).font.hidden = True


def white_run(document):
    run_of(document).font.color.rgb = RGBColor(255, 255, 255)


def tiny_run(document):
    run_of(document).font.size = Pt(1)


def remark(document):
    document.add_comment(run_of(document), text="на самом деле 3", author="кто-то")


def new_footer(document):
    document.sections[0].footer.paragraphs[0].text = "редакция 2, утверждённая"


@pytest.mark.parametrize(
    ("forge", "place"),
    [
        (hidden_run, "текст, скрытый текст"),
        (white_run, "текст, цвет текста сливается с фоном"),
        (tiny_run, "текст, слишком мелкий шрифт"),
        (remark, "примечания"),
        (new_footer, "нижний колонтитул"),
    ],
)
def test_a_letter_with_its_words_in_place(desk, forge, place):  # noqa: F811
    document = Document(io.BytesIO(issued(desk, "letter.docx")[1]))
    forge(document)
    out = io.BytesIO()
    document.save(out)
    found = judged(desk, "письмо.docx", out.getvalue())
    assert (found.state, [one["place"] for one in found.differences]) == ("altered", [place])


def covered(writer):
    page = writer.pages[0]
    box = DecodedStreamObject()
    box.set_data(page.get_contents().get_data() + b"\nq 1 1 1 rg 50 300 400 300 re f Q")
    page[NameObject("/Contents")] = writer._add_object(box)


def annotated(writer):
    writer.add_annotation(0, FreeText(text="на самом деле 3", rect=(50, 50, 200, 100)))


@pytest.mark.parametrize(("forge", "place"), [(covered, "рисунок страницы"), (annotated, "пометка")])
def test_a_page_with_something_laid_over_it(desk, forge, place):  # noqa: F811
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(issued(desk, "summary.pdf")[1])))
    plain = io.BytesIO()
    writer.write(plain)
    assert judged(desk, "сводка.pdf", plain.getvalue()).state == "resaved"
    forge(writer)
    out = io.BytesIO()
    writer.write(out)
    found = judged(desk, "сводка.pdf", out.getvalue())
    assert found.state == "altered"
    assert all(one["place"].startswith(f"стр. 1, {place}") for one in found.differences)


def test_a_csv_as_russian_excel_saves_it(desk):  # noqa: F811
    text = issued(desk, ".csv")[1].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    excel = [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in rows]
    assert excel != rows
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(excel)
    assert judged(desk, "f.csv", out.getvalue().encode("cp1251")).state == "resaved"


def test_an_annex_with_a_name_twice_or_a_name_made_like_a_place(desk):  # noqa: F811
    name, content = issued(desk, ".json")
    text = content.decode()
    assert '"numerator": "1234"' in text
    doubled = text.replace('"numerator": "1234"', '"numerator": "1", "numerator": "1234"', 1)
    with pytest.raises(Unreadable):
        judged(desk, name, doubled.encode())
    collides = text.replace('"numerator": "1234"', '"numerator": "1"', 1).replace(
        '"as_of"', '"values[0].numerator": "1234", "as_of"', 1
    )
    assert judged(desk, name, collides.encode()).state == "altered"


def test_a_table_of_somebody_else_is_none_of_ours(desk):  # noqa: F811
    assert judged(desk, "чужая.csv", "Название;Число\nДвор;1\n".encode()).state == "unknown"


def test_a_cell_that_stands_twice(desk):  # noqa: F811
    content = issued(desk, "_1.xlsx")[1]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part == "xl/worksheets/sheet3.xml":
                data = re.sub(rb'(<c r="A1".*?(?:</c>|/>))', rb"\1\1", data, count=1)
            target.writestr(part, data)
    assert judged(desk, "отчёт.xlsx", out.getvalue()).state == "altered"
