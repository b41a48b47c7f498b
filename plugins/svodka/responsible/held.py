"""A table that somebody has sent to be tried, kept for a day until he accepts it: seen by nobody else."""

from __future__ import annotations

import hashlib
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from svodka.errors import UsageError
from svodka.settings import Settings

LASTS = timedelta(days=1)
SUFFIXES = (".xlsx", ".csv")
GONE = "Проверенного файла уже нет: пришлите таблицу снова. Ничего не изменено."


def hold(settings: Settings, login: str, name: str, content: bytes, now: datetime) -> UUID:
    """Keeps the file under a new id; files older than a day go. Raises UsageError for an empty or a foreign one."""
    name = _plain(name)
    if Path(name).suffix.lower() not in SUFFIXES:
        raise UsageError(f"«{name}»: ожидается таблица Excel (.xlsx) или CSV. Ничего не изменено.")
    if not content:
        raise UsageError(f"«{name}»: файл пуст. Ничего не изменено.")
    _sweep(settings, now)
    held_id = uuid4()
    folder = _folder(settings, login) / str(held_id)
    folder.mkdir(mode=0o700, parents=True)
    (folder / name).write_bytes(content)
    return held_id


def held_file(settings: Settings, login: str, held_id: UUID) -> Path:
    """The file that the login has sent. Raises UsageError when it is not there (any more)."""
    folder = _folder(settings, login) / str(held_id)
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    if not found:
        raise UsageError(GONE)
    return found[0]


def drop(settings: Settings, login: str, held_id: UUID) -> None:
    """Forgets the file; nothing when it is gone already."""
    shutil.rmtree(_folder(settings, login) / str(held_id), ignore_errors=True)


def _folder(settings: Settings, login: str) -> Path:
    """A login may hold any signs: its hash is a safe name of a folder."""
    return settings.home / "run" / "responsible" / hashlib.sha256(login.encode()).hexdigest()[:32]


def _plain(name: str) -> str:
    """The last part of a name, of letters, digits and a few signs: it leads nowhere else."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w .()№-]", "_", last).strip(" .")[-100:] or "_"


def _sweep(settings: Settings, now: datetime) -> None:
    for folder in (settings.home / "run" / "responsible").glob("*/*"):
        if folder.stat().st_mtime < (now - LASTS).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
