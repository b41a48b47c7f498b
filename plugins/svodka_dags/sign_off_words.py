"""What the head of the centre reads before he signs: Markdown for the UI, and for the letter once it is stripped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from svodka.delivery.sign_off_options import Asked, edition_line

NO_NOTES = "Выгрузки есть по всем каналам, замечаний нет."


def subject(edition: Mapping[str, Any]) -> str:
    correction = edition.get("correction")
    if correction:
        return f"Исправленный отчёт за {edition['quarter']}, редакция {correction['edition']}: отправить?"
    return f"Отчёт за {edition['quarter']}, редакция {edition['edition']}: утвердить?"


def question(edition: Mapping[str, Any], closes: datetime | None) -> str:
    """The body of the required action; `closes`, in the business timezone: when silence sends it."""
    shown = edition.get("correction") or edition
    parts = [
        edition_line(Asked(edition["quarter"], shown["edition"], shown["edition_hash"])),
        asked(edition),
        "\n".join(shown["key_figures"]),
        gaps(edition),
        "\n".join(f"- {note}" for note in [*(edition["notes"] or [NO_NOTES]), *(edition.get("remarks") or [])]),
        "\n".join(f"Файл: {file['path']}" for file in shown["files"]),
        fate(edition, closes),
    ]
    return "\n\n".join(part for part in parts if part)


def asked(edition: Mapping[str, Any]) -> str:
    """Who signs today."""
    names = edition.get("asked") or []
    return f"Подписывает: {', '.join(names)}" if names else ""


def gaps(edition: Mapping[str, Any]) -> str:
    """The gaps that somebody must let pass by name, and how."""
    found = edition.get("gaps") or []
    if not found:
        return ""
    lines = [f"- {gap['title']}: нет выгрузок за {gap['days']}" for gap in found]
    told = "**Отчёт не уйдёт, пока эти пробелы не закрыты или не отпущены** (поле «Отпустить пробел» ниже):"
    return "\n".join([told, "", *lines])


def fate(edition: Mapping[str, Any], closes: datetime | None) -> str:
    """What happens when nobody answers."""
    if edition.get("correction"):
        return "Прежний отчёт уже отправлен. **Исправленный без вашего решения не уйдёт.**"
    if closes is None:
        return "**Без вашего решения отчёт не уйдёт.**"
    return (
        f"Подпись принимается до **{closes:%d.%m.%Y %H:%M}**. Если никто не ответит, отчёт уйдёт сам, с пометкой "
        "«сформировано автоматически»."
    )
