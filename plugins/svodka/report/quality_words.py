"""The Russian words of the quality of the data: links, comparisons with the source, lengths of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from svodka.report.face import Face

LINKS = {"SAME_APPEAL": "одно обращение", "REPEAT": "повтор", "DUPLICATE": "дубликат"}
ORIGINS = {"SOURCE": "указал источник", "COMPUTED": "вычислено"}
KINDS = {"overdue": "просрочка", "duration": "время ответа"}


def link_title(row: Mapping[str, Any]) -> str:
    """«повтор (вычислено)»."""
    return f"{LINKS[row['type']]} ({ORIGINS[row['origin']]})"


def duration_text(seconds: int) -> str:
    """«3 дн. 4 ч 5 мин»; parts that are nothing are left out, seconds stand only where there is nothing longer."""
    minutes, rest = divmod(abs(seconds), 60)
    parts = ((minutes // 1440, "дн."), (minutes // 60 % 24, "ч"), (minutes % 60, "мин"))
    words = " ".join(f"{n} {unit}" for n, unit in parts if n) or f"{rest} с"
    return ("−" if seconds < 0 else "") + words


def judged_when(face: Face) -> str:
    """As of when lateness is compared: a channel is not late of what happened after its newest export."""
    return f"на момент новейшей выгрузки канала, принятой к {face.as_of_text} (её день — на листе «Данные»)"


def in_the_source(row: Mapping[str, Any]) -> str | None:
    """What to do about an entry of unmapped topics that no line of the map can cover; None where one can."""
    if row["map_row"] is not None:
        return None
    if row["topic"] is None:
        return "Без темы и кода: заполните тему в карточках источника, следующая выгрузка её принесёт."
    return f"«{row['topic']}»: впишите в карточках источника тему классификатора, следующая выгрузка её принесёт."


def said(row: Mapping[str, Any], side: str) -> str:
    """What one side (source, our) of a comparison says: «просрочено, срок 31.07.2026 23:59», or its time of answer."""
    if row["kind"] == "duration":
        return duration_text(row[f"{side}_seconds"])
    is_late, term = row[{"source": "source_is_late", "our": "we_are_late"}[side]], row[f"{side}_due_at"]
    return f"{'просрочено' if is_late else 'в срок'}, срок {minute(term) if term else 'не указан'}"


def minute(moment: str) -> str:
    """An ISO moment as «31.07.2026 23:59»."""
    return f"{datetime.fromisoformat(moment):%d.%m.%Y %H:%M}"


def more(n: int, shown: int) -> str:
    """«… и ещё 5», or nothing when all are shown."""
    return f"… и ещё {n - shown}" if n > shown else ""
