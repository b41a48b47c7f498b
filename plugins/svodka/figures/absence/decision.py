"""Enters a person's decision about messages that have vanished: withdrawn by their source, or kept in the figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.errors import SvodkaError, UsageError
from svodka.figures import marts
from svodka.figures.reason import checked_reason
from svodka.intake.run import newest_landing
from svodka.settings import Settings
from svodka.warehouse.engine import run, use_marts

VERDICTS = {"withdraw": "WITHDRAWN_BY_SOURCE", "keep": "KEPT"}
MOST_AT_ONCE = 500
BUSY = "Канал сейчас загружается. Подождите минуту и повторите: ничего не изменено."


def decide(
    conn: Connection,
    settings: Settings,
    message_keys: Sequence[UUID],
    action: str,
    reason: str,
    decided_by: str,
    now: datetime,
) -> int:
    """Enters `withdraw` or `keep` about the present vanishing of each message; how many were decided now.

    Those that have come back since, or about which the same is decided already, are passed over. The figures know it
    from its moment on, which is later than everything landed before. Raises UsageError for a choice or a reason that
    is not fit, SvodkaError while a channel is being loaded.
    """
    reason = checked_reason(conn, reason)
    if action not in VERDICTS or not 0 < len(message_keys) <= MOST_AT_ONCE:
        raise UsageError(f"Отметьте сообщения (до {MOST_AT_ONCE} за раз) и выберите, что с ними делать.")
    _take_turns(conn, settings, message_keys)
    moment = max(now, newest_landing(conn, settings) + timedelta(microseconds=1))
    use_marts(conn)
    conn.execute(text("CREATE TEMPORARY TABLE touched_page_week (page_week_key uuid PRIMARY KEY) ON COMMIT DROP"))
    run(
        conn,
        "figures/absence_decide.sql",
        municipality=settings.municipality.oktmo,
        message_keys=list(message_keys),
        action=action,
        verdict=VERDICTS[action],
        reason=reason,
        decided_by=decided_by,
        decided_at=moment,
    )
    decided = conn.execute(text("SELECT count(*) FROM touched")).scalar_one()
    if decided:
        marts.refresh(conn, settings, moment)
    conn.execute(text("DROP TABLE touched, touched_page_week"))
    return int(decided)


def _take_turns(conn: Connection, settings: Settings, message_keys: Sequence[UUID]) -> None:
    """The locks of the messages' channels, as loads take them, then that of the facts; nobody waits for a long load."""
    town = settings.municipality.oktmo
    channels = conn.execute(
        text("SELECT DISTINCT channel FROM core.message WHERE message_key = ANY(:keys) ORDER BY channel"),
        {"keys": list(message_keys)},
    ).scalars()
    for channel in channels.all():
        is_free = conn.execute(
            text("SELECT pg_try_advisory_xact_lock(hashtext(:town), hashtext(:channel))"),
            {"town": town, "channel": channel},
        ).scalar_one()
        if not is_free:
            raise SvodkaError(BUSY)
    marts.take_turn(conn)
