"""What the report needs to know of an indicator; the catalogue itself is `svodka.figures.indicators`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol


class Indicator(Protocol):
    """One definition of one indicator, as its file of sql/indicators tells it."""

    @property
    def code(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def formula(self) -> str: ...
    @property
    def without_data(self) -> str | None: ...
    @property
    def expressions(self) -> Mapping[str, str]: ...
    def needs(self, channel: str) -> bool: ...


def used_in(document: Mapping[str, Any], catalogue: Iterable[Indicator]) -> Sequence[Indicator]:
    """The definitions by which the document was computed, in the order of the catalogue."""
    used = {(row["indicator"], row["version"]) for row in document["values"]}
    return [one for one in catalogue if (one.code, one.version) in used]


def titles(document: Mapping[str, Any], catalogue: Iterable[Indicator]) -> Mapping[str, str]:
    """The title of each indicator of the document by its code."""
    return {one.code: one.title for one in used_in(document, catalogue)}
