"""Every night: what nobody needs any more is put away, what is kept is checked."""

from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task, timezone

from svodka import pipeline
from svodka_dags.defaults import FIRST_DAY, PLANNED_OR_PRESSED, TIMEZONE, arguments, help_text
from svodka_dags.step_help import explained


@dag(
    dag_id="housekeeping",
    schedule=CronTriggerTimetable("30 3 * * *", timezone=TIMEZONE),
    start_date=FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    allowed_run_types=PLANNED_OR_PRESSED,
    default_args=arguments("Инженер"),
    tags=["служба"],
    dag_display_name="Уборка",
    doc_md=help_text("housekeeping"),
)
def housekeeping() -> None:
    @task
    def tidy() -> dict[str, Any]:
        return pipeline.housekeeping(timezone.utcnow())

    tidy()


explained(housekeeping())
