"""Why a condition holds for a row or does not: its tree walked down to the first piece that has words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from svodka.figures.aggregates import spelled
from svodka.figures.explain.conditions import Condition, Fact, FactRow, Truth
from svodka.figures.explain.words import Context, Noun, in_words, words

COMPARED = {exp.GTE: "не меньше", exp.GT: "больше", exp.LTE: "не больше", exp.LT: "меньше"}


@dataclass(frozen=True)
class Reasons:
    """Speaks of the conditions of one row of a fact."""

    fact: Fact
    row: FactRow
    context: Context

    def truth(self, condition: Condition) -> Truth:
        """True, False or None (unknown), as SQL reckons."""
        kind, parts = self.fact.parts(condition)
        if kind == "end":
            return self.row.truths[self.fact.outward(condition)]
        truths = [self.truth(part) for part in parts]
        if kind == "and":
            return False if False in truths else None if None in truths else True
        if kind == "or":
            return True if True in truths else None if None in truths else False
        if kind == "not":
            return None if truths[0] is None else not truths[0]
        return truths[0] or False if kind == "known" else truths[0]

    def members(self, condition: Condition) -> list[Condition]:
        """The conditions that must hold together, taken apart as far as they have no words of their own."""
        kind, parts = self.fact.parts(condition)
        if kind == "end" or self._said(condition) is not None:
            return [condition]
        if kind == "and":
            return [member for part in parts for member in self.members(part)]
        return self.members(parts[0]) if kind in ("is", "known") else [condition]

    def failing(self, conditions: Iterable[Condition]) -> tuple[int, str] | None:
        """The place of the first member that does not hold, and its words; None when all hold."""
        flat = [member for condition in conditions for member in self.members(condition)]
        for place, member in enumerate(flat):
            if self.truth(member) is not True:
                return place, self.say(member)
        return None

    def say(self, condition: Condition) -> str:
        """The condition in words, as it stands with this row."""
        said = self._said(condition)
        if said is not None:
            return said
        kind, parts = self.fact.parts(condition)
        truth = self.truth(condition)
        if kind in ("not", "known", "is"):
            return self.say(parts[0])
        if kind == "and":
            told = parts if truth else [part for part in parts if self.truth(part) is not True][:1]
            return ", ".join(filter(None, map(self.say, told)))
        if kind == "or":
            told = [part for part in parts if self.truth(part)][:1] if truth else parts
            return " и ".join(dict.fromkeys(filter(None, map(self.say, told))))
        return self._compared(condition) or self._plain(condition, truth)

    def is_worded(self, condition: Condition) -> bool:
        """Is there something to say of it, or of all that it consists of?"""
        if condition.key in words().conditions or self._compared(condition) is not None:
            return True
        parts = self.fact.parts(condition)[1]
        return bool(parts) and all(self.is_worded(part) for part in parts)

    def _said(self, condition: Condition) -> str | None:
        texts = words().conditions.get(condition.key, {})
        truth = self.truth(condition)
        name = {True: "true", False: "false", None: "unknown"}[truth]
        chosen = texts.get(name, texts.get("false") if truth is None else None)
        return None if chosen is None else self.context.fill(chosen)

    def _plain(self, condition: Condition, truth: Truth) -> str:
        """Words of a condition that nobody has put into words yet."""
        return f"условие «{condition.key}» {'выполнено' if truth else 'не выполнено'}"

    def _compared(self, condition: Condition) -> str | None:
        """A column with a name compared with a constant: «канал — СЭД, а не ПОС»."""
        tree = condition.tree.unnest()
        column = tree.this if isinstance(tree, exp.Binary | exp.In | exp.Is) else tree
        noun = words().nouns.get(column.name) if isinstance(column, exp.Column) else None
        if noun is None:
            return None
        actual = self.context.values.get(column.name)
        if actual is None:
            return noun.missing
        shown = in_words(column.name, actual, self.context.zone)
        wanted = self._wanted(tree, column.name, noun)
        is_told_apart = wanted is not None and self.truth(condition) is False
        return f"{noun.noun} — {shown}" + (f", {wanted}" if is_told_apart else "")

    def _wanted(self, tree: exp.Expr, name: str, noun: Noun) -> str | None:
        """What would have made the comparison true."""
        if isinstance(tree, exp.In):
            if len(tree.expressions) > 3:
                return "такие не учитываются"
            return "а не " + " или ".join(_constant(each, noun) for each in tree.expressions)
        if isinstance(tree, exp.EQ):
            return f"а не {_constant(tree.expression, noun)}"
        for kind, said in COMPARED.items():
            if isinstance(tree, kind) and isinstance(tree.expression, exp.Literal):
                return f"нужно {said} {_constant(tree.expression, noun)}"
        return None


def _constant(tree: exp.Expr, noun: Noun) -> str:
    value = tree.name if isinstance(tree, exp.Literal) else spelled(tree)
    text = noun.values.get(value, value)
    return f"«{text}»" if text.startswith("не ") else text
