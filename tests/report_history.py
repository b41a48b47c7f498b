"""Eight invented quarters and targets that go with tests.report_sample: what an edition keeps beside its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from svodka.period import Quarter
from svodka.report.annex import values_hash
from svodka.report.content import Content, Previous
from svodka.report.data_state import data_states
from svodka.report.face import Face
from tests import report_sample as sample

QUARTERS = ["2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3"]
TARGETS: dict[str, Any] = {
    "S-03": {"relation": "<=", "target": "0", "source": "нарушений срока быть не должно", "valid_from": "2018-01-01"},
    "S-04": {"relation": ">=", "target": "5.5", "source": "=договорённость", "valid_from": "2026-01-01"},
    "P-01": {"relation": "<=", "target": "8", "source": "Минцифры, 2025", "valid_from": "2025-01-01"},
    "A-06": {"relation": "<=", "target": "30", "source": "59-ФЗ, ст. 12 ч. 1", "valid_from": "2018-01-01"},
}
# indicator → numerators of the seven quarters before the document's (None: nothing is known), denominator.
EARLIER: Mapping[str, tuple[list[str | None], str | None]] = {
    "S-01": ([None, "900", "950", "1100", "1050", "1200", "1200"], None),
    "S-03": ([None, None, "5", "4", "4", "3", "3"], "40"),
    "S-04": (["1", "1", "1", "2", "2", "1", "1"], "16"),
    "I-01": ([None, "3000", "2900", "2800", "2700", "2500", "2400"], "1000"),
    "P-01": ([None, "40", "50", "60", "70", "80", "90"], "10"),
    "A-06": ([None] * 7, "10"),
}


NOTHING = {"difference": None, "unit": "", "relative": None}


def point(period: str, row: Mapping[str, Any] | None, origin: str = "рассчитано") -> dict[str, Any]:
    """One point as `report.trend.gather` keeps it; row None: nothing is known of that quarter."""
    known = row or {"value": None, "numerator": None, "denominator": None, "version": None, "flags": []}
    return {
        "period": period,
        **{name: known[name] for name in ("value", "numerator", "denominator", "version")},
        "origin": origin if row else None,
        **({"is_partial": True} if known.get("is_partial") else {}),
        "flags": list(known["flags"]),
        "to_previous": NOTHING,
        "to_year_ago": NOTHING,
        "entered": None,
    }


def series(row: Mapping[str, Any], numerators: list[str | None], denominator: str | None) -> dict[str, Any]:
    """The series that ends with an entry of a figures document."""
    code, unit = row["indicator"], row["unit"]
    earlier = [None if one is None else sample.value(code, one, denominator, unit) for one in numerators]
    [definition] = [one for one in sample.CATALOGUE if one.code == code]
    points = [point(period, one) for period, one in zip(QUARTERS, [*earlier, row], strict=True)]
    for name, back in (("to_previous", -2), ("to_year_ago", -5)):
        points[-1][name] = change(points[back], points[-1], unit)
    channel = row["slice"]["channel"]
    return {"indicator": code, "title": definition.title, "unit": unit, "channel": channel, "points": points}


def change(base: Mapping[str, Any], last: Mapping[str, Any], unit: str) -> dict[str, Any]:
    if base["value"] is None or last["value"] is None:
        return NOTHING
    difference = Decimal(last["value"]) - Decimal(base["value"])
    percent = f"{difference / Decimal(base['value']) * 100:.6f}"
    return {"difference": f"{difference:.6f}", "unit": unit, "relative": None if unit == "%" else percent}


def trend(document: Mapping[str, Any] | None = None, running: tuple[str, ...] = ()) -> dict[str, Any]:
    """`told["trend"]` of the sample document: its totals after seven quarters, and one channel."""
    values = (document or sample.document())["values"]
    totals = [row for row in values if not any(row["slice"].values())]
    found = [series(row, *EARLIER[row["indicator"]]) for row in totals]
    [pos] = [row for row in values if row["indicator"] == "S-01" and row["slice"] == places(channel="pos")]
    return {"quarters": QUARTERS, "running": list(running), "series": [*found, series(pos, ["200"] * 7, None)]}


def places(**where: str) -> dict[str, str | None]:
    return dict.fromkeys(("channel", "legal_regime", "block", "executor")) | where


def told(**changes: Any) -> dict[str, Any]:
    """What `Content.told` says of the past and of targets."""
    return {"trend": trend(), "targets": TARGETS} | changes


def content(
    document: Mapping[str, Any] | None = None,
    told: Mapping[str, Any] | None = None,
    previous: Previous | None = None,
    catalogue: Sequence[Any] = sample.CATALOGUE,
) -> Content:
    """The content of an approved edition of the sample."""
    document = document or sample.document()
    zone = ZoneInfo("Asia/Yekaterinburg")
    moment, quarter = datetime.fromisoformat(document["as_of"]), Quarter.parse(document["period"])
    face = Face("ГО Рефтинский", quarter, "1", "approved", moment, zone, values_hash(document))
    return Content(document, data_states(sample.coverage()), catalogue, face, told, previous)
