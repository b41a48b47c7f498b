"""A person of the table and a change of it in Russian, for a letter and for the command line."""

from __future__ import annotations

from datetime import date

from svodka.responsible.changes import Change
from svodka.responsible.words import COLUMN_TITLES, ROLE_TITLES, WAY_TITLES
from svodka.settings import Person

FIELD_TITLES = {
    **COLUMN_TITLES,
    "stands_in_for": "замещает",
    "valid_from": "первый день",
    "valid_to": "последний день",
}


def days(person: Person) -> str:
    """«с 01.02.2027», «с 01.02.2027 по 14.02.2027»."""
    said = [f"с {person.valid_from:%d.%m.%Y}"] if person.valid_from else []
    said += [f"по {person.valid_to:%d.%m.%Y}"] if person.valid_to else []
    return " ".join(said)


def place(person: Person) -> str:
    """«секретарь», «секретарь (замещает)», «секретарь (замещает: Иванова Ирина Ивановна)»."""
    title = ROLE_TITLES[person.role]
    if not person.is_deputy:
        return title
    return f"{title} (замещает{f': {person.stands_in_for}' if person.stands_in_for else ''})"


def introduced(person: Person) -> str:
    """Name, post, organisation, contacts."""
    said = [person.name, person.post, person.organisation]
    said += [f"тел. {person.phone}"] if person.phone else []
    said += [f"эл. почта {person.email}"] if person.email else []
    return ", ".join(text for text in said if text)


def reached(person: Person) -> str:
    """Where what is sent to the person goes."""
    if person.way == "smtp":
        return person.email
    return f"{WAY_TITLES[person.way]} {person.address}".strip()


def sentence(change: Change) -> str:
    """The change in one line."""
    person = change.person
    if change.kind == "came":
        return f"{place(person)}: {days(person)} — {introduced(person)}"
    if change.kind == "left":
        what = "замещать не будет" if person.is_deputy else "из списка исключается"
        return f"{place(person)}: {person.name} {what} ({days(person)})"
    told = "; ".join(_field(change, name) for name in change.fields)
    known_as = change.before.name if change.before else person.name
    return f"{place(person)}: {known_as} — {told}"


def _field(change: Change, name: str) -> str:
    before, after = getattr(change.before, name), getattr(change.after, name)
    return f"{FIELD_TITLES[name]}: {_value(name, after)} (было: {_value(name, before)})"


def _value(name: str, value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if name == "way":
        return WAY_TITLES[value]  # type: ignore[index]
    return str(value) if value else "без срока" if name == "valid_to" else "—"
