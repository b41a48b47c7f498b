"""Words and codes of the sources' classifiers to which the map gives no направление: counted, never dropped."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from svodka.figures.exclusion.journal import excluded_keys
from svodka.figures.personal_data import IN_A_TOPIC
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run, scalar

NOT_CLASSIFIED = "Прочее/не классифицировано"
FILE = "sql/seeds/topic_block.csv"
PLACE = "<направление>"
SOURCE = "решение МЦУ"
LONGEST_WORD = 80
TEXT = "текст вместо темы"
OFTEN = 5  # a word so frequent is a word of the source, whatever it looks like
RARE = f"редкие темы (каждая — меньше {OFTEN} сообщений)"
NEWEST = 1000  # messages whose topics a page looks into
BEGINNING, END = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def unmapped_topics(conn: Connection, settings: Settings, quarter: Quarter | None, as_of: datetime) -> dict[str, Any]:
    """Words (cut at LONGEST_WORD letters) and codes of block «Прочее/не классифицировано», the most frequent first.

    Of messages registered in the quarter, or of all. Each with its count by channel, its newest day and the line of
    the map to be completed (None where the source names neither word nor code); `n` in total is S-01 of this block.
    Cells that look like personal data are one entry TEXT. n_messages: all messages asked for, mapped ones too.
    """
    topics = _found(conn, settings, _bounds(quarter, settings), as_of)
    known_on = as_of.astimezone(settings.zone).date()
    for topic in topics:
        del topic["may_leave"]
        topic["map_row"] = map_row(topic["topic"], topic["code"], topic.pop("oldest_on"), known_on)
    return {
        "quarter": str(quarter) if quarter else None,
        "as_of": as_of.astimezone(settings.zone).isoformat(),
        "block": NOT_CLASSIFIED,
        "n": sum(topic["n"] for topic in topics),
        "n_messages": _n_messages(conn, settings, quarter, excluded_keys(conn, settings, as_of)),
        "topics": topics,
        "file": FILE,
    }


def topics_for_report(
    conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime, limit: int
) -> dict[str, Any]:
    """The same for a document that leaves the centre: n_messages, n_topics, and `rows`, the first `limit` of them.

    Told are words that read like a vocabulary's and are borne by OFTEN messages or more; words that read so but are
    rarer are one entry RARE, all others one entry TEXT, the last two.
    """
    topics = _found(conn, settings, quarter.bounds(settings.zone), as_of)
    times: Counter[str | None] = Counter()
    for topic in topics:
        del topic["oldest_on"]
        times[topic["topic"]] += topic["n"]
    told = []
    rest = {name: {"topic": name, "code": None, "n": 0, "channels": Counter[str](), "newest_on": date.min}
            for name in (RARE, TEXT)}  # fmt: skip
    for topic in topics:
        may_leave = topic.pop("may_leave")
        if may_leave and (topic["topic"] is None or times[topic["topic"]] >= OFTEN):
            told.append(topic)
        else:
            _add(rest[RARE if may_leave else TEXT], topic["channels"], topic["newest_on"])
    last = [one for one in rest.values() if one["n"]]
    return {
        "n_messages": sum(times.values()),
        "n_topics": len(told) + len(last),
        "rows": told[: limit - len(last)] + last,
    }


def topics_to_map(
    conn: Connection, settings: Settings, as_of: datetime, is_personal_shown: bool, limit: int
) -> dict[str, Any]:
    """What a person can map, the most frequent first: n, n_seen, n_told (messages), n_topics, topics; is_personal:
    whether some of these topics may be a citizen's words, so that the look at them is to be written down.

    Only the NEWEST messages without a направление are looked into (n_seen of n): a person who maps what is frequent
    among them sees the next ones. A topic has topic, code, n, channels, oldest_on, newest_on, and kind and word, by
    which the map would take it: None where there is nothing to map. Whoever may not see personal data is told only
    words that read like a vocabulary's.
    """
    excluded = excluded_keys(conn, settings, as_of)
    asked = {"municipality": settings.municipality.oktmo, "excluded": excluded, "n_newest": NEWEST}
    counted = run(conn, "figures/unmapped_count.sql", **asked).one()
    topics = _found(conn, settings, (counted.since or BEGINNING, END), as_of)
    told = [topic for topic in topics if is_personal_shown or topic["may_leave"]]
    for topic in told:
        kind, word = ("topic", topic["topic"]) if topic["topic"] is not None else ("code", topic["code"])
        is_mappable = map_row(topic["topic"], topic["code"], topic["oldest_on"], topic["newest_on"]) is not None
        topic |= {"kind": kind if is_mappable else None, "word": word if is_mappable else None}
    return {
        "n": counted.n,
        "n_seen": sum(topic["n"] for topic in topics),
        "n_told": sum(topic["n"] for topic in told),
        "n_topics": len(told),
        "topics": told[:limit],
        "is_personal": any(not topic["may_leave"] and topic["topic"] != TEXT for topic in told[:limit]),
    }


def _bounds(quarter: Quarter | None, settings: Settings) -> tuple[datetime, datetime]:
    return quarter.bounds(settings.zone) if quarter else (BEGINNING, END)


def _found(
    conn: Connection, settings: Settings, bounds: tuple[datetime, datetime], as_of: datetime
) -> list[dict[str, Any]]:
    """One entry a word and code, the most frequent first: channels, n, oldest_on, newest_on, may_leave."""
    t0, t1 = bounds
    rows = run(
        conn,
        "figures/unmapped_topic.sql",
        municipality=settings.municipality.oktmo,
        excluded=excluded_keys(conn, settings, as_of),
        not_classified=NOT_CLASSIFIED,
        longest_word=LONGEST_WORD,
        personal=IN_A_TOPIC,
        text_instead=TEXT,
        t0=t0,
        t1=t1,
    ).mappings()
    topics: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for row in rows:
        empty = {"topic": row["topic"], "code": row["code"], "n": 0, "channels": Counter[str](), "may_leave": True,
                 "oldest_on": date.max, "newest_on": date.min}  # fmt: skip
        topic = topics.setdefault((row["topic"], row["code"]), empty)
        _add(topic, {row["channel"]: row["n"]}, row["newest_on"])
        topic["oldest_on"] = min(topic["oldest_on"], row["oldest_on"])
        topic["may_leave"] &= row["may_leave"]
    return sorted(topics.values(), key=lambda topic: (-topic["n"], topic["topic"] or "", topic["code"] or ""))


def _n_messages(conn: Connection, settings: Settings, quarter: Quarter | None, excluded: list[Any]) -> int:
    t0, t1 = _bounds(quarter, settings)
    asked = {"town": settings.municipality.oktmo, "excluded": excluded, "t0": t0, "t1": t1}
    counted = scalar(
        conn,
        "SELECT count(*) FROM fct_message WHERE is_valid AND municipality = :town"
        " AND NOT (message_key = any(cast(:excluded AS uuid[]))) AND registered_at >= :t0 AND registered_at < :t1",
        **asked,
    )
    return int(counted)


def _add(topic: dict[str, Any], channels: Mapping[str, int], newest_on: date) -> None:
    topic["channels"].update(channels)
    topic["n"] += sum(channels.values())
    topic["newest_on"] = max(topic["newest_on"], newest_on)


def map_row(topic: str | None, code: str | None, valid_from: date, known_from: date) -> str | None:
    """A line of the map that would cover the word (or, without one, the code), but for the name of the направление.

    None where there is neither, and for a text rather than a word: TEXT, or so long that it was cut.
    """
    if topic is not None and (topic == TEXT or len(topic) >= LONGEST_WORD):
        return None
    kind, word = ("topic", topic) if topic is not None else ("code", code)
    if word is None:
        return None
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([kind, word, PLACE, valid_from, known_from, SOURCE])
    return line.getvalue()
