"""Tokens {{…}} of a text: found, and taken apart into name, part and options; what they mean is said elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
SINGLE = re.compile(r"\{([^{}]+)\}")
HALF = re.compile(r"\{\{[^{}]*\}?|\{?[^{}]*\}\}|\{\{+|\}\}+")


@dataclass(frozen=True)
class Token:
    """`{{* name: part | key = value}}`; `is_row`: with the asterisk of a row that is repeated."""

    written: str
    start: int
    end: int
    is_row: bool
    name: str
    part: str = ""
    options: tuple[tuple[str, str], ...] = ()


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text in their order."""
    return [_token(found) for found in TOKEN.finditer(text)]


def half_tokens(text: str) -> list[str]:
    """Double braces that open or close nothing, with what stands beside them."""
    return [found.strip()[:40] for found in HALF.findall(TOKEN.sub(" ", text))]


def single_braced(text: str) -> list[Token]:
    """What would be a token if its braces were doubled."""
    return [_token(found) for found in SINGLE.finditer(HALF.sub(" ", TOKEN.sub(" ", text)))]


def _token(found: re.Match[str]) -> Token:
    inside = found[1].strip()
    is_row = inside.startswith("*")
    head, *rest = inside.lstrip("*").split("|")
    name, _, part = head.partition(":")
    options = []
    for one in rest:
        key, _, value = one.partition("=")
        options.append((key.strip(), value.strip()))
    return Token(found[0], found.start(), found.end(), is_row, name.strip(), part.strip(), tuple(options))
