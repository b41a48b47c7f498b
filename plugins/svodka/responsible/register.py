"""The table of responsible persons as it is in force: who holds a role on a day, and who stands in for him."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from svodka.settings import Person, Settings
from svodka.warehouse.engine import run


def known_persons(conn: Connection, settings: Settings, as_of: datetime) -> list[Person]:
    """All stretches of the newest version accepted by `as_of` (aware); those of svodka.toml until there is one."""
    return accepted_persons(conn, settings, as_of) or list(settings.recipients)


def accepted_persons(conn: Connection, settings: Settings, as_of: datetime) -> list[Person]:
    """The same by the accepted table alone: nobody until there is one."""
    rows = run(conn, "responsible/newest.sql", municipality=settings.municipality.oktmo, as_of=as_of)
    return [Person(**row) for row in rows.mappings()]


def since(persons: Sequence[Person], day: date) -> list[Person]:
    """The same for a table to be edited: whoever has no first day, as in svodka.toml, gets `day`."""
    return [one if one.valid_from else one.model_copy(update={"valid_from": day}) for one in persons]


def persons_of(conn: Connection, version: int) -> list[Person]:
    """All stretches of one version."""
    return [Person(**row) for row in run(conn, "responsible/of_version.sql", version=version).mappings()]


def acting(persons: Sequence[Person], role: str, day: date) -> list[Person]:
    """Who acts in the role on the day: those who stand in, and the holders in whose place nobody acts.

    A deputy who names one person takes the place of that one, be it a holder or another deputy. People who stand in
    for each other all act: a role that somebody holds is never without a person.
    """
    in_office = [person for person in persons if person.role == role and person.is_in_office(day)]
    return [one for one in in_office if not any(_takes_the_place(other, one) for other in in_office)] or in_office


def _takes_the_place(deputy: Person, person: Person) -> bool:
    """Whether the first acts instead of the second; both are in office, in the same role."""
    if not deputy.is_deputy or deputy is person:
        return False
    return deputy.stands_in_for == person.name if deputy.stands_in_for else not person.is_deputy


def acting_in(persons: Sequence[Person], roles: Collection[str], day: date) -> list[Person]:
    """The same for several roles, in the order of the roles' first mention in the table."""
    known = dict.fromkeys(person.role for person in persons if person.role in roles)
    return [person for role in known for person in acting(persons, role, day)]


def turning_days(persons: Sequence[Person], after: date, until: date) -> list[date]:
    """The days after `after`, up to `until`, on which somebody comes or has gone: between them nothing changes."""
    begins = {person.valid_from for person in persons if person.valid_from}
    gone = {person.valid_to + timedelta(days=1) for person in persons if person.valid_to}
    return sorted(day for day in begins | gone if after < day <= until)
