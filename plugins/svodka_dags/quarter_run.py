"""How a run of quarterly_report or deadline_guard reads the quarter: which one, is it too late, is a person needed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk.exceptions import AirflowSkipException

from svodka.errors import SvodkaError
from svodka.notify import MailWaits
from svodka.period import Quarter, business_day
from svodka.settings import load_settings

# A DAG that is seen for the first time makes one run of its latest moment, which may be months ago. A report must not
# leave the house because somebody has installed the system and loaded the first channel.
LONG_PAST = timedelta(days=10)

# What of the answer of `advance` may travel between tasks. Recipients and their servers' replies stay in the warehouse.
PASSED_ON = (
    "quarter", "state", "edition", "edition_hash", "next_step", "message", "sign_off_until", "gaps", "asked",
    "correction", "notes", "remarks", "key_figures", "files",
)  # fmt: skip


class PersonNeeded(SvodkaError):
    """The report cannot go on until a person mends something; repeating does not help."""


def ended_quarter(dag_run: Any) -> str:
    """The quarter that ended last before the run was due.

    Neither the data interval (a manual run may have none) nor the clock (a late or cleared run is about its own
    quarter) would do.
    """
    return str(Quarter.of(business_day(dag_run.run_after, load_settings().zone)).previous)


def refuse_long_past(dag_run: Any, now: datetime) -> None:
    """Skips the task when its run was due so long ago that a person must say whether the report is still wanted."""
    if now - dag_run.run_after > LONG_PAST:
        raise AirflowSkipException(
            f"Срок этого запуска ({dag_run.run_after:%d.%m.%Y}) давно прошёл, сам отчёт уже не пойдёт. Если он нужен, "
            "запустите «Квартальный отчёт» рукой."
        )


def passed_on(result: dict[str, Any]) -> dict[str, Any]:
    """The part of an answer of `advance` that may stand in XCom: ids, ISO times, sentences, officials' names."""
    return {key: result[key] for key in PASSED_ON if key in result}


def reached(result: dict[str, Any], decision: str | None = None) -> dict[str, Any]:
    """The answer of `advance` as a task returns it.

    Raises MailWaits when a mail must be tried again, PersonNeeded when the report has not gone out and a person must
    act, also when a signature, or silence, has changed nothing because something keeps the edition back; not when that
    person is the one who has just rejected it.
    """
    if result["next_step"] == "retry":
        raise MailWaits(result["message"])
    is_out = result["state"] in ("sent", "confirmed")
    is_in_vain = result["next_step"] == "sign_off" and decision in ("approve", "silence")
    if not is_out and decision != "reject" and (result["next_step"] == "act" or is_in_vain):
        raise PersonNeeded(result["message"])
    return passed_on(result)
