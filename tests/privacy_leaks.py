"""Personal data planted into files of a report, in every place where a file can hold a text; all of it invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from svodka.report.privacy.finding import (
    ADDRESS,
    EMAIL,
    NAME,
    PASSPORT,
    PHONE,
    PROFILE,
    SNILS,
)

PERSON = "Выдумкин Проб Макетович"
VALUES = {
    PHONE: "+7 000 000-12-34",
    EMAIL: "zayavitel@example.org",
    SNILS: "112-233-445 95",
    PASSPORT: "45 08 123456",
    PROFILE: "https://vk.com/id900000001",
    ADDRESS: "ул. Выдуманная, д. 5",
    NAME: PERSON,
}


@dataclass(frozen=True)
class Leak:
    """What is planted and what the gate must say: `make` gives the bytes of the file with the text planted in it."""

    what: str
    make: Callable[[str], bytes]
    place: str
    kind: str = NAME
    text: str = ""
    file: str = "report.xlsx"

    def content(self) -> bytes:
        return self.make(self.text or VALUES[self.kind])

    def __str__(self) -> str:
        return self.what


def edited(content: bytes, changes: Mapping[str, Callable[[str], str] | str | bytes]) -> bytes:
    """A package with some parts changed (by a function of their text) or added."""
    out, left = io.BytesIO(), dict(changes)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part: str | bytes = old.read(info)
            change = left.pop(info.filename, None)
            if callable(change):
                part = change(old.read(info).decode())
            elif change is not None:
                part = change
            new.writestr(info.filename, part)
        for name, added in left.items():
            assert not callable(added), f"no part {name} to change"
            new.writestr(name, added)
    return out.getvalue()


def replaced(old: str, new: str) -> Callable[[str], str]:
    """A change of a part that must hold `old`."""

    def change(text: str) -> str:
        assert old in text, f"{old!r} is not in the part"
        return text.replace(old, new, 1)

    return change
