"""The quarters kept beside an edition (`report.trend`), as its sheets show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from svodka.period import Quarter
from svodka.report.content import Content
from svodka.report.no_data import codes_without_data
from svodka.report.shown_value import DASH, ONE_PLACE, counts_text, russian, shown_number
from svodka.report.standing import CHANGE, is_partial
from svodka.report.wording import ROMAN

Point = Mapping[str, Any]
COUNTED = "ед."
PARTIAL_MARK = "*"
PARTIAL = "неполный квартал: выгрузки начинаются внутри него"
PARTIAL_BASE = "неполный квартал сравнения: выгрузки начинаются внутри него"


@dataclass(frozen=True)
class Past:
    """One total over the quarters, oldest first."""

    code: str
    title: str
    unit: str
    points: Sequence[Point]

    @property
    def is_known(self) -> bool:
        """Whether any quarter has a value."""
        return any(point["value"] is not None for point in self.points)

    def number(self, point: Point) -> Decimal | None:
        """The number that people see, from the sums where they are known; None for no data."""
        if point["value"] is None:
            return None
        if point["numerator"] is not None:
            return shown_number({**point, "unit": self.unit})
        return self.rounded(point["value"])

    def rounded(self, value: str) -> Decimal:
        """A value that is known without its sums."""
        return Decimal(value).quantize(Decimal(1) if self.unit == COUNTED else ONE_PLACE, ROUND_HALF_UP)

    def cell(self, point: Point) -> Decimal | str:
        """What stands in a table: the number, with an asterisk at that of a part of a quarter; the counts where few
        records stand behind it; «—» for no data."""
        number = self.number(point)
        if number is None:
            return DASH
        is_few = "SMALL_N" in point["flags"] and point["numerator"] is not None
        if is_few:
            return counts_text({**point, "unit": self.unit})
        return f"{russian(number)}{PARTIAL_MARK}" if is_partial(point) else number

    def drawn(self, point: Point) -> Decimal | None:
        """The number of a chart: none where few records stand behind it, for a point would look like any other."""
        return None if "SMALL_N" in point["flags"] else self.number(point)


def quarters_of(content: Content) -> list[Quarter]:
    """The quarters kept, oldest first; none for an edition that was issued before they were kept."""
    return [Quarter.parse(period) for period in trend_of(content).get("quarters", ())]


def running_of(content: Content) -> set[Quarter]:
    """Those of them that were not over when the newest data came."""
    return {Quarter.parse(period) for period in trend_of(content).get("running", ())}


def past_totals(content: Content) -> list[Past]:
    """The totals in the order of the report, by the titles of the edition's own definitions."""
    titles, missing, period = content.titles, codes_without_data(content), content.face.period

    def shown(code: str, point: Point) -> Point:
        """A nought that nobody has counted is no data: `no_data.without_blind`."""
        return {**point, "value": None} if code in missing and point["period"] == period else point

    return [
        Past(
            one["indicator"],
            titles.get(one["indicator"], one["title"]),
            one["unit"],
            [shown(one["indicator"], point) for point in one["points"]],
        )
        for one in trend_of(content).get("series", ())
        if one["channel"] is None
    ]


def partial_of(content: Content) -> set[Quarter]:
    """The quarters in which the exports behind a drawn or tabled total begin: it stands for a part of them."""
    return {
        Quarter.parse(point["period"])
        for one in past_totals(content)
        for point in one.points
        if is_partial(point) and point["value"] is not None
    }


def partial_remarks(content: Content) -> dict[str, str]:
    """Code → that its total in the edition's own quarter, or in the one that it is counted from, is of a part of it."""
    kinds, period = {one.code: one.kind for one in content.definitions}, content.face.period
    return {
        one.code: PARTIAL_BASE if kinds.get(one.code) == CHANGE else PARTIAL
        for one in past_totals(content)
        if any(is_partial(point) for point in one.points if point["period"] == period)
    }


def trend_of(content: Content) -> Mapping[str, Any]:
    return (content.told or {}).get("trend") or {}


def quarter_name(quarter: Quarter) -> str:
    """«IV кв. 2024»."""
    return f"{ROMAN[quarter.number]} кв. {quarter.year}"
