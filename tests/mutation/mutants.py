"""The SQL of a file → its mutants: one token, or one operand of AND and OR, changed; the rest stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlglot import tokenize

from tests.mutation.operands import Span, Tokens, conditions, operands

SWAPS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "=", "AND": "OR", "OR": "AND", "TRUE": "FALSE",
    "FALSE": "TRUE", "ASC": "DESC", "DESC": "ASC", "INNER": "LEFT", "GREATEST": "least", "LEAST": "greatest",
    "MIN": "max", "MAX": "min", "BOOL_OR": "bool_and", "BOOL_AND": "bool_or", "+": "-", "-": "+",
}  # fmt: skip
NEEDS_JOIN, NEEDS_CALL = ("INNER", "LEFT"), ("GREATEST", "LEAST", "MIN", "MAX", "BOOL_OR", "BOOL_AND")
UNTOUCHED = ("CREATE INDEX", "CREATE UNIQUE", "ANALYZE", "DROP")


@dataclass(frozen=True)
class Mutant:
    """`file` under sql/; line and column from 1; `text` is the whole changed file; `line_text` survives line shifts."""

    file: str
    line: int
    column: int
    line_text: str
    before: str
    after: str
    text: str

    def __str__(self) -> str:
        return f"sql/{self.file}:{self.line}:{self.column}: {self.before} → {self.after or 'nothing'}"


def mutants_of(file: str, source: str) -> list[Mutant]:
    """All mutants of a file, in the order of their places; equal texts once."""
    found: dict[str, Mutant] = {}
    for statement in _statements(source):
        for span, after in _changes(statement):
            start, end = statement[span[0]].start, statement[span[1]].end + 1
            changed = source[:start] + after + source[end:]
            line = source.count("\n", 0, start)
            column = start - source.rfind("\n", 0, start)
            mutant = Mutant(file, line + 1, column, source.split("\n")[line].strip(), " ".join(
                source[start:end].split()), " ".join(after.split()), changed)  # fmt: skip
            found.setdefault(changed, mutant)
    return sorted(found.values(), key=lambda one: (one.line, one.column, one.after))


def _statements(source: str) -> Iterator[Tokens]:
    """The tokens of each statement that decides anything; indexes and statistics decide nothing."""
    statement: list[Any] = []
    for token in [*tokenize(source, read="postgres"), None]:
        if token is None or token.text == ";":
            if statement and not " ".join(t.text.upper() for t in statement[:2]).startswith(UNTOUCHED):
                yield statement
            statement = []
        else:
            statement.append(token)


def _changes(tokens: Tokens) -> Iterator[tuple[Span, str]]:
    """Spans of tokens (first, last) and what stands in their place."""
    words = [token.text.upper() if token.token_type.name != "STRING" else "'" for token in tokens]
    for place, token in enumerate(tokens):
        yield from _swap(words, place)
        yield from _not(words, place, token.text)
        yield from _constant(tokens, words, place)
        if words[place] == "COALESCE":
            yield from _arguments(tokens, words, place + 1)
        if words[place] == "IN" and words[place + 1] == "(" and words[place + 2] != "SELECT":
            yield from _arguments(tokens, words, place + 1)
        if words[place] == "DISTINCT" and words[place - 1] == "(":
            yield (place, place), ""
    yield from operands(words)
    yield from conditions(words)


def _swap(words: list[str], place: int) -> Iterator[tuple[Span, str]]:
    word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
    if word == "LEFT" and following == "JOIN":
        yield (place, place), "INNER"
    if word not in SWAPS or (word in NEEDS_JOIN and following != "JOIN") or (word in NEEDS_CALL and following != "("):
        return
    if word == "AND" and "BETWEEN" in words[max(0, place - 4) : place]:
        return
    if word in "+-" and words[place - 1] in ("(", ",", "=", "<", ">", "THEN"):
        return
    yield (place, place), SWAPS[word]


def _not(words: list[str], place: int, spelled: str) -> Iterator[tuple[Span, str]]:
    if words[place] == "NOT" and words[place + 1] != "MATERIALIZED":
        yield (place, place), ""
    if words[place] == "IS" and words[place + 1] != "NOT":
        yield (place, place), f"{spelled} NOT"


def _constant(tokens: Tokens, words: list[str], place: int) -> Iterator[tuple[Span, str]]:
    """A number one more (in its last digit), a time of day one second less."""
    token = tokens[place]
    if token.token_type.name == "NUMBER":
        whole, point, rest = token.text.partition(".")
        yield (place, place), f"{whole}.{int(rest) + 1}" if point else str(int(whole) + 1)
    if words[place] == "'" and token.text == "23:59:59":
        yield (place, place), "'23:59:58'"


def _arguments(tokens: Tokens, words: list[str], opening: int) -> Iterator[tuple[Span, str]]:
    """Each member of a list in parentheses left out; the last word of coalesce another one."""
    commas, depth, place = [opening], 0, opening
    while place < len(words):
        depth += {"(": 1, ")": -1}.get(words[place], 0)
        if depth == 0:
            break
        if depth == 1 and words[place] == ",":
            commas.append(place)
        place += 1
    if words[opening - 1] == "COALESCE" and words[place - 1] == "'" and words[place - 2] == ",":
        yield (place - 1, place - 1), f"'{tokens[place - 1].text}~'"
    edges = [*commas, place]
    for number, (first, last) in enumerate(pairwise(edges) if len(edges) > 2 else ()):
        yield ((first + 1, last) if number == 0 else (first, last - 1)), ""
