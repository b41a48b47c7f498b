"""Drives the quarter to its deadline, 1st–4th of the month after it, even when the quarterly run is dead."""

from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task, timezone

from svodka import pipeline
from svodka_dags.defaults import FIRST_DAY, PLANNED_OR_PRESSED, RETRY_MAIL, TIMEZONE, arguments, help_text
from svodka_dags.quarter_run import ended_quarter, reached, refuse_long_past


@dag(
    dag_id="deadline_guard",
    schedule=CronTriggerTimetable("0 7,12,16 1-4 1,4,7,10 *", timezone=TIMEZONE),
    start_date=FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    allowed_run_types=PLANNED_OR_PRESSED,
    default_args=arguments("Руководитель МЦУ", retry_policy=RETRY_MAIL),
    tags=["отчёт"],
    dag_display_name="Страж срока отчёта",
    doc_md=help_text("deadline_guard"),
)
def deadline_guard() -> None:
    @task
    def who_must_act(dag_run: Any = None) -> str:
        refuse_long_past(dag_run, now := timezone.utcnow())
        return reached(pipeline.advance_quarter(ended_quarter(dag_run), now))["message"]

    who_must_act()


deadline_guard()
