"""The rules of a contract as predicates, and the judgement of a staging table by them.

Every rule of the contract is one SQL predicate; the same text is later used to move the rows into quarantine.
"""

from __future__ import annotations

from typing import Literal

from svodka.intake.contracts.model import Contract
from svodka.warehouse.row_expectations import RowExpectation, breaches

SEVERITIES: dict[str, Literal["warning", "info"]] = {"reject": "warning", "warning": "info"}


def predicates(contract: Contract) -> dict[str, str]:
    """Rule code → the predicate that holds for the rows it takes: ours, broken here, and by no rule before it."""
    taken: dict[str, str] = {}
    earlier: list[str] = []
    for rule in contract.rules:
        guard = "".join(f" AND NOT coalesce({before}, false)" for before in earlier)
        taken[rule.code] = f"NOT is_foreign AND ({rule.predicate}){guard}"
        if rule.severity == "reject":
            earlier.append(f"({rule.predicate})")
    return taken


def judge(url: str, table: str, contract: Contract) -> dict[str, int]:
    """Judges a staging table (schema.name) by the contract's rules.

    Returns the number of rows that each broken rule takes; a rule that holds is not named. Only the place of a row is
    ever fetched.
    """
    found = predicates(contract)
    expectations = [
        RowExpectation(
            code=rule.code,
            query=f"SELECT file_id, sheet_no, row_no FROM {{batch}} WHERE {found[rule.code]}",
            reason=rule.reason,
            severity=SEVERITIES[rule.severity],
        )
        for rule in contract.rules
    ]
    return breaches(url, table, expectations)
