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
    return mail_address(person) if person.way == "smtp" else person.address.strip()


def mail_address(person: Person) -> str:
    return person.email.strip().lower()


def destination(person: Person, is_edition: bool) -> tuple[str, str]:
    """Way and address: an edition goes as the table says; any other letter is a mail where there is an address."""
    if not is_edition and mail_address(person):
        return "smtp", mail_address(person)
    return person.way, address(person)


def at_address(conn: Connection, settings: Settings, role: str, recipient: str, now: datetime) -> Person | None:
    """Who is meant by a recipient of the outbox: the person of the role who has that address on the day of `now`."""
    acting = recipients(conn, settings, (role,), now)
    return next((person for person in acting if address(person) == recipient), None)
