"""Everything that the files of one edition show; whoever renders them reads nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from svodka.report.catalogue import Indicator, titles, used_in
from svodka.report.data_state import DataState
from svodka.report.face import Face
from svodka.report.quality import Quality


@dataclass(frozen=True)
class Previous:
    """The edition with which this one is compared: its number, its kind, its frozen figures document."""

    number: str
    kind: str
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Content:
    """One edition: the figures document, what its data are, by which definitions, under which face.

    `told`: what stands behind the values (`quality.gather`), None where it was not kept. `previous`:
    None for the first.
    """

    document: Mapping[str, Any]
    states: Sequence[DataState]
    catalogue: Sequence[Indicator]
    face: Face
    told: Quality | None = None
    previous: Previous | None = None

    @property
    def definitions(self) -> Sequence[Indicator]:
        """The definitions by which the document was computed, in the order of the catalogue."""
        return used_in(self.document, self.catalogue)

    @property
    def titles(self) -> Mapping[str, str]:
        """The title of each indicator of the document by its code."""
        return titles(self.document, self.catalogue)

    @property
    def channels(self) -> Mapping[str, str]:
        """The title of each channel by its name."""
        return {state.channel: state.title for state in self.states}
