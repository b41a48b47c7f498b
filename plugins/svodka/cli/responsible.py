"""The command of the responsible persons: the table in force; a new one tried and accepted; the other side told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.quarter import MAIL_STATES
from svodka.cli.shown import PARTLY, Json, local, print_json, progress
from svodka.errors import UsageError
from svodka.responsible.refusal import TableRefused

STANDING = {"acts": "Действуют", "replaced": "Замещены", "coming": "Впереди"}


@app.command()
def responsible(
    file: Annotated[Path | None, typer.Argument(help="Новая таблица, xlsx или CSV: показать, что изменится")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Принять таблицу и сообщить другой стороне")] = False,
    by: Annotated[str | None, typer.Option("--by", help="Кто принимает; без него — имя входа в систему")] = None,
    announce: Annotated[bool, typer.Option("--announce", help="Отправить письма об изменениях сейчас")] = False,
    save: Annotated[Path | None, typer.Option("--save", help="Сохранить действующую таблицу как xlsx")] = None,
    as_json: Json = False,
) -> None:
    """Ответственные лица: кто действует сегодня; проверить и принять новую таблицу."""
    if (accept or by) and file is None:
        raise UsageError("--accept и --by — для новой таблицы: укажите её файл.")
    if file is not None and (announce or save):
        raise UsageError("--announce и --save — без файла таблицы: они для той, что уже принята.")
    if file is not None:
        _try(file, accept, by, as_json)
    elif save is not None:
        n_rows = pipeline.save_responsible(save)
        _say(f"{save}: строк {n_rows}. Исправьте в Excel и проверьте: svodka responsible {save}")
    elif announce:
        _tell_letters(pipeline.announce_responsible(datetime.now(UTC), with_failed=True), as_json)
    else:
        _show(pipeline.responsible_persons(), as_json)


def _try(file: Path, accept: bool, by: str | None, as_json: bool) -> None:
    try:
        found = pipeline.accept_responsible(file, by or getuser()) if accept else pipeline.check_responsible(file)
    except TableRefused as refused:
        if as_json:
            print_json({"refused": [one.__dict__ for one in refused.problems]})
        _say(f"{file}: {refused}")
        raise typer.Exit(PARTLY) from refused
    letters = pipeline.announce_responsible(datetime.now(UTC)) if accept else []
    if as_json:
        print_json(found | ({"announcements": letters} if accept else {}))
        return
    _tell_changes(found)
    if accept:
        _say(f"Принята, редакция {found['version']}." if found["is_new"] else "Таблица та же, новой редакции нет.")
        _tell_letters(letters, as_json)
    elif found["is_new"]:
        if found["letters"]:
            _say(f"Об изменениях уйдёт письмо: {'; '.join(found['letters'])}.")
        _say(f"Ошибок нет. Чтобы принять: svodka responsible {file} --accept")
    else:
        _say("Ошибок нет, таблица та же, что принята.")


def _tell_changes(found: Mapping[str, Any]) -> None:
    for change in found["changes"]:
        print(f"- {change['sentence']}")
    for remark in found["remarks"]:
        _say(f"Обратите внимание: {remark}.")


def _tell_letters(letters: Iterable[Mapping[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(letters)
        return
    lines = [
        f"Письмо {one['to']} (редакция {one['version']}): {_outcome(one['states'], one.get('reply'))}."
        for one in _with_replies(letters)
    ]
    for line in lines or ["Писем об изменениях нет."]:
        _say(line)


def _with_replies(letters: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """With what the server answered: it may name an address, so it is no part of what goes into the log of a run."""
    told = list(letters)
    if all("reply" in one or set(one["states"]) == {"sent"} for one in told):
        return told
    known = pipeline.responsible_persons()["announcements"]
    replies = {(one["version"], one["side"]): one["reply"] for one in known}
    return [{"reply": replies.get((one["version"], one["side"])), **one} for one in told]


def _outcome(states: Sequence[str], reply: str | None) -> str:
    """How the mails of one announcement stand, why, and what to do about it."""
    said = ", ".join(MAIL_STATES[state] for state in states)
    if reply and set(states) != {"sent"}:
        said += f" (ответ сервера: {' '.join(reply.split())})"
    if "failed" in states:
        return f"{said}; поправьте адрес и примите таблицу снова или повторите: svodka responsible --announce"
    return said if set(states) == {"sent"} else f"{said}; повторится само"


def _show(found: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    print(f"Ответственные лица на {_day(found['day'])}")
    for standing, title in STANDING.items():
        lines = [f"- {one['title']}: {one['told']}" for one in found["persons"] if one["standing"] == standing]
        if lines:
            print("\n".join([f"{title}:", *lines]))
    for turn in found["upcoming"]:
        print(f"С {_day(turn['day'])} {turn['title']}: {', '.join(turn['names']) or 'НИКОГО'}.")
    if found["version"] is None:
        _say("Таблица ещё не принята, действуют [[recipients]] из настроек.")
        _say("Начать: svodka responsible --save таблица.xlsx")
    else:
        by = f", {found['accepted_by']}" if found["accepted_by"] else ""
        _say(f"Редакция {found['version']} ({found['file']}), принята {local(found['accepted_at'])}{by}.")
    for one in found["announcements"][-2:]:
        _tell_letters([one], False)


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}"


def _say(text: str) -> None:
    progress.print(text, markup=False, highlight=False, soft_wrap=True)
