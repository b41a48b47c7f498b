"""ZIP archives opened without trust: limits on entries, bytes and depth, every entry read once, in its own order."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError
from typing import IO

MEBIBYTE = 1024 * 1024
CHUNK = 256 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, NotImplementedError, EOFError, ValueError, OSError)


class NotRead(Exception):
    """A file, or a part of one, that cannot be read or must not be."""


@dataclass
class Limits:
    """What one file may cost to unpack, with all that lies in it; it becomes less as it is used."""

    n_bytes: int = 1024 * MEBIBYTE
    entries: int = 20_000
    depth: int = 4

    def spend(self, n_bytes: int) -> None:
        """Raises NotRead when too much has been unpacked."""
        self.n_bytes -= n_bytes
        if self.n_bytes < 0:
            raise NotRead("too many bytes")

    def enter(self) -> None:
        """Raises NotRead when a file lies too deep in other files."""
        self.depth -= 1
        if self.depth < 0:
            raise NotRead("too deep")

    def leave(self) -> None:
        self.depth += 1


@dataclass(frozen=True)
class Entry:
    """One entry; two may bear one name."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    number: int
    limits: Limits

    @property
    def name(self) -> str:
        return self.info.filename

    def chunks(self) -> Iterator[bytes]:
        """Its bytes a piece at a time. Raises NotRead: damaged, encrypted, too large."""
        try:
            with self.archive.open(self.info) as stream:
                yield from _counted(stream, self.limits)
        except DAMAGED as error:
            raise NotRead("damaged") from error

    def content(self) -> bytes:
        return b"".join(self.chunks())


def _counted(stream: IO[bytes], limits: Limits) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        limits.spend(len(chunk))
        yield chunk


def entries_of(content: bytes, limits: Limits) -> tuple[list[Entry], str]:
    """The files of an archive and its comment. Raises NotRead."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        raise NotRead("damaged") from error
    limits.entries -= len(archive.infolist())
    if limits.entries < 0:
        raise NotRead("too many entries")
    files = [info for info in archive.infolist() if not info.is_dir()]
    found = [Entry(archive, info, number, limits) for number, info in enumerate(files, 1)]
    comments = [archive.comment, *(info.comment for info in files)]
    return found, "\n".join(comment.decode("utf-8", "replace") for comment in comments if comment)
