"""Small charts of eight quarters: heights for the eye, numbers and the target in words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from svodka.period import Quarter
from svodka.report.content import Content
from svodka.report.shown_value import ONE_PLACE, shown_number
from svodka.report.standing import is_partial, target_words
from svodka.report.summary.fitting import cut
from svodka.report.wording import short_period

SHOWN = ("S-01", "S-03", "P-01", "I-01", "A-06", "S-04", "P-04", "A-01", "P-02", "I-02")
MOST_CHARTS = 4
FEWEST_POINTS = 2
LONGEST_TITLE = 90


def quarter_charts(content: Content) -> list[dict[str, Any]]:
    """The first four of the wanted indicators that were known in two quarters at least; none without a trend."""
    told = content.told or {}
    trend = told.get("trend")
    if not trend:
        return []
    totals = {series["indicator"]: series for series in trend["series"] if series["channel"] is None}
    targets, running = told.get("targets") or {}, set(trend["running"])
    charts = [chart(content, totals[code], targets.get(code), running) for code in SHOWN if code in totals]
    return [one for one in charts if n_known(one) >= FEWEST_POINTS][:MOST_CHARTS]


def n_known(chart: Mapping[str, Any]) -> int:
    return sum(bar["height"] is not None for bar in chart["bars"])


def chart(
    content: Content, series: Mapping[str, Any], target: Mapping[str, Any] | None, running: set[str]
) -> dict[str, Any]:
    """One series; heights are shares of the highest bar or the target, None where the quarter is not known."""
    unit = series["unit"]
    numbers = [number_of(point, unit) for point in series["points"]]
    line = Decimal(target["target"]) if target else None
    top = highest([*numbers, line])
    title = content.titles.get(series["indicator"], series["title"])
    return {
        "title": f"{cut(title, LONGEST_TITLE)}, {unit}",
        "target": f"цель: {target_words(target, unit)}" if target else "",
        "line": height(line, top),
        "bars": [
            {
                "label": short_period(Quarter.parse(point["period"])),
                "number": "" if number is None else spelt(number),
                "height": height(number, top),
                "is_current": point["period"] == content.face.period,
                "is_running": point["period"] in running,
                "is_partial": number is not None and is_partial(point),
            }
            for point, number in zip(series["points"], numbers, strict=True)
        ],
    }


def number_of(point: Mapping[str, Any], unit: str) -> Decimal | None:
    """As people see it: from the sums where they are known, else from the value entered by hand."""
    if point["value"] is None:
        return None
    if point["numerator"] is not None:
        return shown_number({**point, "unit": unit})
    whole = Decimal(point["value"])
    return whole.quantize(Decimal(1) if unit == "ед." else ONE_PLACE, rounding=ROUND_HALF_UP)


def highest(numbers: Sequence[Decimal | None]) -> Decimal:
    return max((number for number in numbers if number is not None), default=Decimal(0))


def height(number: Decimal | None, top: Decimal) -> float | None:
    if number is None:
        return None
    return float(max(number, Decimal(0)) / top) if top > 0 else 0.0


def spelt(number: Decimal) -> str:
    return f"{number:,}".replace(",", " ").replace(".", ",").replace("-", "−")
