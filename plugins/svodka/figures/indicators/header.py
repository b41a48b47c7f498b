"""The header of an indicator file: `-- key: value` lines read into values of their types."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from svodka.figures.indicators.model import ADDITIVE, DIRECTIONS, KINDS, UNITS
from svodka.figures.indicators.problems import Finding
from svodka.intake.contracts.reading import channel_names

REQUIRED = (
    "code", "version", "title", "unit", "kind", "direction", "anchor", "channels", "owner", "basis", "formula",
    "valid_from", "known_from",
)  # fmt: skip
OPTIONAL = ("title_en", "divide_by", "valid_to", "additive", "may_exceed_100", "without_data")


@dataclass
class Header:
    """Typed values and line by key, the number of lines that the header takes, and what is wrong in it."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0
    findings: list[Finding] = field(default_factory=list)


def read_header(source: str) -> Header:
    """Reads the comment lines at the top (a line `--     more` goes on with the value above it)."""
    header = Header()
    words = _words(source, header)
    if missing := [key for key in REQUIRED if key not in words]:
        header.findings.append(Finding(f"в заголовке нет: {', '.join(missing)}."))
    for key, word in words.items():
        try:
            header.values[key] = READERS.get(key, str)(word)
        except ValueError as error:
            header.findings.append(Finding(f"{key}: {word}, ожидается {error}.", header.lines[key]))
    header.findings += _disagreements(header)
    return header


def _words(source: str, header: Header) -> dict[str, str]:
    words: dict[str, str] = {}
    key = ""
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() and not line.startswith("--"):
            break
        header.length = number
        if found := re.fullmatch(r"-- ([a-z_0-9]+): (.*\S)\s*", line):
            key = found[1]
            if key in words or key not in REQUIRED + OPTIONAL:
                header.findings.append(Finding(f"поле «{key}» лишнее или повторено.", number))
                continue
            words[key], header.lines[key] = found[2], number
        elif key in words and line.startswith("--     "):
            words[key] += " " + line[2:].strip()
        elif line.strip():
            header.findings.append(Finding("ожидается «-- поле: значение».", number))
    return words


def _disagreements(header: Header) -> list[Finding]:
    """Fields of which each is right alone, but not the two together."""
    values, lines = header.values, header.lines
    kind, unit, found = values.get("kind"), values.get("unit"), []
    if kind and unit and (unit == "%") != (kind in ("share", "change")):
        found.append(Finding(f"unit: {unit}, а kind: {kind}. В процентах выражаются share и change.", lines["unit"]))
    if kind in ("count", "share", "change") and values.get("divide_by", 1) != 1:
        found.append(Finding("divide_by бывает только у kind: mean.", lines["divide_by"]))
    if {"valid_from", "valid_to"} <= values.keys() and values["valid_to"] < values["valid_from"]:
        found.append(Finding("valid_to раньше, чем valid_from.", lines["valid_to"]))
    return found


def _code(word: str) -> str:
    if not re.fullmatch(r"[A-ZА-Я]-\d{2}[A-Z]?", word):
        raise ValueError("заглавная буква, тире и две цифры, например, P-02 или S-01U")
    return word


def _whole(word: str) -> int:
    if not re.fullmatch(r"[1-9]\d*", word):
        raise ValueError("целое число от 1")
    return int(word)


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise ValueError("дата ГГГГ-ММ-ДД, которая есть в календаре") from error


def _channels(words: str) -> tuple[frozenset[str], frozenset[str] | None]:
    """«pos, sed» or «all except pages»: the channels whose gaps make the value incomplete."""
    found = re.fullmatch(r"(all except )?([a-z_0-9]+(?:, [a-z_0-9]+)*)", words)
    if not found:
        raise ValueError("«pos, sed» или «all except pages»")
    names = frozenset(found[2].split(", "))
    if unknown := sorted(names - set(channel_names())):
        raise ValueError(f"канал из {', '.join(channel_names())}; нет канала {', '.join(unknown)}")
    return (frozenset(), names) if found[1] else (names, None)


def _yes(word: str) -> bool:
    if word != "yes":
        raise ValueError("yes (числитель доли по определению не часть знаменателя) или нет этой строки")
    return True


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(word: str) -> str:
        if word not in choices:
            raise ValueError(f"одно из: {', '.join(choices)}")
        return word

    return read


READERS: dict[str, Callable[[str], Any]] = {
    "code": _code, "version": _whole, "unit": _one_of(UNITS), "kind": _one_of(KINDS), "divide_by": _whole,
    "direction": _one_of(DIRECTIONS), "channels": _channels, "valid_from": _day, "known_from": _day,
    "valid_to": _day, "additive": _one_of(ADDITIVE), "may_exceed_100": _yes,
}  # fmt: skip
