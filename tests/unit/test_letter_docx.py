"""The letter as DOCX: all its words on the blank, the blank's own look kept, equal bytes for an equal letter."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from svodka.report.letter import own_blank, render_letter
from svodka.report.letter.compose import compose
from svodka.report.letter.document import letter_docx
from tests import letter_sample as sample

MOMENT = datetime(2026, 10, 2, 2, 15, tzinfo=UTC)
NEEDED = "{{исх_номер}} {{исх_дата}}"


def text(**changes):
    return compose(sample.settings(), sample.content(**changes), [])


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["preliminary", "approved", "automatic", "corrected"])
def test_every_word_of_the_letter_stands_on_our_blank(kind):
    number = "0.2" if kind == "preliminary" else "2"
    content = sample.content(kind, number)
    said = compose(sample.settings(), content, [])
    words = sample.words_of(letter_docx(said, own_blank(), MOMENT))
    cells = [cell for row in (said.figures.head, *said.figures.rows) for cell in row]
    parts = [*said.sender, *said.addressee, said.subject, said.salutation, *said.paragraphs, *cells, *said.notes]
    for part in [*parts, *said.executor, said.mark, said.signature.post, said.signature.name, said.signature.between]:
        assert part in words
    assert "{{" not in words


def test_characters_that_no_xml_may_hold_cost_nothing_but_themselves():
    content = sample.content(municipality="Го\x0bрод\ufffe\x00 «А»")
    files = render_letter(sample.settings(), content, sample.FILES).files
    assert "Город «А»" in sample.words_of(files["letter.docx"])
    assert files["letter.pdf"].startswith(b"%PDF")


def test_a_crowded_letter_loses_nothing():
    content = sample.crowded()
    words = sample.words_of(render_letter(sample.settings(), content, sample.FILES).files["letter.docx"])
    for state in content.states:
        assert state.title in words
    assert sample.LONG_TOWN.strip() in words and f"Контрольная сумма значений: {content.face.values_hash}" in words


def test_its_properties_name_the_edition_and_no_other_moment():
    content = sample.content()
    properties = opened(render_letter(sample.settings(), content, sample.FILES).files["letter.docx"]).core_properties
    assert properties.keywords == content.face.identifier
    assert (properties.author, properties.last_modified_by, properties.revision) == ("Сводка", "Сводка", 1)
    assert properties.created == properties.modified == MOMENT
    assert "III квартал 2026 года" in properties.title


def test_equal_letters_have_equal_bytes_with_one_time_for_all_parts():
    first, second = (render_letter(sample.settings(), sample.content(), sample.FILES).files for _ in range(2))
    assert first == second
    other = render_letter(sample.settings(), sample.content(municipality="Иной"), sample.FILES).files
    assert other["letter.docx"] != first["letter.docx"] and other["letter.pdf"] != first["letter.pdf"]
    with zipfile.ZipFile(io.BytesIO(first["letter.docx"])) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2026, 10, 2, 2, 15, 0)}


def test_paragraphs_of_the_text_look_as_its_token_does():
    document = opened(sample.blank_of(NEEDED))
    token = document.add_paragraph()
    token.alignment, token.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(35)
    token.add_run("{{текст}}").font.size = Pt(14)
    token.runs[0].font.name = "PT Astra Serif"
    letter = opened(letter_docx(text(), sample.as_bytes(document), MOMENT))
    [said] = [one for one in letter.paragraphs if one.text.startswith("В соответствии с")]
    look = (said.alignment, said.paragraph_format.first_line_indent, said.runs[0].font.size, said.runs[0].font.name)
    assert look == (WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(35), Pt(14), "PT Astra Serif")
    [greeting] = [one for one in letter.paragraphs if one.text.startswith("Уважаемая")]
    assert (greeting.alignment, greeting.paragraph_format.first_line_indent) == (WD_ALIGN_PARAGRAPH.CENTER, 0)
    cell = letter.tables[0].cell(1, 0).paragraphs[0].runs[0]
    assert (cell.font.name, cell.font.size) == ("PT Astra Serif", Pt(9.5)), "the table in the blank's own letters"


def test_the_head_of_the_table_is_repeated_and_no_row_is_split():
    table = opened(letter_docx(text(), own_blank(), MOMENT)).tables[1]._tbl
    rows = table.findall(qn("w:tr"))
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * 6
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def width_of(table) -> int:
    return sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid.iter(qn("w:gridCol")))


def test_tables_fit_between_the_margins_and_in_the_cell_that_holds_their_token():
    document = opened(sample.blank_of(NEEDED, "{{текст}}"))
    cell = document.add_table(1, 2).cell(0, 1)
    cell.width, cell.paragraphs[0].text = Pt(250), "{{подпись}}"
    letter = opened(letter_docx(text(), sample.as_bytes(document), MOMENT))
    assert 8500 < width_of(letter.tables[0]) <= 8640, "6 inches of text on python-docx's own page"
    [nested] = letter.tables[1].cell(0, 1).tables
    assert width_of(nested) <= 250 * 20
    assert letter.tables[1].cell(0, 1)._tc[-1].tag == qn("w:p"), "Word refuses a cell that ends in a table"


def test_a_token_that_ends_a_section_leaves_the_section():
    document = opened(sample.blank_of(NEEDED, "{{текст}}", "после"))
    token = document.paragraphs[1]._p
    section = f"<w:sectPr {nsdecls('w')}><w:pgSz w:w='11906' w:h='16838'/></w:sectPr>"
    token.get_or_add_pPr().append(parse_xml(section))
    letter = opened(letter_docx(text(), sample.as_bytes(document), MOMENT))
    assert len(letter.sections) == 2
    order = [one.text for one in letter.paragraphs if one.text]
    assert order.index("Основные показатели:") < order.index("после")


def test_nothing_is_left_where_a_part_is_empty():
    blank = sample.blank_of(NEEDED, "до", "{{отметка}}", "{{исполнитель}}", "после", "{{текст}}")
    nobody = sample.content(officials=type(sample.OFFICIALS)())
    letter = opened(letter_docx(compose(sample.settings(), nobody, []), blank, MOMENT))
    lines = [one.text for one in letter.paragraphs]
    assert lines[lines.index("до") + 1] == "после"


def test_a_blank_that_breaks_the_filling_costs_a_remark_only(tmp_path, monkeypatch):
    from svodka.report import letter as letters

    place = tmp_path / "бланк.docx"
    place.write_bytes(sample.blank_of(NEEDED, "{{текст}}"))
    filling = letters.letter_docx

    def broken(said, blank, moment):
        if blank != own_blank():
            raise RuntimeError("strange XML")
        return filling(said, blank, moment)

    monkeypatch.setattr(letters, "letter_docx", broken)
    rendered = render_letter(sample.settings(place), sample.content(), sample.FILES)
    assert "не заполняется (RuntimeError)" in rendered.remarks[0]
    assert "5,0 % (2 из 40)" in sample.words_of(rendered.files["letter.docx"])
