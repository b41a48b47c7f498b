"""Leaks planted into a workbook: by openpyxl where it can, into the parts themselves where it cannot."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from svodka.report.privacy.finding import ADDRESS, EMAIL, PASSPORT, PHONE, PROFILE, SNILS, UNKNOWN, UNREADABLE
from tests.privacy_document_leaks import paragraph
from tests.privacy_leaks import VALUES, Leak, edited, replaced

SHEET = "лист „Показатели“"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def base() -> Any:
    """A workbook like that of a report: a sheet of figures with a table, a chart and a comment, and one more sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Показатели"
    for row in (("Код", "Название", "Значение"), ("S-01", "Количество поступивших", 1234), ("S-03", "Доля", 12.5)):
        sheet.append(row)
    sheet.add_table(Table(displayName="Показатели", ref="A1:C3"))
    chart = BarChart()
    chart.title, chart.x_axis.title = "Поступило", "Квартал"
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E2")
    sheet["A1"].comment = Comment("Код из каталога", "Сводка")
    book.create_sheet("Методика")
    return book


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def planted(plant: Callable[[Any, Any, str], object]) -> Callable[[str], bytes]:
    """A leak that openpyxl can plant: `plant(book, sheet of figures, text)`."""

    def make(text: str) -> bytes:
        book = base()
        plant(book, book["Показатели"], text)
        return saved(book)

    return make


def in_part(part: str, old: str, new: str) -> Callable[[str], bytes]:
    """A leak in the text of a part: `old` becomes `new`, in which {} is the text."""
    return lambda text: edited(saved(base()), {part: replaced(old, new.format(text))})


def with_part(part: str, content: str) -> Callable[[str], bytes]:
    """A leak in a part of its own."""
    return lambda text: edited(saved(base()), {part: content.replace("{}", text)})


def cell(book, sheet, text):
    sheet["C2"] = text


def number(book, sheet, text):
    sheet["C2"] = int(text)


def rich(book, sheet, text):
    half = len(text) // 2
    bold = TextBlock(InlineFont(b=True), text[:half])
    sheet["C3"] = CellRichText(bold, text[half:])


def far(title: str, state: str):
    def plant(book, sheet, text):
        hidden = book.create_sheet(title)
        hidden["B7"], hidden.sheet_state = text, state

    return plant


def hidden_row(book, sheet, text):
    sheet["A9"], sheet.row_dimensions[9].hidden = text, True


def hidden_column(book, sheet, text):
    sheet["H1"], sheet.column_dimensions["H"].hidden = text, True


def comment(book, sheet, text):
    sheet["B2"].comment = Comment(text, "Сводка")


def author(book, sheet, text):
    sheet["B2"].comment = Comment("см. методику", text)


def custom(book, sheet, text):
    book.custom_doc_props.append(StringProperty(name="Исполнитель", value=text))


def chart_title(book, sheet, text):
    sheet._charts[0].title = text


def axis_title(book, sheet, text):
    sheet._charts[0].y_axis.title = text


def link(book, sheet, text):
    sheet["B3"].hyperlink = f"mailto:{text}"


def tooltip(book, sheet, text):
    sheet["B3"].hyperlink = Hyperlink(ref="B3", location="'Методика'!A1", tooltip=text)


def defined_value(book, sheet, text):
    book.defined_names["Ответственный"] = DefinedName("Ответственный", attr_text=f'"{text}"')


def defined_name(book, sheet, text):
    name = text.replace(" ", "_")
    book.defined_names[name] = DefinedName(name, attr_text="'Показатели'!$A$1")


def table_column(book, sheet, text):
    sheet["B1"] = text


def choice(book, sheet, text):
    rule = DataValidation(type="list", formula1=f'"{text},Другой"')
    rule.add("B2:B3")
    sheet.add_data_validation(rule)


def prompt(book, sheet, text):
    rule = DataValidation(type="whole", prompt=text, showInputMessage=True)
    rule.add("C2")
    sheet.add_data_validation(rule)


def rule(book, sheet, text):
    sheet.conditional_formatting.add("B2:B3", FormulaRule(formula=[f'$B2="{text}"']))


def sheet_title(book, sheet, text):
    book["Методика"].title = text


def format_code(book, sheet, text):
    sheet["C2"].number_format = f'0" {text}"'


def _titled(text: str) -> bytes:
    book = base()
    book.properties.title = text
    return saved(book)


def with_shared_strings(text: str) -> bytes:
    """A workbook of Excel's own kind: strings stand beside the sheets, one of them no cell shows any more."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Показатели")
        sheet.write("A1", "Код")
        sheet.write("B4", text)
    return out.getvalue()


def orphan(text: str) -> bytes:
    content = with_shared_strings("Название")
    return edited(content, {"xl/sharedStrings.xml": replaced("</sst>", f"<si><t>{text}</t></si></sst>")})


def embedded(text: str) -> bytes:
    return edited(saved(base()), {"xl/embeddings/letter.docx": paragraph(text)})


def picture(text: str) -> bytes:
    return edited(saved(base()), {f"xl/media/{text}.png": b"\x89PNG\r\n\x1a\n"})


def macros(_: str) -> bytes:
    return edited(saved(base()), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)})


SHAPE = "<sp><txBody><p><r><t>{}</t></r></p></txBody></sp><oneCellAnchor>"
THREAD = f'<threadedComments {MAIN}><threadedComment ref="B2"><text>{{}}</text></threadedComment></threadedComments>'
SERIES = "<f>'Показатели'!C1</f>"
CACHE = f'{SERIES}<strCache><pt idx="0"><v>{{}}</v></pt></strCache>'
PIVOT = f'<pivotCacheRecords {MAIN}><r><s v="{{}}"/></r></pivotCacheRecords>'
OUTSIDE = f"<externalLink {MAIN}><cell><v>{{}}</v></cell></externalLink>"

BOOK_LEAKS = [
    Leak("cell", planted(cell), f"{SHEET}, ячейка C2"),
    Leak("cell with a post", planted(cell), f"{SHEET}, ячейка C2", PROFILE),
    Leak("number in a cell", planted(number), f"{SHEET}, ячейка C2", PHONE, "89000000012"),
    Leak("shared string", with_shared_strings, f"{SHEET}, ячейка B4"),
    Leak("formula", planted(cell), f"{SHEET}, ячейка C2", SNILS, f'="СНИЛС "&"{VALUES[SNILS]}"'),
    Leak("rich text in two runs", planted(rich), f"{SHEET}, ячейка C3", PHONE),
    Leak("hidden sheet", planted(far("Черновик", "hidden")), "скрытый лист „Черновик“, ячейка B7", PASSPORT),
    Leak("very hidden sheet", planted(far("Черновик", "veryHidden")), "скрытый лист „Черновик“, ячейка B7"),
    Leak("hidden row", planted(hidden_row), f"{SHEET}, ячейка A9", ADDRESS),
    Leak("hidden column", planted(hidden_column), f"{SHEET}, ячейка H1"),
    Leak("comment", planted(comment), f"{SHEET}, примечания, к ячейке B2"),
    Leak("author of a comment", planted(author), f"{SHEET}, примечания"),
    Leak("threaded comment", with_part("xl/threadedComments/threadedComment1.xml", THREAD), "примечания, к ячейке B2"),
    Leak("core property", _titled, "свойства документа"),
    Leak("app property", in_part("docProps/app.xml", "</Properties>", "<Manager>{}</Manager></Properties>"),
         "свойства документа"),
    Leak("custom property", planted(custom), "свойства документа", EMAIL),
    Leak("chart title", planted(chart_title), f"{SHEET}, диаграмма"),
    Leak("axis title", planted(axis_title), f"{SHEET}, диаграмма", PHONE),
    Leak("cached value of a chart", in_part("xl/charts/chart1.xml", SERIES, CACHE), f"{SHEET}, диаграмма"),
    Leak("text of a shape", in_part("xl/drawings/drawing1.xml", "<oneCellAnchor>", SHAPE),
         f"{SHEET}, рисунок или надпись", EMAIL),
    Leak("header", planted(lambda book, sheet, text: setattr(sheet.oddHeader.left, "text", text)),
         f"{SHEET}, колонтитул"),
    Leak("footer in a font", planted(lambda book, sheet, text: setattr(sheet.oddFooter.right, "text", f"&B&12{text}")),
         f"{SHEET}, колонтитул", PHONE),
    Leak("link", planted(link), f"{SHEET}, гиперссылка в B3", EMAIL),
    Leak("tooltip of a link", planted(tooltip), f"{SHEET}, гиперссылка в B3"),
    Leak("value of a defined name", planted(defined_value), "книга, имя „Ответственный“"),
    Leak("defined name itself", planted(defined_name), "книга, имя № 1"),
    Leak("name of a table's column", planted(table_column), f"{SHEET}, таблица Excel"),
    Leak("list of a validation", planted(choice), f"{SHEET}, проверка данных в B2:B3"),
    Leak("prompt of a validation", planted(prompt), f"{SHEET}, проверка данных в C2", ADDRESS),
    Leak("conditional formatting", planted(rule), f"{SHEET}, условное форматирование в B2:B3"),
    Leak("title of a sheet", planted(sheet_title), "книга"),
    Leak("number format", planted(format_code), "часть файла „xl/styles.xml“"),
    Leak("pivot cache", with_part("xl/pivotCache/pivotCacheRecords1.xml", PIVOT),
         "кэш сводной таблицы"),
    Leak("external link", with_part("xl/externalLinks/externalLink1.xml", OUTSIDE),
         "внешняя ссылка"),
    Leak("custom XML", with_part("customXml/item1.xml", "<данные><имя>{}</имя></данные>"), "встроенные данные XML"),
    Leak("comment of the markup", with_part("customXml/item1.xml", "<a><!-- {} --></a>"), "встроенные данные XML"),
    Leak("string that no cell shows", orphan, "строки, которых нет в ячейках"),
    Leak("name of a picture", picture,
         "имя вложенного файла № 18"),
    Leak("document in the workbook", embedded, "вложенный файл, текст, абзац 2"),
    Leak("macros", macros,
         "часть файла „xl/vbaProject.bin“", UNKNOWN, "-"),
    Leak("document type", with_part("customXml/item1.xml", '<!DOCTYPE a [<!ENTITY n "{}">]><a>&n;</a>'),
         "встроенные данные XML", UNREADABLE, "-"),
]  # fmt: skip
