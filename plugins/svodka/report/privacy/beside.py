"""A name spread over neighbouring cells: «Фамилия | Имя | Отчество» is read once more as one text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svodka.report.privacy.place import Fragment, Place

# One word and no more: what is longer is judged where it stands, and a figure ends the row of words
ONE_WORD = re.compile(r"\s*[^\W\d_][^\W\d_.'’-]*\s*")


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
        else:
            yield from self.ended()

    def ended(self) -> Iterator[Fragment]:
        if len(self.words) > 1:
            yield Fragment((*self.place, "и соседние"), " ".join(self.words))
        self.words = []
