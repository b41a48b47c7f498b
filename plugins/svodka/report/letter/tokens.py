"""Tokens {{…}} in the paragraphs of a .docx: found and replaced wherever Word has split them over runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from svodka.report.neutral_text import well_formed

TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
HALF = re.compile(r"\{\{[^{}]*|[^{}]*\}\}")
# A Latin letter that looks like ours, typed by mistake: nobody would see why the token is not known.
LOOK_ALIKE = str.maketrans("aceopxykmhtb", "асеорхукмнтв")


@dataclass(frozen=True)
class Token:
    """One token of a paragraph: its name as we know names, as it is written, where it stands in the text."""

    name: str
    written: str
    start: int
    end: int


def known_form(name: str) -> str:
    """«Исх номер» → «исх_номер»."""
    return re.sub(r"[\s_]+", "_", name.strip().casefold().translate(LOOK_ALIKE))


def clean(text: str) -> str:
    """Without the characters that no XML may hold: a person cannot see them, and the whole letter would fail."""
    return well_formed(text)


def paragraphs(root: Any) -> Iterator[Any]:
    """Every paragraph under an element: those of tables and text boxes too."""
    return iter(list(root.iter(qn("w:p"))))


def text_nodes(paragraph: Any) -> list[Any]:
    """The pieces of the paragraph's own text: not those of a text box that is anchored in it."""
    nodes = paragraph.iter(qn("w:t"))
    return [node for node in nodes if next(node.iterancestors(qn("w:p"))) is paragraph]


def text_of(paragraph: Any) -> str:
    return "".join(node.text or "" for node in text_nodes(paragraph))


def tokens_of(paragraph: Any) -> list[Token]:
    """The tokens of a paragraph in their order."""
    found = TOKEN.finditer(text_of(paragraph))
    return [Token(known_form(one[1]), one[0], one.start(), one.end()) for one in found]


def half_tokens(paragraph: Any) -> list[str]:
    """Braces that open or close nothing, with what stands beside them."""
    return [found.strip() for found in HALF.findall(TOKEN.sub("", text_of(paragraph)))]


def stands_alone(paragraph: Any) -> bool:
    """Whether the paragraph holds one token and nothing else."""
    return TOKEN.fullmatch(text_of(paragraph).strip()) is not None


def replace_tokens(paragraph: Any, word: Callable[[str], str]) -> None:
    """Puts `word(name)` in place of each token; it takes the look of the piece in which the token begins."""
    for token in reversed(tokens_of(paragraph)):
        _replace(text_nodes(paragraph), token, clean(word(token.name)))


def _replace(nodes: list[Any], token: Token, word: str) -> None:
    place, is_first = 0, True
    for node in nodes:
        text = node.text or ""
        start, end = max(token.start - place, 0), min(token.end - place, len(text))
        place += len(text)
        if start >= end:
            continue
        node.text = text[:start] + (word if is_first else "") + text[end:]
        node.set(qn("xml:space"), "preserve")
        is_first = False
