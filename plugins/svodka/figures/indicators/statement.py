"""The SQL of an indicator file: SELECT aggregates FROM fact [WHERE population], as a tree and as its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError
from sqlglot.tokens import Token, TokenType

from svodka.figures.indicators.problems import Finding

SHAPE = "ожидается SELECT … FROM факт [WHERE условие]"
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
DEPTH = {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1, TokenType.L_BRACKET: 1, TokenType.R_BRACKET: -1}


@dataclass(frozen=True)
class Output:
    """One `expression AS name`; text: the expression as it stands in the file, without comments."""

    name: str
    text: str
    tree: exp.Expr
    line: int


@dataclass(frozen=True)
class Statement:
    """outputs in the order of the file; where: the tree of the population."""

    tree: exp.Select
    fact: str
    outputs: tuple[Output, ...]
    population: str | None
    line: int


class Unreadable(ValueError):
    """The SQL is so wrong that nothing more can be said of it."""

    def __init__(self, what: str, line: int | None = None) -> None:
        self.finding = Finding(what, line)
        super().__init__(what)


def read_statement(source: str, header_length: int) -> Statement:
    """Reads what stands below the header. Raises Unreadable."""
    lines = source.splitlines()
    # Blank lines in the place of the header: every line number below is that of the file
    text = "\n" * header_length + "\n".join(lines[header_length:])
    tokens = _tokens(text)
    tree = _tree(text, tokens)
    table = tree.args["from_"].this
    starts = _clauses(tokens)
    outputs = tuple(
        Output(output.alias, _as_written(text, part), output.unalias(), part[0].line)
        for output, part in zip(tree.expressions, _parts(tokens[1 : starts["FROM"]], tree), strict=True)
    )
    where = tokens[starts["WHERE"] + 1 :] if "WHERE" in starts else []
    return Statement(tree, table.name, outputs, _as_written(text, where) or None, tokens[starts["FROM"]].line)


def _tokens(text: str) -> list[Token]:
    try:
        tokens = sqlglot.tokenize(text, read="postgres")
    except TokenError as error:
        odd = [number for number, line in enumerate(text.splitlines(), start=1) if line.count("'") % 2]
        raise Unreadable(f"SQL не читается: незакрытая кавычка; {SHAPE}.", odd[0] if odd else None) from error
    if not tokens or tokens[0].token_type != TokenType.SELECT:
        raise Unreadable(f"после заголовка {SHAPE}.", tokens[0].line if tokens else None)
    for token in tokens:
        if token.token_type == TokenType.SEMICOLON:
            raise Unreadable(f"после заголовка {SHAPE}: одно предложение, без точки с запятой.", token.line)
    return tokens


def _tree(text: str, tokens: Sequence[Token]) -> exp.Select:
    try:
        tree = sqlglot.parse_one(text, read="postgres")
    except ParseError as error:
        place = error.errors[0]
        raise Unreadable(f"SQL не разбирается около «{place['highlight']}»; {SHAPE}.", place["line"]) from error
    given = {name for name, value in tree.args.items() if value}
    table = tree.args["from_"].this if "from_" in given else None
    if not isinstance(tree, exp.Select) or given - {"expressions", "where", "from_"} or table is None:
        raise Unreadable(f"{SHAPE}, и больше ничего: ни JOIN, ни GROUP BY, ни WITH, ни DISTINCT.", tokens[0].line)
    if not isinstance(table, exp.Table) or [name for name, value in table.args.items() if value] != ["this"]:
        only = "после FROM ожидается имя факта, и только оно: без схемы, без AS, без вложенного SELECT."
        raise Unreadable(only, tokens[0].line)
    return tree


def _clauses(tokens: Sequence[Token]) -> dict[str, int]:
    """The places of FROM and WHERE outside all parentheses."""
    found: dict[str, int] = {}
    depth = 0
    for place, token in enumerate(tokens):
        depth += DEPTH.get(token.token_type, 0)
        name = token.token_type.name
        # «a IS DISTINCT FROM b» in the population comes after the clause's own FROM
        if depth == 0 and name in ("FROM", "WHERE") and name not in found:
            found[name] = place
    return found


def _parts(tokens: Sequence[Token], tree: exp.Select) -> list[list[Token]]:
    """The tokens of each output, without its AS and name. Raises Unreadable."""
    parts = list(_split(tokens))
    for part in parts:
        if not part:
            raise Unreadable("в списке SELECT лишняя запятая.", tokens[0].line)
    return [
        part[:-2] if len(part) > 2 and part[-2].token_type == TokenType.ALIAS else part
        for part, _ in zip(parts, tree.expressions, strict=True)
    ]


def _split(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    depth = 0
    for token in tokens:
        depth += DEPTH.get(token.token_type, 0)
        if depth == 0 and token.token_type == TokenType.COMMA:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _as_written(text: str, tokens: Sequence[Token]) -> str:
    """The text of the tokens and the space between them, without comments: a parenthesis in one would be counted."""
    words, end = [], None
    for token in tokens:
        if end is not None:
            words.append(COMMENT.sub(" ", text[end + 1 : token.start]))
        words.append(text[token.start : token.end + 1])
        end = token.end
    return "".join(words)
