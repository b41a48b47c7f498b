"""core → marts: runs sql/marts/ for the touched rows, or for all.

The statements name their tables without a schema: the caller's search path decides whether they mean the warehouse
(`SET LOCAL search_path = marts, core, meta`) or temporary tables as of a past moment.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from svodka.calendar import CalendarUnknown
from svodka.settings import Settings
from svodka.warehouse.engine import run, scalar

STEPS = (
    "working_calendar",
    "case_of_message",
    "block_of_topic",
    "rule_of_message",
    "ruled_message",
    "working_term",
    "term_of_message",
    "fct_message",
)
# Rules that have become known since the marts were made: then every row is judged anew
NEWLY_KNOWN = """
SELECT NOT EXISTS (SELECT FROM rules_known) OR EXISTS (
    SELECT
    FROM rules_known
    INNER JOIN (
        SELECT known_from FROM deadline_rule
        UNION SELECT known_from FROM topic_block
        UNION SELECT known_from FROM calendar_override
    ) AS rule ON rule.known_from > (rules_known.as_of AT TIME ZONE :timezone)::date
    WHERE rule.known_from <= :known_on
)
"""
# One transaction at a time makes the warehouse's own facts: it holds the rules and the rows of all that came before it
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('svodka.marts', 0))"


def take_turn(conn: Connection) -> None:
    """Waits until nobody else makes the warehouse's own facts; held until the transaction ends.

    To be taken before the moment of `refresh` or `rebuild` is read, so that nobody makes facts of an older moment than
    is known already; after the lock of a channel, never before it (as loads do, and the rebuild of everything).
    """
    conn.execute(text(ONE_AT_A_TIME))


def refresh(conn: Connection, settings: Settings, as_of: datetime) -> None:
    """Makes the facts of the rows in `touched` and `touched_page_week` anew, with the rules known at `as_of`.

    When rules have become known since the last refresh, or the seeds have changed, all rows are touched. May add
    rows to `touched`: messages whose case depends on a touched one. Raises CalendarUnknown.
    """
    _wait_for_own(conn)
    known_on = as_of.astimezone(settings.zone).date()
    if scalar(conn, NEWLY_KNOWN, timezone=settings.timezone, known_on=known_on):
        _touch_all(conn)
    else:
        run(conn, "marts/touch_linked.sql")
    _make(conn, settings, as_of)
    _remember(conn, as_of)


def rebuild(conn: Connection, settings: Settings, as_of: datetime) -> None:
    """Makes all facts anew. Raises CalendarUnknown."""
    _wait_for_own(conn)
    for table, key in (("touched", "message_key"), ("touched_page_week", "page_week_key")):
        conn.execute(text(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({key} uuid PRIMARY KEY) ON COMMIT DROP"))
    conn.execute(text("DELETE FROM fct_message"))
    conn.execute(text("DELETE FROM fct_page_week"))
    _touch_all(conn)
    _make(conn, settings, as_of)
    _remember(conn, as_of)


def _touch_all(conn: Connection) -> None:
    for table, key, source in (
        ("touched", "message_key", "message"),
        ("touched_page_week", "page_week_key", "page_week"),
    ):
        conn.execute(text(f"INSERT INTO {table} SELECT {key} FROM {source} EXCEPT SELECT {key} FROM {table}"))


def _make(conn: Connection, settings: Settings, as_of: datetime) -> None:
    known_on = as_of.astimezone(settings.zone).date()
    conn.execute(text("ANALYZE touched"))
    for step in STEPS:
        run(conn, f"marts/{step}.sql", timezone=settings.timezone, known_on=known_on)
    unknown = scalar(conn, "SELECT min(unknown_year) FROM fct_message INNER JOIN touched USING (message_key)")
    if unknown is not None:
        raise CalendarUnknown(unknown)
    run(conn, "marts/fct_page_week.sql")


def _remember(conn: Connection, as_of: datetime) -> None:
    """Notes which rules the warehouse's own facts know; facts in temporary tables are nobody's memory."""
    if _are_own(conn):
        conn.execute(
            text(
                "INSERT INTO rules_known (as_of) VALUES (:as_of) "
                "ON CONFLICT (is_one) DO UPDATE SET as_of = greatest(rules_known.as_of, excluded.as_of)"
            ),
            {"as_of": as_of},
        )


def _are_own(conn: Connection) -> bool:
    """Do the names of facts mean the warehouse's own, not temporary ones of a past moment?"""
    return bool(scalar(conn, "SELECT to_regclass('fct_message') = to_regclass('marts.fct_message')"))


def _wait_for_own(conn: Connection) -> None:
    if _are_own(conn):
        take_turn(conn)
