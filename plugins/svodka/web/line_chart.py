"""A small line of values over quarters as points of an SVG: attributes only, so that no style is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 30


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Chart:
    """lines: runs of neighbouring known values; target: its height, None where there is none; low, high: the scale."""

    width: int
    height: int
    left: int
    right: int
    lines: Sequence[str]
    dots: Sequence[Dot]
    ticks: Sequence[tuple[float, str]]
    names: Sequence[tuple[float, str]]
    target: float | None


def line_chart(names: Sequence[str], values: Sequence[float | None], target: float | None = None) -> Chart | None:
    """None where fewer than two values are known: a table says as much. The scale begins at nought."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    scaled = [*known, *([] if target is None else [target])]
    low, high = min(0.0, *scaled), max(0.0, *scaled)
    high = high if high > low else low + 1
    step = (WIDTH - LEFT - RIGHT) / max(len(values) - 1, 1)

    def at(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low), 1)

    places = [round(LEFT + step * number, 1) for number in range(len(values))]
    dots = [None if value is None else Dot(x, at(value), names[number])
            for number, (x, value) in enumerate(zip(places, values, strict=True))]  # fmt: skip
    return Chart(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, _runs(dots), [dot for dot in dots if dot],
        [(at(value), _short(value)) for value in dict.fromkeys((low, (low + high) / 2, high))],
        list(zip(places, names, strict=True)), None if target is None else at(target),
    )  # fmt: skip


def _runs(dots: Sequence[Dot | None]) -> list[str]:
    """A gap breaks the line: nobody knows what lies in it."""
    runs: list[list[Dot]] = [[]]
    for dot in dots:
        if dot is None:
            runs.append([])
        else:
            runs[-1].append(dot)
    return [" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1]


def _short(value: float) -> str:
    return (f"{value:.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.1f}").replace(".", ",")
