"""Where the operands of AND and OR and the conditions of WHERE, ON and WHEN begin and end, by tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Tokens = list[Any]
Span = tuple[int, int]
BOUNDS = {
    ",", "THEN", "AS", "WHEN", "ELSE", "WHERE", "GROUP BY", "ORDER BY", "PARTITION BY", "LEFT", "INNER", "CROSS",
    "JOIN", "FROM", "ON", "HAVING", "UNION", "EXCEPT", "LIMIT", "WINDOW", "SELECT", "OFFSET", "ASC", "DESC", "USING",
}  # fmt: skip


def operands(words: list[str]) -> Iterator[tuple[Span, str]]:
    """Each operand of AND made TRUE, each operand of OR made FALSE: the condition is dropped."""
    for place, word in enumerate(words):
        if word not in ("AND", "OR") or "BETWEEN" in words[max(0, place - 4) : place]:
            continue
        bounds = BOUNDS | ({"AND", "OR"} if word == "AND" else {"OR"})
        neutral = "TRUE" if word == "AND" else "FALSE"
        for span in (_before(words, place, bounds), _after(words, place, bounds)):
            if span[0] <= span[1]:
                yield span, neutral


def conditions(words: list[str]) -> Iterator[tuple[Span, str]]:
    """The whole condition of WHERE and ON made TRUE where it is a single one; each branch of CASE never taken."""
    for place, word in enumerate(words):
        is_where = word == "WHERE" or (
            word == "ON" and words[place - 1] != "DISTINCT" and words[place + 1] not in ("COMMIT", "TRUE")
        )
        if is_where:
            single, whole = _after(words, place, BOUNDS | {"AND", "OR"}), _after(words, place, BOUNDS)
            if single == whole:
                yield whole, "TRUE"
        if word == "WHEN":
            yield _after(words, place, BOUNDS), "FALSE" if _is_searched(words, place) else "NULL"


def _is_searched(words: list[str], place: int) -> bool:
    """CASE WHEN condition, not CASE value WHEN constant."""
    depth = 0
    for at in range(place - 1, -1, -1):
        depth += {"END": 1, "CASE": -1}.get(words[at], 0)
        if depth < 0:
            return words[at + 1] == "WHEN"
    return True


def _after(words: list[str], place: int, bounds: set[str]) -> Span:
    depth, at = 0, place + 1
    while at < len(words):
        word = words[at]
        closes = word in (")", "]", "END")
        if depth == 0 and (closes or (word in bounds and not _is_part(words, at))):
            break
        depth += -1 if closes else int(word in ("(", "[", "CASE"))
        at += 1
    return place + 1, at - 1


def _before(words: list[str], place: int, bounds: set[str]) -> Span:
    depth, at = 0, place - 1
    while at >= 0:
        word = words[at]
        opens = word in ("(", "[", "CASE")
        if depth == 0 and (opens or (word in bounds and not _is_part(words, at))):
            break
        depth += -1 if opens else int(word in (")", "]", "END"))
        at -= 1
    return at + 1, place - 1


def _is_part(words: list[str], at: int) -> bool:
    """FROM of IS DISTINCT FROM bounds nothing."""
    return words[at] == "FROM" and words[at - 1] == "DISTINCT"
