"""Use-cases of the quarantine: the list, a row as it came, dismissal with a reason, judging a file again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from svodka.errors import SvodkaError
from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings

NOT_OPEN = "Этой строки в карантине уже нет: её сняли или пересмотрела загрузка. Вернитесь к списку."


def quarantine(channel: str | None = None, code: str | None = None, after: int | None = None) -> dict[str, Any]:
    """One page of the open rows: rows, next (the number to go on after, or None), counts by channel and code, titles
    of codes, channels (name → title)."""
    from svodka.intake.contracts import channel_names, load_contract
    from svodka.intake.quarantine import listing
    from svodka.intake.quarantine.words import words_of

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        rows, following = listing.open_rows(connection, settings, channel, code, after)
        counts = listing.counts(connection, settings)
    return {
        "rows": rows,
        "next": following,
        "counts": counts,
        "titles": {one["code"]: words_of(one["code"]).title for one in counts},
        "channels": {name: load_contract(name).title for name in channel_names()},
    }


def quarantined_row(row_id: int) -> dict[str, Any]:
    """One open row, its channel's title and how many of its file are refused by the same code. Raises SvodkaError."""
    from svodka.intake.contracts import load_contract
    from svodka.intake.quarantine import listing

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        row = listing.open_row(connection, settings, row_id)
        if row is None:
            raise SvodkaError(NOT_OPEN)
        alike = listing.n_alike(connection, settings, row["file_id"], row["code"]) or {"n": 1}
    return {**row, "channel_title": load_contract(row["channel"]).title, "n_alike": alike["n"]}


def quarantined_alike(file_id: int, code: str) -> dict[str, Any]:
    """The open rows of one file and code: file, channel, n, newest_id, title, advice. Raises SvodkaError."""
    from svodka.intake.quarantine import listing
    from svodka.intake.quarantine.words import words_of

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        alike = listing.n_alike(connection, settings, file_id, code)
    if alike is None:
        raise SvodkaError(NOT_OPEN)
    words = words_of(code)
    return {**alike, "code": code, "title": words.title, "advice": words.advice}


def show_quarantined(row_id: int, login: str, role: str, now: datetime) -> dict[str, Any]:
    """The row with its cells as they came (`cells`): personal data, journaled before they are read."""
    from svodka.intake.contracts import load_contract
    from svodka.intake.quarantine.row_text import row_as_it_came
    from svodka.pipeline.access import write_down_view

    row = quarantined_row(row_id)
    is_message = load_contract(row["channel"]).entity == "message"
    write_down_view(login, role, "/quarantine", row["message_key"] if is_message else None, now)
    return {**row, "cells": row_as_it_came(load_settings(), row)}


def dismiss_quarantined(row_id: int, reason: str, by: str, now: datetime) -> None:
    """Takes one row out of the quarantine. Raises UsageError for the reason, SvodkaError when it is not open."""
    from svodka.figures.reason import checked_reason
    from svodka.intake.quarantine.dismissal import dismiss_row

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        if not dismiss_row(connection, settings, row_id, checked_reason(connection, reason), by, now):
            raise SvodkaError(NOT_OPEN)


def dismiss_alike(file_id: int, code: str, newest_id: int, reason: str, by: str, now: datetime) -> int:
    """Takes the rows of one file and code out of the quarantine, up to the newest one told; how many."""
    from svodka.figures.reason import checked_reason
    from svodka.intake.quarantine import dismissal

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        reason = checked_reason(connection, reason)
        return dismissal.dismiss_alike(connection, settings, file_id, code, newest_id, reason, by, now)


def judge_again(file_id: int, by: str, now: datetime) -> int | None:
    """Loads a landed file of core anew, whole; the load_id, None when it is left to `intake`: the file is large, or a
    load of the channel is under way. Raises SvodkaError when the file is not in core."""
    from svodka.intake.quarantine import again
    from svodka.pipeline.load_at_once import load_at_once

    settings = load_settings()
    warehouse = open_warehouse(settings)
    with warehouse.begin() as connection:
        again.ask(connection, settings, file_id, by, now)
        channel, n_rows = again.size_of(connection, file_id)
    return load_at_once(warehouse, settings, channel, n_rows, now)
