"""Editions to write letters and summaries of, invented officials, and blanks whose tokens are cut as Word cuts them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from svodka.report.content import Content, Previous
from svodka.report.data_state import data_states
from svodka.report.face import Official, Officials
from svodka.settings import Settings, load_settings
from tests import report_history as history
from tests import report_sample as sample

OFFICIALS = Officials(
    addressee=Official("Воронцова Алевтина Игоревна", "Руководитель ЦУР", "АНО «ЦУР Выдуманской области»"),
    signatory=Official("Кедров Пётр Ильич", "Руководитель муниципального центра управления"),
    executor=Official("Лунина О. С.", "Секретарь", phone="8 (000) 000-00-00"),
)
LONG_TOWN = "муниципальный округ имени шестидесятилетия Великой Выдумки " * 3
LONG_CHANNEL = "Журналы письменных и устных обращений подведомственных учреждений и отделов администрации"
LONG_BLOCK = "Социальное обслуживание и защита населения, опека и попечительство, направление"
FILES = {"figures.json": b"{}", "figures.csv": b"a;b\r\n"}
BASIS = "постановлением главы Выдуманска от 29.05.2024 № 332"


def content(kind: str = "approved", number: str = "1", told: Mapping[str, Any] | None = None, **face: Any) -> Content:
    """The sample edition with its officials; by default with eight quarters and targets behind it."""
    made = history.content(sample.document(edition=number), history.told() if told is None else told)
    changes = {"kind": kind, "number": number, "officials": OFFICIALS} | face
    previous = Previous("1", "approved", made.document) if kind == "corrected" else None
    return replace(made, face=replace(made.face, **changes), previous=previous)


def crowded(kind: str = "automatic") -> Content:
    """Twelve channels with long titles and gaps, a long town, thirty направлений."""
    made = content(kind, municipality=LONG_TOWN.strip())
    titles = {f"channel_{n}": f"{LONG_CHANNEL} № {n}" for n in range(12)}
    counts = sample.coverage()[2]
    days = [(f"2026-07-{day:02}", f"2026-07-{day:02}") for day in range(1, 30, 3)]
    gapped = [{**counts, "channel": name, "title": title, "gaps": days} for name, title in titles.items()]
    slices = [sample.value("S-01", str(900 - 50 * n), None, "ед.", channel=name) for n, name in enumerate(titles)]
    slices += [sample.value("S-01", str(800 - 20 * n), None, "ед.", block=f"{LONG_BLOCK} {n}") for n in range(30)]
    others = [sample.value(code, "7", "60", "%") for code in ("I-02", "P-02", "P-04", "A-01", "G-02")]
    totals = [row for row in made.document["values"] if not any(row["slice"].values())]
    document = {**made.document, "values": [*totals, *others, *slices]}
    return replace(made, document=document, states=data_states(gapped))


def settings(blank: Path | None = None, **letter: str) -> Settings:
    return load_settings(letter={"blank": blank, "basis": BASIS, "sender": ""} | letter)


def in_runs(paragraph: Any, pieces: Iterable[str]) -> None:
    """The pieces as runs of their own, with the marks between them that Word's spelling leaves."""
    for piece in pieces:
        paragraph.add_run(piece)
        paragraph._p.append(OxmlElement("w:proofErr"))


def blank_of(*lines: str, width: int = 3) -> bytes:
    """A blank with a line a paragraph, each cut into runs of a few characters."""
    document = docx.Document()
    for line in lines:
        in_runs(document.add_paragraph(), [line[at : at + width] for at in range(0, len(line), width)])
    return as_bytes(document)


def as_bytes(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def add_text_box(paragraph: Any, text: str) -> None:
    """A text box that hangs on the paragraph, as Word keeps it: the drawing, and the picture for old readers."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    box = parse_xml(
        f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
        " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
        " xmlns:v='urn:schemas-microsoft-com:vml'><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    paragraph._p.append(box)


def workbook(*states: str) -> bytes:
    """An xlsx with a sheet a state (visible, hidden)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for state in states:
        book.create_sheet().sheet_state = state
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def words_of(content: bytes) -> str:
    """All text of a .docx, a paragraph a line: headers, footers, tables and text boxes too."""
    from svodka.report.letter.blank import placed_paragraphs
    from svodka.report.letter.tokens import text_of

    document = docx.Document(io.BytesIO(content))
    return "\n".join(text_of(paragraph) for _, paragraph in placed_paragraphs(document))
