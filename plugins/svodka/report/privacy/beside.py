"""A name spread over neighbouring cells: «Фамилия | Имя | Отчество» is read once more as one text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svodka.report.privacy.place import Fragment, Place

# One word and no more: what is longer is judged where it stands, and a figure ends the row of words
ONE_WORD = re.compile(r"\s{0,9}[^\W\d_][^\W\d_.'’-]{0,39}\s{0,9}")
# A long row of words is read piece by piece; what ends one piece begins the next, so that no name is cut
MANY, OVERLAP = 12, 4


class Beside:
    """The words of one row as they come; `ended` after the last cell."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.place: Place = ()

    def take(self, text: str, place: Place) -> Iterator[Fragment]:
        """One cell that is not empty."""
        if ONE_WORD.fullmatch(text):
            if not self.words:
                self.place = place
            self.words.append(text.strip())
            if len(self.words) == MANY:
                yield self._read()
                self.words = self.words[-OVERLAP:]
        else:
            yield from self.ended()

    def ended(self) -> Iterator[Fragment]:
        if len(self.words) > 1:
            yield self._read()
        self.words = []

    def _read(self) -> Fragment:
        return Fragment((*self.place, "и соседние"), " ".join(self.words))
