"""The command that says whether everything is alive and the deadline is safe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import Json, print_json, show
from svodka.report.data_state import spell_stretch

STATES = {"fresh": "свежие данные", "gap": "есть пропуск", "no_data": "нет данных"}
COLUMNS = ("канал", "состояние", "последняя выгрузка", "ждут загрузки", "в карантине")
SHOWN = 5  # stretches of days named of one channel


@app.command()
def status(as_json: Json = False) -> None:
    """Всё ли живо и в безопасности ли срок отчёта."""
    if as_json:
        print_json(pipeline.status())
        return
    found = pipeline.status_told()
    show([dict(zip(COLUMNS, _cells(one), strict=True)) for one in found["channels"]], False, COLUMNS, "Каналы")
    for line in [*missing_exports(found["channels"]), *report_lines(found)]:
        print(line)


def _cells(one: Mapping[str, Any]) -> tuple[str, ...]:
    newest = f"{date.fromisoformat(one['newest_export']):%d.%m.%Y}" if one["newest_export"] else "—"
    return one["title"], STATES[one["state"]], newest, str(one["waiting"]), str(one["rejected"])


def missing_exports(channels: list[dict[str, Any]]) -> Iterator[str]:
    """The days of each gap; what to do, once."""
    for one in channels:
        if one["state"] == "gap":
            named = ", ".join(spell_stretch(*stretch) for stretch in one["gaps"][:SHOWN])
            rest = f" и ещё {len(one['gaps']) - SHOWN}" if len(one["gaps"]) > SHOWN else ""
            yield f"{one['title']}: нет выгрузок за {named}{rest} (inbox/{one['channel']})."
    if empty := [f"inbox/{one['channel']}" for one in channels if one["state"] == "no_data"]:
        yield f"Нет ни одной выгрузки: {', '.join(empty)}."
    if any(one["state"] != "fresh" for one in channels):
        yield "Положите недостающие выгрузки в эти папки и выполните svodka ingest."


def report_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Where the report stands, until when, what to do."""
    told = found["told"]
    yield told["report"]
    is_sent = found["quarter_state"] in ("sent", "confirmed")
    verdict = "отчёт отправлен" if is_sent else "время есть" if found["is_deadline_safe"] else "СРОК ПРОПУЩЕН"
    yield f"Срок: {told['dates']} — {verdict}."
    if told["what_to_do"]:
        yield f"Что делать: {told['what_to_do']}."
    yield from found["notes"]
    if told["next_dates"]:
        yield f"Следующий срок: {told['next_dates']}."
