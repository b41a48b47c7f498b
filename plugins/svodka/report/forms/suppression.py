"""Which counts a published table must not show, so that nobody can compute a small one from the others.

Pure. A table is a net: its sums are the nodes, its counts the edges between two sums each (`Net`). Two tables that show
the same differ by something that runs around in the net; so a hidden count is safe when a loop of hidden counts passes
through it and one step along the loop keeps every count within what its word allows (`Net.witness`).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum

SMALL = 3  # from this count on it may be shown
Node = Hashable


class State(Enum):
    """What the reader sees of a count."""

    SHOWN = "shown"
    FEW = "менее 3"  # he knows: 1 or 2
    HIDDEN = "скрыто"  # he knows nothing
    UNSEEN = "unseen"  # does not stand in the document


@dataclass
class Count:
    """One count of a table, between two of its sums. `at_least`, `at_most`: what is known of it from elsewhere."""

    name: Hashable
    value: int
    begin: Node
    end: Node
    state: State = State.SHOWN
    at_least: int = 0
    at_most: int | None = None

    def can_step(self, step: int) -> bool:
        """Whether the count could as well be that much more for all the reader knows."""
        if self.state is State.SHOWN or (self.state is State.UNSEEN and not self.value):
            return False  # nothing where nothing is told: it may be known that there can be nothing
        low, high = (1, SMALL - 1) if self.state is State.FEW else (0, self.value + 1)
        high = high if self.at_most is None else min(high, self.at_most)
        return max(low, self.at_least) <= self.value + step <= high

    def cost(self, step: int) -> int | None:
        """What it costs to hide it; 0 where it is hidden already, None where it could not step even then."""
        if self.state is not State.SHOWN:
            return 0 if self.can_step(step) else None
        if self.value + step < self.at_least or (self.at_most is not None and self.value + step > self.at_most):
            return None
        return (WEIGHT if self.value else NOUGHT) + min(self.value, WEIGHT - 1)


WEIGHT, NOUGHT = 10**9, 10**12  # few counts are hidden, small ones first, noughts last


@dataclass
class Net:
    """Counts that add up to sums that are known. A count of which nobody knows a sum has it as a node of its own."""

    counts: list[Count]
    _at: dict[Node, list[tuple[Count, int]]] = field(default_factory=lambda: defaultdict(list), init=False)

    def __post_init__(self) -> None:
        for count in self.counts:
            self._at[count.begin].append((count, 1))
            self._at[count.end].append((count, -1))

    def suppress(self) -> None:
        """Hides the small counts, and as few others as that takes."""
        for count in self.counts:
            if count.state is State.SHOWN and 0 < count.value < SMALL:
                count.state = State.FEW
        safe: set[int] = set()
        waiting = [one for one in self.counts if one.state in (State.FEW, State.HIDDEN)]
        while waiting:
            found = waiting.pop()
            if id(found) in safe:
                continue
            loop = self.witness(found) or self._loop(found, only_hidden=False)
            for one in loop:
                one.state = State.HIDDEN if one.state is State.SHOWN else one.state
                safe.add(id(one))
            if not loop and found.state is State.FEW:
                found.state = State.HIDDEN
                waiting.append(found)
            elif not loop:
                safe.add(id(found))
                waiting += self._hide_around(found)

    def witness(self, count: Count) -> list[Count]:
        """A loop of hidden counts, this one first, along which all may step; empty where there is none."""
        return self._loop(count, only_hidden=True)

    def _hide_around(self, count: Count) -> list[Count]:
        """No loop would do: whoever shares a sum with the count is hidden too."""
        around = [one for node in (count.begin, count.end) for one, _ in self._at[node]]
        changed = [one for one in around if one.state in (State.SHOWN, State.FEW)]
        for one in changed:
            one.state = State.HIDDEN
        return changed

    def _loop(self, count: Count, only_hidden: bool) -> list[Count]:
        best: tuple[int, list[Count]] | None = None
        for step, start, goal in ((1, count.end, count.begin), (-1, count.begin, count.end)):
            if count.can_step(step):
                found = self._path(count, start, goal, only_hidden)
                if found is not None and (best is None or found[0] < best[0]):
                    best = found
        return [] if best is None else [count, *best[1]]

    def _path(self, without: Count, start: Node, goal: Node, only_hidden: bool) -> tuple[int, list[Count]] | None:
        """The cheapest way from sum to sum: along a count it grows by one, against it it shrinks."""
        costs, came = {start: 0}, dict[Node, tuple[Node, Count]]()
        heap, done, n_pushed = [(0, 0, start)], set[Node](), 0
        while heap:
            cost, _, node = heapq.heappop(heap)
            if node == goal:
                return cost, _traced(came, start, goal)
            if node in done:
                continue
            done.add(node)
            for count, step in self._at[node]:
                more = None if count is without else count.cost(step)
                other = count.end if step > 0 else count.begin
                if more is None or (only_hidden and more) or other in done:
                    continue
                if other not in costs or cost + more < costs[other]:
                    costs[other], came[other] = cost + more, (node, count)
                    if other == goal and not cost + more:
                        return 0, _traced(came, start, goal)
                    n_pushed += 1
                    heapq.heappush(heap, (cost + more, n_pushed, other))
        return None


def _traced(came: dict[Node, tuple[Node, Count]], start: Node, goal: Node) -> list[Count]:
    path, node = [], goal
    while node != start:
        node, count = came[node]
        path.append(count)
    return path
