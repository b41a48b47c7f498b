"""The part of the demonstration that Airflow's scheduler does: asked for by the REST API and watched to its end."""

from __future__ import annotations

import time
from collections.abc import Callable

from svodka.demo import exports
from svodka.services import Address, ServiceError
from svodka.services.rest import Airflow
from svodka.settings import Settings

Say = Callable[[str], None]
FIRST_DAY, LAST_DAY = "2026-09-24T00:00:00+05:00", "2026-09-30T00:00:00+05:00"
ENDED = ("success", "failed")
DAGS_SECONDS, BACKFILL_SECONDS, INBOX_SECONDS, QUARTER_SECONDS = 120, 600, 300, 300


def wait_for_dags(airflow: Airflow, wanted: list[str]) -> None:
    """Until the DAG processor has read them all."""

    def all_there() -> bool:
        return set(wanted) <= set(airflow.dags())

    try:
        _wait(all_there, DAGS_SECONDS, "DAG не появились")
    except ServiceError as error:
        broken = "; ".join(airflow.import_errors()) or "причина в logs/dag-processor.log"
        raise ServiceError(f"{error} {broken}") from error


def backfill(airflow: Airflow, channels: list[str], say: Say) -> None:
    """Loads every day of the week again, all channels at once, and checks that each day has succeeded."""
    asked = {}
    for channel in channels:
        airflow.unpause(f"{channel}_daily")
        asked[channel] = airflow.backfill(f"{channel}_daily", FIRST_DAY, LAST_DAY)
    open_ones = dict(asked)

    def all_completed() -> bool:
        for channel, number in list(open_ones.items()):
            if airflow.backfill_completed(number):
                del open_ones[channel]
                say(f"  {channel}: 7 дней")
        return not open_ones

    _wait(all_completed, BACKFILL_SECONDS, "повторная загрузка не закончилась")
    for channel in channels:
        runs = airflow.runs(f"{channel}_daily", run_type="backfill")
        bad = [run["dag_run_id"] for run in runs if run["state"] != "success"]
        if bad:
            raise ServiceError(f"Повторная загрузка {channel} не удалась: {', '.join(sorted(bad))}.")


def take_inboxes(airflow: Airflow, settings: Settings, channels: list[str], say: Say) -> None:
    """Lets `intake` find the files and start the channels, until the inboxes are empty and nothing runs any more."""
    time.sleep(settings.policy.settle_seconds + 1)
    # Seen for the first time, `intake` runs at once by its schedule; later it would do so within ten minutes.
    was_seen = bool(airflow.runs("intake"))
    airflow.unpause("intake")
    if was_seen:
        airflow.trigger("intake")

    def all_taken() -> bool:
        return not exports.waiting(settings) and not any(
            run["state"] not in ENDED for channel in channels for run in airflow.runs(f"{channel}_daily")
        )

    _wait(all_taken, INBOX_SECONDS, "выгрузки 1 и 2 октября не загружены")
    for channel in channels:
        newest = next(iter(airflow.runs(f"{channel}_daily")))
        if newest["state"] != "success":
            raise ServiceError(f"Загрузка {channel} не удалась: {newest['dag_run_id']}.")
    say("  приняты все каналы")


def send_quarter(airflow: Airflow, quarter: str, address: Address, say: Say) -> None:
    """Runs quarterly_report with `deliver`; «Утвердить» may be pressed in the UI, silence sends."""
    dag = "quarterly_report"
    # The run takes the place of the one that the scheduler would make as soon as the DAG is unpaused.
    run = airflow.trigger(dag, airflow.due_run(dag), quarter=quarter, deliver=True)
    airflow.unpause(dag)
    asked: list[bool] = []

    def ended() -> bool:
        if not asked and airflow.tasks(dag, run).get("sign_off") == "awaiting_input":
            asked.append(True)
            say(f"  можно утвердить: {address.url}/dags/{dag}/runs/{run}/tasks/sign_off/required_actions")
        return airflow.run_state(dag, run) in ENDED

    _wait(ended, QUARTER_SECONDS, f"отчёт за {quarter} не закончен")
    if airflow.run_state(dag, run) != "success":
        states = ", ".join(f"{task}: {state}" for task, state in airflow.tasks(dag, run).items())
        raise ServiceError(f"Отчёт за {quarter} не отправлен ({states}); журнал: {address.url}/dags/{dag}/runs/{run}.")


def _wait(is_over: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not is_over():
        if time.monotonic() > deadline:
            raise ServiceError(f"За {seconds} с {otherwise}.")
        time.sleep(0.5)
