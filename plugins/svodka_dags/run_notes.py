"""A note on every finished run: what it has done, in counts, so that nobody must open a log to know."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from airflow.listeners import hookimpl

from svodka_dags.run_note_words import note_of

log = logging.getLogger(__name__)


@hookimpl
def on_dag_run_success(dag_run: Any, msg: str) -> None:
    put_note(dag_run)


@hookimpl
def on_dag_run_failed(dag_run: Any, msg: str) -> None:
    put_note(dag_run)


def put_note(dag_run: Any) -> None:
    """Called in the scheduler, in the transaction that ends the run: the note is written with it. A person's own note
    stays; never raises, a note must not hold up the scheduler."""
    try:
        if dag_run.note:
            return
        returned = _returned(dag_run)
        note = note_of(dag_run.dag_id, returned)
        if note:
            dag_run.note = note
    except Exception as error:
        log.warning("Примечание к запуску не записано: %s", type(error).__name__)


def _returned(dag_run: Any) -> dict[str, Any]:
    """What the tasks of the run returned: counts, states and sentences, nothing personal."""
    from airflow.models.xcom import XComModel
    from sqlalchemy.orm import object_session

    session = object_session(dag_run)
    if session is None:
        return {}
    wanted = XComModel.get_many(run_id=dag_run.run_id, dag_ids=dag_run.dag_id, key="return_value")
    rows: Iterable[Any] = session.scalars(wanted)
    return {row.task_id: XComModel.deserialize_value(row) for row in rows}
