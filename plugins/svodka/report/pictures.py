"""Which indicators are drawn together over the quarters, and the numbers of each picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from svodka.period import Quarter
from svodka.report.content import Content
from svodka.report.past import Past, past_totals, quarter_name, quarters_of
from svodka.report.shown_value import russian
from svodka.report.standing import is_partial, target_words

FEWEST = 2  # points: one alone is no trend


@dataclass(frozen=True)
class Picture:
    """One chart: indicators by the words of its legend. `title` empty: that of its only indicator, with its unit;
    `axis` empty: the unit."""

    kind: Literal["bars", "lines"]
    names: Mapping[str, str]
    title: str = ""
    axis: str = ""


PAGES = Picture(
    "lines",
    {"G-01": "Действующие страницы, %", "G-02": "Индекс требований, баллов", "G-03": "Активные недели, %"},
    "Госпаблики",
    "% и баллы",
)
# Mean times of different norms are never mixed (domain §10.3): each has its own picture.
PICTURES = (
    Picture("bars", {"S-01": "Поступило"}),
    Picture(
        "lines",
        {"S-03": "Все сообщения", "I-02": "Инцидент", "P-02": "ПОС", "A-01": "59-ФЗ"},
        "Доля с нарушением срока ответа, %",
    ),
    Picture("lines", {"S-04": "Отработано"}),
    Picture("lines", {"P-04": "ПОС, оценки 4 и 5"}),
    Picture("lines", {"I-01": "Инцидент, среднее время"}),
    Picture("lines", {"P-01": "ПОС, средний срок"}),
    Picture("lines", {"A-06": "59-ФЗ, средний срок"}),
    PAGES,
)


@dataclass(frozen=True)
class Line:
    """The numbers of one series by quarter; None: nothing is drawn there."""

    name: str
    numbers: Sequence[Decimal | None]
    is_target: bool = False
    partial_points: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A picture with its series, those of indicators first."""

    kind: Literal["bars", "lines"]
    title: str
    unit: str
    lines: Sequence[Line]
    description: str
    axis: str = ""

    @property
    def highest(self) -> Decimal:
        return max(number for line in self.lines for number in line.numbers if number is not None)

    @property
    def low_points(self) -> tuple[int, ...]:
        """The points of the first series whose numbers stand below them: under the target, or where the line dips."""
        numbers = self.lines[0].numbers
        aims = next((line.numbers for line in self.lines if line.is_target), [None] * len(numbers))
        found = []
        for place, (number, aim) in enumerate(zip(numbers, aims, strict=True)):
            beside = [one for one in (*numbers[max(place - 1, 0) : place], *numbers[place + 1 : place + 2]) if one]
            dips = bool(beside) and number is not None and all(number < one for one in beside)
            if number is not None and (dips if aim is None else number < aim):
                found.append(place)
        return tuple(found)


def drawn(content: Content, pictures: Sequence[Picture] = PICTURES) -> list[Drawn]:
    """The pictures with those of their indicators that have points enough; one without any is left out."""
    known = {one.code: one for one in past_totals(content) if n_points(one) >= FEWEST}
    found = [(picture, [known[code] for code in picture.names if code in known]) for picture in pictures]
    return [_drawn(content, picture, series) for picture, series in found if series]


def n_points(one: Past) -> int:
    return sum(one.drawn(point) is not None for point in one.points)


def _drawn(content: Content, picture: Picture, series: Sequence[Past]) -> Drawn:
    """An indicator that is alone has its target beside it."""
    lines = [line_of(one, f"{picture.names[one.code]}, {one.code}") for one in series]
    target = target_of(series[0], content) if len(series) == 1 else None
    unit = series[0].unit
    title = picture.title or f"{series[0].title}, {unit}"
    shown = [*lines, target] if target else lines
    return Drawn(picture.kind, title, unit, shown, described(title, series), picture.axis)


def line_of(one: Past, name: str) -> Line:
    """`partial_points`: the places of quarters of which the exports hold a part only."""
    partial = tuple(place for place, point in enumerate(one.points) if is_partial(point))
    return Line(name, [one.drawn(point) for point in one.points], partial_points=partial)


def target_of(one: Past, content: Content) -> Line | None:
    """The target in the quarters that begin in its validity; None where there is none."""
    target = ((content.told or {}).get("targets") or {}).get(one.code)
    if target is None:
        return None
    since = date.fromisoformat(target["valid_from"])
    aim = Decimal(target["target"])
    numbers = [aim if quarter.first_day >= since else None for quarter in quarters_of(content)]
    return Line(f"Цель {one.code}: {target_words(target, one.unit)}", numbers, is_target=True)


def described(title: str, series: Sequence[Past]) -> str:
    """What a reader who does not see the picture is told: the first and the last point of each series."""
    return f"График «{title}». {'; '.join(ends(one) for one in series)}."


def ends(one: Past) -> str:
    """«S-01: II кв. 2025 — 612, III кв. 2026 — 1 109»."""
    known = [(point, number) for point in one.points if (number := one.drawn(point)) is not None]
    said = [
        f"{quarter_name(Quarter.parse(point['period']))} — {russian(number)}"
        f"{' (неполный квартал)' if is_partial(point) else ''}"
        for point, number in (known[0], known[-1])
    ]
    return f"{one.code}: {', '.join(said)}"
