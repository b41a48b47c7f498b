"""Every 10 minutes in the day: a settled file in an inbox starts the DAG of its channel."""

from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task, timezone

from svodka import pipeline
from svodka.assets import SETTLED, inbox
from svodka_dags.defaults import FIRST_DAY, PLANNED_OR_PRESSED, SETTINGS, TIMEZONE, arguments, help_text
from svodka_dags.step_help import explained

OPENS, CLOSES = map(int, SETTINGS.policy.intake_hours.split("-"))


@dag(
    dag_id="intake",
    schedule=CronTriggerTimetable(f"*/10 {OPENS}-{CLOSES - 1} * * *", timezone=TIMEZONE),
    start_date=FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    allowed_run_types=PLANNED_OR_PRESSED,
    default_args=arguments("Секретарь МЦУ", retries=1, on_failure_callback=None),  # not a letter every 10 minutes
    tags=["приём"],
    dag_display_name="Приём файлов",
    doc_md=help_text("intake", opens=str(OPENS), closes=str(CLOSES)),
)
def intake() -> None:
    @task(outlets=[SETTLED])
    def look(outlet_events: Any = None) -> list[str]:
        channels = pipeline.settled_channels(timezone.utcnow())
        for channel in channels:
            outlet_events[SETTLED].add(inbox(channel))
        return channels

    look()


explained(intake())
