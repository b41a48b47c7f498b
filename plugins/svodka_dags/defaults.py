"""What DAG files say in the same words: first day, retries and failure letter, a backfill's days, help text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pendulum
from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

from svodka.errors import SvodkaError
from svodka.notify import MailWaits, on_failure
from svodka.period import business_day
from svodka.settings import PROJECT, load_settings

SETTINGS = load_settings()
TIMEZONE = SETTINGS.timezone

# Backfills reach no further back. A constant: a DAG file must not look at the clock, or its DAG changes at New Year.
FIRST_DAY = pendulum.datetime(2025, 1, 1, tz=TIMEZONE)

# A backfill of these makes no sense: what they do happens at its moment or is kept in meta.quarter.
PLANNED_OR_PRESSED = ["scheduled", "manual"]

# For tasks that send. A waiting mail is worth another attempt, and so is whatever is not ours (no database, no disk).
# Where our own sentence tells a person what to mend, an attempt an hour later would make the red square an hour late.
RETRY_MAIL = ExceptionRetryPolicy([RetryRule(MailWaits), RetryRule(SvodkaError, action=RetryAction.FAIL)])


def arguments(owner: str, retries: int = 3, **more: Any) -> dict[str, Any]:
    """The default arguments of a DAG's tasks.

    The first retry waits as long as Airflow's [core] default_task_retry_delay says (5 minutes unless configured),
    each next one twice as long, half an hour at most. A task that hangs is stopped: it would hold up its DAG for ever.
    """
    return {
        "owner": owner,
        "retries": retries,
        "retry_exponential_backoff": 2,
        "max_retry_delay": pendulum.duration(minutes=30),
        "execution_timeout": pendulum.duration(hours=3),
        "on_failure_callback": on_failure,
        **more,
    }


def days_asked_for(dag_run: Any) -> tuple[date, date] | None:
    """First and last business day of a backfill run; None for every other run, which takes all that is not loaded."""
    if dag_run.run_type != "backfill":
        return None
    last_moment = dag_run.data_interval_end - timedelta(microseconds=1)
    return business_day(dag_run.data_interval_start, SETTINGS.zone), business_day(last_moment, SETTINGS.zone)


def help_text(name: str, **words: str) -> str:
    """The text of docs/dags/<name>.md for the person who clicks on the DAG; `{word}` in it is replaced."""
    text = (PROJECT / "docs" / "dags" / f"{name}.md").read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", value)
    return text
