"""Pieces of WordprocessingML that a letter is built of: paragraphs in the look of another one, tables, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from svodka.report.letter.text import FigureTable, Signature
from svodka.report.letter.tokens import clean

TABLE_SIZE = 19  # half-points
SMALL = 10
MARGIN = 80  # twentieths of a point, at both sides of a cell
USUAL_WIDTH = 9354  # of the text on A4 with our margins, in twentieths of a point
TWIP = 635
SIGNATURE_SHARES = (0.5, 0.22, 0.28)


def element(name: str, **attributes: str) -> Any:
    """<w:name w:attribute="…">."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def run_look(paragraph: Any) -> Any | None:
    """The properties of the paragraph's first run with text: what is put in its place looks like it."""
    for run in paragraph.iter(qn("w:r")):
        if run.find(qn("w:t")) is not None:
            return run.find(qn("w:rPr"))
    return None


def run_of(text: str, look: Any | None, size: int | None = None, is_bold: bool | None = None) -> Any:
    """A run with the text, line breaks included."""
    run = element("r")
    properties = element("rPr") if look is None else deepcopy(look)
    if is_bold is not None:
        set_property(properties, "b", "bCs", val="1" if is_bold else "0")
    if size is not None:
        set_property(properties, "sz", "szCs", val=str(size))
    run.append(properties)
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            run.append(element("br"))
        node = element("t")
        node.text = line
        node.set(qn("xml:space"), "preserve")
        run.append(node)
    return run


def set_property(properties: Any, *names: str, **attributes: str) -> None:
    """Sets run properties, whatever stood there; in the order that the schema asks of those we use."""
    order = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "lang"]
    for name in names:
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
        later = {qn(f"w:{one}") for one in order[order.index(name) + 1 :]}
        follower = next((child for child in properties if child.tag in later), None)
        made = element(name, **attributes)
        if follower is None:
            properties.append(made)
        else:
            follower.addprevious(made)


def paragraph_like(model: Any, text: str, is_bold: bool | None = None, is_centred: bool = False) -> Any:
    """A paragraph with the text, in the look of the model."""
    made = element("p")
    if (properties := model.find(qn("w:pPr"))) is not None:
        made.append(without_section(properties))
    if is_centred:
        centre(made.get_or_add_pPr())
    made.append(run_of(text, run_look(model), is_bold=is_bold))
    return made


def without_section(properties: Any) -> Any:
    """A copy that begins no new section and no new page."""
    copy = deepcopy(properties)
    for name in ("sectPr", "pageBreakBefore", "numPr"):
        for old in copy.findall(qn(f"w:{name}")):
            copy.remove(old)
    return copy


def centre(properties: Any) -> None:
    """Centred, without indents."""
    for name in ("ind", "jc"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    indents = properties.get_or_add_ind()
    indents.set(qn("w:left"), "0")
    indents.set(qn("w:firstLine"), "0")
    properties.jc_val = WD_ALIGN_PARAGRAPH.CENTER


def plain_paragraph(
    text: str, look: Any | None, size: int | None, align: str = "left", is_bold: bool = False, keep_next: bool = False
) -> Any:
    """A paragraph of a cell: no indents and no space around, whatever the blank's own style says."""
    made, properties = element("p"), element("pPr")
    if keep_next:
        properties.append(element("keepNext"))
    properties.append(element("spacing", before="0", after="0", line="240", lineRule="auto"))
    properties.append(element("ind", left="0", right="0", firstLine="0"))
    properties.append(element("jc", val=align))
    made.append(properties)
    made.append(run_of(text, look, size, is_bold or None))
    return made


def figures_table(figures: FigureTable, width: int, look: Any | None) -> Any:
    """The table of key figures, its head repeated on each page; `width` in twentieths of a point."""
    table, widths = table_of(figures.shares, width, with_lines=True)
    head = [plain_paragraph(title, look, TABLE_SIZE, "center", True) for title in figures.head]
    table.append(row_of(head, widths, is_head=True, at="center"))
    for cells in figures.rows:
        table.append(row_of([plain_paragraph(cell, look, TABLE_SIZE) for cell in cells], widths, at="center"))
    return table


def signature_table(signature: Signature, width: int, look: Any | None) -> Any:
    """Post, the place where a hand signs, name on the last line of the post; what follows stays on the same page."""
    table, widths = table_of(SIGNATURE_SHARES, width, with_lines=False)
    cells = [
        plain_paragraph(signature.post, look, None, keep_next=True),
        plain_paragraph(signature.between, look, TABLE_SIZE - 2, "center", keep_next=True),
        plain_paragraph(signature.name, look, None, "right", keep_next=True),
    ]
    table.append(row_of(cells, widths, at="bottom"))
    return table


def table_of(shares: Sequence[float], width: int, with_lines: bool) -> tuple[Any, list[int]]:
    """An empty table and the widths of its columns."""
    inner = width - MARGIN if with_lines else width
    widths = [int(share * inner) for share in shares]
    table, properties = element("tbl"), element("tblPr")
    properties.append(element("tblW", w=str(sum(widths)), type="dxa"))
    if with_lines:
        properties.append(element("tblInd", w=str(MARGIN), type="dxa"))
        borders = element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(side, val="single", sz="4", space="0", color="auto"))
        properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(MARGIN if with_lines else 0), type="dxa"))
    properties.append(margins)
    grid = element("tblGrid")
    for one in widths:
        grid.append(element("gridCol", w=str(one)))
    table.append(properties)
    table.append(grid)
    return table, widths


def row_of(cells: Sequence[Any], widths: Sequence[int], is_head: bool = False, at: str = "top") -> Any:
    """A row that no page break splits."""
    row, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    row.append(properties)
    for paragraph, width in zip(cells, widths, strict=True):
        cell, look = element("tc"), element("tcPr")
        look.append(element("tcW", w=str(width), type="dxa"))
        look.append(element("vAlign", val=at))
        cell.append(look)
        cell.append(paragraph)
        row.append(cell)
    return row


def text_width(document: Any) -> int:
    """Between the margins of the first section; the usual one where the blank does not say."""
    section = document.sections[0] if len(document.sections) else None
    if section is None or None in (section.page_width, section.left_margin, section.right_margin):
        return USUAL_WIDTH
    return int(section.page_width - section.left_margin - section.right_margin) // TWIP
