"""A slice of a value in words."""

from __future__ import annotations

from collections.abc import Mapping

REGIMES = {"FZ59": "Обращения по 59-ФЗ", "POS_MESSAGE": "Сообщения ПОС", "OPEN_SOURCE": "Инцидент Менеджмент"}
DIMENSIONS = {
    "channel": "канал",
    "legal_regime": "правовой режим",
    "block": "направление",
    "executor": "исполнитель",
}
TOTAL = "в целом"


def slice_words(where: Mapping[str, str | None], channels: Mapping[str, str]) -> str:
    """«в целом», «канал: ПОС; направление: Дороги». `channels`: titles by name."""
    names: dict[str, Mapping[str, str]] = {"channel": channels, "legal_regime": REGIMES}
    said = [
        f"{words}: {names.get(dimension, {}).get(name, name)}"
        for dimension, words in DIMENSIONS.items()
        if (name := where.get(dimension)) is not None
    ]
    return "; ".join(said) or TOTAL
