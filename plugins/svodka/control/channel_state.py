"""The state of each channel's data: how fresh they are, and what in them waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from svodka.settings import Settings
from svodka.warehouse.engine import run


@dataclass(frozen=True)
class ChannelState:
    """How fresh one channel's data are, and what in them waits for a person."""

    channel: str
    newest_export: date | None
    n_rejected: int
    n_missing: int


def channel_states(conn: Connection, settings: Settings, titles: dict[str, str]) -> list[ChannelState]:
    """One line an enabled channel, whether anything has come from it or not."""
    found = run(conn, "control/channel_state.sql", municipality=settings.municipality.oktmo)
    rows = {row.channel: row for row in found}
    states = []
    for channel, title in titles.items():
        row = rows.get(channel)
        states.append(
            ChannelState(title, row.newest_export, row.n_rejected, row.n_missing)
            if row
            else ChannelState(title, None, 0, 0)
        )
    return states
