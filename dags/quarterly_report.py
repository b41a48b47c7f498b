"""The quarterly report: an edition is prepared, the head is asked to sign it, it is delivered."""

from typing import Any

from airflow.sdk import CronDataIntervalTimetable, PokeReturnValue, dag, task, timezone
from pendulum import duration

from svodka import pipeline
from svodka_dags.defaults import FIRST_DAY, PLANNED_OR_PRESSED, RETRY_MAIL, TIMEZONE, arguments, help_text
from svodka_dags.quarter_params import PARAMS
from svodka_dags.quarter_run import ended_quarter, passed_on, reached, refuse_long_past
from svodka_dags.second_rope import REPORT_IS_LATE
from svodka_dags.sign_off import SignOffOperator
from svodka_dags.step_help import explained


@dag(
    dag_id="quarterly_report",
    schedule=CronDataIntervalTimetable("0 6 1 1,4,7,10 *", timezone=TIMEZONE),
    start_date=FIRST_DAY,
    catchup=False,
    max_active_runs=4,  # a run that waits for its signature must not hold up the one a person has just asked for
    allowed_run_types=PLANNED_OR_PRESSED,
    default_args=arguments("Руководитель МЦУ", retries=5, retry_policy=RETRY_MAIL),
    tags=["отчёт"],
    dag_display_name="Квартальный отчёт",
    doc_md=help_text("quarterly_report"),
    deadline=REPORT_IS_LATE,
    params=PARAMS,
)
def quarterly_report() -> None:
    @task.sensor(mode="reschedule", poke_interval=duration(minutes=15), timeout=duration(days=5))
    def prepare(params: Any = None, dag_run: Any = None) -> PokeReturnValue:
        refuse_long_past(dag_run, now := timezone.utcnow())
        quarter = params["quarter"] or ended_quarter(dag_run)
        result = pipeline.advance_quarter(quarter, now, deliver=params["deliver"])
        return PokeReturnValue(is_done=result["next_step"] != "wait", xcom_value=passed_on(result))

    @task(trigger_rule="none_failed_min_one_success")
    def deliver(edition: dict[str, Any], answer: dict[str, Any] | None, params: Any = None) -> dict[str, Any]:
        said, now = answer or {}, timezone.utcnow()
        result = pipeline.advance_quarter(edition["quarter"], now, deliver=params["deliver"], **said)
        return reached(result, said.get("decision"))

    edition = prepare()
    deliver(edition, SignOffOperator(task_id="sign_off", edition=edition).output)


explained(quarterly_report())
