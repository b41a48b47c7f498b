"""Who gets what, by role and day, from the table of responsible persons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from svodka.period import business_day
from svodka.responsible.register import acting_in, known_persons
from svodka.settings import Person, Settings

REPORT_ROLES = ("cur_head",)
CONTROL_ROLES = ("mcu_head", "secretary")


def recipients(conn: Connection, settings: Settings, roles: Collection[str], now: datetime) -> list[Person]:
    """Those who act in the roles on the local day of `now`, each address once: who holds two roles gets one mail."""
    chosen: dict[str, Person] = {}
    day = business_day(now, settings.zone)
    for person in acting_in(known_persons(conn, settings, now), roles, day):
        chosen.setdefault(address(person), person)
    return list(chosen.values())


def address(person: Person) -> str:
    """By what a person's mails are known in the outbox: where they go to; what is passed on by hand, the role."""
    if person.way == "hand":
        return f"hand:{person.role}"
    return person.email.strip().lower() if person.way == "smtp" else person.address.strip()
