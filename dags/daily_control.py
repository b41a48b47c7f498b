"""The control list of the morning, by letter, on working days; and what the other side has said of the report."""

from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task, timezone
from airflow.sdk.exceptions import AirflowSkipException

from svodka import pipeline
from svodka.notify import assert_mails_gone
from svodka.period import business_day
from svodka_dags.defaults import FIRST_DAY, PLANNED_OR_PRESSED, RETRY_MAIL, SETTINGS, TIMEZONE, arguments, help_text


@dag(
    dag_id="daily_control",
    schedule=CronTriggerTimetable("30 8 * * *", timezone=TIMEZONE),
    start_date=FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    allowed_run_types=PLANNED_OR_PRESSED,
    default_args=arguments("Секретарь МЦУ", retry_policy=RETRY_MAIL),
    tags=["контроль"],
    dag_display_name="Контроль каждое утро",
    doc_md=help_text("daily_control"),
)
def daily_control() -> None:
    @task
    def send(dag_run: Any = None) -> dict[str, Any]:
        now = timezone.utcnow()
        day = business_day(dag_run.run_after, SETTINGS.zone)
        if day != business_day(now, SETTINGS.zone):
            raise AirflowSkipException(f"Утро {day:%d.%m.%Y} прошло: вчерашний список никому не нужен.")
        result = pipeline.daily_control(day, now)
        if not result["is_working_day"]:
            raise AirflowSkipException(f"{day:%d.%m.%Y} — выходной: письма не будет.")
        assert_mails_gone(result["mails"])
        return result

    @task
    def receipts() -> dict[str, Any]:
        """What the other side has said of the report, every day: most answers come when the guard is long off duty."""
        now = timezone.utcnow()
        found = pipeline.read_receipts(now)
        return {**found, "quarter_state": pipeline.settle_quarter(now)}

    send()
    receipts()


daily_control()
