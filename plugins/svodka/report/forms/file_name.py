"""Names of filled forms in letters that every mail program and archive takes."""

from __future__ import annotations

import re
from collections.abc import Iterable

LETTERS = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""},
}
LONGEST = 40


def slug(title: str) -> str:
    """«Отчёт в ЦУР» → «otchet-v-tsur»; «form» where nothing is left."""
    latin = "".join(LETTERS.get(letter, letter) for letter in title.casefold())
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST].rstrip("-") or "form"


def slugs(titles: Iterable[str]) -> list[str]:
    """The same of several forms, no two alike."""
    found: list[str] = []
    for title in titles:
        base, number = slug(title), 1
        name = base
        while name in found:
            number += 1
            name = f"{base}-{number}"
        found.append(name)
    return found
