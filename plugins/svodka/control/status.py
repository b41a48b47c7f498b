"""Is everything alive, is the deadline safe: one look for `svodka status`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import CalendarUnknown, WorkingCalendar
from svodka.delivery import progress as quarter_progress
from svodka.delivery import quarter_words
from svodka.delivery.progress import deadline as deadline_of
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import enabled_channels, recent_gaps
from svodka.period import Quarter, business_day
from svodka.report import edition_store
from svodka.report.privacy import sentence
from svodka.report.wording import period_title
from svodka.settings import Settings
from svodka.sources.files import arrived
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import Warehouse, run


def status_now(warehouse: Warehouse, settings: Settings, now: datetime) -> dict[str, Any]:
    """State a channel (`fresh`, `gap`, `no_data`), and the quarter whose report is due or in work."""
    full = status_told(warehouse, settings, now)
    channels = [{name: value for name, value in one.items() if name != "gaps"} for one in full["channels"]]
    return {name: value for name, value in full.items() if name != "told"} | {"channels": channels}


def status_told(warehouse: Warehouse, settings: Settings, now: datetime) -> dict[str, Any]:
    """The same for a person: besides `told` (where the report stands, what to do next, the deadlines, in words) and
    the `gaps` of each channel: first and last days."""
    quarter = Quarter.of(business_day(now, settings.zone)).previous
    with warehouse.begin() as connection:
        calendar = calendar_known_on(connection, business_day(now, settings.zone))
        channels = [_channel(connection, settings, name, now, calendar) for name in enabled_channels(settings)]
        progress = quarter_progress.read(connection, settings, quarter, now, calendar)
        notes = _of_running(connection, settings, quarter.next)
    state = progress.state.state
    deadline = deadline_of(quarter, settings)
    has_data = any(one["newest_export"] for one in channels)
    return {
        "now": now.astimezone(settings.zone).isoformat(timespec="seconds"),
        "channels": channels,
        "quarter": str(quarter),
        "quarter_state": state,
        "cutoff": calendar.cutoff(quarter, settings.zone).isoformat(),
        "deadline": deadline.isoformat(),
        "next_deadline": _next_deadline(quarter, settings, now).isoformat(),
        "notes": notes,
        "is_deadline_safe": state in ("sent", "confirmed") or now <= deadline,
        "told": {
            "report": f"Отчёт за {period_title(quarter)}: {quarter_words.where(settings, quarter, progress)}.",
            "what_to_do": quarter_words.what_to_do(settings, quarter, progress, has_data),
            "dates": _dates(quarter, settings, calendar),
            "next_dates": _dates(quarter.next, settings, calendar) if now > deadline else None,
        },
    }


def _of_running(connection: Connection, settings: Settings, quarter: Quarter) -> list[str]:
    """What is to be mended in the quarter that is not over yet, while there is time."""
    draft = edition_store.latest(connection, settings.municipality.oktmo, str(quarter), is_preliminary=True)
    found = sentence(quarter_progress.found_in(connection, draft))
    return [f"Отчёт за {period_title(quarter)}, редакция {draft.number}. {found}"] if draft and found else []


def _dates(quarter: Quarter, settings: Settings, calendar: WorkingCalendar) -> str:
    """«данные за … принимаются до …; отчёт до …»."""
    try:
        cutoff = f"{calendar.cutoff(quarter, settings.zone):%d.%m.%Y %H:%M}"
    except CalendarUnknown as error:
        cutoff = f"… (календарь на {error.year} год неизвестен: svodka calendar {error.year})"
    report = f"{deadline_of(quarter, settings):%d.%m.%Y %H:%M}"
    return f"данные за {period_title(quarter)} принимаются до {cutoff}; отчёт до {report}"


def _next_deadline(quarter: Quarter, settings: Settings, now: datetime) -> datetime:
    """The next 4th, 23:59:59, of a quarter's first month."""
    deadline = deadline_of(quarter, settings)
    return deadline if now <= deadline else deadline_of(quarter.next, settings)


def _channel(
    connection: Connection, settings: Settings, name: str, now: datetime, calendar: WorkingCalendar
) -> dict[str, Any]:
    contract = load_contract(name)
    row = run(connection, "control/channel_status.sql", municipality=settings.municipality.oktmo, channel=name).one()
    gaps = recent_gaps(connection, settings, contract, now, calendar)
    return {
        "channel": name,
        "title": contract.title,
        "state": "no_data" if row.newest_export is None else "gap" if gaps else "fresh",
        "newest_export": row.newest_export.isoformat() if row.newest_export else None,
        "waiting": row.waiting + len(arrived(settings, name)),
        "rejected": row.rejected,
        "gaps": [(stretch.first, stretch.last) for stretch in gaps],
        "last_load": row.last_load.isoformat() if row.last_load else None,
    }
