"""The values that a form asks for, looked up in an edition: exact where they are numbers, «—» where there are none."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from svodka.figures.document import exact_value
from svodka.report.catalogue import Indicator
from svodka.report.content import Content
from svodka.report.forms.asks import CHANNEL, Figure, Place
from svodka.report.forms.shown import Amount, Shown
from svodka.report.shown_value import DASH, counts_text, is_few
from svodka.report.standing import Earlier, point_value, to_previous, to_target
from svodka.report.wording import NO_DATA, flag_words

Row = Mapping[str, Any]
PUBLIC_NOTES = {
    "SMALL_N": "мало записей",
    "LOW_COVERAGE": "неполные данные",
    "INCOMPLETE": "есть пробел в выгрузках",
    "CLOCK_SOURCE": "время ответа взято из источника",
}
MANY_PLACES = 2  # of a sum of hours


class Values:
    """One edition, by indicator and slice. `is_public`: its notes must name no counts.

    `indicators`: all that are known, those too of which the edition has no value.
    """

    def __init__(
        self, content: Content, is_public: bool = False, indicators: Mapping[str, Indicator] | None = None
    ) -> None:
        self.content, self.is_public = content, is_public
        self.told: Mapping[str, Any] = content.told or {}
        self.definitions = {one.code: one for one in content.definitions}
        self.indicators = {**(indicators or {}), **self.definitions}
        self._rows = {(row["indicator"], place_of(row)): row for row in content.document["values"]}
        self._silent = {state.channel for state in content.states if state.newest_export is None}
        self._points = _points(self.told.get("trend"))

    def is_computed(self, code: str) -> bool:
        """Whether the edition has the indicator at all."""
        return code in self.definitions

    def row(self, code: str, place: Place) -> Row | None:
        """The entry of the document; a group that is left out there holds nothing, so it is noughts."""
        found = self._rows.get((code, place))
        if found is not None or not self.is_computed(code) or dict(place).get(CHANNEL) in self._silent:
            return found
        total = self._rows[code, ()]
        nothing = {"numerator": "0", "n_unknown": 0, "flags": []}
        is_count = total["denominator"] is None
        empty = {"denominator": None, "value": "0"} if is_count else {"denominator": "0", "value": None}
        return {**total, "slice": dict(place), **nothing, **empty}

    def point(self, code: str, place: Place, part: str) -> Row | None:
        """The entry of the previous quarter, or of the same a year ago; None where it was not kept."""
        quarter = self.content.face.quarter
        period = quarter.year_ago if part == "year_ago" else quarter.previous
        return self._points.get((code, dict(place).get(CHANNEL), str(period)))

    def rows_of(self, code: str) -> Mapping[Place, Row]:
        return {place: row for (own, place), row in self._rows.items() if own == code}

    def points_of(self, code: str, part: str) -> Mapping[Place, Row]:
        """The points of the quarter that `part` speaks of, in total and by channel."""
        channels = {channel for own, channel, _ in self._points if own == code}
        places: list[Place] = [() if channel is None else ((CHANNEL, channel),) for channel in channels]
        return {place: point for place in places if (point := self.point(code, place, part)) is not None}

    def shown(self, figure: Figure) -> Shown:
        assert figure.code is not None
        definition = self.indicators[figure.code]
        if figure.part in ("title", "unit", "code", "formula", "basis"):
            return str(getattr(definition, figure.part))
        row = self.row(figure.code, figure.place)
        if row is None:
            return NO_DATA if figure.part == "note" else DASH
        return {
            "value": lambda: _value(row, exact_value(row)),
            "cautious": lambda: _cautious(row),
            "numerator": lambda: _part(row, "numerator"),
            "denominator": lambda: _part(row, "denominator"),
            "note": lambda: public_note(row) if self.is_public else flag_words(row),
            "target": lambda: to_target(row, self.told.get("targets"))[2],
            "target_number": lambda: self._target(row),
            "assessment": lambda: self._assessment(row),
            "dynamics": lambda: self._change(row, figure)[1],
            "change": lambda: self._change(row, figure)[0],
            "previous": lambda: self._earlier(row, figure),
            "year_ago": lambda: self._earlier(row, figure),
        }[figure.part]()

    def _target(self, row: Row) -> Shown:
        target = (self.told.get("targets") or {}).get(row["indicator"])
        if target is None:
            return DASH
        return Amount(Fraction(target["target"]), len(target["target"].partition(".")[2]), row["unit"] == "%")

    def _assessment(self, row: Row) -> str:
        light, words, _ = to_target(row, self.told.get("targets"))
        mark = {"met": "✓ ", "missed": "✗ "}.get(light, "")
        return f"{mark}{words}"

    def _earlier(self, row: Row, figure: Figure) -> Shown:
        point = self.point(row["indicator"], figure.place, figure.part)
        return DASH if point is None else _value(row, point_value(point, row["unit"]))

    def _change(self, row: Row, figure: Figure) -> tuple[Shown, str]:
        """The difference to the previous quarter, and its words."""
        point = self.point(row["indicator"], figure.place, "previous")
        trend = self.told.get("trend")
        quarter = self.content.face.quarter
        earlier = point and trend and Earlier(quarter.previous, point, str(quarter) in trend["running"])
        definition = self.definitions[row["indicator"]]
        arrow, _, words = to_previous(row, earlier or None, definition.direction, definition.kind)
        now, before = exact_value(row), point_value(point, row["unit"]) if point else None
        if arrow == "none" or now is None or before is None:
            return DASH, words
        places = 0 if row["denominator"] is None else 1
        return Amount(now - before, places, row["unit"] == "%", is_change=True), words


def place_of(row: Row) -> Place:
    return tuple(sorted((name, value) for name, value in row["slice"].items() if value is not None))


def public_note(row: Row) -> str:
    """The flags of a value in words that name no counts."""
    words = [PUBLIC_NOTES.get(flag, flag) for flag in row["flags"]]
    return "; ".join(words) or (NO_DATA if row["value"] is None else "")


def _value(row: Row, exact: Fraction | None) -> Shown:
    return DASH if exact is None else Amount(exact, 0 if row["denominator"] is None else 1, row["unit"] == "%")


def _cautious(row: Row) -> Shown:
    """The value; of few records the counts that it is made of, as in the workbook: «1 из 2»."""
    exact = exact_value(row)
    has_counts = exact is not None and row["denominator"] is not None
    return counts_text(row) if has_counts and is_few(row) else _value(row, exact)


def _part(row: Row, part: str) -> Shown:
    number = row[part]
    return DASH if number is None else Amount(Fraction(number), MANY_PLACES if "." in number else 0)


def _points(trend: Row | None) -> dict[tuple[str, str | None, str], Row]:
    """Points of the kept series by indicator, channel and period."""
    return {
        (series["indicator"], series["channel"], point["period"]): point
        for series in (trend or {}).get("series", ())
        for point in series["points"]
    }
