"""Whether a gap can be let pass at all: the report may be out, the channel may have none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from svodka.delivery import quarter_state
from svodka.delivery.progress import deadline
from svodka.errors import UsageError
from svodka.intake import coverage
from svodka.intake.contracts import load_contract
from svodka.period import Quarter
from svodka.report import edition_store
from svodka.report.wording import period_title
from svodka.settings import Settings


def refuse_needless(
    conn: Connection, settings: Settings, quarter: Quarter, channels: Iterable[str], now: datetime
) -> list[str]:
    """What to bear in mind, in sentences. Raises UsageError where a word about the gaps would change nothing: before
    the quarter's first day, once its report is out, for a channel whose exports have no gap."""
    name, (begins, ends) = period_title(quarter), quarter.bounds(settings.zone)
    if now < begins:
        raise UsageError(f"{name} ещё не начался: отпускать нечего.")
    if is_out(conn, settings, quarter):
        raise UsageError(f"Отчёт за {name} уже отправлен, пробелы он назвал: отпускать их поздно.")
    whole = without_gap(conn, settings, quarter, channels, now)
    if whole and now >= ends:
        raise UsageError(f"Пробела в выгрузках за {name} нет: {', '.join(whole)}. Отпускать нечего.")
    told = [f"Пробела пока нет: {', '.join(whole)}; решение подействует, если он появится."] if whole else []
    until = deadline(quarter, settings)
    if now > until:
        told.append(f"Срок отчёта за {name} прошёл {until:%d.%m.%Y}: проверьте, тот ли квартал назван.")
    return told


def is_out(conn: Connection, settings: Settings, quarter: Quarter) -> bool:
    """Whether the report is with its recipients and no later figures wait to take its place."""
    if quarter_state.read(conn, settings, quarter).state not in ("sent", "confirmed"):
        return False
    town = settings.municipality.oktmo
    issued = edition_store.latest(conn, town, str(quarter), is_preliminary=False)
    draft = edition_store.latest(conn, town, str(quarter), is_preliminary=True)
    return draft is None or issued is None or draft.hash == issued.hash


def without_gap(
    conn: Connection, settings: Settings, quarter: Quarter, channels: Iterable[str], now: datetime
) -> list[str]:
    """The titles of the channels that have no gap now and had none when the report was last computed."""
    known = [
        *coverage.summary(conn, settings, quarter, now),
        *(quarter_state.read(conn, settings, quarter).coverage or []),
    ]
    gapped = {one["channel"] for one in known if one.get("has_gap")}
    return [load_contract(channel).title for channel in dict.fromkeys(channels) if channel not in gapped]
