"""The table of responsible persons as it is in force: who holds a role on a day, and who stands in for him."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from svodka.settings import Person, Settings
from svodka.warehouse.engine import run


def known_persons(conn: Connection, settings: Settings, as_of: datetime) -> list[Person]:
    """All stretches of the newest version accepted by `as_of` (aware); those of svodka.toml until there is one."""
    rows = run(conn, "responsible/newest.sql", municipality=settings.municipality.oktmo, as_of=as_of).mappings().all()
    return [Person(**row) for row in rows] or list(settings.recipients)


def acting(persons: Sequence[Person], role: str, day: date) -> list[Person]:
    """Who acts in the role on the day: those who stand in, where there are any, else its holders."""
    in_office = [person for person in persons if person.role == role and person.is_in_office(day)]
    return [person for person in in_office if person.is_deputy] or in_office


def acting_in(persons: Sequence[Person], roles: Collection[str], day: date) -> list[Person]:
    """The same for several roles, in the order of the roles' first mention in the table."""
    known = dict.fromkeys(person.role for person in persons if person.role in roles)
    return [person for role in known for person in acting(persons, role, day)]
