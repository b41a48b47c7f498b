"""No suppressed count can be computed from what a published table shows: tried on every table that would look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svodka.report.forms.count_family import Family, net_of
from svodka.report.forms.suppression import SMALL, Count, Net, State

HIDDEN = (State.FEW, State.HIDDEN)
Matrix = tuple[tuple[int, ...], ...]
GRID = ("channel", "block")


def places(n_rows: int, n_columns: int) -> dict[str, list[Any]]:
    rows = [(("channel", f"c{r}"),) for r in range(n_rows)]
    columns = [(("block", f"b{c}"),) for c in range(n_columns)]
    return {"rows": rows, "columns": columns, "cells": [(*c, *r) for r in rows for c in columns]}


def counts_of(matrix: Matrix) -> dict[Any, int]:
    """Every slice of the matrix: margins, cells, the total."""
    named = places(len(matrix), len(matrix[0]))
    cells = dict(zip(named["cells"], (value for row in matrix for value in row), strict=True))
    rows = dict(zip(named["rows"], map(sum, matrix), strict=True))
    columns = dict(zip(named["columns"], map(sum, zip(*matrix, strict=True)), strict=True))
    return {**cells, **rows, **columns, (): sum(map(sum, matrix))}


def suppressed(matrix: Matrix, shown: list[str]) -> dict[Any, State]:
    """The states of the shown slices, of a table whose total is known."""
    values = counts_of(matrix)
    named = places(len(matrix), len(matrix[0]))
    family = Family(values, {place for kind in shown for place in named[kind]} | {()})
    counts = net_of(family, GRID, values[()], total_is_known=True)
    Net(counts).suppress()
    return {one.name: one.state for one in counts if one.name in family.shown}


def look_alikes(matrix: Matrix, states: dict[Any, State]) -> Iterator[dict[Any, int]]:
    """Every table with the same total in which all that is shown is the same and every word is true."""
    true, n_columns = counts_of(matrix), len(matrix[0])

    def is_alike(place: Any, value: int) -> bool:
        state = states.get(place, State.UNSEEN)
        if state is State.SHOWN:
            return value == true[place]
        return 0 < value < SMALL if state is State.FEW else value >= 0

    named = places(len(matrix), n_columns)

    def rows_from(number: int, left: int) -> Iterator[list[tuple[int, ...]]]:
        if number == len(matrix):
            if left == 0:
                yield []
            return
        for row in cells_from(number, 0, left):
            if is_alike(named["rows"][number], sum(row)):
                for rest in rows_from(number + 1, left - sum(row)):
                    yield [row, *rest]

    def cells_from(number: int, column: int, left: int) -> Iterator[tuple[int, ...]]:
        if column == n_columns:
            yield ()
            return
        for value in range(left + 1):
            if is_alike(named["cells"][number * n_columns + column], value):
                for rest in cells_from(number, column + 1, left - value):
                    yield (value, *rest)

    for rows in rows_from(0, true[()]):
        found = counts_of(tuple(rows))
        if all(is_alike(place, found[place]) for place in named["columns"]):
            yield found


def matrices(n_rows: int, n_columns: int, most: int) -> st.SearchStrategy[Matrix]:
    row = st.tuples(*[st.integers(0, most)] * n_columns)
    drawn = st.tuples(*[row] * n_rows)
    return drawn.filter(lambda matrix: sum(map(sum, matrix)) >= SMALL)


SHOWN = st.sampled_from([["rows"], ["columns"], ["rows", "columns"], ["cells", "rows", "columns"], ["cells"]])


def assert_nothing_is_told(matrix: Matrix, shown: list[str]) -> None:
    states = suppressed(matrix, shown)
    true = counts_of(matrix)
    small = [place for place in states if 0 < true[place] < SMALL]
    assert all(states[place] in HIDDEN for place in small)
    possible: dict[Any, set[int]] = defaultdict(set)
    hidden = [place for place, state in states.items() if state in HIDDEN]
    if not hidden:
        return
    for table in look_alikes(matrix, states):
        for place in hidden:
            possible[place].add(table[place])
        if all(len(possible[place]) > 1 for place in hidden):
            return
    told = {place: possible[place] for place in hidden if len(possible[place]) < 2}
    raise AssertionError(f"{matrix}: {told}, {states}")


@settings(max_examples=150, deadline=None)
@given(matrices(1, 4, 6))
def test_no_count_of_a_list_with_a_total_is_told(matrix):
    assert_nothing_is_told(matrix, ["columns"])


@settings(max_examples=120, deadline=None)
@given(matrices(2, 3, 4), SHOWN)
def test_no_count_of_a_cross_table_is_told(matrix, shown):
    assert_nothing_is_told(matrix, shown)


@settings(max_examples=40, deadline=None)
@given(matrices(3, 3, 2), SHOWN)
def test_no_count_of_a_sparse_cross_table_is_told(matrix, shown):
    if sum(map(sum, matrix)) <= 9:
        assert_nothing_is_told(matrix, shown)


def of_list(*values: int) -> dict[int, State]:
    """The states of a list whose total is known."""
    counts = [Count(number, value, "begin", "end") for number, value in enumerate(values)]
    Net(counts).suppress()
    return {int(str(one.name)): one.state for one in counts}


def test_the_smallest_other_count_is_hidden_with_a_single_small_one():
    few, hidden, shown = State.FEW, State.HIDDEN, State.SHOWN
    assert of_list(2, 50, 7, 0) == {0: few, 1: shown, 2: hidden, 3: shown}


def test_two_small_counts_hide_each_other_unless_their_sum_tells_them():
    few, shown = State.FEW, State.SHOWN
    assert of_list(1, 2, 50) == {0: few, 1: few, 2: shown}  # 3 in all: 1 and 2 or 2 and 1
    assert of_list(1, 1, 50)[2] is not shown  # 2 in all: each is one


def test_noughts_and_large_counts_are_shown():
    assert set(of_list(0, 3, 50, 0).values()) == {State.SHOWN}


def test_a_list_of_thousands_of_small_counts_is_quick():
    states = of_list(*([1, 2] * 3000), 40)
    assert set(states.values()) == {State.FEW, State.SHOWN}


@pytest.mark.parametrize("value", [1, 2])
def test_what_a_numerator_tells_of_its_denominator_is_heeded(value):
    """5 of 5 are shown as 5: the denominator beside it cannot be less, so it does not hide the small one."""
    small, tied, free = (
        Count("small", value, "b", "e"),
        Count("tied", 5, "b", "e", at_least=5),
        Count("free", 9, "b", "e"),
    )
    Net([small, tied, free]).suppress()
    if value == 1:  # the other way to be hidden is to be 2, and then the tied one would be 4
        assert (tied.state, free.state) == (State.SHOWN, State.HIDDEN)
    else:
        assert (tied.state, free.state) == (State.HIDDEN, State.SHOWN)
