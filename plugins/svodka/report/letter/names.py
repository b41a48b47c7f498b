"""How an official's name stands in a letter: initials before the surname, «Уважаемый …!» where the name tells how."""

from __future__ import annotations

import re

INITIALS_LAST = re.compile(r"^(?P<surname>[А-ЯЁ][\w-]+) (?P<first>[А-ЯЁ])\. ?(?:(?P<second>[А-ЯЁ])\.)?$")
INITIALS_FIRST = re.compile(r"^(?P<first>[А-ЯЁ])\. ?(?:(?P<second>[А-ЯЁ])\. ?)?(?P<surname>[А-ЯЁ][\w-]+)$")
OF_FATHER = re.compile(r"(?P<son>ич|оглы|улы)$|(?P<daughter>вна|чна|кызы|гызы)$", re.IGNORECASE)
NARROW = "\N{NO-BREAK SPACE}"


def initials_first(name: str) -> str:
    """«Иванова Ирина Ильинична», «Иванова И. И.» → «И. И. Иванова»; what is no such name stays as it is."""
    plain = " ".join(name.split())
    found = INITIALS_LAST.match(plain) or INITIALS_FIRST.match(plain)
    if found:
        initials, surname = [found["first"], found["second"]], found["surname"]
    elif parts := full_name(plain):
        surname, first, patronymic = parts
        initials = [first[0], patronymic[0]]
    else:
        return plain
    return NARROW.join([*(f"{letter}." for letter in initials if letter), surname])


def salutation(name: str) -> str:
    """«Уважаемая Ирина Ильинична!»; empty where the name has no patronymic in full."""
    parts = full_name(" ".join(name.split()))
    if parts is None:
        return ""
    _, first, patronymic = parts
    is_man = (OF_FATHER.search(patronymic) or {"son": None})["son"] is not None
    return f"Уважаем{'ый' if is_man else 'ая'} {first} {patronymic}!"


def full_name(plain: str) -> tuple[str, str, str] | None:
    """Surname, name, patronymic of three words in either order; None where no patronymic is among them."""
    words = plain.split(" ")
    if len(words) != 3 or not all(word[:1].isupper() and word.replace("-", "").isalpha() for word in words):
        return None
    if OF_FATHER.search(words[2]):
        return words[0], words[1], words[2]
    return (words[2], words[0], words[1]) if OF_FATHER.search(words[1]) else None
