"""One Russian sentence for one indicator: counted or not, where, and by which of its own conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from svodka.figures.aggregates import Aggregate, conjuncts, parse_aggregates
from svodka.figures.explain.conditions import Condition, parse_condition
from svodka.figures.explain.reasons import Reasons
from svodka.figures.indicators import Indicator


@dataclass(frozen=True)
class Given:
    """What one row gives to an indicator: membership's three columns, the numerator already divided."""

    numerator: Fraction
    denominator: int
    n_unknown: int

    @property
    def is_counted(self) -> bool:
        return bool(self.numerator or self.denominator or self.n_unknown)


@dataclass(frozen=True)
class Wording:
    """The sentence, and whether the row came past the population and the first condition of the cohort."""

    sentence: str
    is_near: bool = False


def conditions_of(one: Indicator) -> list[Condition]:
    """Every condition of an indicator: its population and the filters of all its aggregates."""
    filters = [each.condition for part in one.expressions.values() for each in parse_aggregates(part)]
    return _conditions([*([one.population] if one.population else []), *filters])


def word(one: Indicator, given: Given, reasons: Reasons, shared: Sequence[str] = ()) -> Wording:
    """shared: the other records of the same case that the quarter counts too (indicators of different things)."""
    if not given.is_counted:
        return _not_counted(one, reasons)
    said = _Said(one, reasons)
    if one.kind == "count":
        return Wording(_sentence(f"Считается: {said.true('numerator')}", _case(shared)))
    if one.kind == "change":
        return Wording(_sentence(said.change()))
    if given.n_unknown:
        return Wording(_sentence(f"Не оценивается, данных нет: {said.true('n_unknown')}"))
    if one.kind == "mean" and given.denominator:
        return Wording(_sentence(f"Входит: {said.true('denominator')}", f"к сумме {_amount(given.numerator, one)}"))
    return Wording(said.share(given))


def _not_counted(one: Indicator, reasons: Reasons) -> Wording:
    """The first condition that fails: of the fact's own, of the population, of the cohort."""
    outside = reasons.failing([*spoken_gates(reasons), *_population(one)])
    if outside is not None:
        return Wording(f"Не входит: {outside[1]}.")
    part = "numerator" if one.kind == "count" else "denominator"
    asked = [*(_added(one) if one.kind == "change" else []), *parse_aggregates(one.expressions[part])]
    failing = [reasons.failing(_conditions([each.condition])) for each in asked]
    told = [each for each in failing if each is not None]
    words = " и ".join(dict.fromkeys(text for _, text in told if text))
    return Wording(f"Не входит: {words or 'по условиям показателя'}.", any(place > 0 for place, _ in told))


def spoken_gates(reasons: Reasons) -> list[Condition]:
    """The conditions of the fact's WHERE that have words; others only narrow what is read and say nothing."""
    return [gate for gate in reasons.fact.gates if reasons.is_worded(gate)]


def _added(one: Indicator) -> list[Aggregate]:
    return [each for each in parse_aggregates(one.expressions["numerator"]) if each.sign > 0]


@dataclass(frozen=True)
class _Said:
    one: Indicator
    reasons: Reasons

    def aggregates(self, part: str) -> tuple[Aggregate, ...]:
        return parse_aggregates(self.one.expressions[part])

    def told(self, part: str) -> list[str]:
        """The conditions of the aggregates that count the row, in words."""
        told: list[str] = []
        for each in self.aggregates(part):
            members = [m for c in _conditions([each.condition]) for m in self.reasons.members(c)]
            if all(self.reasons.truth(member) is True for member in members):
                told += [text for text in map(self.reasons.say, members) if text]
        return list(dict.fromkeys(told))

    def true(self, part: str) -> str:
        return ", ".join(self.told(part))

    def failing(self, part: str) -> str:
        found = [self.reasons.failing(_conditions([each.condition])) for each in self.aggregates(part)]
        return " и ".join(dict.fromkeys(each[1] for each in found if each)) or "нечего прибавить"

    def share(self, given: Given) -> str:
        """Which side of the fraction it stands on, and why not on the other."""
        if not given.denominator:
            outside = f"в знаменатель не входит: {self.failing('denominator')}"
            return _sentence(f"Входит в числитель: {self.true('numerator')}", outside)
        inside = self.true("denominator")
        if not given.numerator:
            return _sentence(f"Входит в знаменатель: {inside}", f"в числитель не входит: {self.failing('numerator')}")
        more = [text for text in self.told("numerator") if text not in self.told("denominator")]
        if more:
            return _sentence(f"Входит в знаменатель: {inside}", f"и в числитель: {', '.join(more)}")
        return _sentence(f"Входит в знаменатель и в числитель: {inside}")

    def change(self) -> str:
        """In the quarter's own number, or in the number that it is compared with."""
        for each in self.aggregates("numerator"):
            condition = parse_condition(each.condition)
            if self.reasons.truth(condition) is True:
                place = "за квартал" if each.sign > 0 else "прошлого периода (знаменатель)"
                return f"Входит в число {place}: {self.reasons.say(condition)}"
        return f"Входит в знаменатель: {self.true('denominator')}"


def _population(one: Indicator) -> list[Condition]:
    return _conditions([one.population] if one.population else [])


def _conditions(texts: Sequence[str]) -> list[Condition]:
    return [parse_condition(member) for text in texts for member in conjuncts(text)]


def _sentence(*parts: str) -> str:
    return "; ".join(part for part in parts if part) + "."


def _case(shared: Sequence[str]) -> str:
    return f"один случай с {', '.join(shared)}, вместе считаются один раз" if shared else ""


def _amount(number: Fraction, one: Indicator) -> str:
    """«прибавляется 3,5 дн.»: two places are enough for a person."""
    hundredths = round(abs(number) * 100)
    text = f"{hundredths // 100},{hundredths % 100:02d}".rstrip("0").rstrip(",")
    return f"{'прибавляется' if number >= 0 else 'вычитается'} {text} {one.unit.rstrip('.')}"
