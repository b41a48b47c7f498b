"""Indicators that an edition cannot show: which, why, and what to export to get them, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from svodka.report.catalogue import Indicator
from svodka.report.content import Content
from svodka.report.shown_value import is_total

NO_EARLIER = "для сравнения выгрузите данные прошлого квартала и того же квартала год назад"
TOO_FEW = "в прошлом периоде слишком мало записей, сравнивать не с чем"
NO_CASES = "выгрузки есть, но случаев для расчёта в периоде не было"
EMPTY_FIELD = "в выгрузках пусты поля, по которым считают: заполните их в источнике и выгрузите заново"


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
    silent = [state.title for state in needed if state.newest_export is None]
    is_blind = bool(needed) and len(silent) == len(needed)
    if row["value"] is not None and not (is_blind and not Decimal(row["numerator"])):
        return None
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
