"""Drives the quarter to its deadline, 1st–4th of the month after it, even when the quarterly run is dead."""

from typing import Any

from airflow.sdk import CronTriggerTimetable, PokeReturnValue, dag, task, timezone
from pendulum import duration

from svodka.notify import on_guard_failure
from svodka_dags.defaults import FIRST_DAY, PLANNED_OR_PRESSED, RETRY_MAIL, TIMEZONE, arguments, help_text
from svodka_dags.guard_run import look
from svodka_dags.quarter_run import ended_quarter, refuse_long_past
from svodka_dags.second_rope import GUARD_IS_LATE
from svodka_dags.step_help import explained


@dag(
    dag_id="deadline_guard",
    schedule=CronTriggerTimetable("0 7,12,16 1-4 1,4,7,10 *", timezone=TIMEZONE),
    start_date=FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    allowed_run_types=PLANNED_OR_PRESSED,
    default_args=arguments("Руководитель МЦУ", retry_policy=RETRY_MAIL, on_failure_callback=on_guard_failure),
    tags=["отчёт"],
    dag_display_name="Страж срока отчёта",
    doc_md=help_text("deadline_guard"),
    deadline=GUARD_IS_LATE,
)
def deadline_guard() -> None:
    # The last look, on the 4th at 16:00, goes on every half an hour until the deadline, as long as it is needed.
    @task.sensor(mode="reschedule", poke_interval=duration(minutes=30), timeout=duration(hours=9))
    def who_must_act(dag_run: Any = None) -> PokeReturnValue:
        refuse_long_past(dag_run, now := timezone.utcnow())
        return look(ended_quarter(dag_run), now)

    who_must_act()


explained(deadline_guard())
