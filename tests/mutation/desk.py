"""One warehouse in which a mutant is tried: the hand-made cases and random data, each in a municipality of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, text

from svodka.figures import document, marts, seeds
from svodka.figures.indicators import Indicator, in_force, parse
from svodka.settings import Municipality, Settings
from svodka.warehouse.engine import Warehouse, templates, use_marts
from svodka.warehouse.migrations import migrate
from tests.case_files import Case, read_cases
from tests.case_warehouse import differences as case_differences
from tests.case_warehouse import measure, measure_apart, put_cases
from tests.core_rows import (
    AS_OF,
    ZONE,
    exclude,
    mark,
    put,
    random_marks,
    random_messages,
    random_page_weeks,
    random_questions,
)
from tests.oracle.comparison import differences
from tests.oracle.figures import compute
from tests.oracle.terms import all_terms
from tests.oracle.values import Key, Value

# Seed, messages, quarter: fixed, so that two runs judge alike
DATA_SETS = [(1, 500, "2026Q3"), (2, 500, "2026Q4"), (3, 700, "2026Q3")]
GAPS = {"incident", "pages"}
TIMEOUT = "SET LOCAL statement_timeout = '8s'"


@dataclass
class DataSet:
    """Random rows and what the oracle says of them, reckoned once."""

    town: str
    quarter: str
    expected: dict[Key, Value]
    terms: dict[Any, tuple[Any, ...]]


class Desk:
    """Holds the warehouse; `verdict` is to be asked after the mutant's text stands in the file."""

    def __init__(self, warehouse: Warehouse, settings: Settings) -> None:
        self.warehouse, self.settings = warehouse, settings
        cases = read_cases()
        self.cases = [case for case in cases if not case.is_apart]
        self.apart = [case for case in cases if case.is_apart]
        migrate(warehouse)
        with warehouse.begin() as conn:
            seeds.load(conn)
            put_cases(conn, self.cases)
            self.data_sets = [_data_set(conn, *one) for one in DATA_SETS]
            use_marts(conn)
            marts.rebuild(conn, settings, AS_OF)

    @contextmanager
    def trial(self) -> Iterator[Connection]:
        """A transaction that leaves nothing behind."""
        forget()
        with self.warehouse.engine.connect() as conn:
            conn.execute(text(TIMEOUT))
            use_marts(conn)
            try:
                yield conn
            finally:
                conn.rollback()

    def verdict(self, conn: Connection, file: str, source: str) -> str | None:
        """What notices the change of the file, or None. Raises what the database raises."""
        folder, name = file.split("/")
        if folder == "indicators":
            one = parse(name, source)
            return self._by_figures(conn, [one])
        if not name.endswith("_in_quarter.sql"):
            marts.rebuild(conn, self.settings, AS_OF)
        known = in_force(date(2026, 7, 1), AS_OF.date())
        asked = [one for one in known if one.fact == name.removesuffix(".sql") or not name.endswith("_in_quarter.sql")]
        return self._by_terms(conn) or self._by_figures(conn, asked) or self._by_apart(conn)

    def _by_figures(self, conn: Connection, asked: Sequence[Indicator]) -> str | None:
        codes = {one.code for one in asked}
        for data in self.data_sets:
            own = self.settings.model_copy(update={"municipality": Municipality(oktmo=data.town)})
            doc = document.compute(conn, data.quarter, own, AS_OF, GAPS, asked)
            expected = {key: value for key, value in data.expected.items() if key[0] in codes}
            if found := differences(doc, expected, GAPS):
                return found[0]
        for case in self.cases:
            if case.indicators & codes or (case.terms and len(codes) > 1):
                known = asked if case.indicators <= codes else _with(asked, case)
                if found := case_differences(case, measure(conn, self.settings, case, known)):
                    return found[0]
        return None

    def _by_terms(self, conn: Connection) -> str | None:
        for data in self.data_sets:
            rows = conn.execute(
                text(
                    "SELECT message_key, due_at, due_effective_at, due_control_at, final_due_at, gone_at, case_key"
                    " FROM fct_message WHERE municipality = :town"
                ),
                {"town": data.town},
            )
            actual = {row[0]: tuple(row[1:]) for row in rows}
            if actual != data.terms:
                return f"terms of {data.town}"
        return None

    def _by_apart(self, conn: Connection) -> str | None:
        for case in self.apart:
            if found := case_differences(case, measure_apart(conn, self.settings, case)):
                return found[0]
        return None


def _with(asked: Sequence[Indicator], case: Case) -> list[Indicator]:
    """The changed definitions and, unchanged, the others that the case speaks of."""
    codes = {one.code for one in asked}
    return [*asked, *(one for one in in_force(date(2026, 7, 1), AS_OF.date()) if one.code not in codes)]


def _data_set(conn: Connection, seed: int, n: int, quarter: str) -> DataSet:
    town = f"random {seed}"
    messages, weeks = random_messages(seed, n, town=town), random_page_weeks(seed, n // 10, town)
    questions, out = random_questions(messages, seed), messages[7::40]
    put(conn, "message", messages)
    put(conn, "message_question", questions)
    put(conn, "page_week", weeks)
    exclude(conn, out)
    marks = random_marks(messages, seed)
    mark(conn, marks)
    frames = [pd.DataFrame(rows, dtype=object) for rows in (messages, weeks, questions)]
    keys = [m["message_key"] for m in out]
    told = [(m["message_key"], moment, is_good) for m, moment, is_good in marks]
    expected = compute(
        frames[0], frames[1], 2026, int(quarter[-1]), frames[2], municipality=town, excluded=keys, marks=told
    )
    return DataSet(town, quarter, expected, all_terms(frames[0], ZONE, town))


def forget() -> None:
    """Nothing read from a file of sql/ is remembered."""
    templates().cache.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("svodka.figures"):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()
