"""expectations/marts/*.yml: what must hold of a mart, read, checked, and made into queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from svodka.errors import SvodkaError
from svodka.settings import PROJECT
from svodka.warehouse.engine import identifier
from svodka.warehouse.row_expectations import BATCH, RowExpectation

FOLDER = PROJECT / "expectations" / "marts"
SEVERITIES = ("critical", "warning")
WORD = re.compile(r"(?<![:\w]):([a-z_]+)\b")
ROWS = "{rows}"


class SuiteError(SvodkaError):
    """A file of expectations/marts is wrong: the file and the place in it are named."""

    def __init__(self, file: str, what: str) -> None:
        super().__init__(f"expectations/marts/{file}: {what}")


@dataclass(frozen=True)
class MartRule:
    """One rule: a predicate over a row (`when`) or a query over {rows} that gives its breaches."""

    code: str
    severity: str
    reason: str
    action: str
    when: str | None
    query: str | None


@dataclass(frozen=True)
class Suite:
    """All rules of one mart."""

    file: str
    table: str
    title: str
    scope: str
    key: str
    rules: tuple[MartRule, ...]

    def expectations(self, values: Mapping[str, Any]) -> list[RowExpectation]:
        """The rules as queries with the values of their words in place. Raises SuiteError for an unknown word."""
        return [
            RowExpectation(rule.code, self._query(rule, values), rule.reason, rule.severity)  # type: ignore[arg-type]
            for rule in self.rules
        ]

    def _query(self, rule: MartRule, values: Mapping[str, Any]) -> str:
        rows = f"(SELECT * FROM {BATCH} WHERE {self.scope})"
        text = rule.query or f"SELECT {self.key} FROM {ROWS} AS fact WHERE {rule.when}"

        def in_place(found: re.Match[str]) -> str:
            if found[1] not in values:
                raise SuiteError(self.file, f"{rule.code}: слово :{found[1]} неизвестно; есть: {', '.join(values)}.")
            return literal(values[found[1]])

        return WORD.sub(in_place, text.replace(ROWS, rows))


def literal(value: Any) -> str:
    """A text, a moment, a list of texts or None as SQL: the judge takes no bound parameters."""
    if value is None:
        return "NULL::text"
    if isinstance(value, datetime):
        return f"'{value.isoformat()}'::timestamptz"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"ARRAY[{', '.join(map(literal, value))}]::text[]"


def suites(folder: Path = FOLDER) -> list[Suite]:
    """Every suite by its file's name. Raises SuiteError."""
    return [_suite(file) for file in sorted(folder.glob("*.yml"))]


def _suite(file: Path) -> Suite:
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        rules = tuple(_rule(file.name, spec) for spec in raw["rules"])
        suite = Suite(
            file=file.name, table=identifier(raw["table"]), title=raw["title"], scope=raw["scope"], key=raw["key"],
            rules=rules,
        )  # fmt: skip
    except yaml.YAMLError as error:
        raise SuiteError(file.name, f"не читается как YAML: {error}") from error
    except (KeyError, TypeError) as error:
        raise SuiteError(file.name, f"не хватает: {error}.") from error
    except ValueError as error:
        raise SuiteError(file.name, f"table: {raw['table']}, ожидается схема.таблица.") from error
    codes = [rule.code for rule in rules]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise SuiteError(file.name, f"правило {', '.join(twice)} стоит дважды.")
    return suite


def _rule(file: str, spec: dict[str, Any]) -> MartRule:
    rule = MartRule(spec["code"], spec["severity"], spec["reason"], spec["action"], spec.get("when"), spec.get("query"))
    if rule.severity not in SEVERITIES:
        raise SuiteError(file, f"{rule.code}: severity {rule.severity}, ожидается critical или warning.")
    if (rule.when is None) == (rule.query is None):
        raise SuiteError(file, f"{rule.code}: ожидается when или query, что-то одно.")
    if rule.query is not None and ROWS not in rule.query:
        raise SuiteError(file, f"{rule.code}: в query нет {ROWS}.")
    return rule
