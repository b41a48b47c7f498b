"""The words of a run's note, by what its tasks returned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

NOTHING_NEW = "Новых файлов не было."
STATES = {
    "loaded": "загружено",
    "unchanged": "уже известно",
    "refused": "не принято",
    "stopped": "остановлено",
}
ROWS = {"read": "прочитано", "loaded": "загружено", "unchanged": "без изменений", "rejected": "в карантин"}


def note_of(dag_id: str, returned: Mapping[str, Any]) -> str | None:
    """The note of a run by what its tasks returned; None: nothing worth saying."""
    if dag_id in NOTES:
        return NOTES[dag_id](returned)
    return of_channel(returned) if dag_id.endswith("_daily") else None


def of_channel(returned: Mapping[str, Any]) -> str | None:
    counts = returned.get("load")
    if counts is None:
        return None if "extract" in returned else NOTHING_NEW
    files = [f"{words} {counts[f'files_{state}']}" for state, words in STATES.items() if counts.get(f"files_{state}")]
    rows = [f"{words} {counts[f'rows_{kind}']}" for kind, words in ROWS.items() if counts.get(f"rows_{kind}")]
    parts = [f"Файлы: {', '.join(files)}." if files else "", f"Строки: {', '.join(rows)}." if rows else ""]
    return " ".join(filter(None, parts)) or NOTHING_NEW


def of_control(returned: Mapping[str, Any]) -> str | None:
    sent = returned.get("send")
    if not sent:
        return None
    mails = sum((sent.get("mails") or {}).values())
    return f"Просрочено {sent.get('overdue', 0)}, срок подходит у {sent.get('due_soon', 0)}. Писем: {mails}."


def of_quarter(returned: Mapping[str, Any]) -> str | None:
    """The last step's own sentence: `deliver`, before it `prepare`; the guard has one step."""
    for step in ("deliver", "who_must_act", "prepare"):
        said = returned.get(step)
        if isinstance(said, Mapping) and said.get("message"):
            return f"{said.get('quarter', '')}: {said['message']}".removeprefix(": ")
    return None


NOTES: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "daily_control": of_control,
    "quarterly_report": of_quarter,
    "deadline_guard": of_quarter,
}
