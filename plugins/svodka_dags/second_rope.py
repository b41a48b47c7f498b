"""The second rope: Airflow itself notices that a run has not ended in time, and the curator gets a letter.

It hangs on other processes than the tasks do: the scheduler sees the moment pass, the triggerer writes the letter, so
that it comes even when no task can start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from svodka import pipeline
from svodka.notify import write_letter
from svodka_dags.quarter_run import LONG_PAST, ended_quarter

log = logging.getLogger(__name__)

READERS = ("curator", "engineer")
UNKNOWN = (
    "Запуск «{dag_id}» не завершился вовремя, а узнать, отправлен ли отчёт за {quarter}, не удалось: хранилище не "
    "отвечает. Позвоните инженеру: отчёт должен уйти до конца 4-го числа."
)


async def report_may_be_late(context: Mapping[str, Any], **_: Any) -> None:
    """Callback of a deadline that has passed: runs in the triggerer, with Airflow's short context."""
    await asyncio.to_thread(alarm, context["dag_run"], datetime.now(UTC))


def alarm(dag_run: Mapping[str, Any], now: datetime) -> None:
    """Tells the curator that the report of the run's quarter is not out, unless he knows it today or it is out.

    Only a scheduled run has promised anything, and only for its own days.
    """
    run_after = datetime.fromisoformat(str(dag_run["run_after"]))
    if dag_run["run_type"] != "scheduled" or now - run_after > LONG_PAST:
        return
    quarter = ended_quarter(SimpleNamespace(run_after=run_after))
    try:
        found = pipeline.watch_deadline(quarter, now, is_alarm=True)
        log.warning("%s не завершён вовремя: %s", dag_run["dag_id"], found)
    except Exception as error:
        log.error("Состояние отчёта за %s не узнать: %s", quarter, type(error).__name__)
        text = UNKNOWN.format(dag_id=dag_run["dag_id"], quarter=quarter)
        write_letter(f"Отчёт за {quarter} под угрозой", text, READERS)


# A look of the guard takes a minute, its last one goes on until midnight. Counted from the hour it was due at, so that
# a look that was never begun is missed as well.
GUARD_IS_LATE = DeadlineAlert(
    reference=DeadlineReference.DAGRUN_LOGICAL_DATE,
    interval=timedelta(hours=1),
    callback=AsyncCallback(report_may_be_late),
    name="Страж срока отчёта не закончил за час",
)
# The run of the 1st, 06:00: by the 4th, 17:00 the last signature has been waited for and the guard has looked for the
# last time. Its logical date is the quarter's first day, and quarters differ in length: hence from when it was queued.
REPORT_IS_LATE = DeadlineAlert(
    reference=DeadlineReference.DAGRUN_QUEUED_AT,
    interval=timedelta(days=3, hours=11),
    callback=AsyncCallback(report_may_be_late),
    name="Квартальный отчёт не отправлен к 17:00 4-го числа",
)
