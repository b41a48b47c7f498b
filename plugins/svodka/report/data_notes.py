"""Until which day the data of the channels reach, and what is missing of them: in as few lines as that takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from svodka.report.data_state import DataState, spell_stretch

SHOWN_GAPS = 3


def data_notes(states: Sequence[DataState]) -> list[str]:
    """Sentences: the day of each channel's newest export, the gaps, the channels without any export."""
    silent = [f"{state.title}{let_pass(state)}" for state in states if state.newest_export is None]
    gapped = [
        f"{state.title} — за {gaps_of(state)}{let_pass(state)}"
        for state in states
        if state.newest_export is not None and state.has_gap
    ]
    notes = [reached(states)] if len(silent) < len(states) else []
    notes += [f"Нет выгрузок: {'; '.join(gapped)}."] if gapped else []
    notes += [f"Выгрузок нет, показатели не рассчитаны: {'; '.join(silent)}."] if silent else []
    return notes if gapped or silent else [*notes, "Выгрузки всех каналов покрывают квартал."]


def let_pass(state: DataState) -> str:
    """Who has let the gap pass, in brackets."""
    return f" ({state.waived})" if state.waived else ""


def reached(states: Iterable[DataState]) -> str:
    """«Данные по состоянию на 30.09.2026: Инцидент; ПОС. На 28.09.2026: СЭД.», the newest day first."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for state in states:
        if state.newest_export is not None:
            by_day[state.newest_export].append(state.title)
    said = [f"{day:%d.%m.%Y}: {'; '.join(by_day[day])}." for day in sorted(by_day, reverse=True)]
    return "Данные по состоянию на " + " На ".join(said)


def gaps_of(state: DataState) -> str:
    """The first gaps and how many there are besides; all stand in the report."""
    spelt = [spell_stretch(start, end) for start, end in state.gaps]
    if not spelt:
        return "часть квартала"
    rest = f" и ещё {len(spelt) - SHOWN_GAPS} (перечень — в отчёте)" if len(spelt) > SHOWN_GAPS else ""
    return ", ".join(spelt[:SHOWN_GAPS]) + rest
