"""Our own blank, for a town that has brought none; it is filled by the same tokens, and serves as a sample for one."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from svodka.report.letter.elements import element, plain_paragraph, row_of, run_of, table_of, text_width

FONT = "Times New Roman"
SIZE = 12
CORNERS = (0.46, 0.08, 0.46)  # sender, nothing, addressee
HEADING_WIDTH = Mm(90)


@cache
def own_blank() -> bytes:
    """A .docx with every token at the place that ГОСТ Р 7.0.97 gives it in a letter with its heading in the corner."""
    document = docx.Document()
    set_styles(document)
    set_page(document)
    corners(document)
    add(document, "{{тема}}", after=12, right_indent=HEADING_WIDTH)
    add(document, "{{отметка}}", after=8, is_bold=True)
    text = add(document, "{{текст}}", after=4, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    text.paragraph_format.first_line_indent = Mm(12.5)
    ending(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def set_styles(document: Any) -> None:
    """Times New Roman for every script, in Russian."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), 1.0
    fonts = style.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.element.rPr.append(element("lang", val="ru-RU", eastAsia="ru-RU"))


def set_page(document: Any) -> None:
    """A4; the number of each page but the first at its head, the edition at the foot of all."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = element("fldSimple", instr="PAGE")
    number.append(run_of("2", None))
    head._p.append(number)
    for footer in (section.footer, section.first_page_footer):
        run = footer.paragraphs[0].add_run("{{муниципалитет}}, {{период}}, редакция {{редакция}}, {{статус}}")
        run.font.size = Pt(8)


def corners(document: Any) -> None:
    """Sender, day and number in the left corner, addressee in the right one."""
    table, widths = table_of(CORNERS, text_width(document), with_lines=False)
    left = [cell_line("{{от_кого}}"), cell_line("", 6), cell_line("{{исх_дата}} № {{исх_номер}}")]
    row = row_of([left[0], cell_line(""), cell_line("{{кому}}")], widths)
    first = row.find(qn("w:tc"))
    for line in left[1:]:
        first.append(line)
    table.append(row)
    body = document.element.body
    body.insert(0, table)
    table.addnext(cell_line(""))


def ending(document: Any) -> None:
    """Annexes, signature and who has prepared the letter: a row that is never split, so none stands alone on a page."""
    table, widths = table_of([1], text_width(document), with_lines=False)
    row = row_of([cell_line("{{приложения}}")], widths)
    cell = row.find(qn("w:tc"))
    for line in (
        cell_line("{{подпись}}"),
        cell_line("", 4),
        cell_line("{{исполнитель}}", 10),
    ):
        cell.append(line)
    table.append(row)
    document.element.body.insert(len(document.element.body) - 1, table)
    table.addnext(cell_line("", 1))


def cell_line(text: str, size: int | None = None) -> Any:
    return plain_paragraph(text, None, None if size is None else size * 2)


def add(document: Any, text: str, after: float = 0, size: float | None = None, **look: Any) -> Any:
    """A paragraph of the body."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = look.get("is_bold") or None
    if size is not None:
        run.font.size = Pt(size)
    paragraph.paragraph_format.space_after = Pt(after)
    if "align" in look:
        paragraph.alignment = look["align"]
    if "right_indent" in look:
        paragraph.paragraph_format.right_indent = look["right_indent"]
    return paragraph
