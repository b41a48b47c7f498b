"""The letter of the morning, on working days, again when a load has changed its list; what the other side has said."""

from typing import Any

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task, timezone
from airflow.sdk.exceptions import AirflowSkipException

from svodka import pipeline
from svodka.assets import any_warehouse
from svodka.intake.contracts import channel_names
from svodka.notify import assert_mails_gone
from svodka.period import business_day
from svodka_dags.defaults import FIRST_DAY, PLANNED_OR_PRESSED, RETRY_MAIL, SETTINGS, TIMEZONE, arguments, help_text
from svodka_dags.step_help import explained

MORNING = CronTriggerTimetable("30 8 * * *", timezone=TIMEZONE)
AFTER_LOAD = "asset_triggered"
LOADED = any_warehouse(channel for channel in channel_names() if SETTINGS.channel(channel).enabled)


@dag(
    dag_id="daily_control",
    schedule=AssetOrTimeSchedule(timetable=MORNING, assets=LOADED),
    start_date=FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    allowed_run_types=[*PLANNED_OR_PRESSED, AFTER_LOAD],
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
        result = pipeline.daily_control(day, now, assert_mails_gone, after_load=dag_run.run_type == AFTER_LOAD)
        if not result["is_working_day"]:
            raise AirflowSkipException(f"{day:%d.%m.%Y} — выходной: письма не будет.")
        if "told" in result:  # why a load has nothing to tell
            raise AirflowSkipException(result["told"])
        return result

    @task
    def receipts(dag_run: Any = None) -> dict[str, Any]:
        if dag_run.run_type == AFTER_LOAD:
            raise AirflowSkipException("Загрузка писем не приносит: ответы читаются утром.")
        now = timezone.utcnow()
        return {**pipeline.read_receipts(now), "quarter_state": pipeline.settle_quarter(now)}

    send()
    receipts()


explained(daily_control())
