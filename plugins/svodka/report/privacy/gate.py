"""The gate: files in, findings out. Each different text is judged once, however often it stands in the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from svodka.report.privacy.allowed import Allowed
from svodka.report.privacy.detectors import shaped
from svodka.report.privacy.finding import NAME, Finding
from svodka.report.privacy.names import NameBook, words_of
from svodka.report.privacy.normal_text import normal
from svodka.report.privacy.place import Fragment, Place, place_words
from svodka.report.privacy.plain import text_fragments
from svodka.report.privacy.unpack import fragments

# So many places of one text are told; how many more there are is told with the last
TOLD_PLACES = 20


class Spot(NamedTuple):
    """One place of a text, in the order in which the texts were met."""

    order: int
    file: str
    place: Place


class Spots:
    """The places of one text: the first ones, and how many there are."""

    __slots__ = ("first", "n")

    def __init__(self) -> None:
        self.first: list[Spot] = []
        self.n = 0

    def add(self, spot: Spot) -> None:
        self.n += 1
        if self.n <= TOLD_PLACES:
            self.first.append(spot)


class Scan:
    """One look at some files: the texts are collected, then names are matched against all of them at once."""

    def __init__(self) -> None:
        self.texts: dict[str, Spots] = {}
        self.unread: list[tuple[Spot, str]] = []
        self.order = 0

    def take(self, file: str, found: Iterable[Fragment]) -> None:
        for fragment in found:
            self.order += 1
            spot = Spot(self.order, file, fragment.place)
            if fragment.kind is not None:
                self.unread.append((spot, fragment.kind))
            else:
                spots = self.texts.get(fragment.text)
                if spots is None:
                    spots = self.texts[fragment.text] = Spots()
                spots.add(spot)

    def findings(self, names: Iterable[str], allowed: Allowed) -> list[Finding]:
        """In the order of the files and of what stands in them, each once."""
        read = {text: normal(text) for text in self.texts}
        split = {text: words_of(plain) for text, plain in read.items()}
        book = NameBook(names, {word.stem for words in split.values() for word in words})
        allowed_names = allowed.names(book)

        @cache
        def kinds(text: str) -> tuple[str, ...]:
            plain = read.get(text) or normal(text)
            found = [kind for kind, value in shaped(plain) if not allowed.permits(kind, value)]
            if any(key not in allowed_names for key in book.find(plain, split.get(text) or words_of(plain))):
                found.append(NAME)
            return tuple(dict.fromkeys(found))

        told = [(spot, kind, 0) for spot, kind in self.unread]
        for text, spots in self.texts.items():
            for kind in kinds(text):
                told += [(spot, kind, 0) for spot in spots.first[:-1]]
                told.append((spots.first[-1], kind, spots.n - len(spots.first)))
        told.sort(key=lambda one: one[0].order)
        files = {file: number for number, file in enumerate(dict.fromkeys(spot.file for spot, _, _ in told), 1)}

        def finding(spot: Spot, kind: str, left: int) -> Finding:
            place = place_words(spot.place, lambda title: not kinds(title))
            file = f"файл № {files[spot.file]}" if kinds(spot.file) else spot.file
            return Finding(file, f"{place} и ещё мест: {left}" if left else place, kind)

        return list(dict.fromkeys(finding(*one) for one in told))


def scan(files: Mapping[str, bytes], names: Iterable[str], allowed: Allowed) -> list[Finding]:
    """What may be personal in the files (name → bytes), by shape or as one of the names; see `finding.Finding`."""
    looked = Scan()
    for name, content in files.items():
        looked.take(name, fragments(name, content))
    return looked.findings(names, allowed)


def scan_text(text: str, names: Iterable[str], allowed: Allowed, what: str = "текст письма") -> list[Finding]:
    """The same for the body of a mail; `what` stands in place of a file."""
    looked = Scan()
    looked.take(what, text_fragments(text, ()))
    return looked.findings(names, allowed)
