"""The municipality's blank: a .docx with tokens, checked whole, so that all that is wrong is told at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from svodka.errors import SvodkaError
from svodka.report.letter.tokens import half_tokens, paragraphs, stands_alone, text_of, tokens_of
from svodka.settings import PROJECT, Settings

INLINE = ("исх_номер", "исх_дата", "тема", "период", "редакция", "статус", "муниципалитет", "должность", "фамилия")
LINES = ("кому", "от_кого", "отметка", "исполнитель")  # a line each, or one paragraph with breaks
BLOCKS = ("текст", "показатели", "приложения", "подпись")  # paragraphs and tables: alone in their paragraph
KNOWN = (*INLINE, *LINES, *BLOCKS)
NEEDED = ("исх_номер", "исх_дата", "текст")
PARTS = {"document": "", "hdr": "верхний колонтитул: ", "ftr": "нижний колонтитул: "}
LARGEST = 20 * 1024 * 1024
SHOWN = 60


class BlankError(SvodkaError):
    """The blank cannot be used; `problems` are all that is wrong with it."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"Бланк письма {path}: {'; '.join(problems)}.")


def blank_path(settings: Settings) -> Path | None:
    """Where the municipality's blank lies; None when it has none."""
    blank = settings.letter.blank
    return None if blank is None else PROJECT / blank.expanduser()


def read_blank(path: Path) -> bytes:
    """The bytes of a blank that can be filled. Raises BlankError with everything that is wrong."""
    if not path.is_file():
        raise BlankError(path, ["такого файла нет"])
    if path.stat().st_size > LARGEST:
        raise BlankError(path, [f"больше {LARGEST // 1024 // 1024} МБ, это не бланк"])
    content = path.read_bytes()
    if problems := problems_of(content):
        raise BlankError(path, problems)
    return content


def problems_of(content: bytes) -> list[str]:
    """Everything for which a blank is refused, in words; nothing when it can be filled."""
    from svodka.report.privacy.unpack import unread  # the gate knows the blank too

    try:
        document = docx.Document(io.BytesIO(content))
    except (ValueError, KeyError, OpcError, LxmlError, zipfile.BadZipFile, NotImplementedError):
        return ["не документ .docx (или он закрыт паролем); сохраните его в Word как «Документ Word (.docx)»"]
    found, problems = set(), []
    unknown: list[str] = []
    for place, paragraph in placed_paragraphs(document):
        for token in tokens_of(paragraph):
            found.add(token.name)
            if token.name not in KNOWN:
                unknown.append(f"{token.written} ({place})")
            elif token.name in BLOCKS and not stands_alone(paragraph):
                problems.append(f"метка {token.written} должна стоять отдельным абзацем ({place})")
        problems += [f"непарные скобки «{half}» ({place})" for half in half_tokens(paragraph)]
    if unknown:  # a text box is written twice, for old and new Word
        problems.insert(0, f"неизвестные метки: {', '.join(dict.fromkeys(unknown))}; известны: {spelt(KNOWN)}")
    problems += [
        f"вложение, которое нельзя проверить на персональные данные ({place}): вставьте картинкой PNG или JPEG"
        for place in unread("blank.docx", content)
    ]
    if missing := [name for name in NEEDED if name not in found]:
        problems.append(f"нет обязательных меток: {spelt(missing)}")
    return list(dict.fromkeys(problems))


def placed_paragraphs(document: Any) -> Iterator[tuple[str, Any]]:
    """Every paragraph of body, headers and footers, and how a person finds it."""
    for root in roots(document):
        part = PARTS[root.tag.rpartition("}")[2]]
        for paragraph in paragraphs(root):
            text = " ".join(text_of(paragraph).split())
            yield f"{part}«{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}»", paragraph


def roots(document: Any) -> list[Any]:
    """The body, then headers and footers."""
    elements = [part.element for part in document.part.package.iter_parts() if hasattr(part, "element")]
    return [element for element in elements if element.tag in {qn(f"w:{name}") for name in PARTS}]


def spelt(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)
