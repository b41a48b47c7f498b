"""The connector `files`: exports that somebody puts into $SVODKA_HOME/inbox/<channel>/[<registrar>/]."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from svodka.settings import Settings

MAIN_REGISTRAR = "main"


@dataclass(frozen=True)
class ArrivedFile:
    """A file in an inbox: whose journal it belongs to, and the time its file system gives (UTC)."""

    path: Path
    registrar: str
    modified_at: datetime

    @property
    def name(self) -> str:
        return self.path.name


def journal_name(registrar: str) -> str | None:
    """What a person calls the journal; None for the only one of a channel, whose name is ours and says nothing."""
    return registrar if registrar not in ("", MAIN_REGISTRAR) else None


def arrived(settings: Settings, channel: str) -> list[ArrivedFile]:
    """What lies in the channel's inbox now, by registrar and name; unfinished copies and Excel's locks are left."""
    inbox = settings.inbox(channel)
    inbox.mkdir(parents=True, exist_ok=True)
    return [
        ArrivedFile(path, registrar, datetime.fromtimestamp(path.stat().st_mtime, UTC))
        for registrar, folder in _registrars(inbox)
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(("~$", ".")) and path.suffix.lower() != ".part"
    ]


def _registrars(inbox: Path) -> Iterator[tuple[str, Path]]:
    yield MAIN_REGISTRAR, inbox
    for folder in sorted(inbox.iterdir()):
        if folder.is_dir() and not folder.name.startswith("."):
            yield folder.name, folder


def is_settled(file: ArrivedFile, now: datetime, settle_seconds: int) -> bool:
    """Has nobody written to the file for so long? The change time moves even where a copy keeps the old date."""
    stat = file.path.stat()
    return now.timestamp() - max(stat.st_mtime, stat.st_ctime) >= settle_seconds


def put_away(settings: Settings, channel: str, file: ArrivedFile) -> None:
    """Moves a landed file out of the inbox to taken/; its bytes are safe in landing by now."""
    target = folder_of(settings, "taken", channel, file.registrar) / file.name
    shutil.move(file.path, target)


def put_refused(settings: Settings, channel: str, registrar: str, name: str, stored: Path, reason: str) -> None:
    """Puts a copy of a refused file beside a .txt with the reason, and takes it out of taken/."""
    folder = folder_of(settings, "refused", channel, registrar)
    shutil.copyfile(stored, folder / name)
    (folder / f"{name}.txt").write_text(reason + "\n", encoding="utf-8")
    (folder_of(settings, "taken", channel, registrar) / name).unlink(missing_ok=True)


def folder_of(settings: Settings, kind: str, channel: str, registrar: str) -> Path:
    folder = settings.home / kind / channel
    if registrar != MAIN_REGISTRAR:
        folder /= registrar
    folder.mkdir(parents=True, exist_ok=True)
    return folder
