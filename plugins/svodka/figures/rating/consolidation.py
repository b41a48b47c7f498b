"""The свод of several towns (decree III.4.5): sums of numerators, denominators, n_unknown; values and flags anew.

Cases, pages and organisations of different towns are different ones, so every indicator may be added over towns, the
distinct cases of S-01U and the changes S-02 included; means are added as (sum, n). Their sums stand in the documents
with six places, so a mean of the свод is exact to half a millionth of its unit a town. The slice executor is left out:
a department of one name in two towns is not one organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from svodka.figures.document import order_of, value_of
from svodka.figures.facts import DIMENSIONS
from svodka.figures.indicators import Indicator
from svodka.figures.rating.town_documents import TownDocument, common_codes
from svodka.figures.scan import Slice, Sums
from svodka.settings import Settings

FLAGS = ("SMALL_N", "LOW_COVERAGE", "INCOMPLETE", "CLOCK_SOURCE")


def consolidate(
    documents: Sequence[TownDocument], definitions: Iterable[Indicator], settings: Settings
) -> dict[str, Any]:
    """municipalities, values (as in the figures document), left_out: indicators that some town lacks or ours has no
    definition for, with the reason in words."""
    common, partial = common_codes(documents)
    known = {(one.code, one.version): one for one in definitions}
    groups: dict[tuple[str, Slice], list[dict[str, Any]]] = {}
    unknown: set[str] = set()
    for one in documents:
        for row in one.document["values"]:
            if row["indicator"] not in common or row["slice"]["executor"] is not None:
                continue
            if (row["indicator"], row["version"]) not in known:
                unknown.add(row["indicator"])
                continue
            channel, regime, block, executor = (row["slice"][name] for name in DIMENSIONS)
            groups.setdefault((row["indicator"], (channel, regime, block, executor)), []).append(row)
    added = {
        (code, where): _added(known[code, rows[0]["version"]], where, rows) for (code, where), rows in groups.items()
    }
    in_order = sorted(added, key=lambda group: order_of(added[group]))
    return {
        "municipalities": [one.town for one in documents],
        "values": [_value(added[group], groups[group], settings) for group in in_order],
        "left_out": [
            *({"indicator": code, "reason": f"есть только в {', '.join(towns)}"} for code, towns in partial.items()),
            *({"indicator": code, "reason": "нашего определения этой версии нет"} for code in sorted(unknown)),
        ],
    }


def _added(one: Indicator, where: Slice, rows: Sequence[dict[str, Any]]) -> Sums:
    return Sums(
        indicator=one,
        slice=where,
        numerator=sum((Decimal(row["numerator"]) for row in rows), Decimal(0)) * one.divide_by,
        denominator=sum(int(row["denominator"] or 0) for row in rows),
        n_unknown=sum(row["n_unknown"] for row in rows),
        is_clock_from_source=any("CLOCK_SOURCE" in row["flags"] for row in rows),
    )


def _value(sums: Sums, rows: Sequence[dict[str, Any]], settings: Settings) -> dict[str, Any]:
    """Divided and flagged by the one formula; a gap in the exports of one town is a gap of the whole."""
    value = value_of(sums, settings, frozenset())
    has_gap = any("INCOMPLETE" in row["flags"] for row in rows)
    flags = {*value["flags"], *(["INCOMPLETE"] if has_gap else [])}
    return {**value, "flags": [flag for flag in FLAGS if flag in flags]}
