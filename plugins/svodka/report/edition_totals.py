"""The totals of an edition, and how they differ from those of another one, for a page: no slice is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from svodka.figures.indicators import catalogue
from svodka.report.catalogue import titles
from svodka.report.changes import Change, changes
from svodka.report.sheets.cover import KEY_FIGURES
from svodka.report.shown_value import DASH, parts_text, shown_text
from svodka.report.wording import flag_words
from svodka.warehouse.engine import run

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """One total in words; `was` is empty where there is no other edition or it does not hold the value."""

    code: str
    title: str
    value: str
    parts: str = ""
    was: str = ""
    remark: str = ""


def totals_of(conn: Connection, edition_id: int) -> Document:
    """The totals as a part of a figures document."""
    rows = run(conn, "report/edition_totals.sql", edition_id=edition_id).mappings()
    return {"values": [{**row, "flags": list(row["flags"]), "slice": {}} for row in rows]}


def key_totals(now: Document, was: Document | None) -> list[Shown]:
    """The figures of the report's cover, in its order."""
    rows, names = by_code(now), titles(now, catalogue())
    former = by_code(was) if was else {}
    return [
        Shown(
            code,
            names.get(code, code),
            shown_text(rows[code]),
            parts_text(rows[code]),
            shown_text(former[code]) if code in former else "",
            flag_words(rows[code]),
        )
        for code in KEY_FIGURES
        if code in rows
    ]


def changed_totals(now: Document, was: Document | None) -> list[Shown]:
    """The totals that are others than in the edition before, with why, as far as the two tell."""
    if was is None:
        return []
    names = {**titles(was, catalogue()), **titles(now, catalogue())}
    return [changed(one, names) for one in changes(was, now)]


def changed(one: Change, names: Mapping[str, str]) -> Shown:
    code: str = one.row["indicator"]
    was, now = (shown_text(row) if row else DASH for row in (one.was, one.now))
    return Shown(code, names.get(code, code), now, was=was, remark=one.why)


def by_code(document: Document) -> dict[str, Mapping[str, Any]]:
    return {row["indicator"]: row for row in document["values"]}
