"""Text of the sources in a document: what no XML may hold is left out, all else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from svodka.report.forms.number_format import NumberFormat
from svodka.report.forms.shown import in_a_cell, in_words
from svodka.report.letter.tokens import clean as letter_clean
from svodka.report.neutral_text import well_formed
from svodka.report.sheets.layout import clean as cell_clean


@given(st.text(alphabet=st.characters(), max_size=40))
def test_whatever_comes_can_stand_in_xml(text):
    element = etree.Element("t")
    element.text = well_formed(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == well_formed(text)


@pytest.mark.parametrize("text", ["Отдел\uffff", "От\ufffeдел", "Отдел\x0b", "Отдел\ud800"])
def test_only_what_is_wrong_goes(text):
    assert well_formed(text) == "Отдел"


def test_tabs_line_ends_and_rare_letters_stay():
    assert well_formed("а\tб\nв\r𐍈\ufffd") == "а\tб\nв\r𐍈\ufffd"


def form_cell(text):
    return in_a_cell(text, NumberFormat())


@pytest.mark.parametrize("write", [cell_clean, in_words, form_cell, letter_clean])
def test_workbook_forms_and_letter_leave_out_the_same(write):
    assert write("От\ufffeдел\uffff № 1\x0b\ud800") == "Отдел № 1"
