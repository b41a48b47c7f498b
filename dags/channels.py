"""One daily DAG per channel, made from the contracts in expectations/: extract → validate → load."""

from typing import Any

from airflow.sdk import DAG, AssetOrTimeSchedule, CronDataIntervalTimetable, dag, task, timezone
from airflow.sdk.exceptions import AirflowSkipException

from svodka import pipeline
from svodka.assets import count, inbox, warehouse
from svodka.intake.contracts import channel_names
from svodka.notify import tell_refusals
from svodka_dags.defaults import FIRST_DAY, SETTINGS, TIMEZONE, arguments, days_asked_for, help_text
from svodka_dags.step_help import explained

NIGHTLY = CronDataIntervalTimetable("0 0 * * *", timezone=TIMEZONE)


def channel_daily(channel: str) -> DAG:
    @dag(
        dag_id=f"{channel}_daily",
        schedule=AssetOrTimeSchedule(timetable=NIGHTLY, assets=[inbox(channel)]),
        start_date=FIRST_DAY,
        catchup=False,
        max_active_runs=1,
        default_args=arguments("Секретарь МЦУ"),
        tags=["канал", channel],
        dag_display_name=f"Канал {channel}: загрузка",
        doc_md=help_text("channel_daily", channel=channel),
    )
    def daily() -> None:
        @task
        def extract(dag_run: Any = None) -> int:
            load_id = pipeline.extract(channel, days_asked_for(dag_run), dag_run.run_id, timezone.utcnow())
            if load_id is None:
                raise AirflowSkipException("Новых файлов нет: загружать нечего, это не ошибка.")
            return load_id

        @task
        def validate(load_id: int) -> int:
            pipeline.validate(load_id)
            return load_id

        @task(outlets=[warehouse(channel)])
        def load(load_id: int, outlet_events: Any = None) -> dict[str, int]:
            files = pipeline.load(load_id, timezone.utcnow())
            tell_refusals(channel, files)
            counts = outlet_events[warehouse(channel)].extra = count(files)
            return counts

        load(validate(extract()))

    return explained(daily())


for _channel in channel_names():
    if SETTINGS.channel(_channel).enabled:
        channel_daily(_channel)
