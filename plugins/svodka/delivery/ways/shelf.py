"""Files put into a folder of the other side: each whole or not at all, and putting them again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from svodka.delivery.ways.ending import Ending

Found = Literal["absent", "same", "other"]


class ShelfError(Exception):
    """A folder does not do what is asked; the text says why, in Russian."""


class Shelf(Protocol):
    """One folder of the other side. Each method raises ShelfError."""

    def compare(self, name: str, content: bytes) -> Found:
        """Whether a file of that name lies there, and with these bytes."""

    def write(self, name: str, content: bytes) -> None:
        """Writes a file, over an older one, and waits until it is on the disk."""

    def rename(self, name: str, new: str) -> None:
        """Gives a file a name that none has yet."""


def put(shelf: Shelf, files: Mapping[str, bytes]) -> Ending:
    """Puts the files there: all are written as `.part` and read back before the first one gets its name."""
    try:
        found = {name: shelf.compare(name, content) for name, content in files.items()}
        if strangers := sorted(name for name, state in found.items() if state == "other"):
            return Ending("failed", f"там уже лежит другой файл с тем же именем: {', '.join(strangers)}; уберите его")
        missing = [name for name, state in found.items() if state == "absent"]
        for name in missing:
            shelf.write(part(name), files[name])
            if shelf.compare(part(name), files[name]) != "same":
                return Ending("pending", f"{name}: прочитано не то, что записано")
    except ShelfError as error:
        return Ending("pending", str(error))
    try:
        for name in missing:
            shelf.rename(part(name), name)
    except ShelfError as error:
        return Ending("uncertain", f"часть файлов могла остаться без имени: {error}")
    return Ending("sent", said(len(files), len(missing)))


def part(name: str) -> str:
    """The name of a file that is not whole yet."""
    return f"{name}.part"


def said(n_files: int, n_new: int) -> str:
    if n_new == 0:
        return f"все файлы уже на месте: {n_files}"
    were_there = f", уже были: {n_files - n_new}" if n_new < n_files else ""
    return f"записано и прочитано обратно файлов: {n_new}{were_there}"
