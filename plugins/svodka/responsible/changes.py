"""What differs between two tables of responsible persons: who came, who left, whose contacts, days or name changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svodka.responsible.words import Side, plain, side_of
from svodka.settings import Person, Role

# What is told of a person besides his role, in the order in which it is told.
FIELDS = (
    "name", "stands_in_for", "valid_from", "valid_to", "post", "organisation", "phone", "email", "way", "address",
)  # fmt: skip
OUR_OWN_CARE = {"way", "address"}  # how Svodka reaches our people is no news for the other side


@dataclass(frozen=True)
class Change:
    """One person of one role: came (no `before`), left (no `after`), or is told otherwise in `fields`."""

    before: Person | None
    after: Person | None
    fields: tuple[str, ...] = ()

    @property
    def person(self) -> Person:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def role(self) -> Role:
        return self.person.role

    @property
    def side(self) -> Side:
        return side_of(self.role)

    @property
    def kind(self) -> str:
        return "came" if self.before is None else "left" if self.after is None else "changed"

    def is_past(self, day: date) -> bool:
        """Whether it concerns only days before `day`: a row of the past that was added, mended or tidied away."""
        told = [person for person in (self.before, self.after) if person]
        return all(person.valid_to is not None and person.valid_to < day for person in told)


def compare(old: Sequence[Person], new: Sequence[Person]) -> list[Change]:
    """The changes from one table to another, in the order of the new one, those who left last.

    A row of the new table goes with the row of the old one that tells of the same person in the same role: the equal
    one, else the one with the same first day, else any other of his. A row in which only the name is another (role,
    first day and address are the same) is the same person under a new or mended name.
    """
    left = list(old)
    partners: list[Person | None] = [None] * len(new)
    for is_partner in (_is_equal, _is_same_stretch, _is_same_person, _is_renamed):
        for place, person in enumerate(new):
            if partners[place] is None:
                partners[place] = next((other for other in left if is_partner(other, person)), None)
                if partners[place] is not None:
                    left.remove(partners[place])  # type: ignore[arg-type]
    found = [Change(before, after, _differing(before, after)) for before, after in zip(partners, new, strict=True)]
    return [one for one in found if one.before is None or one.fields] + [Change(person, None) for person in left]


def _is_equal(one: Person, other: Person) -> bool:
    return one == other


def _is_same_stretch(one: Person, other: Person) -> bool:
    return _is_same_person(one, other) and one.valid_from == other.valid_from


def _is_same_person(one: Person, other: Person) -> bool:
    return _role(one) == _role(other) and plain(one.name) == plain(other.name)


def _is_renamed(one: Person, other: Person) -> bool:
    is_same_place = _role(one) == _role(other) and one.valid_from == other.valid_from
    return is_same_place and bool(one.email) and one.email.casefold() == other.email.casefold()


def _role(person: Person) -> tuple[str, bool]:
    return person.role, person.is_deputy


def _differing(before: Person | None, after: Person) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def news_for_the_other(changes: Sequence[Change], side: Side, day: date) -> list[Change]:
    """The changes on one side that the other one should hear of, as of the day."""
    return [
        change
        for change in changes
        if change.side == side
        and not change.is_past(day)
        and not (side == "mcu" and change.kind == "changed" and set(change.fields) <= OUR_OWN_CARE)
    ]
