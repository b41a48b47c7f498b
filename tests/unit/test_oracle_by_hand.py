"""The oracle itself gives the figures worked out by hand: two independent readings of domain.md agree."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.case_files import Case, Expected, read_cases
from tests.oracle.comparison import as_written, flags_of
from tests.oracle.figures import compute
from tests.oracle.values import Key, Value

CASES = [case for case in read_cases() if not case.norms and not case.refused and case.expected]


def figures_of(case: Case) -> dict[Key, Value]:
    weeks = [
        {"design_percent": None} | row | {"week": date.fromisoformat(row["week"])}
        for row in [*case.page_weeks, *case.later_page_weeks]
    ]
    columns = ["is_connected", "has_gos_badge", "widgets", "posts", "subscribers", "reach_week", "legal_ground"]
    weeks = [dict.fromkeys(columns) | row for row in weeks]
    messages = [*case.messages, *case.later]
    out = [row["message_key"] for row in messages if row["source_number"] in case.excluded]
    return compute(
        pd.DataFrame(messages, dtype=object), pd.DataFrame(weeks, dtype=object), int(case.quarter[:4]),
        int(case.quarter[-1]), pd.DataFrame(case.questions, dtype=object), municipality=case.municipality,
        excluded=out, marks=[(row["message_key"], moment, is_good) for row, moment, is_good in case.marked],
    )  # fmt: skip


def written(value: Value, key: Key, gaps: frozenset[str]) -> tuple[Any, ...]:
    numerator, denominator, quotient, n_unknown, _ = as_written(key[0], value)
    numbers = (None if one is None else pd.to_numeric(one) for one in (numerator, denominator, quotient))
    return (*numbers, n_unknown, tuple(flags_of(key, value, gaps)))


def by_hand(one: Expected) -> tuple[Any, ...]:
    numbers = (
        None if part is None else pd.to_numeric(str(part)) for part in (one.numerator, one.denominator, one.value)
    )
    return (*numbers, one.n_unknown, one.flags)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.place)
def test_the_oracle_gives_the_figures_worked_out_by_hand(case: Case) -> None:
    values = figures_of(case)
    for one in case.expected:
        key: Key = (one.indicator, *one.slice)  # type: ignore[assignment]
        assert one.is_absent == (key not in values), key
        if not one.is_absent:
            assert written(values[key], key, case.gaps) == by_hand(one), key
