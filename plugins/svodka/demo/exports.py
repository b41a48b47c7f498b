"""The sample exports: made once, put into the inboxes day by day."""

from __future__ import annotations

import re
import runpy
import shutil
from datetime import date
from pathlib import Path

from svodka.settings import PROJECT, Settings

HISTORY_ENDS = date(2026, 9, 30)


def make(settings: Settings) -> Path:
    """All sample exports under $SVODKA_HOME/samples/<channel>/; made anew when an earlier making was interrupted."""
    folder = settings.home / "samples"
    if not folder.exists():
        draft = folder.with_name("samples.draft")
        shutil.rmtree(draft, ignore_errors=True)
        runpy.run_path(str(PROJECT / "samples" / "generate.py"))["main"](draft)
        draft.replace(folder)
    return folder


def history(folder: Path) -> list[Path]:
    """The exports up to the last day of the quarter."""
    return [file for file in _files(folder) if _day(file) <= HISTORY_ENDS]


def latest(folder: Path) -> list[Path]:
    """The exports of the first days after the quarter."""
    return [file for file in _files(folder) if _day(file) > HISTORY_ENDS]


def channels(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir() if place.is_dir())


def drop(settings: Settings, folder: Path, files: list[Path]) -> None:
    """Copies the files into the inboxes, whole or not at all: under another name first."""
    for file in files:
        target = settings.home / "inbox" / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(target.name + ".part")
        shutil.copy2(file, draft)
        draft.replace(target)


def waiting(settings: Settings) -> list[Path]:
    """What still lies in the inboxes."""
    return _files(settings.home / "inbox")


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith((".", "~$")))


def _day(file: Path) -> date:
    """The day in the name: <channel>_YYYY-MM-DD."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", file.name)
    if found is None:
        raise ValueError(f"no day in the name of the sample {file.name}")
    return date.fromisoformat(found.group())
