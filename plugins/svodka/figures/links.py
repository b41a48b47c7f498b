"""Links between messages: the same appeal, repeats, duplicates; read from the facts each time, never stored.

What the source says counts (domain §16.16, §16.17): a case by number, the repeat flag, the duplicate mark. What we
compute from the applicant's name, the topic and the date is shown and enters no figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.errors import UsageError
from svodka.figures import document
from svodka.figures.facts import fact_source
from svodka.figures.indicators import in_force
from svodka.figures.scan import run_scans
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run

TYPES = ("SAME_APPEAL", "REPEAT", "DUPLICATE")
RECORDS, CASES, REPEATS = "S-01", "S-01U", "S-05"
ALL_PAIRS = 1_000_000_000
NOBODY = UUID(int=0)
DAY = timedelta(days=1)


def links_of_quarter(
    conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime, kind: str | None = None, limit: int = 1000
) -> dict[str, Any]:
    """Records and cases by channel, links by type, origin and channel, and the first `limit` pairs of a type.

    Facts are those of the caller's search path. channel None: all channels. REPEAT of the SOURCE has no pairs: the
    flag does not say of what. Raises UsageError for an unknown type.
    """
    chosen = _type(kind)
    known = document.parameters(conn, quarter, settings, as_of)
    _find_links(conn, settings, known, known["t0"] - DAY * settings.policy.repeat_days, known["t1"])
    counts = [dict(row) for row in run(conn, "figures/link_counts.sql").mappings()]
    records = _records(conn, settings, quarter, as_of, known, counts)
    counts += [
        {"type": "REPEAT", "origin": "SOURCE", "counts": True, "channel": row["channel"], "n": row["repeats_by_source"]}
        for row in records
        if row["channel"] and row["repeats_by_source"]
    ]
    return {
        "quarter": str(quarter),
        "as_of": as_of.astimezone(settings.zone).isoformat(),
        "repeat_days": settings.policy.repeat_days,
        "records": records,
        "counts": sorted(counts, key=lambda row: (row["type"], row["origin"], row["channel"])),
        "pairs": _pairs(conn, settings, chosen, limit),
    }


def links_of_message(conn: Connection, settings: Settings, message_key: UUID) -> list[dict[str, Any]]:
    """Every pair that the message is in, on either side; facts are those of the caller's search path."""
    registered, applicant = conn.execute(
        text("SELECT registered_at, applicant_key FROM message WHERE message_key = :key"), {"key": message_key}
    ).one()
    around = DAY * (settings.policy.repeat_days + 1)
    scope = {
        "municipality": settings.municipality.oktmo, "timezone": settings.timezone, "excluded": [],
        "t0": registered, "t1": registered, "message_key": message_key, "only_applicant": applicant or NOBODY,
    }  # fmt: skip
    _find_links(conn, settings, scope, registered - around, registered + around)
    return _pairs(conn, settings, None, ALL_PAIRS)


def why(pair: Mapping[str, Any], repeat_days: int) -> str:
    """In words, by what the two messages are linked."""
    if pair["type"] == "DUPLICATE" and pair["origin"] == "SOURCE":
        found = "" if pair["other_number"] else "; номер не найден среди загруженных"
        return f"источник пометил как дубликат, в показателях не участвует{found}"
    return {
        ("SAME_APPEAL", "SOURCE"): "указан номер в источнике: один случай, запись своя",
        ("SAME_APPEAL", "COMPUTED"): "то же имя заявителя и направление в другом канале, даты рядом (не более дня)",
        ("REPEAT", "COMPUTED"): f"то же имя заявителя и тема не позднее {repeat_days} дн.",
        ("DUPLICATE", "COMPUTED"): "то же имя заявителя и тема в тот же день в том же канале",
    }[pair["type"], pair["origin"]]


def _type(kind: str | None) -> str | None:
    chosen = kind.strip().upper().replace("-", "_") if kind else None
    if chosen is not None and chosen not in TYPES:
        raise UsageError(f"Нет вида связи «{kind}»: ожидается {', '.join(TYPES)}.")
    return chosen


def _find_links(
    conn: Connection, settings: Settings, scope: Mapping[str, Any], window_from: datetime, window_to: datetime
) -> None:
    """Makes the temporary table message_link; [window_from, window_to): where computed links are looked for."""
    run(
        conn,
        "figures/message_link.sql",
        {"one_message": "message_key" in scope},
        **{"message_key": None, "only_applicant": None, **scope},
        window_from=window_from,
        window_to=window_to,
        repeat_days=settings.policy.repeat_days,
    )


def _pairs(conn: Connection, settings: Settings, chosen: str | None, limit: int) -> list[dict[str, Any]]:
    rows = run(conn, "figures/link_pairs.sql", type=chosen, n_rows=limit).mappings()
    return [{**row, "why": why(dict(row), settings.policy.repeat_days)} for row in rows]


def _records(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    as_of: datetime,
    known: dict[str, Any],
    counts: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Records, cases and repeats, all channels first: the source's by the indicators' own files, ours beside them."""
    known_on = as_of.astimezone(settings.zone).date()
    asked = [one for one in in_force(quarter.first_day, known_on) if one.code in (RECORDS, CASES, REPEATS)]
    sums: dict[str | None, dict[str, Any]] = {}
    for one in run_scans(conn, asked, known):
        if one.slice[1:] == (None, None, None):
            sums.setdefault(one.slice[0], {})[one.indicator.code] = one
    fact = {"fact": fact_source("message_in_quarter", "")}
    applicants = {row.channel: row.n for row in run(conn, "figures/applicant_known.sql", fact, **known)}
    computed = {row["channel"]: row["n"] for row in counts if (row["type"], row["origin"]) == ("REPEAT", "COMPUTED")}
    computed[None], applicants[None] = sum(computed.values()), sum(applicants.values())
    return [
        {
            "channel": channel,
            "records": _whole(of_channel, RECORDS, "numerator"),
            "cases": _whole(of_channel, CASES, "numerator"),
            "repeats_by_source": _whole(of_channel, REPEATS, "numerator"),
            "repeats_known": _whole(of_channel, REPEATS, "denominator"),
            "repeats_computed": computed.get(channel, 0),
            "applicants_known": applicants.get(channel, 0),
        }
        for channel, of_channel in sorted(sums.items(), key=lambda item: item[0] or "")
    ]


def _whole(sums: Mapping[str, Any], code: str, part: str) -> int:
    return int(getattr(sums[code], part)) if code in sums else 0
