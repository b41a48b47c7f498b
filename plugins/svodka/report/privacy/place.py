"""Where in a file a text stands, in words, without ever repeating something personal that serves as a name there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Titled:
    """A sheet, a part, a file inside a file: known by its title, or by its number where that is personal."""

    what: str
    title: str
    number: int

    def words(self, is_clean: Callable[[str], bool]) -> str:
        return f"{self.what} „{self.title}“" if is_clean(self.title) else f"{self.what} № {self.number}"


# From the outermost inwards: (Titled("лист", "Показатели", 2), "ячейка C14")
Place = tuple[Titled | str, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text of a file and its place; `kind`: what the place is a finding of, whatever the text (a part not read)."""

    place: Place
    text: str
    kind: str | None = None


def place_words(place: Place, is_clean: Callable[[str], bool]) -> str:
    """«лист „Показатели“, ячейка C14»."""
    return ", ".join(step if isinstance(step, str) else step.words(is_clean) for step in place) or "весь файл"
