"""A draft becomes a file of an inbox: whole or not at all, and never in the place of another one."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from svodka.intake.upload.file_name import numbered
from svodka.settings import Settings
from svodka.sources.files import MAIN_REGISTRAR


def put_into_inbox(settings: Settings, content: Path, channel: str, registrar: str, name: str) -> str:
    """Links the bytes into the channel's inbox under the first free name; the name. The draft's own link stays."""
    folder = settings.inbox(channel)
    if registrar not in ("", MAIN_REGISTRAR):
        folder /= registrar
    folder.mkdir(parents=True, exist_ok=True)
    source, number = content, 1
    try:
        while True:
            target = folder / numbered(name, number)
            try:
                target.hardlink_to(source)
                return target.name
            except FileExistsError:
                number += 1
            except OSError as error:
                if error.errno != errno.EXDEV or source != content:
                    raise
                source = _copied_beside(content, folder)  # the inbox is a mount of its own
    finally:
        if source != content:
            source.unlink(missing_ok=True)


def _copied_beside(content: Path, folder: Path) -> Path:
    """A copy that no intake sees: names with a leading dot are left."""
    copy = folder / f".{content.parent.name}.part"
    shutil.copy2(content, copy)
    with copy.open("rb") as stream:
        os.fsync(stream.fileno())
    return copy
