"""One look of the guard: signs of the other side are read, the quarter is driven forward, people are told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from airflow.sdk import PokeReturnValue

from svodka import pipeline
from svodka.notify import mark_told
from svodka_dags.quarter_run import reached

log = logging.getLogger(__name__)


def look(quarter: str, now: datetime) -> PokeReturnValue:
    """Done, unless it was the last time of the schedule and the report is not out: then it looks on until the deadline.

    The letters go out whatever becomes of the rest. Raises what stopped the quarter, MailWaits or PersonNeeded, marked
    as told when the letters have said so: the failure of the task then writes no second one.
    """
    receipts = quietly(pipeline.read_receipts, now) or {}
    result, error = driven(quarter, now)
    quietly(pipeline.announce_responsible, now)
    asides = [receipts["unavailable"]] if "unavailable" in receipts else []
    told = quietly(pipeline.watch_deadline, quarter, now, error, asides)
    if told and told["looks_again"]:
        log.info("Отчёт за %s ещё не отправлен, следующий взгляд через полчаса", quarter)
        return PokeReturnValue(is_done=False)
    try:
        if error is not None:
            raise error
        assert result is not None
        return PokeReturnValue(is_done=True, xcom_value=said(reached(result)))
    except Exception as trouble:
        if told:
            mark_told(trouble)
        raise


def driven(quarter: str, now: datetime) -> tuple[dict[str, Any] | None, Exception | None]:
    """The answer of `advance`, or what stopped it."""
    try:
        return pipeline.advance_quarter(quarter, now), None
    except Exception as error:
        return None, error


def quietly(step: Callable[..., Any], *arguments: Any) -> Any:
    """What a step returns; nothing when it fails: it must not hold up the report. The log names the failure, without
    its text, which may hold a row of data."""
    try:
        return step(*arguments)
    except Exception as error:
        log.error("%s: %s", step.__name__, type(error).__name__)
        return None


def said(result: dict[str, Any]) -> dict[str, Any]:
    """What of an answer stays in XCom after a look: no name, no address, no path."""
    return {key: result[key] for key in ("quarter", "state", "edition", "next_step", "message")}
