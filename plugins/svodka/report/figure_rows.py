"""The rows of the page «Показатели»: counts first, a share only of enough records, how far the target is; in words.

Presentation only: values, targets and forecasts come as the picture of a quarter holds them (`figures.picture`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from svodka.figures.document import exact_value
from svodka.figures.indicators import Indicator
from svodka.period import Quarter
from svodka.report.shown_value import DASH, counts_text, is_few, russian, shown_text, trimmed
from svodka.report.standing import Earlier, Light, move, point_value, rounded, signed, to_previous, to_target, unit_of
from svodka.report.wording import flag_words, period_title

Told = Mapping[str, Any]
KEY_COLUMNS = ("S-01", "S-03", "S-04")
MOODS: Mapping[Light, str] = {"met": "good", "missed": "bad", "few": "warn", "none": "", "no_data": ""}
COUNTS_ONLY = "доля не показана: мало записей"


def lines(
    definitions: Sequence[Indicator], rows: Mapping[str, Told], picture: Told, *, is_total: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The indicators with data and those without, in the order of the report; what concerns totals only for totals."""
    known: list[dict[str, Any]] = []
    empty: list[dict[str, Any]] = []
    for one in definitions:
        row = rows.get(one.code)
        if row is None:
            if is_total:
                empty.append({"code": one.code, "title": one.title, "why": one.without_data or ""})
            continue
        line = _line(one, row, picture, is_total=is_total)
        has_data = row["value"] is not None or (is_total and line["year"] and line["year"]["counts"] != DASH)
        (known if has_data else empty).append(line)
    return known, empty


def value_line(row: Told) -> dict[str, str]:
    """One value: the counts, the share or mean where records are enough, the flags in words."""
    if row["denominator"] is None or row["value"] is None:
        return {
            "counts": shown_text(row),
            "share": "",
            "flags": flag_words(row).replace("мало записей: 0", "записей нет"),
        }
    share = "" if is_few(row) else shown_text(row)
    return {
        "counts": counts_text(row) if row["unit"] == "%" else _of_mean(row),
        "share": share,
        "flags": flag_words(row),
    }


def _of_mean(row: Told) -> str:
    """Of a mean the number of records; few of them as the report writes it: «22,7 по 3 зап.»."""
    return counts_text(row) if is_few(row) else f"по {russian(trimmed(Decimal(row['denominator'])))} зап."


def _line(one: Indicator, row: Told, picture: Told, *, is_total: bool) -> dict[str, Any]:
    light, light_words, target = to_target(row, picture["targets"])
    year = picture["year"].get(one.code) if is_total else None
    forecast = picture["forecast"].get(one.code) if is_total else None
    needed = picture["needed"].get(one.code) if is_total else None
    return {
        "code": one.code,
        "title": one.title,
        "why": one.without_data or "",
        **value_line(row),
        "mood": MOODS[light],
        "light": light,
        "light_words": light_words,
        "target": target if light != "none" else "",
        "distance": distance(row, picture["targets"].get(one.code), light),
        "change": _change(one, row, picture) if is_total else "",
        "year": value_line(year) if year else None,
        "forecast": forecast and {**value_line(forecast["row"]), **{k: forecast[k] for k in ("band", "sentence")}},
        "needed": needed["sentence"] if needed else "",
    }


def distance(row: Told, target: Told | None, light: Light) -> str:
    """«до цели 3,2 п.п.» of one that is missed, «запас 1,0 п.п.» of one that is met with room; else empty."""
    value = exact_value(row)
    if target is None or value is None or light not in ("met", "missed"):
        return ""
    gap = rounded(abs(value - Fraction(target["target"])), 1)
    if not gap:
        return ""
    unit = "п.п." if row["unit"] == "%" else unit_of(gap, row["unit"])
    return f"{'запас' if light == 'met' else 'до цели'} {signed(gap).removeprefix('+')} {unit}"


def _change(one: Indicator, row: Told, picture: Told) -> str:
    """«хуже: +3,2 п.п. ко II кварталу 2026»; empty where nothing can be said."""
    points = picture["series"].get(one.code, [])
    if len(points) < 2:
        return ""
    if picture["known_until"][:10] < Quarter.parse(picture["quarter"]).last_day.isoformat():
        return ""  # half a quarter is worse or better than a whole one for no reason of anybody's
    earlier = Earlier(Quarter.parse(points[-2]["period"]), points[-2], is_running=False)
    if one.kind == "change" or move(row, earlier, one.direction).difference is None:
        return ""
    return to_previous(row, earlier, one.direction, one.kind)[2]


def history(points: Iterable[Told], unit: str, running: str) -> list[dict[str, Any]]:
    """The points of a series, oldest first: words for the table, a number for the line (None: nothing is known, few
    records, or the quarter is not over)."""
    found = []
    for point in points:
        row = {**point, "unit": unit, "n_unknown": 0}
        value = point_value(point, unit)
        has_sums = point["numerator"] is not None
        words = (
            value_line(row) if has_sums or value is None else {"counts": "", "share": shown(value, unit), "flags": ""}
        )
        is_drawn = value is not None and not is_few(row) and point["period"] != running
        found.append(
            {
                **words,
                "period": point["period"],
                "title": period_title(Quarter.parse(point["period"])),
                "value": float(value) if is_drawn and value is not None else None,
                "note": "квартал идёт" if point["period"] == running else _note(point),
            }
        )
    return found


def shown(value: Fraction, unit: str) -> str:
    """A value without its sums, as it was entered by hand."""
    return f"{signed(rounded(value, 1)).removeprefix('+')} {unit}"


def _note(point: Told) -> str:
    if point["value"] is None:
        return "нет данных"
    return "неполный квартал" if point.get("is_partial") else (point["origin"] or "")


def slices_of(rows: Iterable[Told], code: str, by: str, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The values of one indicator by one dimension, the largest first."""
    found = [row for row in rows if row["indicator"] == code and row["slice"][by] is not None]
    return [
        {"name": row["slice"][by], "title": titles.get(row["slice"][by], row["slice"][by]), **value_line(row)}
        for row in sorted(found, key=_largest)
    ]


def slice_lines(rows: Iterable[Told], by: str, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The values of a dimension, each with its key figures, those with most messages first."""
    by_name: dict[str, dict[str, Told]] = {}
    for row in rows:
        if row["slice"][by] is not None:
            by_name.setdefault(row["slice"][by], {})[row["indicator"]] = row
    first = KEY_COLUMNS[0]
    order = sorted(
        by_name, key=lambda name: (-int(by_name[name][first]["numerator"]) if first in by_name[name] else 0, name)
    )
    return [
        {
            "name": name,
            "title": titles.get(name, name),
            "values": [value_line(by_name[name][code]) if code in by_name[name] else None for code in KEY_COLUMNS],
        }
        for name in order
    ]


def _largest(row: Told) -> tuple[Fraction, str]:
    return -Fraction(row["denominator"] or row["numerator"]), str(row["slice"])
