"""What stands behind the values of an edition: the quality of their data, their computation and its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.figures import rules
from svodka.figures.rules import Computation, Rules
from svodka.period import Quarter
from svodka.report import computation, edition_store, quality
from svodka.report.annex import values_hash
from svodka.report.quality import Quality
from svodka.settings import Settings


@dataclass(frozen=True)
class Basis:
    """`new_rules`: the rules of `computed` while nobody has stored them yet."""

    quality: Quality
    computed: Computation
    new_rules: Rules | None = None

    def keep(self, conn: Connection, edition_id: int) -> None:
        """Keeps it beside an edition."""
        self.keep_computation(conn, edition_id)
        quality.keep(conn, edition_id, self.quality)

    def keep_computation(self, conn: Connection, edition_id: int) -> None:
        """Keeps the computation alone: equal values came out at a later moment, perhaps by other rules."""
        if self.new_rules is not None:
            rules.keep(conn, self.new_rules)
        computation.note(conn, edition_id, self.computed)


def basis_of(
    conn: Connection, settings: Settings, quarter: Quarter, document: Mapping[str, Any], gaps_at: datetime
) -> Basis:
    """The basis of values just computed, to be read in the transaction that computed them; stores nothing."""
    as_of = datetime.fromisoformat(document["as_of"])
    present = rules.present(conn, settings)
    return Basis(
        quality=quality.gather(conn, settings, quarter, as_of, document),
        computed=computation.of_now(conn, as_of, gaps_at, present),
        new_rules=present,
    )


def basis_of_draft(
    conn: Connection, settings: Settings, quarter: Quarter, document: Mapping[str, Any], gaps_at: datetime
) -> Basis:
    """The basis of values about to be issued: that of the preliminary edition that holds them, for data may have come
    and rules may have been edited since; what was not kept is of now."""
    draft = edition_store.latest(conn, settings.municipality.oktmo, str(quarter), is_preliminary=True)
    if draft is None or draft.hash != values_hash(document):
        return basis_of(conn, settings, quarter, document, gaps_at)
    as_of = datetime.fromisoformat(document["as_of"])
    told, computed = quality.of_edition(conn, draft.edition_id), computation.of_edition(conn, draft, as_of)
    if told is not None and computed is not None:
        return Basis(told, computed)
    now = basis_of(conn, settings, quarter, document, gaps_at)
    return Basis(told or now.quality, computed or now.computed, now.new_rules)
