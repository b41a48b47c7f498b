"""The letter as DOCX: a blank whose tokens are filled. Presentation only: every word is `text.LetterText`'s."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from svodka.report.book_writer import repacked
from svodka.report.letter.blank import BLOCKS, LINES, roots
from svodka.report.letter.elements import (
    SMALL,
    element,
    figures_table,
    paragraph_like,
    plain_paragraph,
    run_look,
    signature_table,
    text_width,
)
from svodka.report.letter.text import LetterText
from svodka.report.letter.tokens import paragraphs, replace_tokens, stands_alone, text_nodes, tokens_of

ANNEXES_HEAD = "Приложение (в электронном виде):"
AUTHOR = "Сводка"
Make = Callable[[Any], list[Any]]


def letter_docx(text: LetterText, blank: bytes, moment: datetime) -> bytes:
    """The blank filled with the letter; equal letter, blank and `moment` (aware) give equal bytes."""
    document = docx.Document(io.BytesIO(blank))
    width, found = text_width(document), tokens_in(document)
    for root in roots(document):
        for paragraph in paragraphs(root):
            fill(paragraph, text, width, found)
    return saved(document, text, moment)


def tokens_in(document: Any) -> set[str]:
    return {token.name for root in roots(document) for paragraph in paragraphs(root) for token in tokens_of(paragraph)}


def fill(paragraph: Any, text: LetterText, width: int, found: set[str]) -> None:
    """Puts the letter's parts in place of the tokens of one paragraph."""
    tokens = tokens_of(paragraph)
    if not tokens:
        return
    name = tokens[0].name
    if stands_alone(paragraph) and name in (*LINES, *BLOCKS):
        if name in LINES:
            made = lines_of(name, text, paragraph)
        else:
            made = blocks_of(name, text, cell_width(paragraph) or width, found, paragraph)
        put(paragraph, made)
    else:
        words = inline_words(text)
        replace_tokens(paragraph, lambda one: words[one])
        break_lines(paragraph)


def inline_words(text: LetterText) -> dict[str, str]:
    return {
        "исх_номер": text.number,
        "исх_дата": text.day,
        "тема": text.subject,
        "период": text.period,
        "редакция": text.edition,
        "статус": text.status,
        "муниципалитет": text.municipality,
        "должность": text.signature.post,
        "фамилия": text.signature.name,
        **{name: "\n".join(lines) for name, lines in line_words(text).items()},
    }


def line_words(text: LetterText) -> dict[str, Sequence[str]]:
    return {
        "кому": text.addressee,
        "от_кого": text.sender,
        "отметка": [text.mark] if text.mark else [],
        "исполнитель": text.executor,
    }


def lines_of(name: str, text: LetterText, model: Any) -> list[Any]:
    return [paragraph_like(model, line) for line in line_words(text)[name]]


def blocks_of(name: str, text: LetterText, width: int, found: set[str], model: Any) -> list[Any]:
    """The elements of one part; the text takes in each part that has no token of its own on the blank."""
    look = run_look(model)
    parts: dict[str, Make] = {
        "показатели": lambda model: [figures_table(text.figures, width, look), plain_paragraph("", look, SMALL)],
        "приложения": lambda model: annexes(text, model),
        "подпись": lambda model: [
            plain_paragraph("", look, None, keep_next=True),
            signature_table(text.signature, width, look),
        ],
    }
    if name != "текст":
        return parts[name](model)
    own = {part: [] if part in found else make(model) for part, make in parts.items()}
    mark = [paragraph_like(model, text.mark, is_bold=True)] if text.mark and "отметка" not in found else []
    greeting = [paragraph_like(model, text.salutation, is_centred=True)] if text.salutation else []
    said = [paragraph_like(model, line) for line in text.paragraphs]
    notes = [paragraph_like(model, line) for line in text.notes]
    return [*mark, *greeting, *said, *own["показатели"], *notes, *own["приложения"], *own["подпись"]]


def annexes(text: LetterText, model: Any) -> list[Any]:
    """«Приложение:» and its numbered items."""
    items = [f"{number}. {line}" for number, line in enumerate(text.annexes, start=1)]
    return [paragraph_like(model, line) for line in [ANNEXES_HEAD, *items]] if items else []


def put(paragraph: Any, made: list[Any]) -> None:
    """The elements in place of a paragraph; a cell or a text box must still end in a paragraph."""
    for one in made:
        paragraph.addprevious(one)
    if holds_more_than_text(paragraph):
        for node in text_nodes(paragraph):
            node.text = ""
        return
    follower = paragraph.getnext()
    ends = follower is None or follower.tag == qn("w:sectPr")
    if ends and (not made or made[-1].tag == qn("w:tbl")):
        paragraph.addnext(plain_paragraph("", None, 2))
    paragraph.getparent().remove(paragraph)


def holds_more_than_text(paragraph: Any) -> bool:
    """Whether a section ends with the paragraph, or a picture hangs on it: it stays then, without its words."""
    kinds = ("w:sectPr", "w:drawing", "w:pict")
    return any(next(paragraph.iter(qn(kind)), None) is not None for kind in kinds)


def break_lines(paragraph: Any) -> None:
    """Line feeds of a filled word become breaks."""
    for node in list(paragraph.iter(qn("w:t"))):
        first, *others = (node.text or "").split("\n")
        if not others:
            continue
        node.text = first
        for line in reversed(others):
            text = element("t")
            text.text = line
            text.set(qn("xml:space"), "preserve")
            node.addnext(text)
            node.addnext(element("br"))


def cell_width(paragraph: Any) -> int | None:
    """The width of the table cell in which a paragraph stands; None outside of one, or where it is not told."""
    cell = next(paragraph.iterancestors(qn("w:tc")), None)
    told = None if cell is None else cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    if told is None or told.get(qn("w:type")) != "dxa":
        return None
    return max(int(told.get(qn("w:w"))) - 200, 1000)


def saved(document: Any, text: LetterText, moment: datetime) -> bytes:
    """The bytes, with the edition's own moment wherever python-docx and zip would write another one."""
    utc = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title = text.title[:255]
    properties.subject = text.subject[:255]
    properties.keywords = text.identifier
    properties.language = "ru-RU"
    properties.comments = ""
    properties.created = properties.modified = utc
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return repacked(written.getvalue(), utc)
