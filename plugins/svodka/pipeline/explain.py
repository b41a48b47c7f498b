"""Use-cases of explaining: one message, and the rows behind one figure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings

if TYPE_CHECKING:
    from svodka.figures.explain import Explanation


def explain(
    message: str, channel: str | None = None, quarter: str | None = None, as_of: datetime | None = None
) -> Explanation:
    """Everything about the message that the words mean (number, channel:number, key). Raises UsageError.

    quarter: only this one (2026Q3), else all that the message reaches; as_of: aware, the newest knowledge by default.
    """
    from svodka.figures.explain import explain as explained
    from svodka.figures.finding import find_message
    from svodka.figures.quarter_figures import use_facts
    from svodka.period import Quarter

    settings = load_settings()
    asked = [Quarter.parse(quarter)] if quarter else None
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings, as_of)
        key = find_message(connection, settings, message, channel)
        return explained(connection, settings, key, moment, asked)


def messages_behind(
    quarter: str, code: str, slice_: str | None = None, as_of: datetime | None = None, part: str | None = None
) -> dict[str, Any]:
    """The rows behind a figure; slice_: «channel=pos,block=Дороги», part: numerator, denominator or unknown only.

    Returns quarter, as_of, indicator, title, figure (an entry of the figures document's values) and rows: numerator
    (in the indicator's unit), denominator, n_unknown, mark, records, and what the row is. Raises UsageError.
    """
    from svodka.figures.behind import part_of, read_slice, row_as_json, rows_behind
    from svodka.figures.quarter_figures import use_facts
    from svodka.period import Quarter

    settings = load_settings()
    asked, chosen = Quarter.parse(quarter), read_slice(slice_)
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings, as_of)
        behind = rows_behind(connection, settings, asked, code, chosen, moment)
    rows = part_of(behind.rows, part) if part else behind.rows
    return {
        "quarter": str(asked),
        "as_of": moment.astimezone(settings.zone).isoformat(),
        "indicator": behind.indicator.code,
        "title": behind.indicator.title,
        "figure": behind.figure,
        "rows": [row_as_json(row, behind.indicator, settings) for row in rows],
    }
