"""The catalogue: sql/indicators/*.sql read, checked, and the definitions that held for a quarter chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, text

from svodka.errors import SvodkaError
from svodka.warehouse.engine import SQL

SECTIONS = "SIPAG"
KINDS = ("count", "share", "mean", "change")
HEADER = {
    "code", "version", "title", "unit", "kind", "direction", "anchor", "channels", "owner", "basis", "formula",
    "valid_from", "known_from",
}  # fmt: skip
COLUMNS = ("numerator", "denominator", "n_unknown", "is_clock_from_source")
AGGREGATE = re.compile(r"\b(count|sum|min|max|bool_or|bool_and)\s*\(", re.IGNORECASE)
FILTER = re.compile(r"\)\s*FILTER\s*\(\s*WHERE\b", re.IGNORECASE)


class IndicatorError(SvodkaError):
    """A file of sql/indicators is wrong; the text says where and what is expected."""

    def __init__(self, file: str, what: str) -> None:
        super().__init__(f"sql/indicators/{file}: {what}")


@dataclass(frozen=True)
class Indicator:
    """One definition of one indicator, as its file tells it; `expressions` are SQL aggregates over `fact`."""

    file: str
    source: str
    code: str
    version: int
    title: str
    unit: str
    kind: str
    divide_by: int
    direction: str
    anchor: str
    owner: str
    basis: str
    formula: str
    valid_from: date
    known_from: date
    fact: str
    population: str | None
    expressions: dict[str, str]
    channels_except: frozenset[str] | None
    channels_only: frozenset[str]

    def needs(self, channel: str) -> bool:
        """Does the value depend on the channel's exports?"""
        if self.channels_except is not None:
            return channel not in self.channels_except
        return channel in self.channels_only

    @property
    def order(self) -> tuple[int, str, str]:
        """The order of the report: S, I, P, A, G, then whatever a municipality adds."""
        section = SECTIONS.find(self.code[0])
        return (section if section >= 0 else len(SECTIONS), self.code[0], self.code)


@cache
def catalogue(folder: Path = SQL / "indicators") -> tuple[Indicator, ...]:
    """Every definition, in the order of the report. Raises IndicatorError for a wrong file or a clash of two."""
    found = [parse(file.name, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.sql"))]
    seen: dict[tuple[object, ...], str] = {}
    for one in found:
        for key in ((one.code, one.version), (one.code, one.valid_from, one.known_from)):
            if key in seen:
                raise IndicatorError(one.file, f"спорит с {seen[key]}: те же code и version или даты действия.")
            seen[key] = one.file
    return tuple(sorted(found, key=lambda one: (*one.order, one.valid_from, one.known_from)))


def in_force(first_day: date, known_on: date, folder: Path = SQL / "indicators") -> tuple[Indicator, ...]:
    """The definitions that hold for a quarter beginning on `first_day`, as known on `known_on`."""
    chosen: dict[str, Indicator] = {}
    for one in catalogue(folder):
        if one.valid_from <= first_day and one.known_from <= known_on:
            chosen[one.code] = one
    return tuple(chosen.values())


def targets(conn: Connection, first_day: date, known_on: date) -> dict[str, tuple[str, Decimal, str]]:
    """Relation (<= or >=), target and source by indicator code, as they hold for a quarter."""
    rows = conn.execute(
        text(
            "SELECT DISTINCT ON (indicator) indicator, relation, target, source FROM meta.target "
            "WHERE valid_from <= :first_day AND known_from <= :known_on "
            "ORDER BY indicator, valid_from DESC, known_from DESC"
        ),
        {"first_day": first_day, "known_on": known_on},
    )
    return {code: (relation, target, source) for code, relation, target, source in rows}


def parse(file: str, source: str) -> Indicator:
    """Reads one file: a header of `-- key: value` lines, then SELECT … FROM fact [WHERE population].

    Raises IndicatorError.
    """
    lines = source.strip().splitlines()
    header, body = _header(file, lines)
    found = re.fullmatch(
        r"\s*SELECT\s+(.+?)\s+FROM\s+([a-z_]+)(?:\s+WHERE\s+(.+))?\s*", "\n".join(body), re.DOTALL | re.IGNORECASE
    )
    if not found:
        raise IndicatorError(file, "после заголовка ожидается SELECT … FROM факт [WHERE условие] без точки с запятой.")
    expressions = _expressions(file, found[1])
    only, excepted = _channels(file, header["channels"])
    if header["kind"] not in KINDS:
        raise IndicatorError(file, f"kind: {header['kind']}, ожидается одно из {', '.join(KINDS)}.")
    if (header["kind"] == "count") == ("denominator" in expressions):
        raise IndicatorError(file, "знаменатель есть у всех видов, кроме count.")
    try:
        return Indicator(
            file=file, source=source, code=header["code"], version=int(header["version"]), title=header["title"],
            unit=header["unit"], kind=header["kind"], divide_by=int(header.get("divide_by", "1")),
            direction=header["direction"], anchor=header["anchor"], owner=header["owner"], basis=header["basis"],
            formula=header["formula"], valid_from=date.fromisoformat(header["valid_from"]),
            known_from=date.fromisoformat(header["known_from"]), fact=found[2], population=found[3],
            expressions=expressions, channels_except=excepted, channels_only=only,
        )  # fmt: skip
    except ValueError as error:
        raise IndicatorError(file, f"в заголовке не число или не дата: {error}.") from error


def _header(file: str, lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The header as a mapping (a line `--     more` goes on with the value above it), and the lines after it."""
    header: dict[str, str] = {}
    key = ""
    for number, line in enumerate(lines):
        if not line.startswith("--"):
            break
        if found := re.fullmatch(r"-- ([a-z_]+): (.+)", line):
            key = found[1]
            if key in header or key not in HEADER | {"divide_by"}:
                raise IndicatorError(file, f"строка {number + 1}: поле «{key}» лишнее или повторено.")
            header[key] = found[2].strip()
        elif key and line.startswith("--     "):
            header[key] += " " + line[2:].strip()
        else:
            raise IndicatorError(file, f"строка {number + 1}: ожидается «-- поле: значение».")
    if missing := sorted(HEADER - header.keys()):
        raise IndicatorError(file, f"в заголовке нет: {', '.join(missing)}.")
    if not re.fullmatch(r"[A-ZА-Я]-\d{2}[A-Z]?", header["code"]):
        raise IndicatorError(file, f"code: {header['code']}, ожидается, например, P-02 или S-01U.")
    return header, list(lines[number:])


def _expressions(file: str, targets: str) -> dict[str, str]:
    """The aggregates by the name of their column; each must be filtered, none may divide."""
    expressions: dict[str, str] = {}
    for part in re.split(r",\s*\n", targets):
        found = re.fullmatch(r"(.+?)\s+AS\s+([a-z_]+)", part.strip(), re.DOTALL | re.IGNORECASE)
        if not found or found[2] not in COLUMNS or found[2] in expressions:
            raise IndicatorError(file, f"ожидается «… AS {' | '.join(COLUMNS)}», по одному на строку: {part.strip()}")
        if "/" in found[1]:
            raise IndicatorError(file, "деление не в SQL: укажите числитель, знаменатель и divide_by.")
        if len(AGGREGATE.findall(found[1])) != len(FILTER.findall(found[1])):
            raise IndicatorError(file, f"у каждой агрегатной функции должен быть FILTER (WHERE …): {found[1]}")
        expressions[found[2]] = found[1]
    if "numerator" not in expressions:
        raise IndicatorError(file, "нет столбца numerator.")
    return expressions


def _channels(file: str, words: str) -> tuple[frozenset[str], frozenset[str] | None]:
    """«pos, sed» or «all except pages»: the channels whose gaps make the value incomplete."""
    found = re.fullmatch(r"(all except )?([a-z_]+(?:, [a-z_]+)*)", words)
    if not found:
        raise IndicatorError(file, f"channels: {words}, ожидается «pos, sed» или «all except pages».")
    names = frozenset(found[2].split(", "))
    return (frozenset(), names) if found[1] else (names, None)
