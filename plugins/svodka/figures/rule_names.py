"""Names that rules refer to: a block or an indicator that nobody knows is refused, a topic nobody has written told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from difflib import get_close_matches

from sqlalchemy import Connection

from svodka.figures.indicators import catalogue
from svodka.figures.rule_file import RuleFile, refuse
from svodka.figures.topics import NOT_CLASSIFIED
from svodka.warehouse.engine import run

Known = Callable[[Connection], Collection[str]]


def check_names(conn: Connection, file: RuleFile) -> None:
    """Judges the rows of a file against the map of topics (present and tried) and the catalogue of indicators.

    To be asked when all files are in their tables. Raises SvodkaError: lines, columns, near names.
    """
    column, what, known_of, place = REFERENCES.get(file.table, NOTHING)
    if column not in file.columns:
        return
    at, known = list(file.columns).index(column), known_of(conn)
    refuse(
        [
            f"строка {number}, столбец {column}: {what} «{row[at][:40]}» нет; {near(row[at], known) or place}"
            for number, row in zip(file.numbers, file.rows, strict=True)
            if row[at] and row[at] not in known
        ]
    )


def unknown_topics(conn: Connection) -> list[str]:
    """One sentence a topic of a norm that neither the map nor any message knows: a slip, or a word yet to come.

    The norms and the map are those of the search path.
    """
    found = []
    for row in run(conn, "figures/unknown_rule_topics.sql"):
        hint = near(row.topic, row.known) or "так, как слово пишет источник, оно видно в svodka topics"
        found.append(
            f"deadline_rule.csv: темы «{row.topic}» нет ни в topic_block.csv, ни в сообщениях; норма пока ни к чему не "
            f"относится; {hint}."
        )
    return found


def near(word: str, known: Collection[str]) -> str | None:
    """«похожие: …», in any case of letters, or None."""
    spelled = {one.casefold(): one for one in sorted(known)}
    found = get_close_matches(word.casefold(), spelled, n=3, cutoff=0.6)
    return f"похожие: {', '.join(spelled[one] for one in found)}" if found else None


def _blocks(conn: Connection) -> set[str]:
    return {NOT_CLASSIFIED, *run(conn, "figures/known_blocks.sql").scalars()}


def _codes(conn: Connection) -> set[str]:
    return {one.code for one in catalogue()}


NOTHING: tuple[str, str, Known, str] = ("", "", _codes, "")
REFERENCES = {
    "deadline_rule": ("block", "направления", _blocks, "направления названы в sql/seeds/topic_block.csv"),
    "target": ("indicator", "показателя", _codes, "показатели названы в docs/indicators.ru.md"),
    "index_weight": ("indicator", "показателя", _codes, "показатели названы в docs/indicators.ru.md"),
}
