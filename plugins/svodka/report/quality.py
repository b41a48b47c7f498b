"""What a report says beside its values: exclusions, links, unmapped words, the source's own word; the past; the aims.

Gathered with the values, as of their moment, and kept beside the preliminary edition: the edition issued of it says the
same, whatever has been loaded since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run, use_marts

SHOWN_TOPICS = 20
SHOWN_DIFFERENCES = 200
Quality = Mapping[str, Any]


def of_edition(conn: Connection, edition_id: int) -> Quality | None:
    """What was kept beside an edition; None for one that was issued before it was kept."""
    kept = run(conn, "report/edition_quality.sql", edition_id=edition_id).scalar()
    return None if kept is None else dict(kept)


def keep(conn: Connection, edition_id: int, quality: Quality) -> None:
    """Keeps it beside an edition."""
    text = json.dumps(quality, ensure_ascii=False)
    run(conn, "report/edition_quality_insert.sql", edition_id=edition_id, quality=text)


def gather(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    as_of: datetime,
    document: Mapping[str, Any] | None = None,
) -> Quality:
    """Reads it from the facts of the caller (those of a past moment in temporary tables win); plain JSON values.

    `document`: the figures of the quarter, where they are computed already.
    """
    from svodka.figures.exclusion.effect import excluded_of_quarter
    from svodka.figures.links import links_of_quarter
    from svodka.figures.reconciliation import reconciliation_of
    from svodka.figures.topics import topics_for_report
    from svodka.report import norms, trend

    use_marts(conn)
    links = links_of_quarter(conn, settings, quarter, as_of, limit=0)
    compared = reconciliation_of(conn, settings, quarter, as_of, SHOWN_DIFFERENCES)
    found = {
        "excluded": excluded_of_quarter(conn, settings, quarter, as_of),
        "repeat_days": links["repeat_days"],
        "records": links["records"],
        "links": links["counts"],
        "topics": topics_for_report(conn, settings, quarter, as_of, SHOWN_TOPICS),
        "reconciliation": {name: compared[name] for name in ("counts", "n_differ", "differences")},
        "trend": trend.gather(conn, settings, quarter, as_of, document),
        "targets": trend.gather_targets(conn, settings, quarter, as_of),
        "norms": norms.gather_norms(conn, settings, quarter, as_of),
        "calendar": norms.gather_calendar(conn, settings, quarter, as_of),
    }
    return dict(json.loads(json.dumps(found, ensure_ascii=False, default=str)))
