"""Gaps that a person lets pass by name: who, when, why. Where the policy holds a report with a gap, it goes then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from svodka.errors import UsageError
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import enabled_channels
from svodka.period import Quarter
from svodka.responsible.words import plain
from svodka.settings import Settings
from svodka.warehouse.engine import run

SHORTEST_REASON = 10
SIGNED = "решение при подписи отчёта"  # the form of the sign-off was sent without a reason
NOBODY = "имя не указано"
SHORT = {"sed": ("сэд",), "pos": ("пос",), "incident": ("им",), "appeals": ("обращения", "ссту")}


@dataclass(frozen=True)
class Waiver:
    """One channel's gap let pass; the newest word about the channel counts."""

    channel: str
    reason: str
    waived_by: str | None
    waived_at: datetime

    def words(self, zone: ZoneInfo) -> str:
        """«пробел отпущен: Петров П. П., 02.10.2026, причина: …»."""
        day = f"{self.waived_at.astimezone(zone):%d.%m.%Y}"
        return f"пробел отпущен: {self.waived_by or NOBODY}, {day}, причина: {self.reason.rstrip('.')}"


def waivers(conn: Connection, settings: Settings, quarter: Quarter) -> dict[str, Waiver]:
    """By channel, the newest of each."""
    town = settings.municipality.oktmo
    rows = run(conn, "delivery/waiver_list.sql", municipality=town, quarter=str(quarter))
    return {row.channel: Waiver(row.channel, row.reason, row.waived_by, row.waived_at) for row in rows}


def keep(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    channels: Iterable[str],
    reason: str | None,
    by: str | None,
    now: datetime,
) -> None:
    """Writes down that the gaps of the channels are let pass, now and whenever they may appear."""
    for channel in channels:
        run(
            conn,
            "delivery/waiver_insert.sql",
            municipality=settings.municipality.oktmo,
            quarter=str(quarter),
            channel=known_channel(settings, channel),
            reason=reason or SIGNED,
            waived_by=by,
            now=now,
        )


def known_channel(settings: Settings, channel: str) -> str:
    """The channel's name, by itself, by its title, by one word of it or as people call it for short.

    Raises UsageError when no contract has it, it is switched off, or it may be one of several.
    """
    known = {name: load_contract(name).title for name in enabled_channels(settings)}
    said = plain(channel)
    found = [name for name, title in known.items() if said in (plain(name), plain(title), *SHORT.get(name, ()))]
    found = found or [name for name, title in known.items() if said in plain(title).split()]
    if len(found) != 1:
        named = "; ".join(f"{name} — {title}" for name, title in known.items())
        raise UsageError(f"Канала «{channel}» нет: ожидается один из: {named}.")
    return found[0]


def checked_reason(reason: str) -> str:
    """The reason as it is printed. Raises UsageError when it says nothing."""
    said = " ".join(reason.split())
    if len(said) < SHORTEST_REASON:
        raise UsageError(f"Причина «{said}» слишком коротка: её прочтут в отчёте, нужно от {SHORTEST_REASON} знаков.")
    return said


def told(coverage: Iterable[Mapping[str, Any]], known: Mapping[str, Waiver], zone: ZoneInfo) -> list[dict[str, Any]]:
    """The coverage summary; a channel with a gap that was let pass has the words about it under `waived`."""
    said = []
    for summary in coverage:
        row = {name: value for name, value in summary.items() if name != "waived"}
        if row.get("has_gap") and row["channel"] in known:
            row["waived"] = known[row["channel"]].words(zone)
        said.append(row)
    return said


def open_gaps(coverage: Iterable[Mapping[str, Any]], known: Mapping[str, Waiver]) -> Sequence[Mapping[str, Any]]:
    """The summaries of the channels whose gap nobody has let pass."""
    return [summary for summary in coverage if summary.get("has_gap") and summary["channel"] not in known]
