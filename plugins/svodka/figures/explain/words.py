"""The Russian words of conditions, read from sql/marts/words.yml, and the data of a message put into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from svodka.figures.explain.conditions import parse_condition
from svodka.intake.contracts import channel_title
from svodka.warehouse.engine import SQL

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Noun:
    """A column of a fact in words: what it is called, its values, what to say when it is empty."""

    noun: str
    missing: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """conditions: spelling of a condition → «true», «false», «unknown» → alternatives, the first that fits is said."""

    conditions: Mapping[str, Mapping[str, tuple[str, ...]]]
    nouns: Mapping[str, Noun]
    fields: Mapping[str, str]
    events: Mapping[str, str]


@cache
def words(file: Path = SQL / "marts" / "words.yml") -> Words:
    """The words of the project."""
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Words(
        conditions={parse_condition(sql).key: _texts(said) for sql, said in read["conditions"].items()},
        nouns={
            name: Noun(one["noun"], one.get("missing", f"{one['noun']}: не указано"), _values(one.get("values", {})))
            for name, one in read["columns"].items()
        },
        fields=read["fields"],
        events=read["events"],
    )


def _texts(said: Mapping[Any, Any]) -> dict[str, tuple[str, ...]]:
    """YAML reads the bare words true and false as booleans; one text stands for a list of one."""
    return {str(truth).lower(): (text,) if isinstance(text, str) else tuple(text) for truth, text in said.items()}


def _values(said: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): text for value, text in said.items()}


@dataclass(frozen=True)
class Context:
    """What the words may name of one message: its columns, as a person reads them."""

    values: Mapping[str, Any]
    zone: ZoneInfo

    def fill(self, alternatives: tuple[str, ...]) -> str:
        """The first text all of whose places are known; the last one with «нет данных» in them otherwise."""
        for text in alternatives:
            if all(self.values.get(name) is not None for name in PLACE.findall(text)):
                break
        return PLACE.sub(lambda found: self.shown(found[1]), text)

    def shown(self, name: str) -> str:
        value = self.values.get(name)
        return "нет данных" if value is None else in_words(name, value, self.zone)


def in_words(name: str, value: Any, zone: ZoneInfo) -> str:
    """A value of a column as a person reads it: local moments, words for codes."""
    if isinstance(value, datetime):
        local = value.astimezone(zone)
        return f"{local:%d.%m.%Y %H:%M:%S}".removesuffix(":00") if local.second != 59 else f"{local:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60} ч {minutes % 60} мин" + (f" {seconds} с" if seconds else "")
    if isinstance(value, bool) and name not in words().nouns:
        return "да" if value else "нет"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    noun = words().nouns.get(name)
    return noun.values.get(str(value), _title(name, str(value))) if noun else str(value)


def _title(name: str, value: str) -> str:
    """A value without words of its own; a channel that a municipality has added is called as its contract says."""
    return channel_title(value) if name == "channel" else value
