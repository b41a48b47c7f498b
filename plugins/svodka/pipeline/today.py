"""The use-case of the page «Сегодня»."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings

if TYPE_CHECKING:
    from svodka.control.today import Today


def today(now: datetime) -> Today:
    """Everything of a local day in one look. Raises CalendarUnknown."""
    from svodka.control.today import today_told

    settings = load_settings()
    return today_told(open_warehouse(settings), settings, now)
