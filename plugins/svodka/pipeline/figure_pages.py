"""Use-cases of the page «Показатели»: a quarter, one indicator, the messages behind it; the picture kept fresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from svodka.errors import UsageError
from svodka.pipeline.opening import open_warehouse
from svodka.settings import Settings, load_settings

if TYPE_CHECKING:
    from svodka.figures.indicators import Indicator
    from svodka.figures.picture import Stored
    from svodka.period import Quarter

DIMENSIONS = {"channel": "по каналам", "block": "по направлениям", "executor": "по исполнителям"}
OFFERED_QUARTERS = 8
OLDEST_QUARTERS = 40


def refresh_figures(now: datetime, quarter: str = "") -> bool:
    """Makes the picture of the running quarter (or of another one) where something new is known; whether it did.

    For loads and the morning's run, so that the first reader of the page does not wait.
    """
    from svodka.figures.picture import stored_or_made

    settings = load_settings()
    asked = _quarter(quarter, now, settings)
    return stored_or_made(open_warehouse(settings), settings, asked, now).computed_at == now


def figures_page(now: datetime, quarter: str = "", by: str = "", of: str = "") -> dict[str, Any]:
    """A quarter: its indicators in total or in one slice (by a dimension, of one of its values), or the list of slices.

    Raises UsageError for a quarter, dimension or value that is not there.
    """
    from svodka.report.figure_rows import lines, slice_lines

    settings = load_settings()
    asked, stored = _stored(now, quarter, settings, with_slices=bool(by))
    if by and by not in DIMENSIONS:
        raise UsageError(f"Разреза «{by}» нет: есть {', '.join(DIMENSIONS)}.")
    definitions = _definitions(asked, stored, settings)
    titles = _titles(settings) if by == "channel" else {}
    told: dict[str, Any] = _head(asked, stored, now, settings) | {"by": by, "of": of, "of_title": titles.get(of, of)}
    told["dimensions"] = DIMENSIONS
    if by and not of:
        return told | {"slices": slice_lines(stored.slices, by, titles)}
    rows = _rows_of(stored, by, of)
    if by and not rows:
        raise UsageError(f"За {asked} в этом разрезе нет «{of}»: выберите из списка.")
    known, empty = lines(definitions, rows, stored.picture, is_total=not by)
    return told | {"lines": known, "empty": empty}


def figure_page(now: datetime, code: str, quarter: str = "") -> dict[str, Any] | None:
    """One indicator of a quarter: definition, value, history, forecast, what it takes, slices; None: no such code."""
    from svodka.figures.behind_page import sides_of
    from svodka.report.figure_rows import history, lines, slices_of

    settings = load_settings()
    asked, stored = _stored(now, quarter, settings, with_slices=True)
    one = _find(_definitions(asked, stored, settings), code)
    if one is None:
        return None
    known, empty = lines([one], stored.picture["totals"], stored.picture, is_total=True)
    titles, target = {"channel": _titles(settings)}, stored.picture["targets"].get(one.code, {})
    return _head(asked, stored, now, settings) | {
        "code": one.code,
        "definition": one,
        "line": (known or empty)[0],
        "history": history(stored.picture["series"].get(one.code, []), one.unit, str(_running(now, settings))),
        "needed": stored.picture["needed"].get(one.code),
        "target_source": target.get("source"),
        "target_value": float(target["target"]) if target else None,
        "slices": [
            {"by": by, "title": title, "lines": found}
            for by, title in DIMENSIONS.items()
            if (found := slices_of(stored.slices, one.code, by, titles.get(by, {})))
        ],
        "sides": sides_of(one),
        "channel_titles": titles["channel"],
    }


def figure_messages(
    now: datetime, code: str, chosen: Mapping[str, str], quarter: str = "", side: str = "", after: str = ""
) -> dict[str, Any] | None:
    """A page of the rows behind an indicator's side in one slice, and the value they belong to; None: no such code."""
    from svodka.figures.behind_page import rows_page, sides_of
    from svodka.figures.quarter_figures import use_facts
    from svodka.report.figure_rows import value_line

    settings = load_settings()
    asked, stored = _stored(now, quarter, settings, with_slices=True)
    one = _find(_definitions(asked, stored, settings), code)
    if one is None:
        return None
    sliced = {name: value for name, value in chosen.items() if value}
    sides = sides_of(one)
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings)
        found = rows_page(connection, settings, one, asked, side or sides[0], sliced, after, moment)
    value = next((row for row in _values(stored, one.code) if _slice(row) == sliced), None)
    return _head(asked, stored, now, settings) | {
        "code": one.code,
        "definition": one,
        "side": side or sides[0],
        "sides": sides,
        "chosen": sliced,
        "value": value and value_line(value),
        "rows": found.rows,
        "next": found.next,
        "is_of_messages": found.is_of_messages,
        "channel_titles": _titles(settings),
    }


def _stored(now: datetime, quarter: str, settings: Settings, *, with_slices: bool) -> tuple[Quarter, Stored]:
    from svodka.figures.picture import stored_or_made

    asked = _quarter(quarter, now, settings)
    return asked, stored_or_made(open_warehouse(settings), settings, asked, now, with_slices)


def _quarter(text: str, now: datetime, settings: Settings) -> Quarter:
    """The asked quarter, the running one by default. Raises UsageError for one that has not begun, or of long ago."""
    from svodka.period import Quarter

    running = _running(now, settings)
    asked = Quarter.parse(text) if text else running
    if asked > running:
        raise UsageError(f"Квартал {asked} ещё не начался: выберите {running} или более ранний.")
    if asked < running.shift(-OLDEST_QUARTERS):
        raise UsageError(f"Квартал {asked} слишком давний: здесь показаны последние {OLDEST_QUARTERS} кварталов.")
    return asked


def _running(now: datetime, settings: Settings) -> Quarter:
    from svodka.period import Quarter, business_day

    return Quarter.of(business_day(now, settings.zone))


def _head(asked: Quarter, stored: Stored, now: datetime, settings: Settings) -> dict[str, Any]:
    from svodka.report.wording import period_title

    running = _running(now, settings)
    offered = [running.shift(-back) for back in range(OFFERED_QUARTERS)]
    return {
        "quarter": str(asked),
        "quarter_title": period_title(asked),
        "is_running": asked == running,
        "quarters": [(str(one), period_title(one)) for one in sorted({*offered, asked}, reverse=True)],
        "computed_at": stored.computed_at,
        "is_stale": stored.is_stale,
        "as_of": stored.picture["as_of"],
        "known_until": stored.picture["known_until"],
    }


def _definitions(asked: Quarter, stored: Stored, settings: Settings) -> tuple[Indicator, ...]:
    """Those by which the picture was made."""
    from svodka.figures.indicators import in_force

    known_on: date = datetime.fromisoformat(stored.picture["as_of"]).astimezone(settings.zone).date()
    return in_force(asked.first_day, known_on)


def _find(definitions: Iterable[Indicator], code: str) -> Indicator | None:
    return next((one for one in definitions if one.code == code.strip().upper()), None)


def _values(stored: Stored, code: str) -> list[Mapping[str, Any]]:
    total = stored.picture["totals"].get(code)
    return [*([total] if total else []), *(row for row in stored.slices if row["indicator"] == code)]


def _slice(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in row["slice"].items() if value is not None}


def _rows_of(stored: Stored, by: str, of: str) -> Mapping[str, Mapping[str, Any]]:
    """Values by code: the totals, or those of one slice."""
    if not by:
        totals: Mapping[str, Mapping[str, Any]] = stored.picture["totals"]
        return totals
    return {row["indicator"]: row for row in stored.slices if _slice(row) == {by: of}}


def _titles(settings: Settings) -> dict[str, str]:
    """Channels by name, as people call them."""
    from svodka.intake.contracts import load_contract
    from svodka.intake.coverage import enabled_channels

    return {channel: load_contract(channel).title for channel in enabled_channels(settings)}
