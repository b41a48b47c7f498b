"""The findings of an edition in the warehouse (meta.edition_finding)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from svodka.report.privacy.finding import Finding
from svodka.warehouse.engine import run


def findings_of(conn: Connection, edition_id: int) -> list[Finding]:
    """What was found in the files of an edition when it was made, in order; none: it may leave."""
    rows = run(conn, "report/edition_findings.sql", edition_id=edition_id)
    return [Finding(row.file, row.place, row.kind) for row in rows]


def keep(conn: Connection, edition_id: int, findings: Sequence[Finding]) -> None:
    """Keeps them beside the edition, after those already kept; those that are known already are not kept twice."""
    known = findings_of(conn, edition_id)
    new = [one for one in findings if one not in known]
    if new:
        columns = {name: [getattr(one, name) for one in new] for name in ("file", "place", "kind")}
        run(conn, "report/edition_findings_insert.sql", edition_id=edition_id, after=len(known), **columns)
