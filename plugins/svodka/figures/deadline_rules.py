"""The norms of meta.deadline_rule in plain Python: reading the CSV, and the rule that holds for a message."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from svodka.warehouse.engine import SQL


@dataclass(frozen=True)
class Rule:
    """One row of meta.deadline_rule; null (None) in a selector fits every message."""

    step: str
    legal_regime: str
    priority: str | None
    is_fast_track: bool | None
    block: str | None
    topic: str | None
    clock: str
    amount: int | None
    opens: time | None
    closes: time | None
    source_term: str | None
    valid_from: date
    known_from: date
    source: str

    def fits(self, step: str, message: Mapping[str, Any], registered_on: date, known_on: date) -> bool:
        return (
            self.step == step
            and self.legal_regime == message["legal_regime"]
            and self.priority in (None, message.get("priority") or "NORMAL")
            and self.is_fast_track in (None, bool(message.get("is_fast_track")))
            and self.block in (None, message.get("block"))
            and (self.topic is None or topic_word(self.topic) == topic_word(message.get("topic_l1")))
            and self.valid_from <= registered_on
            and self.known_from <= known_on
        )

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, date, date]:
        """The rule that names most holds (topic before block before priority before fast track), then the youngest."""
        named = (self.topic, self.block, self.priority, self.is_fast_track)
        topic, block, priority, fast_track = (selector is not None for selector in named)
        return topic, block, priority, fast_track, self.valid_from, self.known_from


def topic_word(topic: str | None) -> str:
    """How words of topics are compared, as marts.topic_word does: no case, no ё, no runs of white space."""
    return " ".join((topic or "").split()).lower().replace("ё", "е")


def read_rules(file: Path = SQL / "seeds" / "deadline_rule.csv") -> list[Rule]:
    """The rules of a CSV such as sql/seeds/deadline_rule.csv."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [_rule({key: value or None for key, value in row.items()}) for row in csv.DictReader(lines)]


def _rule(row: dict[str, Any]) -> Rule:
    read: dict[str, Callable[[str], Any]] = {
        "is_fast_track": lambda text: text == "true",
        "amount": int,
        "opens": time.fromisoformat,
        "closes": time.fromisoformat,
        "valid_from": date.fromisoformat,
        "known_from": date.fromisoformat,
    }
    typed: dict[str, Any] = {key: None if value is None else read.get(key, str)(value) for key, value in row.items()}
    return Rule(**typed)


def choose_rule(
    rules: Iterable[Rule], step: str, message: Mapping[str, Any], registered_on: date, known_on: date
) -> Rule | None:
    """The rule of a step that holds for a row of core.message with its `block`, as known on a day."""
    fitting = (rule for rule in rules if rule.fits(step, message, registered_on, known_on))
    return max(fitting, key=lambda rule: rule.rank, default=None)
