"""The table of responsible persons as people ask about it: who acts, what is coming, what the other side knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from svodka.delivery.announcement import TOLD, notices, sides_to_tell
from svodka.period import business_day
from svodka.responsible.acceptance import Examined
from svodka.responsible.change_words import days, introduced, place, reached, sentence
from svodka.responsible.changes import Change
from svodka.responsible.register import acting, known_persons, turning_days
from svodka.responsible.words import ROLE_TITLES
from svodka.settings import Person, Settings
from svodka.warehouse.engine import run

AHEAD = timedelta(days=365)


def table_now(conn: Connection, settings: Settings, now: datetime) -> dict[str, Any]:
    """JSON-able: version, file, accepted_at, accepted_by (null while svodka.toml counts), day, persons, upcoming,
    announcements. A person's standing: acts, replaced, coming, gone; told: all about him in one line."""
    day = business_day(now, settings.zone)
    accepted = run(conn, "responsible/versions.sql", municipality=settings.municipality.oktmo, as_of=now).all()
    newest = accepted[-1] if accepted else None
    persons = known_persons(conn, settings, now)
    return {
        "version": newest and newest.version,
        "file": newest and newest.file_name,
        "accepted_at": newest and newest.accepted_at.astimezone(settings.zone).isoformat(),
        "accepted_by": newest and newest.accepted_by,
        "day": day.isoformat(),
        "persons": [
            one.model_dump(mode="json")
            | {"title": place(one), "standing": standing(persons, one, day), "told": told(one)}
            for role in ROLE_TITLES
            for one in persons
            if one.role == role
        ],
        "upcoming": list(upcoming(persons, day)),
        "announcements": [
            {
                "version": one.version,
                "side": one.side,
                "to": TOLD[one.side],
                "states": list(one.states),
                "sent_at": one.sent_at and one.sent_at.astimezone(settings.zone).isoformat(),
                "reply": one.reply,
            }
            for one in notices(conn, settings)
        ],
    }


def told(person: Person) -> str:
    """Name, contacts, days, and the way where it is no mail."""
    way = f"; отчёт: {reached(person)}" if person.way != "smtp" else ""
    return ", ".join(text for text in (introduced(person), days(person)) if text) + way


def standing(persons: Sequence[Person], person: Person, day: date) -> str:
    """Whether the person acts on the day, and if not, why."""
    if not person.is_in_office(day):
        return "coming" if person.valid_from and day < person.valid_from else "gone"
    return "acts" if any(one is person for one in acting(persons, person.role, day)) else "replaced"


def upcoming(persons: Sequence[Person], day: date) -> Iterator[dict[str, Any]]:
    """The days of the year to come on which somebody else begins to act, with those who then do."""
    for role, title in ROLE_TITLES.items():
        before = acting(persons, role, day)
        for turn in turning_days(persons, day, day + AHEAD):
            then = acting(persons, role, turn)
            if then != before:
                yield {"day": turn.isoformat(), "role": role, "title": title, "names": [one.name for one in then]}
            before = then


def tried(conn: Connection, settings: Settings, found: Examined, now: datetime) -> dict[str, Any]:
    """What a table would change, a sentence each; letters: whom the changes would be told."""
    sides = sides_to_tell(conn, settings, found.table.persons, now) if found.is_new else []
    return {
        "is_new": found.is_new,
        "changes": sentences(found.changes),
        "remarks": found.table.remarks,
        "letters": [TOLD[side] for side in sides],
    }


def sentences(changes: Sequence[Change]) -> list[dict[str, str]]:
    """Each change: whose side, came, left or changed, in words."""
    return [{"side": one.side, "kind": one.kind, "sentence": sentence(one)} for one in changes]
