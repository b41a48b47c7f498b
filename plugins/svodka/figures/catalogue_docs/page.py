"""The catalogue as two pages of Markdown, in the order of the report."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from svodka.figures.catalogue_docs.words import EN, RU, Words
from svodka.figures.indicators import Indicator, catalogue
from svodka.intake.contracts.reading import load_contract
from svodka.warehouse.engine import SQL, statements

RELATIONS = {"<=": "≤", ">=": "≥"}
Targets = dict[str, list[dict[str, str]]]


def documents() -> dict[str, str]:
    """File name in docs/ → its text. Raises IndicatorError when a file of sql/indicators is wrong."""
    held = targets_by_code()
    return {name: page(catalogue(), held, words) for name, words in (("indicators.md", EN), ("indicators.ru.md", RU))}


def targets_by_code() -> Targets:
    """The rows of sql/seeds/target.csv by indicator, oldest first."""
    found: Targets = {}
    with (SQL / "seeds" / "target.csv").open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["valid_from"]):
            found.setdefault(row["indicator"], []).append(row)
    return found


def page(definitions: Sequence[Indicator], held: Targets, words: Words) -> str:
    """The whole page: how to read it, contents by section, then each indicator with all its versions."""
    by_code = [(code, list(group)) for code, group in groupby(definitions, key=lambda one: one.code)]
    sections = [
        (title, list(group))
        for title, group in groupby(by_code, key=lambda item: words.sections.get(item[0][0], words.other_section))
    ]
    parts = [f"# {words.title}", words.intro, f"## {words.contents}"]
    for title, members in sections:
        listed = [f"- [{code}](#{code.lower()}) {title_of(versions[-1], words)}" for code, versions in members]
        parts.append("\n".join([f"**{title}**", "", *listed]))
    for title, members in sections:
        parts.append(f"## {title}")
        for code, versions in members:
            parts += entry(code, versions, held, words)
    return "\n\n".join(parts) + "\n"


def entry(code: str, versions: Sequence[Indicator], held: Targets, words: Words) -> list[str]:
    """One indicator: anchor and heading, then its versions, the newest first."""
    parts = [f'<a id="{code.lower()}"></a>\n\n### {code}. {title_of(versions[-1], words)}']
    for one in reversed(versions):
        parts += [table(one, held.get(code, []), words), f"{words.formula}: {one.formula}.", expressions(one, words)]
    return parts


def title_of(one: Indicator, words: Words) -> str:
    """In English both titles: the reader of the English page sees the Russian one in every report."""
    return one.title if words is RU or one.title_en is None else f"{one.title_en} · {one.title}"


def table(one: Indicator, held: Iterable[dict[str, str]], words: Words) -> str:
    targets = "; ".join(
        f"{RELATIONS[row['relation']]} {row['target']} {words.since} {row['valid_from']} ({row['source']})"
        for row in held
    )
    cells = (
        one.unit,
        kind(one, words),
        words.directions[one.direction],
        one.anchor,
        f"`{one.fact}`: {words.facts.get(one.fact) or grain(one.fact)}",
        channels(one, words),
        targets or words.no_target,
        words.additive[one.additive],
        one.owner,
        one.basis,
        f"{words.period(one.valid_from, one.valid_to)}, {words.known} {one.known_from}; `sql/indicators/{one.file}`",
    )
    lines = [f"| {name} | {cell.replace('|', chr(92) + '|')} |" for name, cell in zip(words.rows, cells, strict=True)]
    return "\n".join([f"| {words.version} | {one.version} |", "|---|---|", *lines])


def kind(one: Indicator, words: Words) -> str:
    divisor = f" (`divide_by` {one.divide_by})" if one.divide_by != 1 else ""
    return words.kinds[one.kind] + divisor + (f"; {words.may_exceed_100}" if one.may_exceed_100 else "")


def expressions(one: Indicator, words: Words) -> str:
    """The SQL as it stands in the file: what is counted, and among which rows."""
    lines = [f"{expression} AS {name}" for name, expression in one.expressions.items()]
    where = f"\nWHERE {one.population}" if one.population else ""
    return "```sql\n" + ",\n".join(lines) + f"\nFROM {one.fact}{where}\n```"


def grain(fact: str) -> str:
    """What one row of the fact is, by the first line of its file."""
    found = re.search(r"^-- grain: (.+)$", statements(f"marts/{fact}.sql")[0], re.MULTILINE)
    return found[1] if found else ""


def channels(one: Indicator, words: Words) -> str:
    excepted = one.channels_except
    named = ", ".join(f"{load_contract(name).title} (`{name}`)" for name in sorted(excepted or one.channels_only))
    if excepted is None:
        return named
    return f"{words.all_but} {named}" if excepted else words.everything
