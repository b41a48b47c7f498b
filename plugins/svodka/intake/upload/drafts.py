"""Drafts: uploaded files in a private folder, one a folder of a random name, each of the login that made it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from svodka.errors import SvodkaError, UsageError
from svodka.intake.tables.limits import DEFAULT, MEBIBYTE
from svodka.intake.upload.file_name import safe_name
from svodka.period import end_of_day
from svodka.settings import Settings

LARGEST = DEFAULT.file_bytes
KEPT = timedelta(days=1)
CHUNK = 1 << 20
GONE = "Этого файла здесь уже нет: он загружен, удалён или его выбирал другой человек. Выберите файл заново."


@dataclass(frozen=True)
class Draft:
    """One uploaded file that is not landed. channel None: to be recognised; found: what the examination said."""

    draft_id: str
    login: str
    name: str
    sha256: str
    n_bytes: int
    made_at: str
    channel: str | None
    registrar: str
    found: dict[str, Any] | None = None


def drafts_folder(settings: Settings) -> Path:
    return settings.home / "run" / "uploads"


def content(settings: Settings, draft: Draft) -> Path:
    """Where the bytes lie; under no name of the sender's."""
    return drafts_folder(settings) / draft.draft_id / "content"


def make(
    settings: Settings, login: str, given_name: str, stream: IO[bytes], channel: str | None, registrar: str,
    now: datetime, exported_on: date | None = None,
) -> Draft:  # fmt: skip
    """Copies the stream into a new draft. Raises UsageError, with nothing kept, when it is empty or too large.

    exported_on: the day that the person says the export speaks of, for a file that does not say it itself: it becomes
    the file's time, which is believed last of all (design §5.0); never one to come, for which `intake` would wait.
    """
    folder = drafts_folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft_id = str(uuid4())
    own = folder / draft_id
    own.mkdir(mode=0o700)
    try:
        sha256, n_bytes = _copy(stream, own / "content")
        spoken = (min(end_of_day(exported_on, settings.zone), now) if exported_on else now).timestamp()
        os.utime(own / "content", (spoken, spoken))
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise
    draft = Draft(draft_id, login, safe_name(given_name), sha256, n_bytes, now.isoformat(), channel, registrar)
    write(settings, draft)
    return draft


def _copy(stream: IO[bytes], target: Path) -> tuple[str, int]:
    digest, n_bytes = hashlib.sha256(), 0
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:  # noqa: PTH123
        while chunk := stream.read(CHUNK):
            n_bytes += len(chunk)
            if n_bytes > LARGEST:
                raise UsageError(
                    f"Файл слишком велик: больше {LARGEST // MEBIBYTE} МБ. Разделите выгрузку по датам и загрузите "
                    "частями. Ничего не загружено."
                )
            digest.update(chunk)
            out.write(chunk)
    if not n_bytes:
        raise UsageError("Файл не выбран или пуст. Выберите выгрузку и нажмите «Проверить» снова.")
    return digest.hexdigest(), n_bytes


def write(settings: Settings, draft: Draft) -> None:
    """Keeps what is known of the draft; the folder is private, so the file is too."""
    target = drafts_folder(settings) / draft.draft_id / "draft.json"
    partial = target.with_suffix(".new")
    partial.write_text(json.dumps(asdict(draft), ensure_ascii=False), encoding="utf-8")
    partial.replace(target)


def read(settings: Settings, draft_id: UUID, login: str) -> Draft:
    """The draft of the login. Raises SvodkaError when there is none of his by this id."""
    file = drafts_folder(settings) / str(draft_id) / "draft.json"
    try:
        draft = Draft(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise SvodkaError(GONE) from error
    if draft.login != login:
        raise SvodkaError(GONE)
    return draft


def told(settings: Settings, draft: Draft, found: dict[str, Any]) -> Draft:
    """The draft with what was found of it; kept."""
    changed = replace(draft, found=found)
    write(settings, changed)
    return changed


def drop(settings: Settings, draft: Draft) -> None:
    shutil.rmtree(drafts_folder(settings) / draft.draft_id, ignore_errors=True)


def drop_old(settings: Settings, now: datetime) -> int:
    """Removes the drafts that nobody has landed within a day; how many."""
    folder = drafts_folder(settings)
    before = (now - KEPT).timestamp()
    old = [path for path in sorted(folder.glob("*")) if path.stat().st_mtime < before] if folder.is_dir() else []
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)
