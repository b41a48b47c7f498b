"""The names that a form may ask for: indicators, channels, directions, regimes, executors."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from svodka.figures.indicators import catalogue
from svodka.figures.topics import NOT_CLASSIFIED
from svodka.intake.contracts import channel_names, load_contract
from svodka.report.catalogue import Indicator
from svodka.report.content import Content
from svodka.report.forms.asks import BLOCK, CHANNEL, EXECUTOR, REGIME
from svodka.report.forms.words import normal_code
from svodka.report.norms import REGIMES
from svodka.warehouse.engine import SQL


@dataclass(frozen=True)
class Known:
    """`executors`: None where only the data of a quarter know them."""

    indicators: Mapping[str, Indicator]
    channels: Mapping[str, str]
    blocks: tuple[str, ...]
    executors: tuple[str, ...] | None = None
    regimes: Mapping[str, str] = field(default_factory=lambda: REGIMES)

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        return {normal_code(code): code for code in self.indicators}

    def code(self, text: str) -> str | None:
        """The indicator that is meant, with look-alike letters and without the dash too."""
        return text if text in self.indicators else self._by_spelling.get(normal_code(text))

    def names(self, dimension: str) -> Mapping[str, Iterable[str]] | None:
        """Value → how it may be spelt; None where nobody knows the values beforehand."""
        if dimension == CHANNEL:
            return {name: (name, title) for name, title in self.channels.items()}
        if dimension == REGIME:
            return {code: (code, title) for code, title in self.regimes.items()}
        members = self.blocks if dimension == BLOCK else self.executors
        return None if members is None else {name: (name,) for name in members}

    def title(self, dimension: str, value: str) -> str:
        """How a value of the dimension is called."""
        named = {CHANNEL: self.channels, REGIME: self.regimes}.get(dimension, {})
        return named.get(value, value)


def known_of_project() -> Known:
    """What can be asked for in any quarter."""
    channels = {name: load_contract(name).title for name in channel_names()}
    return Known({one.code: one for one in catalogue()}, channels, mapped_blocks())


def known_of(content: Content) -> Known:
    """The same with what an edition's own data name."""
    rows = content.document["values"]
    blocks = {row["slice"][BLOCK] for row in rows} - {None} | {*mapped_blocks()}
    executors = {row["slice"][EXECUTOR] for row in rows} - {None}
    indicators = {one.code: one for one in (*catalogue(), *content.catalogue, *content.definitions)}
    return Known(dict(indicators), content.channels, tuple(sorted(blocks)), tuple(sorted(executors)))


def mapped_blocks() -> tuple[str, ...]:
    """The directions of the map of topics, and the one of what it does not know."""
    with (SQL / "seeds" / "topic_block.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(sorted({row["block"] for row in csv.DictReader(file)} | {NOT_CLASSIFIED}))
