"""Is everything alive, is the deadline safe: one look for `svodka status`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import cutoff
from svodka.delivery import quarter_state
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import Stretch, channel_gaps, enabled_channels
from svodka.period import Quarter, business_day, end_of_day
from svodka.settings import Settings
from svodka.sources.files import arrived
from svodka.warehouse.engine import Warehouse, run


def status_now(warehouse: Warehouse, settings: Settings, now: datetime) -> dict[str, Any]:
    """State a channel (`fresh`, `gap`, `no_data`), and the quarter whose report is due or in work."""
    quarter = Quarter.of(business_day(now, settings.zone)).previous
    with warehouse.begin() as connection:
        channels = [_channel(connection, settings, name, now) for name in enabled_channels(settings)]
        state = quarter_state.read(connection, settings, quarter).state
    deadline = end_of_day(quarter.next.first_day.replace(day=4), settings.zone)
    return {
        "now": now.astimezone(settings.zone).isoformat(timespec="seconds"),
        "channels": channels,
        "quarter": str(quarter),
        "quarter_state": state,
        "cutoff": cutoff(quarter, settings.zone).isoformat(),
        "deadline": deadline.isoformat(),
        "next_deadline": _next_deadline(quarter, settings, now).isoformat(),
        "is_deadline_safe": state in ("sent", "confirmed") or now <= deadline,
    }


def _next_deadline(quarter: Quarter, settings: Settings, now: datetime) -> datetime:
    """The next 4th, 23:59:59, of a quarter's first month."""
    deadline = end_of_day(quarter.next.first_day.replace(day=4), settings.zone)
    return deadline if now <= deadline else end_of_day(quarter.next.next.first_day.replace(day=4), settings.zone)


def _channel(connection: Connection, settings: Settings, name: str, now: datetime) -> dict[str, Any]:
    contract = load_contract(name)
    row = run(connection, "control/channel_status.sql", municipality=settings.municipality.oktmo, channel=name).one()
    today = business_day(now, settings.zone)
    month = Stretch(today.fromordinal(today.toordinal() - 30), today.fromordinal(today.toordinal() - 1))
    gap = bool(channel_gaps(connection, settings, contract, month, now))
    return {
        "channel": name,
        "title": contract.title,
        "state": "no_data" if row.newest_export is None else "gap" if gap else "fresh",
        "newest_export": row.newest_export.isoformat() if row.newest_export else None,
        "waiting": row.waiting + len(arrived(settings, name)),
        "rejected": row.rejected,
        "last_load": row.last_load.isoformat() if row.last_load else None,
    }
