"""The command that shows the production calendar."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.calendar import CalendarUnknown
from svodka.cli.app import app
from svodka.cli.shown import Json, local, print_json
from svodka.errors import UsageError


@app.command()
def calendar(year: Annotated[int, typer.Argument(help="Например, 2026")], as_json: Json = False) -> None:
    """Показать производственный календарь года: переносы, сокращённые дни, наши поправки, срок отчётов."""
    if not 2018 <= year <= 2040:
        raise UsageError(f"Года {year} в календаре нет: ожидается от 2018 до 2040.")
    found = pipeline.year_calendar(year)
    if as_json:
        print_json(found)
        return
    for line in _lines(found):
        print(line)


def _lines(found: dict[str, Any]) -> list[str]:
    corrections = f"Наши поправки (sql/seeds/calendar_override.csv): {_corrections(found['corrections'])}"
    if not found["is_official"]:  # days counted without the transfers would only look like working days
        return [str(CalendarUnknown(found["year"])), corrections]
    by_quarter = ", ".join(f"{name[-2:]} — {days}" for name, days in found["working_days_by_quarter"].items())
    return [
        f"Производственный календарь на {found['year']} год: известен",
        f"Рабочих дней: {found['working_days']} ({by_quarter})",
        f"Рабочие субботы и воскресенья: {_days(found['working_weekends'])}",
        f"Выходные среди недели: {_days(found['days_off_in_the_week'])}",
        f"Сокращённые на час (на сроки в часах не влияют): {_days(found['short_days'])}",
        corrections,
        *(f"Отчёт за {quarter}: до {local(moment)}" for quarter, moment in found["cutoffs"].items() if moment),
    ]


def _days(days: list[str]) -> str:
    return ", ".join(f"{date.fromisoformat(day):%d.%m}" for day in days) or "нет"


def _corrections(found: list[dict[str, Any]]) -> str:
    words = (
        f"{date.fromisoformat(one['day']):%d.%m} {'рабочий' if one['is_working'] else 'выходной'}"
        + (", сокращённый" if one["is_short"] else "")
        for one in found
    )
    return "; ".join(words) or "нет"
