"""Eight quarters of every indicator in total, with the moves to the quarter before and to the same one a year ago."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.period import Quarter
from svodka.report.content import Content
from svodka.report.no_data import codes_without_data, without_blind
from svodka.report.past import COUNTED, Past, Point, past_totals, quarter_name, quarters_of, running_of
from svodka.report.sheets.layout import HEADING, Column, Role, Shown, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH, is_total, russian
from svodka.report.standing import (
    ARROWS,
    CHANGE,
    UNKNOWN,
    Earlier,
    Move,
    earlier_points,
    is_partial,
    move,
    rounded,
    signed,
)

A_YEAR = 4
FIRST = (Column("Код", 8), Column("Показатель", 42), Column("Ед.", 8))
QUARTER_WIDTH, CHANGE_WIDTH = 11, 19
REMARK = Column("Примечание", 36)
NOTES = (
    "«—» — данных нет; «2 из 4» и «22,7 по 3 зап.» — записей мало, показаны сами числа; «н/д» — сравнивать не с чем: "
    "мало записей, изменилась формула или данные одного из кварталов неполны; «612*» — неполный квартал: выгрузки "
    "начинаются внутри него.",
    "Кварталы посчитаны по данным и правилам этой редакции: прежние отчёты могли показать иное, если с тех пор пришли "
    "новые выгрузки. Разность долей — в процентных пунктах (п.п.), по точным значениям, округлена один раз.",
)


def write(sheet: Worksheet, content: Content) -> None:
    """The table; indicators without a value in any quarter are named in one line."""
    quarters, series = quarters_of(content), past_totals(content)
    rows = trend_rows(content, quarters, series)
    columns = columns_of(quarters, running_of(content))
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    set_widths(sheet, columns)
    row = write_line(sheet, 1, f"Динамика за {len(quarters)} кварталов", HEADING, columns)
    for note in [*NOTES, *unknown_line(series)]:
        row = write_line(sheet, row, note, columns=columns)
    write_table(sheet, row + 1, columns, rows)
    set_page(sheet, row + 1, len(columns), content.face.footer, frozen_columns=2)


def is_shown(content: Content) -> bool:
    """Whether the edition has kept any quarter with a value."""
    return any(one.is_known for one in past_totals(content))


def columns_of(quarters: Sequence[Quarter], running: set[Quarter]) -> list[Column]:
    names = [quarter_name(one) + (", идёт" if one in running else "") for one in quarters]
    return [
        *FIRST,
        *(Column(name, QUARTER_WIDTH, "number") for name in names),
        Column("К прошлому кварталу", CHANGE_WIDTH),
        Column("К тому же кварталу год назад", CHANGE_WIDTH),
        REMARK,
    ]


def unknown_line(series: Sequence[Past]) -> list[str]:
    codes = [one.code for one in series if not one.is_known]
    return [f"Ни за один квартал нет данных: {', '.join(codes)}."] if codes else []


def trend_rows(content: Content, quarters: Sequence[Quarter], series: Sequence[Past]) -> list[list[Any]]:
    trend, period = (content.told or {})["trend"], content.face.period
    previous, year_ago = (earlier_points(trend, period, back) for back in (1, A_YEAR))
    missing = codes_without_data(content)
    totals = {row["indicator"]: without_blind(row, missing) for row in content.document["values"] if is_total(row)}
    known = {one.code: one for one in content.definitions}

    def moved(one: Past, earlier: Mapping[str, Earlier], name: str) -> Shown:
        if one.code not in totals:
            return Shown(UNKNOWN, "text")
        definition = known.get(one.code)
        if definition is not None and definition.kind == CHANGE:
            return Shown(DASH, "text")
        direction = definition.direction if definition is not None else "neutral"
        found = move(totals[one.code], earlier.get(one.code), direction)
        return move_cell(found, relative(one, name))

    return [
        [
            one.code, one.title, one.unit, *(one.cell(point) for point in one.points),
            moved(one, previous, "to_previous"), moved(one, year_ago, "to_year_ago"), remark(one, quarters),
        ]
        for one in series
        if one.is_known
    ]  # fmt: skip


def move_cell(found: Move, percent: str) -> Shown:
    """«↓ −2,5 п.п. (лучше)»; blue or orange besides."""
    if found.difference is None:
        return Shown(UNKNOWN, "text")
    if not found.difference:
        return Shown(f"{ARROWS['same']} без изменений", "text")
    role: Role = "text" if found.is_better is None else "good" if found.is_better else "bad"
    said = "" if found.is_better is None else ", лучше" if found.is_better else ", хуже"
    return Shown(f"{ARROWS[found.arrow]} {found.number}{percent}{said}", role)


def relative(one: Past, name: str) -> str:
    """« (+2,8 %)» of a count; empty for anything else, and where the base is nothing or a few."""
    percent = one.points[-1][name]["relative"]
    return f" ({signed(rounded(Fraction(percent), 1))} %)" if one.unit == COUNTED and percent is not None else ""


def remark(one: Past, quarters: Sequence[Quarter]) -> str:
    """Which quarters were entered by hand, have gaps, were computed otherwise than the last one."""
    newest = next((point["version"] for point in reversed(one.points) if point.get("version") is not None), None)
    asked: tuple[tuple[str, Callable[[Point], bool]], ...] = (
        ("внесено вручную", lambda point: point["value"] is not None and point.get("version") is None),
        ("неполный квартал", is_partial),
        ("неполные выгрузки", lambda point: "INCOMPLETE" in point["flags"]),
        ("по прежней формуле", lambda point: point.get("version") not in (None, newest)),
    )
    said = []
    for words, holds in asked:
        places = [number for number, point in enumerate(one.points) if holds(point)]
        if places:
            said.append(f"{words}: {stretches(places, quarters)}")
    return "; ".join([*said, *disagreements(one, quarters)])


def disagreements(one: Past, quarters: Sequence[Quarter]) -> list[str]:
    """Quarters that were entered by hand with another value than the computed one."""
    return [
        f"{quarter_name(quarter)}: внесено вручную {russian(one.rounded(point['entered']['value']))}"
        for quarter, point in zip(quarters, one.points, strict=True)
        if point.get("entered") and point["entered"]["value"] is not None
    ]


def stretches(places: Sequence[int], quarters: Sequence[Quarter]) -> str:
    """«IV кв. 2024 – II кв. 2025, IV кв. 2025»."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    names = [[quarter_name(quarters[run[0]]), quarter_name(quarters[run[-1]])] for run in runs]
    return ", ".join(first if first == last else f"{first} – {last}" for first, last in names)
