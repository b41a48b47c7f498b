"""The municipality's blank: tokens wherever Word has put and cut them; everything that is wrong is told at once."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from svodka.report.letter import BlankError, own_blank, read_blank, render_letter
from svodka.report.letter.blank import KNOWN, problems_of
from svodka.report.letter.compose import compose
from svodka.report.letter.document import letter_docx
from svodka.report.letter.tokens import known_form, replace_tokens, text_of, tokens_of
from svodka.settings import PROJECT
from tests import letter_sample as sample

MOMENT = datetime(2026, 10, 2, tzinfo=UTC)
NEEDED = ("{{исх_номер}} {{исх_дата}}", "{{текст}}")
ANY_DOCUMENT = docx.Document()
TEXT = compose(sample.settings(), sample.content(), [])


def filled(blank: bytes) -> str:
    assert problems_of(blank) == []
    return sample.words_of(letter_docx(TEXT, blank, MOMENT))


@pytest.mark.parametrize("width", [1, 2, 3, 5, 100])
def test_tokens_cut_into_runs_are_filled(width):
    words = filled(sample.blank_of("от {{исх_дата}} № {{исх_номер}}", "{{тема}}", "{{текст}}", width=width))
    assert "от ____________ № ____________\nО значениях показателей" in words
    assert "{{" not in words and "}}" not in words


@given(st.data())
def test_where_the_runs_are_cut_does_not_matter(data):
    line = "до {{тема}}, после {{ Исх номер }}!"
    cuts = sorted(data.draw(st.sets(st.integers(0, len(line)))))
    paragraph = ANY_DOCUMENT.add_paragraph()
    sample.in_runs(paragraph, [line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)])
    replace_tokens(paragraph._p, {"тема": "А", "исх_номер": "Б"}.__getitem__)
    assert text_of(paragraph._p) == "до А, после Б!"


def test_a_word_takes_the_look_of_the_piece_in_which_its_token_begins():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece, size in (("№ {{исх", 8), ("_номер", 9), ("}} от", 10)):
        paragraph.add_run(piece).font.size = Pt(size)
    replace_tokens(paragraph._p, lambda name: "17")
    assert [(run.text, run.font.size.pt) for run in paragraph.runs] == [("№ 17", 8), ("", 9), (" от", 10)]


def test_tokens_of_tables_text_boxes_headers_and_footers_are_filled():
    document = docx.Document(io.BytesIO(sample.blank_of(*NEEDED)))
    document.add_table(1, 2).cell(0, 1).text = "{{кому}}"
    sample.add_text_box(document.add_paragraph(), "{{период}}")
    document.sections[0].header.paragraphs[0].text = "{{муниципалитет}}"
    document.sections[0].footer.paragraphs[0].text = "редакция {{редакция}}, {{статус}}"
    words = filled(sample.as_bytes(document))
    for said in ("Руководителю Центра управления регионом", "Воронцова Алевтина Игоревна", "\nГО Рефтинский\n",
                 "редакция 1, утверждённая"):  # fmt: skip
        assert said in words
    assert words.count("III квартал 2026 года\n") >= 2, "a text box is kept twice"
    assert "{{" not in words


def test_a_text_box_that_hangs_on_the_text_is_kept_and_filled():
    document = docx.Document(io.BytesIO(sample.blank_of(*NEEDED)))
    sample.add_text_box(document.paragraphs[1], "Экз. {{редакция}}")
    words = filled(sample.as_bytes(document))
    assert words.count("Экз. 1") == 2 and "В соответствии с" in words and "{{" not in words


def test_parts_without_a_token_of_their_own_stand_in_the_text():
    whole = filled(sample.blank_of(*NEEDED))
    apart = filled(sample.blank_of(*NEEDED, "{{подпись}}", "конец", "{{показатели}}"))
    for words in (whole, apart):
        assert words.count("П. И. Кедров".replace(" ", "\N{NO-BREAK SPACE}")) == 1
        assert words.count("Средний срок рассмотрения обращения") == 1
    assert apart.index("конец") < apart.index("Средний срок рассмотрения обращения")


def test_a_line_token_inside_a_sentence_is_filled_with_line_breaks():
    blank = sample.blank_of(*NEEDED, "Кому: {{кому}}")
    document = docx.Document(io.BytesIO(letter_docx(TEXT, blank, MOMENT)))
    [line] = [one.text for one in document.paragraphs if one.text.startswith("Кому:")]
    assert line.split("\n") == ["Кому: " + TEXT.addressee[0], *TEXT.addressee[1:]]


def test_ten_unknown_tokens_are_all_named_at_once():
    unknown = [f"неведомо_{n}" for n in range(9)]
    document = docx.Document(io.BytesIO(sample.blank_of(*NEEDED, *(f"{{{{{name}}}}}" for name in unknown))))
    document.sections[0].header.paragraphs[0].text = "Бланк {{герб}}"
    [problem] = problems_of(sample.as_bytes(document))
    for name in [*unknown, "герб"]:
        assert f"{{{{{name}}}}} (" in problem
    assert "{{герб}} (верхний колонтитул: «Бланк {{герб}}»)" in problem
    for name in KNOWN:
        assert f"{{{{{name}}}}}" in problem.partition("известны: ")[2]


def test_everything_that_is_wrong_is_told_together():
    problems = problems_of(sample.blank_of("{{кто}}", "Текст: {{текст}}", "{{исх_номер", "и }} тут"))
    assert [problem.split("{{")[0].split("«")[0].strip() for problem in problems] == [
        "неизвестные метки:", "метка", "непарные скобки", "непарные скобки", "нет обязательных меток:",
    ]  # fmt: skip
    assert problems[-1] == "нет обязательных меток: {{исх_номер}}, {{исх_дата}}"


@pytest.mark.parametrize(
    ("written", "name"),
    [("исх_номер", "исх_номер"), (" Исх  номер ", "исх_номер"), ("ИCX_HOMEP", "исх_номер"), ("тeма", "тема")],
)
def test_spelling_that_a_person_cannot_see_does_not_matter(written, name):
    assert known_form(written) == name


def test_our_own_blank_is_a_blank_without_mistakes_and_holds_every_part():
    assert problems_of(own_blank()) == []
    paragraphs = docx.Document(io.BytesIO(own_blank())).element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    )
    held = {token.name for paragraph in paragraphs for token in tokens_of(paragraph)}
    assert {"кому", "от_кого", "исх_номер", "исх_дата", "тема", "отметка", "текст", "приложения", "подпись"} <= held


@pytest.mark.parametrize(
    "content",
    [b"", b"not a zip", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, sample.workbook("visible")],
    ids=["empty", "text", "cut", "password", "workbook"],
)
def test_what_is_no_docx_is_refused_in_words(content):
    [problem] = problems_of(content)
    assert problem.startswith("не документ .docx")


def test_a_wrong_blank_costs_a_remark_and_ours_is_used(tmp_path):
    place = tmp_path / "бланк.docx"
    place.write_bytes(sample.blank_of("{{кто}}", *NEEDED))
    rendered = render_letter(sample.settings(place), sample.content(), sample.FILES)
    [remark] = rendered.remarks
    assert str(place) in remark and "{{кто}} (" in remark and "на нашем бланке" in remark
    assert rendered.files == render_letter(sample.settings(), sample.content(), sample.FILES).files
    with pytest.raises(BlankError, match="такого файла нет"):
        read_blank(tmp_path / "нет.docx")


def test_the_town_s_own_blank_is_used_and_keeps_its_own_words(tmp_path):
    place = tmp_path / "бланк.docx"
    place.write_bytes(sample.blank_of("АДМИНИСТРАЦИЯ ВЫДУМАНСКА", *NEEDED))
    rendered = render_letter(sample.settings(place), sample.content(), sample.FILES)
    words = sample.words_of(rendered.files["letter.docx"])
    assert rendered.remarks == () and words.startswith("АДМИНИСТРАЦИЯ ВЫДУМАНСКА\n")
    assert "5,0 % (2 из 40)" in words


def test_the_guide_names_every_token():
    guide = (PROJECT / "docs" / "letter.ru.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"\{\{(\w+)\}\}", guide))) == sorted(KNOWN)


def test_a_blank_with_something_that_the_gate_cannot_read_is_refused_and_ours_is_used(tmp_path):
    held = io.BytesIO(own_blank())
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/embeddings/oleObject1.bin", bytes(range(256)) * 8)
    (problem,) = problems_of(held.getvalue())
    assert "нельзя проверить" in problem
    place = tmp_path / "бланк.docx"
    place.write_bytes(held.getvalue())
    rendered = render_letter(sample.settings(place), sample.content(), sample.FILES)
    assert ["нельзя проверить" in remark for remark in rendered.remarks] == [True]
    assert rendered.files == render_letter(sample.settings(), sample.content(), sample.FILES).files
