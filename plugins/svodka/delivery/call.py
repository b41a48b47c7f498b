"""One call of `advance`: the quarter, the moment, whose word it carries, and by what means the work is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.delivery import smtp
from svodka.delivery.outbox import Send
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse

Figures = Callable[[Connection, Quarter, Settings, datetime, set[str]], Mapping[str, Any]]
Coverage = Callable[[Connection, Settings, Quarter, datetime], Sequence[Mapping[str, Any]]]
Check = Callable[[Warehouse, Settings, Quarter, datetime], None]


def default_figures(
    conn: Connection, quarter: Quarter, settings: Settings, as_of: datetime, gaps: set[str]
) -> Mapping[str, Any]:
    from svodka.figures import document
    from svodka.figures.quarter_figures import use_facts

    use_facts(conn, settings, as_of)
    return document.compute(conn, quarter, settings, as_of, gaps)


def default_coverage(
    conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime
) -> Sequence[Mapping[str, Any]]:
    from svodka.intake import coverage

    return coverage.summary(conn, settings, quarter, as_of)


def default_check(warehouse: Warehouse, settings: Settings, quarter: Quarter, now: datetime) -> None:
    from svodka.figures import mart_checks

    mart_checks.refuse_wrong(warehouse, settings, quarter, now)


@dataclass(frozen=True)
class Call:
    """What does not change while the call lasts."""

    warehouse: Warehouse
    settings: Settings
    quarter: Quarter
    now: datetime
    calendar: WorkingCalendar
    deliver: bool = False
    decision: str | None = None
    edition_hash: str | None = None
    decided_by: str | None = None
    reason: str | None = None
    waive: Sequence[str] = ()
    figures: Figures = default_figures
    coverage: Coverage = default_coverage
    check: Check = default_check
    send: Send = smtp.send
    by_itself: bool = True

    @property
    def town(self) -> str:
        return self.settings.municipality.oktmo

    @property
    def cutoff(self) -> datetime:
        return self.calendar.cutoff(self.quarter, self.settings.zone)

    @property
    def is_due(self) -> bool:
        """Whether no later load is waited for."""
        return self.now >= self.cutoff

    @property
    def has_ended(self) -> bool:
        return self.now >= self.quarter.bounds(self.settings.zone)[1]

    @property
    def may_send(self) -> bool:
        """Only the quarter just ended goes out by itself; for any other a person sets `deliver`."""
        today = business_day(self.now, self.settings.zone)
        return self.deliver or (self.by_itself and Quarter.of(today).previous == self.quarter)
