"""Use-cases of the page «Отчёты»: the quarters, one of them, a file of an edition, an answer before it is given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings

if TYPE_CHECKING:
    from svodka.report.download import Download

ON_A_PAGE = 8  # quarters: two years


def report_list(now: datetime, before: str | None = None) -> dict[str, Any]:
    """quarters: the newest before the one named, as `quarter_page.row_of` says; older: what to ask for next."""
    from svodka.delivery.quarter_page import quarter_list
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(before) if before else None
    with open_warehouse(settings).begin() as conn:
        return quarter_list(conn, settings, now, asked, ON_A_PAGE)


def report_told(quarter: str, now: datetime) -> dict[str, Any]:
    """Everything about the report of one quarter (`quarter_page.quarter_told`). Raises UsageError."""
    from svodka.delivery.quarter_page import quarter_told
    from svodka.period import Quarter

    settings = load_settings()
    period = Quarter.parse(quarter)
    with open_warehouse(settings).begin() as conn:
        return quarter_told(conn, settings, period, now)


def edition_file(quarter: str, number: str, name: str) -> Download | None:
    """One file of an issued or preliminary edition; None when there is none of that name."""
    from svodka.period import Quarter
    from svodka.report.download import download

    settings, period = load_settings(), Quarter.parse(quarter)
    with open_warehouse(settings).begin() as conn:
        return download(conn, settings, period, number, name)


def checked_answer(
    quarter: str, edition_hash: str, choice: str, reason: str, waive: Collection[str], now: datetime
) -> tuple[str, dict[str, Any]]:
    """What an answer to the sign-off says to Airflow: the option and the form; as `page_answer.checked_answer`."""
    from svodka.delivery import page_answer
    from svodka.period import Quarter

    settings, period = load_settings(), Quarter.parse(quarter)
    with open_warehouse(settings).begin() as conn:
        return page_answer.checked_answer(conn, settings, period, edition_hash, choice, reason, waive, now)


def refused_signature(login: str | None) -> str | None:
    """Why an answer of the login is no signature, in one sentence; None: it is one (`access.signers`)."""
    from svodka.access.signers import refused

    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        return refused(conn, settings, login)
