"""The letter as LibreOffice shows it: the words of the PDF, the pages, a blank that LibreOffice itself has saved."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from svodka.report.letter import own_blank, render_letter
from svodka.report.letter.blank import problems_of
from svodka.report.letter.compose import compose
from tests import letter_sample as sample


def pages(pdf: bytes) -> list[str]:
    """The text of each page with single spaces."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def shown(office, folder: Path, name: str, letter: bytes) -> list[str]:
    place = folder / f"{name}.docx"
    place.write_bytes(letter)
    return pages(office.convert(place, "pdf").read_bytes())


def parts_of(content) -> list[str]:
    text = compose(sample.settings(), content, [])
    cells = [cell for row in (text.figures.head, *text.figures.rows) for cell in row if cell]
    said = [*text.sender, *text.addressee, text.subject, *text.paragraphs, *cells, *text.notes, *text.executor]
    signed = [text.signature.post, text.signature.name, text.signature.between, text.mark, text.salutation]
    return [re.sub(r"\s+", " ", part) for part in (*said, *signed) if part]


@pytest.mark.parametrize(
    ("name", "content", "n_pages"), [("usual", sample.content(), (1, 1)), ("crowded", sample.crowded(), (2, 2))]
)
def test_every_word_is_shown_and_the_signature_is_not_alone_on_its_page(office, tmp_path, name, content, n_pages):
    rendered = render_letter(sample.settings(), content, sample.FILES)
    found = shown(office, tmp_path, name, rendered.files["letter.docx"])
    assert (len(found), len(pages(rendered.files["letter.pdf"]))) == n_pages  # Word's lines are a little longer
    assert "Приложение (в электронном виде):" in found[-1] and "Исполнитель: Лунина О. С." in found[-1]
    foot = f" {content.face.municipality}, III квартал 2026 года, редакция 1, {content.face.status}"
    assert all(page.endswith(foot) for page in found)
    bodies = [page.removesuffix(foot) for page in found]
    for number in range(2, len(found) + 1):
        assert bodies[number - 1].startswith(f"{number} ")
        bodies[number - 1] = bodies[number - 1].removeprefix(f"{number} ")
    together = " ".join(bodies)
    for part in parts_of(content):
        assert part in together
    assert "{{" not in together


def test_a_blank_that_an_office_has_saved_is_filled(office, tmp_path):
    """Its runs, styles and names are not ours any more."""
    place = tmp_path / "blank.docx"
    place.write_bytes(own_blank())
    saved = office.convert(office.convert(place, "odt"), "docx")
    assert saved.read_bytes() != own_blank() and problems_of(saved.read_bytes()) == []
    content = sample.content("automatic")
    rendered = render_letter(sample.settings(saved), content, sample.FILES)
    assert rendered.remarks == ()
    together = " ".join(shown(office, tmp_path, "filled", rendered.files["letter.docx"]))
    for part in parts_of(content):
        assert part in together
