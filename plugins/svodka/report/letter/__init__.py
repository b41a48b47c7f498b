"""The cover letter of an edition: composed once (`compose`), rendered as DOCX on a blank and as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from svodka.report.content import Content
from svodka.report.letter.annexes import annexes_of
from svodka.report.letter.blank import BlankError, blank_path, read_blank
from svodka.report.letter.compose import compose
from svodka.report.letter.document import letter_docx
from svodka.report.letter.own_blank import own_blank
from svodka.report.letter.pages import letter_pdf
from svodka.report.letter.text import LetterText, Registration
from svodka.report.rendered import Rendered
from svodka.settings import Settings

INSTEAD = "Письмо выпущено на нашем бланке; проверить бланк: svodka blank."

__all__ = ["BlankError", "Registration", "own_blank", "read_blank", "render_letter"]


def render_letter(
    settings: Settings, content: Content, files: Mapping[str, bytes], registration: Registration | None = None
) -> Rendered:
    """letter.docx and letter.pdf that go with the other files of the edition, and a remark where the blank is wrong."""
    text = compose(settings, content, annexes_of(files, content.document), registration)
    moment = content.face.as_of
    on_blank, remarks = _on_blank(settings, text, moment)
    return Rendered({"letter.docx": on_blank, "letter.pdf": letter_pdf(text, moment)}, remarks)


def _on_blank(settings: Settings, text: LetterText, moment: datetime) -> tuple[bytes, tuple[str, ...]]:
    """The letter on the municipality's blank, or on ours with a remark why."""
    path = blank_path(settings)
    if path is None:
        return letter_docx(text, own_blank(), moment), ()
    try:
        return letter_docx(text, read_blank(path), moment), ()
    except BlankError as error:
        remark = f"{error} {INSTEAD}"
    except Exception as error:  # whatever a person has put there never costs the report
        remark = f"Бланк письма {path} не заполняется ({type(error).__name__}). {INSTEAD}"
    return letter_docx(text, own_blank(), moment), (remark,)
