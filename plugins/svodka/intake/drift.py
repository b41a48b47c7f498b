"""How the newest exports differ from those before: columns that came or went, rows with remarks against the mean."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from svodka.intake.contracts import Contract, channel_names, load_contract
from svodka.intake.judgement import header_of
from svodka.settings import Settings
from svodka.sources.files import journal_name
from svodka.warehouse.engine import run

FEW = 5  # rows: fewer are no trend
TWICE = 2  # as large a share as the mean or more
WORDS = {
    ("unknown", True): "появился незнакомый столбец, он не берётся",
    ("unknown", False): "незнакомого столбца больше нет",
    ("absent", True): "столбца больше нет",
    ("absent", False): "столбец появился снова и берётся",
}


def column_drift(conn: Connection, settings: Settings, now: datetime) -> list[dict[str, Any]]:
    """Columns that the newest export of a source has and the one before it had not, or the other way round.

    Keys: title, journal, column, what (words), is_loss (a column that was read before is gone), business_day,
    compared_with.
    """
    rows = run(conn, "landing/column_drift.sql", municipality=settings.municipality.oktmo, as_of=now).mappings()
    return [_column(row, load_contract(row["channel"])) for row in rows if row["channel"] in channel_names()]


def _column(row: RowMapping, contract: Contract) -> dict[str, Any]:
    is_absent = row["kind"] == "absent"
    return {
        "title": contract.title,
        "journal": journal_name(row["registrar"]),
        "column": header_of(contract, row["name"]) if is_absent else row["name"],
        "what": WORDS[row["kind"], row["is_in_newest"]],
        "is_loss": is_absent and row["is_in_newest"],
        "business_day": row["business_day"],
        "compared_with": row["compared_with"],
    }


def remark_drift(conn: Connection, settings: Settings, since: datetime) -> list[dict[str, Any]]:
    """The rules that rows of the newest loads break, against their mean share in the loads before, since a moment.

    Keys: title, code, reason, n, n_rows, share, mean_share (None without a load before), is_more.
    """
    rows = run(conn, "landing/remark_drift.sql", municipality=settings.municipality.oktmo, since=since).mappings()
    found = []
    for row in rows:
        contract = load_contract(row["channel"]) if row["channel"] in channel_names() else None
        rule = next((rule for rule in contract.rules if rule.code == row["code"]), None) if contract else None
        if contract is None or rule is None or not row["n"]:  # a rule of an older contract, or one that holds now
            continue
        share = row["n"] / row["n_rows"]
        found.append(
            {
                "title": contract.title,
                "code": rule.code,
                "reason": rule.reason,
                "n": int(row["n"]),
                "n_rows": int(row["n_rows"]),
                "share": share,
                "mean_share": row["mean_share"],
                "is_more": is_more(int(row["n"]), share, row["mean_share"]),
            }
        )
    return found


def is_more(n: int, share: Any, mean_share: Any) -> bool:
    """Is it clearly more than usual: not a few rows, and twice the mean share or more?"""
    return mean_share is not None and n >= FEW and share >= TWICE * mean_share
