"""What if a rule were another one: the figures of a quarter by the present rules and by tried ones, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from svodka.errors import SvodkaError, UsageError
from svodka.figures import document, overlay, rule_file
from svodka.figures.facts import DIMENSIONS
from svodka.figures.indicators import Indicator, in_force, targets
from svodka.figures.moved_messages import moved
from svodka.figures.quarter_figures import gaps_of, make_facts, put_facts_aside, use_facts
from svodka.figures.rule_names import check_names, unknown_topics
from svodka.figures.targets import is_on_target
from svodka.period import Quarter
from svodka.settings import Settings

TABLES = ("deadline_rule", "target", "calendar_override", "topic_block")
JUDGED = ("deadline_rule", "calendar_override", "topic_block")  # a target changes no figure
COMPARED = ("numerator", "denominator", "value", "n_unknown", "flags")
SOURCE = "проба «что если»"


@dataclass(frozen=True)
class Trial:
    """Rows to be laid over a table: what the person calls the file, and its text."""

    table: str
    name: str
    content: str


def what_if(
    conn: Connection, settings: Settings, quarter: Quarter, trials: Sequence[Trial], as_of: datetime | None = None
) -> dict[str, Any]:
    """Both figures documents and what changed. The rows of a trial replace those of the same key and count as known.

    Everything is made in temporary tables: the caller rolls the transaction back. May be called once in it.
    Keys: quarter, with, before, after, changed, messages (`moved_messages.moved`), targets, warnings (sentences).
    Raises UsageError for an unknown or repeated table, SvodkaError for a wrong row, CalendarUnknown.
    """
    check_tables([trial.table for trial in trials])
    moment = use_facts(conn, settings, as_of)
    known_on = moment.astimezone(settings.zone).date()
    definitions = in_force(quarter.first_day, known_on)
    before = document.compute(conn, quarter, settings, moment, gaps_of(conn, settings, quarter, moment), definitions)
    held = targets(conn, quarter.first_day, known_on)
    lay_trials(conn, trials, known_on.isoformat())
    found = {"quarter": str(quarter), "with": [f"{trial.table}={trial.name}" for trial in trials], "before": before}
    after, messages = before, []
    if any(trial.table in JUDGED for trial in trials):
        put_facts_aside(conn)
        make_facts(conn, settings, moment)
        gaps = gaps_of(conn, settings, quarter, moment)
        after = document.compute(conn, quarter, settings, moment, gaps, definitions)
        touched = changed_definitions(definitions, before, after)
        messages = moved(conn, touched, document.parameters(conn, quarter, settings, moment))
    now_held = held
    if any(trial.table == "target" for trial in trials):
        now_held = targets(conn, quarter.first_day, known_on, "pg_temp.target")
    changes = {"changed": changed(before, after), "messages": messages}
    judged = {"targets": against_targets(after, held, now_held), "warnings": unknown_topics(conn)}
    return {**found, "after": after, **changes, **judged}


def check_tables(tables: Sequence[str]) -> None:
    """Raises UsageError."""
    for table in tables:
        if table not in TABLES:
            raise UsageError(f"--with {table}=…: такой таблицы правил нет; можно: {', '.join(TABLES)}.")
        if tables.count(table) > 1:
            raise UsageError(f"--with {table}=… дано дважды: сложите строки в один файл.")


def lay_trials(conn: Connection, trials: Sequence[Trial], known_on: str) -> None:
    """Lays the rows over their tables, known from the day of the figures on. Raises SvodkaError: the file, its line.

    What the rows name is judged when all lie: a tried norm may name a block of a tried map.
    """
    files = []
    for trial in trials:
        with _naming(trial):
            file = rule_file.read(conn, trial.table, trial.content, {"known_from": known_on, "source": SOURCE})
            files.append(file.with_column("known_from", known_on))
            rule_file.check_rows(conn, files[-1])
    for file in files:
        overlay.replace_same(conn, file.table, file.columns, file.body())
    for trial, file in zip(trials, files, strict=True):
        with _naming(trial):
            check_names(conn, file)


@contextmanager
def _naming(trial: Trial) -> Iterator[None]:
    """Puts what the person calls the file before what is wrong in it."""
    try:
        yield
    except SvodkaError as error:
        raise SvodkaError(f"{trial.name}: {error}.") from error


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The values that differ, in the order of the documents; a side is None where the slice is not there."""
    left, right = document.by_place(before), document.by_place(after)
    found = []
    for place in [*left, *(place for place in right if place not in left)]:
        one, other = left.get(place), right.get(place)
        sides = [None if each is None else {name: each[name] for name in COMPARED} for each in (one, other)]
        if sides[0] != sides[1]:
            indicator, _, *where = place
            said = {"indicator": indicator, "slice": dict(zip(DIMENSIONS, where, strict=True))}
            found.append({**said, "before": sides[0], "after": sides[1], "difference": difference(one, other)})
    return found


def difference(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str | None:
    """By how much the value has changed, with six places; None where a side has none."""
    was, is_now = (None if side is None else document.exact_value(side) for side in (before, after))
    return None if was is None or is_now is None else document.six_places(is_now - was)


def changed_definitions(
    definitions: Iterable[Indicator], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Indicator]:
    """The definitions any of whose values changed."""
    codes = {one["indicator"] for one in changed(before, after)}
    return [one for one in definitions if one.code in codes]


def against_targets(
    after: Mapping[str, Any], before_held: Mapping[str, Any], after_held: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The totals whose target is another one: the value against both."""
    found = []
    for one in after["values"]:
        code, sides = one["indicator"], (before_held.get(one["indicator"]), after_held.get(one["indicator"]))
        if any(one["slice"].values()) or sides[0] == sides[1]:
            continue
        judged = [None if held is None else judge(one, *held[:2]) for held in sides]
        found.append({"indicator": code, "value": one["value"], "before": judged[0], "after": judged[1]})
    return found


def judge(one: Mapping[str, Any], relation: str, target: Decimal) -> dict[str, Any]:
    """A target and whether the value of a figures document meets it (None where there is no value)."""
    value = document.exact_value(one)
    is_met = None if value is None else is_on_target(relation, target, value)
    return {"relation": relation, "target": str(target), "is_met": is_met}
