"""Use-cases of the morning: the control list, the state of everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import Any

from svodka.pipeline.answers import draw_answers
from svodka.pipeline.figure_pages import refresh_figures
from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def daily_control(
    day: date,
    now: datetime,
    judge_mails: Callable[[Mapping[str, int]], None] | None = None,
    after_load: bool = False,
) -> dict[str, Any]:
    """The control list of a business day and its letter; then the answers of the week that is over are drawn and the
    page of figures is made anew, where that has not been done. `after_load`: a load has changed the data, not the
    morning come. `judge_mails` gets the mails by state at the end and raises where one has not gone. Raises what has
    failed after the letter; what the judge raises goes first."""
    from svodka.control import daily

    settings = load_settings()
    found = daily.run(open_warehouse(settings), settings, day, now, after_load=after_load)
    with ExitStack() as afterwards:  # last in, first out: what fails costs neither the letter nor what comes after it
        if judge_mails:
            afterwards.callback(judge_mails, found["mails"])
        afterwards.callback(refresh_figures, now)
        draw_answers(now=now)
    return found


def bring_up_to_date(now: datetime) -> None:
    """After a load that no DAG has made: what the pages keep is made anew. Never raises: the load itself is done."""
    import logging

    from svodka.control.daily import effect_kept
    from svodka.period import business_day

    settings = load_settings()
    try:
        effect_kept(open_warehouse(settings), settings, business_day(now, settings.zone), now)
        refresh_figures(now)
    except Exception as error:  # its text may carry rows
        logging.getLogger(__name__).warning("Страницы не обновлены после загрузки: %s", type(error).__name__)


def status(now: datetime | None = None) -> dict[str, Any]:
    """Is everything alive, is the deadline safe: one entry a channel, and the next deadline."""
    from svodka.control.status import status_now

    settings = load_settings()
    return status_now(open_warehouse(settings), settings, now or datetime.now(UTC))


def status_told(now: datetime | None = None) -> dict[str, Any]:
    """The same with what a person is told: words about the report, the days that are missing."""
    from svodka.control.status import status_told

    settings = load_settings()
    return status_told(open_warehouse(settings), settings, now or datetime.now(UTC))
