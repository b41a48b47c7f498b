"""What each channel's exports cover in the quarter, as the report tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

COUNTS = ("files", "rows_read", "rows_loaded", "rows_unchanged", "rows_rejected", "rows_foreign", "missing")


@dataclass(frozen=True)
class DataState:
    """One channel: the day its newest export speaks of, the gaps in the quarter, the rows accounted for.

    `waived`: who has let the gap pass, when and why, in words; none where nobody was asked to.
    """

    channel: str
    title: str
    newest_export: date | None
    has_gap: bool
    gaps: tuple[tuple[date, date], ...]
    counts: Mapping[str, int | None]
    waived: str | None = None

    @classmethod
    def of(cls, summary: Mapping[str, Any]) -> DataState:
        """From one entry of the coverage summary, whose dates are dates or ISO texts."""
        gaps = tuple((as_day(start), as_day(end)) for start, end in summary.get("gaps") or ())
        newest = summary.get("newest_export")
        return cls(
            channel=summary["channel"],
            title=summary.get("title") or summary["channel"],
            newest_export=as_day(newest) if newest else None,
            has_gap=bool(summary.get("has_gap")),
            gaps=gaps,
            counts={name: summary.get(name) for name in COUNTS},
            waived=summary.get("waived"),
        )

    def as_json(self) -> dict[str, Any]:
        """The same with dates as ISO texts, as it is kept beside the edition."""
        return {
            "channel": self.channel,
            "title": self.title,
            "newest_export": self.newest_export.isoformat() if self.newest_export else None,
            "has_gap": self.has_gap,
            "gaps": [[start.isoformat(), end.isoformat()] for start, end in self.gaps],
            **self.counts,
            **({"waived": self.waived} if self.waived else {}),
        }

    @property
    def gaps_text(self) -> str:
        """The gaps in words; empty when there is none."""
        if not self.has_gap:
            return ""
        return ", ".join(spell_stretch(start, end) for start, end in self.gaps) or "выгрузки неполны"

    @property
    def as_of_text(self) -> str:
        """«данные по состоянию на …»."""
        return f"{self.newest_export:%d.%m.%Y}" if self.newest_export else "выгрузок нет"

    @property
    def note(self) -> str | None:
        """What the reader must know about this channel; none when its exports cover the quarter."""
        let_pass = f"; {self.waived}" if self.waived else ""
        if self.newest_export is None:
            return f"{self.title}: выгрузок нет, показатели канала не рассчитаны{let_pass}."
        if not self.has_gap:
            return None
        return f"{self.title}: данные по состоянию на {self.as_of_text}, нет выгрузок за {self.gaps_text}{let_pass}."


def data_states(coverage: Iterable[Mapping[str, Any]]) -> list[DataState]:
    """The states of all channels, in the order of the coverage summary."""
    return [DataState.of(summary) for summary in coverage]


def spell_stretch(start: date, end: date) -> str:
    """A stretch of days as «01.10.2026» or «01.10.2026–02.10.2026»."""
    return f"{start:%d.%m.%Y}" if start == end else f"{start:%d.%m.%Y}–{end:%d.%m.%Y}"


def as_day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
