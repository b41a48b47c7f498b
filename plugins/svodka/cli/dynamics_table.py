"""Series over quarters for a person: one line a series where it fits the screen, else one line a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from svodka.cli.shown import progress
from svodka.figures.rating.words import one_place
from svodka.period import Quarter
from svodka.report.wording import short_period

CAPTION = "* внесено вручную; по каналам: --indicator или --json"
FEW = 4  # quarters beside which a change has room for one line
UNBOUNDED = 10_000  # columns: how wide the table would be if nothing were folded
Series = dict[str, Any]


def show_dynamics(found: dict[str, Any], has_channels: bool) -> None:
    """`found` as `figures.dynamics.series.dynamics` gives it; totals only, unless `has_channels`. Nothing is cut."""
    series = [one for one in found["series"] if has_channels or one["channel"] is None]
    heads = [_head(one, found["running"]) for one in found["quarters"]]
    console = Console(highlight=False)
    table = _line_a_series(series, heads, found["quarter"], has_channels)
    if Measurement.get(console, console.options.update(max_width=UNBOUNDED), table).maximum <= console.width:
        console.print(table)
    else:
        for one in series:
            _print_by_quarter(console, one, heads)
        console.print(CAPTION, soft_wrap=True)
    _tell_disagreements(series)


def _head(quarter: str, running: Sequence[str]) -> str:
    return short_period(Quarter.parse(quarter)) + (", идёт" if quarter in running else "")


def _line_a_series(series: Sequence[Series], heads: Sequence[str], quarter: str, has_channels: bool) -> Table:
    table = Table(title=f"Динамика, {quarter}", caption=CAPTION, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("код")
    if has_channels:
        table.add_column("канал")
    table.add_column("ед.")
    for head in heads:
        table.add_column(head.replace(", ", "\n"), justify="right")
    table.add_column("к пред.\nкварталу", justify="right")
    table.add_column("к АППГ", justify="right")
    for one in series:
        where = [one["channel"] or "все"] if has_channels else []
        last = one["points"][-1]
        changes = [_change(last[name]) for name in ("to_previous", "to_year_ago")]
        if len(heads) > FEW:
            changes = [text.replace(" (", "\n(") for text in changes]
        table.add_row(one["indicator"], *where, one["unit"], *map(_point, one["points"]), *changes)
    return table


def _print_by_quarter(console: Console, one: Series, heads: Sequence[str]) -> None:
    where = f", канал {one['channel']}" if one["channel"] else ""
    console.print(f"{one['indicator']} {one['title']}{where}, {one['unit']}", style="bold", markup=False)
    table = Table("квартал", box=None, padding=(0, 2, 0, 2), pad_edge=False)
    for name in ("значение", "к пред. кварталу", "к АППГ"):
        table.add_column(name, justify="right")
    for head, point in zip(heads, one["points"], strict=True):
        table.add_row(head, _point(point), _change(point["to_previous"]), _change(point["to_year_ago"]))
    console.print(table)
    console.print()


def _tell_disagreements(series: Sequence[Series]) -> None:
    for one in series:
        for point in one["points"]:
            if point["entered"]:
                progress.print(
                    f"{one['indicator']} {one['channel'] or 'все'} {point['period']}: рассчитано "
                    f"{rounded(point['value'])}, внесено вручную {rounded(point['entered']['value'])}.",
                    markup=False, highlight=False, soft_wrap=True,
                )  # fmt: skip


def _point(point: dict[str, Any]) -> str:
    return rounded(point["value"]) + ("*" if point["origin"] == "внесено вручную" else "")


def _change(change: dict[str, Any]) -> str:
    """«−2 ед. (−25 %)»."""
    if change["difference"] is None:
        return "—"
    relative = f" ({_signed(change['relative'])} %)" if change["relative"] is not None else ""
    return f"{_signed(change['difference'])} {change['unit']}{relative}"


def _signed(number: str) -> str:
    text = rounded(number)
    return text if text.startswith("−") or not text.strip("0,") else f"+{text}"


def rounded(number: str | None) -> str:
    return "—" if number is None else one_place(Fraction(number))
