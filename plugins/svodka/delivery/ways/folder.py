"""The way `folder`: the files of an edition in a folder of this machine, a network drive as a rule."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from svodka.delivery.ways.ending import Ending
from svodka.delivery.ways.shelf import Found, ShelfError, put
from svodka.delivery.ways.trouble import in_words
from svodka.errors import SvodkaError


def place(address: str, subfolder: str, files: Mapping[str, bytes]) -> Ending:
    """One attempt to put the files into <address>/<subfolder>. Raises nothing expected."""
    try:
        base = path_of(address)
    except SvodkaError as error:
        return Ending("failed", str(error))
    # A drive that is not mounted must not be taken for an empty one: the folder itself is never made.
    if not base.is_dir():
        return Ending("pending", f"нет папки {base}: подключите сетевой диск или исправьте адрес")
    return put(FolderShelf(base / subfolder), files)


def path_of(address: str) -> Path:
    """The folder of an address: an absolute path or a file:// URL. Raises SvodkaError."""
    path = address.strip()
    if path.startswith("file:"):
        parts = urlsplit(path)
        path = unquote(parts.path) if parts.netloc in ("", "localhost") else ""
    if not Path(path).is_absolute():
        raise SvodkaError(f"«{address}» не папка этой машины: ожидается полный путь или file:///путь.")
    return Path(path)


class FolderShelf:
    """A folder of this machine; made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def compare(self, name: str, content: bytes) -> Found:
        path = self.folder / name
        try:
            if not path.exists():
                return "absent"
            return "same" if path.stat().st_size == len(content) and path.read_bytes() == content else "other"
        except OSError as error:
            raise ShelfError(f"{path} не читается: {in_words(error)}") from error

    def write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ShelfError(f"{path} не записан: {in_words(error)}") from error

    def rename(self, name: str, new: str) -> None:
        try:
            (self.folder / name).rename(self.folder / new)
            sync(self.folder)
        except OSError as error:
            raise ShelfError(f"{self.folder / new} не назван: {in_words(error)}") from error


def sync(folder: Path) -> None:
    """Waits until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
