"""Use-cases of «Качество данных»: loads, coverage by day, drift of the exports, topics and who maps them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from svodka.errors import SvodkaError
from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings

DRIFT_AGAINST = timedelta(days=30)
LOADS_A_PAGE = 30
TOPICS_SHOWN = 50
DECISIONS_SHOWN = 20


def recent_loads(now: datetime, channel: str | None = None, before: int | None = None) -> dict[str, Any]:
    """A page of the loads of the last 30 days, the newest first: loads, older (what `before` is on the next page)."""
    from svodka.intake.contracts import channel_title
    from svodka.intake.load_register import LISTED
    from svodka.warehouse.engine import run

    settings = load_settings()
    asked = {"municipality": settings.municipality.oktmo, "since": now - LISTED}
    with open_warehouse(settings).begin() as connection:
        page = {"channel": channel, "before": before, "n_rows": LOADS_A_PAGE + 1}
        rows = [dict(row) for row in run(connection, "landing/load_list.sql", **asked, **page).mappings()]
    for row in rows:
        row["title"] = channel_title(row["channel"])
    has_more = len(rows) > LOADS_A_PAGE
    rows = rows[:LOADS_A_PAGE]
    return {"loads": rows, "older": rows[-1]["load_id"] if has_more else None}


def load_result(load_id: int) -> dict[str, Any]:
    """One load: load_id, channel, title, status, started_at, files (counts, state, message). Raises SvodkaError."""
    from svodka.intake.contracts import channel_title
    from svodka.warehouse.engine import run

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        asked = {"municipality": settings.municipality.oktmo, "load_id": load_id}
        rows = [dict(row) for row in run(connection, "landing/load_files.sql", **asked).mappings()]
    if not rows:
        raise SvodkaError(f"Загрузки {load_id} нет. Все загрузки — на странице «Качество данных».")
    channel = rows[0]["channel"]
    return {
        "load_id": load_id,
        "channel": channel,
        "title": channel_title(channel),
        "status": rows[0]["status"],
        "started_at": rows[0]["started_at"],
        "files": [row for row in rows if row["name"] is not None],
    }


def coverage_month(first: date, now: datetime) -> dict[str, Any]:
    """Days of the month beginning on `first`, and one entry a channel with a mark a day (intake.coverage_calendar)."""
    from svodka.intake.coverage_calendar import coverage_of_month, month_days

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return {"days": month_days(first), "channels": coverage_of_month(connection, settings, first, now)}


def export_drift(now: datetime) -> dict[str, Any]:
    """How the newest exports differ from those before: columns and remarks (intake.drift)."""
    from svodka.intake.drift import column_drift, remark_drift

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return {
            "columns": column_drift(connection, settings, now),
            "remarks": remark_drift(connection, settings, now - DRIFT_AGAINST),
        }


def topics_to_map(is_personal_shown: bool, now: datetime) -> dict[str, Any]:
    """Topics without a направление (figures.topics.topics_to_map), the направления there are, the journal: of topics
    that may be a citizen's words only for those who may see them."""
    from svodka.figures import topic_map, topics
    from svodka.figures.personal_data import words_to_tell
    from svodka.warehouse.engine import use_marts

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        use_marts(connection)
        found = topics.topics_to_map(connection, settings, now, is_personal_shown, TOPICS_SHOWN)
        decisions = topic_map.decisions(connection, settings, DECISIONS_SHOWN)
        told = {one["topic"] for one in decisions}
        safe = words_to_tell(connection, told)
        return {
            **found,
            "is_personal": found["is_personal"] or (is_personal_shown and not told <= safe),
            "blocks": topic_map.known_blocks(connection),
            "decisions": [one for one in decisions if is_personal_shown or one["topic"] in safe],
        }


def map_topic(
    topic: str, block: str | None, valid_from: date, decided_by: str, kind: str = "topic",
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Gives a topic (kind `code`: a classifier code) a направление from a day on; None takes it back; journaled.
    Raises UsageError."""
    from svodka.figures import topic_map

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        topic_map.decide(connection, settings, kind, topic, block, valid_from, decided_by, now or datetime.now(UTC))
