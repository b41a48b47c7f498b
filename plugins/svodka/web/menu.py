"""The menu of the pages, in the order of a working day."""

from __future__ import annotations

from dataclasses import dataclass

from svodka.access.roles import Right


@dataclass(frozen=True)
class Item:
    """One page of the menu: its path below our root, its title, the right without which it is not offered."""

    path: str
    title: str
    right: Right = Right.READ


MENU = (
    Item("/today", "Сегодня"),
    Item("/terms", "Сроки"),
    Item("/figures", "Показатели"),
    Item("/reports", "Отчёты"),
    Item("/answers", "Качество ответов"),
    Item("/upload", "Загрузить", Right.LAND),
    Item("/quarantine", "Карантин"),
    Item("/missing", "Пропало из выгрузки"),
    Item("/data", "Качество данных"),
    Item("/responsible", "Ответственные"),
    Item("/access", "Доступ", Right.GRANT),
)
