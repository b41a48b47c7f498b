"""A person says which направление a topic has: journaled, put into the map, and the facts of its messages made anew.

The journal lies in meta beside the rows of sql/seeds/topic_block.csv: `svodka init` writes both into the map, a
rebuild leaves both alone, and the rules kept beside an edition hold the map as it then was.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from psycopg2.errors import LockNotAvailable
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from svodka.errors import SvodkaError, UsageError
from svodka.figures import marts
from svodka.figures.topics import LONGEST_WORD, NOT_CLASSIFIED, TEXT
from svodka.intake.run import newest_landing
from svodka.settings import Settings
from svodka.warehouse.engine import run, use_marts

KINDS = ("topic", "code")
FIRST_DAY = date(2018, 1, 1)
MAP = "meta.topic_block"
PATIENCE = "5s"
BUSY = "Сейчас загружаются данные. Подождите минуту и повторите: ничего не изменено."


def known_blocks(conn: Connection) -> list[str]:
    """The направления that a topic can be given, by name."""
    use_marts(conn)
    found = run(conn, "figures/known_blocks.sql").scalars()
    return sorted(block for block in found if block != NOT_CLASSIFIED)


def decide(
    conn: Connection, settings: Settings, kind: str, topic: str, block: str | None, valid_from: date,
    decided_by: str, now: datetime,
) -> None:  # fmt: skip
    """Gives the topic (or the classifier code) a направление from a day on; None takes the decision back.

    Messages registered before the day keep theirs. Raises, with nothing changed, SvodkaError when others make facts for
    longer than PATIENCE, UsageError for an unknown block, an impossible day, a text rather than a word, a topic that
    the file maps.
    """
    _take_turn(conn)
    known_from = now.astimezone(settings.zone).date()
    topic = " ".join(topic.split())
    _check(conn, kind, topic, block, valid_from, known_from)
    asked = {"municipality": settings.municipality.oktmo, "kind": kind, "topic": topic}
    entry = {"block": block, "valid_from": valid_from, "known_from": known_from}
    conn.execute(text("CREATE TEMPORARY TABLE touched (message_key uuid PRIMARY KEY) ON COMMIT DROP"))
    conn.execute(text("CREATE TEMPORARY TABLE touched_page_week (page_week_key uuid PRIMARY KEY) ON COMMIT DROP"))
    run(conn, "figures/topic_decision_insert.sql", **asked, **entry, decided_by=decided_by, decided_at=now)
    moment = newest_landing(conn, settings)
    # First what other rules have become known by this moment: all messages are then judged anew. Only after it the
    # decision's own row, which by then is known and touches the messages of its topic alone.
    marts.refresh(conn, settings, moment)
    run(conn, "figures/topic_decision_lay.sql", {"target": MAP})
    run(conn, "figures/touch_topic.sql", **asked)
    marts.refresh(conn, settings, moment)


def decisions(conn: Connection, settings: Settings, n_rows: int) -> list[dict[str, Any]]:
    """The journal, the newest first: kind, topic, block, valid_from, decided_by, decided_at, is_in_force."""
    found = run(conn, "figures/topic_decision_list.sql", municipality=settings.municipality.oktmo, n_rows=n_rows)
    return [dict(row) for row in found.mappings()]


def _take_turn(conn: Connection) -> None:
    """A load may make facts for minutes: a page waits for a few seconds only."""
    use_marts(conn)
    conn.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    try:
        marts.take_turn(conn)
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise SvodkaError(BUSY) from None
        raise
    conn.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def _check(
    conn: Connection, kind: str, topic: str, block: str | None, valid_from: date, known_from: date
) -> None:  # fmt: skip
    if kind not in KINDS or not topic or topic == TEXT or len(topic) >= LONGEST_WORD:
        raise UsageError("Это не тема, а текст: к направлению относят слово источника. Исправьте тему в источнике.")
    if block is not None and block not in known_blocks(conn):
        raise UsageError(f"Направления «{block}» нет. Выберите его из списка.")
    if not FIRST_DAY <= valid_from <= date(known_from.year + 1, 12, 31):
        raise UsageError(
            f"С какого дня относить тему: ожидается день от {FIRST_DAY:%d.%m.%Y} до 31.12.{known_from.year + 1}."
        )
    others = run(conn, "figures/topic_mapped_otherwise.sql", kind=kind, topic=topic).scalars().all()
    if others:
        raise UsageError(
            f"Тема «{topic}» уже отнесена справочником: {', '.join(others)}. Его строки меняет инженер "
            "(sql/seeds/topic_block.csv)."
        )
