"""What an edition answers to the questions of a form, and what a person should be told besides."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svodka.report.content import Content
from svodka.report.forms.asks import EXECUTOR, Ask, Figure, Named, Plan, RowName, RowNumber, Slot, Word
from svodka.report.forms.document_words import named, word
from svodka.report.forms.known import Known
from svodka.report.forms.lists import OUTSIDE, Member, members
from svodka.report.forms.secrecy import Secrecy
from svodka.report.forms.shown import Amount, Shown, Withheld
from svodka.report.forms.values import Values
from svodka.report.shown_value import DASH


class Answers:
    """`secrecy`: of a published form; None where everything may be shown."""

    def __init__(self, content: Content, known: Known, secrecy: Secrecy | None = None) -> None:
        self.content, self.known, self.secrecy = content, known, secrecy
        self.values = Values(content, secrecy is not None, known.indicators)

    def shown(self, ask: Ask, member: Member = OUTSIDE, number: int = 1) -> Shown:
        """`member`, `number`: of the list's row in which it is asked."""
        if isinstance(ask, Word):
            return word(ask.name, self.content)
        if isinstance(ask, Named):
            return named(ask, self.content.face)
        if isinstance(ask, RowName):
            return member.title
        if isinstance(ask, RowNumber):
            return DASH if member.is_nobody else Amount(Fraction(number))
        figure = member.figure(ask)
        if figure.code is None or (ask.is_of_row and member.is_nobody):
            return DASH
        label = self.secrecy.label(figure) if self.secrecy else None
        return self.values.shown(figure) if label is None else Withheld(label)


def figures_of(plan: Plan, content: Content, known: Known) -> Iterator[Figure]:
    """Every value that a form shows of the edition, those of its lists row by row."""
    for sheet in plan.sheets.values():
        for row, slots in sheet.slots.items():
            rows = members(sheet.lists[row], content, known) if row in sheet.lists else [OUTSIDE]
            for slot in slots.values():
                for member in rows:
                    yield from _figures(slot, member)
    for slot in plan.texts.values():
        yield from _figures(slot, OUTSIDE)


def _figures(slot: Slot, member: Member) -> Iterator[Figure]:
    for span in slot.spans:
        if isinstance(span.ask, Figure) and (figure := member.figure(span.ask)).code is not None:
            yield figure


def doubts(plan: Plan, content: Content, known: Known) -> list[str]:
    """What is asked for and not to be found in the edition, in words: it may be a slip."""
    values, found = Values(content), []
    for figure in figures_of(plan, content, known):
        executor = dict(figure.place).get(EXECUTOR)
        if executor is not None and executor not in (known.executors or ()):
            found.append(f"исполнитель «{executor}» в данных квартала не встретился")
        if figure.code is not None and not values.is_computed(figure.code):
            found.append(f"показатель {figure.code} в этом квартале не считается, вместо него «{DASH}»")
    return list(dict.fromkeys(found))
