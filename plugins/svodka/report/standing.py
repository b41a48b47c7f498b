"""How each indicator of an edition stands: to its target (a light), and to the previous quarter (an arrow), in words.

A light is never colour alone: each has a glyph of its own shape and its words. Differences are exact and rounded once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from svodka.figures.document import exact_value
from svodka.figures.needed_words import RELATIONS, number
from svodka.figures.targets import is_on_target
from svodka.period import Quarter
from svodka.report.content import Content
from svodka.report.no_data import codes_without_data, without_blind
from svodka.report.shown_value import DASH, is_few, is_total
from svodka.report.wording import ROMAN
from svodka.russian_plural import plural

Light = Literal["met", "missed", "few", "none", "no_data"]
Arrow = Literal["up", "down", "same", "none"]
Told = Mapping[str, Any]

UNKNOWN, NO_TARGET = "н/д", "не установлена"
MARKS: Mapping[Light, str] = {"met": "✓", "missed": "✗", "few": "◊", "none": "○", "no_data": DASH}
WORDS: Mapping[Light, str] = {
    "met": "цель достигнута",
    "missed": "цель не достигнута",
    "few": "мало записей, не оценивается",
    "none": "цель не установлена",
    "no_data": "нет данных",
}
CHANGE = "change"  # the kind of an indicator
ARROWS: Mapping[Arrow, str] = {"up": "↑", "down": "↓", "same": "→", "none": DASH}


@dataclass(frozen=True)
class Standing:
    """One indicator in total. `is_better`: None where nothing moved, nothing is known, or no direction is good."""

    light: Light
    words: str
    target_words: str
    arrow: Arrow
    is_better: bool | None
    change_words: str

    @property
    def mark(self) -> str:
        """The light as a glyph that differs by its shape."""
        return MARKS[self.light]

    @property
    def verdict(self) -> str:
        """For prose, where no column names the target: «цель (не больше 0 %) не достигнута»."""
        if self.light not in ("met", "missed"):
            return self.words
        return f"цель ({self.target_words}) {self.words.removeprefix('цель ')}"

    @property
    def arrow_mark(self) -> str:
        return ARROWS[self.arrow]


def standings(content: Content) -> Mapping[str, Standing]:
    """By indicator code, one for each total of the document; what was not kept beside the edition is «н/д»."""
    told = content.told or {}
    known, missing = {one.code: one for one in content.definitions}, codes_without_data(content)
    earlier = earlier_points(told.get("trend"), content.document["period"])
    found = {}
    for total in content.document["values"]:
        if is_total(total):
            code, row = total["indicator"], without_blind(total, missing)
            light, words, target_words = to_target(row, told.get("targets"))
            direction, kind = (known[code].direction, known[code].kind) if code in known else ("neutral", "")
            arrow, is_better, change_words = to_previous(row, earlier.get(code), direction, kind)
            found[code] = Standing(light, words, target_words, arrow, is_better, change_words)
    return found


def to_target(row: Told, targets: Mapping[str, Told] | None) -> tuple[Light, str, str]:
    """The light, its words, and the target itself; by the exact value: one that is only shown as the target misses."""
    if targets is None:
        return "none", "цель не сохранена с редакцией", DASH
    value, target = exact_value(row), targets.get(row["indicator"])
    light: Light
    if value is None:
        light = "no_data"
    elif target is None:
        light = "none"
    elif is_few(row):
        light = "few"
    else:
        light = "met" if is_on_target(target["relation"], Decimal(target["target"]), value) else "missed"
    return light, WORDS[light], target_words(target, row["unit"])


def target_words(target: Told | None, unit: str) -> str:
    """«не больше 8 дн.»."""
    if target is None:
        return NO_TARGET
    aim = Decimal(target["target"])
    return f"{RELATIONS[target['relation']]} {number(aim)} {unit_of(aim, unit)}"


def unit_of(amount: Decimal, unit: str) -> str:
    """The unit as it stands after a number: abbreviations as they are, «балл» in its own case."""
    if unit != "балл":
        return unit
    return plural(int(amount), "балл", "балла", "баллов") if amount == amount.to_integral() else "балла"


@dataclass(frozen=True)
class Earlier:
    """The point of an earlier quarter; `is_running`: the data did not reach the end of the edition's own quarter."""

    quarter: Quarter
    point: Told
    is_running: bool

    @property
    def name(self) -> str:
        return f"{ROMAN[self.quarter.number]} квартал {self.quarter.year}"

    @property
    def to_name(self) -> str:
        """«ко II кварталу 2026»: ко второму, but к первому, к третьему."""
        to = "ко" if self.quarter.number == 2 else "к"
        return f"{to} {ROMAN[self.quarter.number]} кварталу {self.quarter.year}"


def earlier_points(trend: Told | None, period: str, back: int = 1) -> Mapping[str, Earlier]:
    """Indicator → its total so many quarters before the edition's."""
    if trend is None:
        return {}
    asked, found = Quarter.parse(period).shift(-back), {}
    for series in trend["series"]:
        for point in series["points"]:
            if series["channel"] is None and point["period"] == str(asked):
                found[series["indicator"]] = Earlier(asked, point, period in trend["running"])
    return found


@dataclass(frozen=True)
class Move:
    """From an earlier quarter to the edition's, rounded as it is shown; `why`: why nothing can be said of it."""

    difference: Decimal | None
    unit: str = ""
    is_better: bool | None = None
    why: str = ""

    @property
    def arrow(self) -> Arrow:
        if self.difference is None:
            return "none"
        return "same" if not self.difference else "up" if self.difference > 0 else "down"

    @property
    def number(self) -> str:
        """«−3,2 п.п.»."""
        return (
            UNKNOWN
            if self.difference is None
            else f"{signed(self.difference)} {unit_of(abs(self.difference), self.unit)}"
        )


def move(row: Told, earlier: Earlier | None, direction: str) -> Move:
    """How far a total has moved since an earlier point, exactly, and whether for the better."""
    now = exact_value(row)
    if earlier is None or now is None:
        return Move(None)
    base = point_value(earlier.point, row["unit"])
    if base is None:
        return Move(None, why=f"нет данных за {earlier.name}")
    if why := why_incomparable(row, earlier):
        return Move(None, why=why)
    difference = rounded(now - base, 0 if row["denominator"] is None else 1)
    is_better = None if direction == "neutral" or not difference else (difference > 0) == (direction == "higher")
    return Move(difference, "п.п." if row["unit"] == "%" else row["unit"], is_better)


def to_previous(row: Told, earlier: Earlier | None, direction: str, kind: str = "") -> tuple[Arrow, bool | None, str]:
    """The arrow, whether the move is for the better, and the words of it; an indicator whose kind is «change» is a
    move itself, so nothing is said of its own."""
    if kind == CHANGE:
        return "none", None, DASH
    found = move(row, earlier, direction)
    if found.difference is None or earlier is None:
        return "none", None, f"{UNKNOWN}: {found.why}" if found.why else UNKNOWN
    if not found.difference:
        return "same", None, f"без изменений {earlier.to_name}"
    neutral = "больше" if found.difference > 0 else "меньше"
    said = neutral if found.is_better is None else "лучше" if found.is_better else "хуже"
    return found.arrow, found.is_better, f"{said}: {found.number} {earlier.to_name}"


def why_incomparable(row: Told, earlier: Earlier) -> str:
    """Why two values that are there say nothing together; empty when they do."""
    if is_few(row):
        return "мало записей"
    if is_few(earlier.point):
        return f"мало записей за {earlier.name}"
    if is_partial(earlier.point):
        return f"{earlier.name} — неполный"
    if earlier.point.get("version") not in (None, row["version"]):
        return "формула изменилась"
    return why_uncountable(row, earlier) if row["denominator"] is None else ""


def why_uncountable(row: Told, earlier: Earlier) -> str:
    """Why two counts are not of equal stretches; where both quarters have a gap, it may be that of a silent channel."""
    is_partial, was_partial = ("INCOMPLETE" in one["flags"] for one in (row, earlier.point))
    if earlier.is_running:
        return "данные не до конца квартала"
    if was_partial and not is_partial:
        return f"неполные данные за {earlier.name}"
    return "неполные данные за этот квартал" if is_partial and not was_partial else ""


def point_value(point: Told, unit: str) -> Fraction | None:
    """The exact value of a point of a series: from its sums where it has them."""
    if point["value"] is None:
        return None
    if point["numerator"] is None:
        return Fraction(point["value"])
    return exact_value({**point, "unit": unit})


def rounded(exact: Fraction, places: int) -> Decimal:
    """Once, half up by size, as every shown number."""
    units = int(abs(exact) * 10**places + Fraction(1, 2))
    return Decimal(-units if exact < 0 else units).scaleb(-places)


def is_partial(point: Told) -> bool:
    """Whether exports begin within the quarter of the point: it stands for a part of it. Older editions have not
    kept it."""
    return bool(point.get("is_partial")) and point["value"] is not None


def signed(difference: Decimal) -> str:
    """«+3,2», «−1 234» (a no-break space between the thousands)."""
    text = f"{abs(difference):,}".replace(",", "\u00a0").replace(".", ",")
    return f"{'−' if difference < 0 else '+'}{text}"
