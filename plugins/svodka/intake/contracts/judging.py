"""Great Expectations judges a staging table inside Postgres: the only module that imports it (it costs 6 s).

Every rule of the contract is one SQL predicate; the same text is later used to move the rows into quarantine.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from svodka.intake.contracts.model import Contract, Rule

if TYPE_CHECKING:
    from great_expectations.datasource.fluent.interfaces import Batch

SEVERITIES = {"reject": "warning", "warning": "info"}


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

    Returns the number of rows that each broken rule takes; a rule that holds is not named. First every rule is asked
    for yes or no only, then the broken ones for their counts (60 % cheaper on clean days).
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}  # type: ignore[assignment]
    schema, name = table.split(".")
    with warnings.catch_warnings():  # it would rather have add_postgres, which refuses a socket address
        warnings.simplefilter("ignore")
        source = context.data_sources.add_sql("warehouse", connection_string=_with_session(url))
    asset = source.add_table_asset(name, table_name=name, schema_name=schema)
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    found = predicates(contract)
    rules = {rule.code: rule for rule in contract.rules}
    broken = [code for code, held in _validate(batch, rules, found, "BOOLEAN_ONLY").items() if not held["success"]]
    if not broken:
        return {}
    counted = _validate(batch, {code: rules[code] for code in broken}, found, "COMPLETE")
    return {code: int(result["result"]["observed_value"]) for code, result in counted.items()}


def _with_session(url: str) -> str:
    """The predicates read dates: the same session settings as everywhere."""
    from sqlalchemy import make_url

    from svodka.warehouse.engine import SESSION

    return make_url(url).update_query_dict({"options": SESSION}).render_as_string(hide_password=False)


def _validate(
    batch: Batch,
    rules: Mapping[str, Rule],
    found: Mapping[str, str],
    result_format: Literal["BOOLEAN_ONLY", "COMPLETE"],
) -> dict[str, dict[str, Any]]:
    import great_expectations as gx

    suite = gx.ExpectationSuite(
        name=result_format.lower(),
        expectations=[
            gx.expectations.UnexpectedRowsExpectation(
                unexpected_rows_query=_query(found[code]),
                description=f"{code}: {rule.reason}",
                severity=SEVERITIES[rule.severity],  # type: ignore[arg-type]
                meta={"code": code},
            )
            for code, rule in rules.items()
        ],
    )
    outcome = batch.validate(suite, result_format=result_format)
    return dict(map(_told, outcome.results))


def _query(predicate: str) -> str:
    """Only the place of a row is ever fetched. Braces are doubled: the library fills {batch} by str.format."""
    braced = predicate.replace("{", "{{").replace("}", "}}")
    return f"SELECT file_id, sheet_no, row_no FROM {{batch}} WHERE {braced}"


def _told(result: Any) -> tuple[str, dict[str, Any]]:
    """A rule's code and the outcome of its expectation. Raises RuntimeError when it could not be judged at all."""
    code = result.expectation_config.meta["code"]
    infos = [result.exception_info, *(info for info in result.exception_info.values() if isinstance(info, dict))]
    failed = next((info for info in infos if info.get("raised_exception")), None)
    if failed is not None:
        raise RuntimeError(f"rule {code} could not be judged: {str(failed.get('exception_message'))[:300]}")
    return code, {"success": result.success, "result": result.result}
