"""Indicators that an edition cannot show: which, why, and what to export to get them, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from svodka.period import Quarter
from svodka.report.catalogue import Indicator
from svodka.report.content import Content
from svodka.report.data_state import DataState
from svodka.report.shown_value import is_total

NO_EARLIER = "для сравнения выгрузите данные прошлого квартала и того же квартала год назад"
TOO_FEW = "в прошлом периоде слишком мало записей, сравнивать не с чем"
NO_CASES = "выгрузки есть, но случаев для расчёта в периоде не было"
EMPTY_FIELD = "в выгрузках пусты поля, по которым считают: заполните их в источнике и выгрузите заново"


def is_silent(state: DataState, quarter: Quarter) -> bool:
    """Whether no export of the channel speaks of the quarter: there was none, or only of the time before it."""
    return state.newest_export is None or state.newest_export < quarter.first_day or state.counts["files"] == 0


def without_blind(row: Mapping[str, Any], missing: Mapping[str, str]) -> Mapping[str, Any]:
    """A total as it is shown: a nought that nobody has counted, for nothing was exported, is no data."""
    return {**row, "value": None} if row["indicator"] in missing and is_total(row) else row


def codes_without_data(content: Content) -> dict[str, str]:
    """Code → what to do, of each indicator that has no total, in the order of the document."""
    known = {(one.code, one.version): one for one in content.definitions}
    found = {}
    for row in content.document["values"]:
        if is_total(row):
            advice = what_to_do(row, known.get((row["indicator"], row["version"])), content)
            if advice is not None:
                found[row["indicator"]] = advice
    return found


def what_to_do(row: Mapping[str, Any], definition: Indicator | None, content: Content) -> str | None:
    """Of one total; None when it has data. A count of nothing is data unless none of its channels was exported."""
    needed = [state for state in content.states if definition is not None and definition.needs(state.channel)]
    silent = [state.title for state in needed if is_silent(state, content.face.quarter)]
    is_blind = bool(needed) and len(silent) == len(needed)
    if row["value"] is not None and not (is_blind and not Decimal(row["numerator"])):
        return None
    if definition is not None and definition.without_data and not row["n_unknown"]:
        return definition.without_data
    if silent:
        return f"выгрузите {', '.join(silent)}"
    if row["n_unknown"]:
        return EMPTY_FIELD
    if definition is not None and definition.kind == "change":
        return TOO_FEW if "SMALL_N" in row["flags"] and Decimal(row["denominator"]) else NO_EARLIER
    return NO_CASES


def folded_line(content: Content, codes: Mapping[str, str] | None = None) -> str:
    """The sentence about all of them (or about `codes`); empty when there is none."""
    missing = codes_without_data(content) if codes is None else codes
    by_advice: dict[str, list[str]] = {}
    for code, advice in missing.items():
        by_advice.setdefault(advice, []).append(code)
    said = "; ".join(f"{', '.join(members)} — {advice}" for advice, members in by_advice.items())
    return f"Без данных (показателей: {len(missing)}): {said}." if missing else ""
