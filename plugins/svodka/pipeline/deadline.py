"""Use-cases of the deadline: the guard's letters, the second rope, gaps let pass by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def watch_deadline(
    quarter: str,
    now: datetime,
    error: BaseException | None = None,
    asides: Sequence[str] = (),
    is_alarm: bool = False,
) -> dict[str, Any]:
    """Writes to whoever must act for a quarter's report, and to the curator; as `delivery.guard.watch` says."""
    from svodka.delivery import guard
    from svodka.period import Quarter

    settings = load_settings()
    warehouse, period = open_warehouse(settings), Quarter.parse(quarter)
    return guard.watch(warehouse, settings, period, now, error=error, asides=asides, is_alarm=is_alarm)


def settle_quarter(now: datetime) -> str:
    """Tells the report of the quarter just ended what receipts have been read; returns its state."""
    from svodka.delivery.quarter import settle

    settings = load_settings()
    return settle(open_warehouse(settings), settings, now)


def waive(
    quarter: str, channels: Sequence[str], reason: str, by: str, now: datetime | None = None
) -> list[dict[str, Any]]:
    """Lets the gaps of channels pass in a quarter's report, by name: one object a channel, as it will be told.

    `former`: the word about the channel that this one takes the place of; `notices`: what to bear in mind. Raises
    UsageError for what would change nothing, and for words that could not stand in a report.
    """
    from svodka.delivery import spoken, waiver, waiver_guard
    from svodka.errors import UsageError
    from svodka.intake.contracts import load_contract
    from svodka.period import Quarter

    settings, moment, period = load_settings(), now or datetime.now(UTC), Quarter.parse(quarter)
    said, name = waiver.checked_reason(reason), by.strip()
    if not name:
        raise UsageError("Кто отпускает пробел? Назовите его в --by.")
    named = [waiver.known_channel(settings, channel) for channel in channels]
    with open_warehouse(settings).begin() as connection:
        spoken.refuse_personal(connection, settings, {"Причина (--reason)": said, "Имя (--by)": name}, moment)
        notices = waiver_guard.refuse_needless(connection, settings, period, named, moment)
        former = waiver.waivers(connection, settings, period)
        waiver.keep(connection, settings, period, named, said, name, moment)
        kept = waiver.waivers(connection, settings, period)
    return [
        {
            "quarter": str(period),
            "channel": channel,
            "title": load_contract(channel).title,
            "reason": kept[channel].reason,
            "waived_by": kept[channel].waived_by,
            "waived_at": kept[channel].waived_at.astimezone(settings.zone).isoformat(timespec="seconds"),
            "former": former[channel].words(settings.zone) if channel in former else None,
            "notices": notices,
            "is_needed": settings.policy.at_cutoff == "hold",
        }
        for channel in named
    ]
