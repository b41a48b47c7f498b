"""The members of a list: one row of the form each."""

from __future__ import annotations

from dataclasses import dataclass

from svodka.report.content import Content
from svodka.report.forms.asks import BLOCK, CHANNEL, EXECUTOR, INDICATOR, Figure, Place, RowList
from svodka.report.forms.known import Known
from svodka.report.shown_value import is_slice, is_total


@dataclass(frozen=True)
class Member:
    """A row: how it is called, and the slice or the indicator of its figures; `is_nobody`: the list is empty."""

    title: str
    place: Place = ()
    code: str | None = None
    is_nobody: bool = False

    def figure(self, ask: Figure) -> Figure:
        """What the row asks for, in full."""
        if not ask.is_of_row:
            return ask
        return Figure(ask.code or self.code, ask.part, tuple(sorted((*ask.place, *self.place))))


OUTSIDE = Member("")  # of a text that stands in no list
NOBODY = Member("Нет записей", is_nobody=True)


def members(wanted: RowList, content: Content, known: Known) -> list[Member]:
    """In the order of the report; one row that says so where there is none."""
    found = _indicators(wanted, content) if wanted.kind == INDICATOR else _slices(wanted, content, known)
    return found or [NOBODY]


def _indicators(wanted: RowList, content: Content) -> list[Member]:
    totals = {row["indicator"]: row for row in content.document["values"] if is_total(row)}
    known = {one.code: one for one in content.definitions}
    codes = wanted.codes or tuple(
        code
        for code, one in known.items()
        if code.startswith(wanted.section) and wanted.owner.casefold() in ("", one.owner.casefold())
    )
    return [
        Member(known[code].title if code in known else code, code=code)
        for code in codes
        if wanted.with_empty is not False or (code in totals and totals[code]["value"] is not None)
    ]


def _slices(wanted: RowList, content: Content, known: Known) -> list[Member]:
    """Channels all that matter, unless told otherwise; of the others those of which the edition has figures."""
    kind = wanted.kind
    rows = [row for row in content.document["values"] if is_slice(row, kind)]
    rows = [row for row in rows if not wanted.asked or row["indicator"] in wanted.asked]
    present = {row["slice"][kind] for row in rows}
    everything = {CHANNEL: _needed(wanted, known), BLOCK: list(known.blocks), EXECUTOR: []}.get(
        kind, list(known.regimes)
    )
    with_empty = wanted.with_empty if wanted.with_empty is not None else kind == CHANNEL
    names = [*everything, *sorted(present - {*everything})]
    kept = [name for name in names if with_empty or name in present]
    return [Member(known.title(kind, name), ((kind, name),)) for name in kept]


def _needed(wanted: RowList, known: Known) -> list[str]:
    """The channels on which some indicator of the row depends: nobody sends messages to official pages."""
    asked = [known.indicators[code] for code in wanted.asked]
    return [name for name in known.channels if not asked or any(one.needs(name) for one in asked)]
