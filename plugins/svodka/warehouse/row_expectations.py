"""Great Expectations judges a table inside Postgres: the only module that imports it (it costs 6 s).

An expectation is one query that gives the rows which break it, so the same SQL can serve elsewhere too.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from great_expectations.datasource.fluent.interfaces import Batch

BATCH = "{batch}"


@dataclass(frozen=True)
class RowExpectation:
    """`query` names its table as {batch} and gives one row a breach; all its other braces stand as they are."""

    code: str
    query: str
    reason: str
    severity: Literal["critical", "warning", "info"]


def breaches(url: str, table: str, expectations: Sequence[RowExpectation]) -> dict[str, int]:
    """Judges a table (schema.name): code → how many rows each broken expectation gives; a kept one is not named.

    First every one is asked for yes or no only, then the broken ones for their counts (60 % cheaper on clean days).
    Raises RuntimeError when one could not be judged at all.
    """
    if not expectations:
        return {}
    batch = _batch(url, table)
    broken = [code for code, held in _validate(batch, expectations, "BOOLEAN_ONLY").items() if not held["success"]]
    if not broken:
        return {}
    counted = _validate(batch, [one for one in expectations if one.code in broken], "COMPLETE")
    return {code: int(result["result"]["observed_value"]) for code, result in counted.items()}


def _batch(url: str, table: str) -> Batch:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}  # type: ignore[assignment]
    schema, name = table.split(".")
    with warnings.catch_warnings():  # it would rather have add_postgres, which refuses a socket address
        warnings.simplefilter("ignore")
        source = context.data_sources.add_sql("warehouse", connection_string=_with_session(url))
    asset = source.add_table_asset(name, table_name=name, schema_name=schema)
    return asset.add_batch_definition_whole_table("all").get_batch()


def _with_session(url: str) -> str:
    """The queries read dates: the same session settings as everywhere."""
    from sqlalchemy import make_url

    from svodka.warehouse.engine import SESSION

    return make_url(url).update_query_dict({"options": SESSION}).render_as_string(hide_password=False)


def _validate(
    batch: Batch, expectations: Sequence[RowExpectation], result_format: Literal["BOOLEAN_ONLY", "COMPLETE"]
) -> dict[str, dict[str, Any]]:
    import great_expectations as gx

    suite = gx.ExpectationSuite(
        name=result_format.lower(),
        expectations=[
            gx.expectations.UnexpectedRowsExpectation(
                unexpected_rows_query=_braced(one.query),
                description=f"{one.code}: {one.reason}",
                severity=one.severity,  # type: ignore[arg-type]
                meta={"code": one.code},
            )
            for one in expectations
        ],
    )
    outcome = batch.validate(suite, result_format=result_format)
    return dict(map(_told, outcome.results))


def _braced(query: str) -> str:
    """Braces are doubled, for the library fills {batch} by str.format."""
    return query.replace("{", "{{").replace("}", "}}").replace("{{batch}}", BATCH)


def _told(result: Any) -> tuple[str, dict[str, Any]]:
    """An expectation's code and its outcome. Raises RuntimeError when it could not be judged at all."""
    code = result.expectation_config.meta["code"]
    infos = [result.exception_info, *(info for info in result.exception_info.values() if isinstance(info, dict))]
    failed = next((info for info in infos if info.get("raised_exception")), None)
    if failed is not None:
        raise RuntimeError(f"rule {code} could not be judged: {str(failed.get('exception_message'))[:300]}")
    return code, {"success": result.success, "result": result.result}
