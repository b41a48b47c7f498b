"""The way `sftp`: the files of an edition in a folder of an SFTP server whose host key is known."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from svodka.delivery.ways.ending import Ending
from svodka.delivery.ways.sftp_address import SftpAddress
from svodka.delivery.ways.sftp_session import opened, sftp_words
from svodka.delivery.ways.shelf import Found, ShelfError, put
from svodka.errors import SvodkaError
from svodka.settings import Settings

STEP = 600.0  # seconds one file may take

Result = TypeVar("Result")


def place(settings: Settings, address: str, subfolder: str, files: Mapping[str, bytes]) -> Ending:
    """One attempt to put the files into the folder of the address, under <subfolder>. Raises nothing expected."""
    try:
        where = SftpAddress.parse(address)
    except SvodkaError as error:
        return Ending("failed", str(error))
    with asyncio.Runner() as runner:
        shelf = SftpShelf(runner, settings, where, subfolder)
        try:
            shelf.open()
            return put(shelf, files)
        except (ShelfError, SvodkaError) as error:
            return Ending("pending", f"сервер SFTP {where.host}: {error}")
        finally:
            shelf.close()


class SftpShelf:
    """A folder of an SFTP server; the folder of the address must be there, those below it are made."""

    def __init__(self, runner: asyncio.Runner, settings: Settings, where: SftpAddress, subfolder: str) -> None:
        self.runner, self.settings, self.where = runner, settings, where
        self.folder = where.below(subfolder)
        self.connection: Any = None
        self.client: Any = None

    def open(self) -> None:
        self.connection, self.client = self.wait(opened(self.settings, self.where))
        if not self.wait(self.client.isdir(self.where.folder)):
            raise ShelfError(f"на сервере нет папки {self.where.folder}: создайте её или исправьте адрес")
        self.wait(self.client.makedirs(self.folder, exist_ok=True))

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            with suppress(Exception):
                self.runner.run(asyncio.wait_for(self.connection.wait_closed(), 5.0))

    def compare(self, name: str, content: bytes) -> Found:
        return self.wait(self._compare(f"{self.folder}/{name}", content))

    def write(self, name: str, content: bytes) -> None:
        self.wait(self._write(f"{self.folder}/{name}", content))

    def rename(self, name: str, new: str) -> None:
        self.wait(self.client.rename(f"{self.folder}/{name}", f"{self.folder}/{new}"))

    def wait(self, step: Awaitable[Result]) -> Result:
        """The result of one step, in bounded time. Raises ShelfError."""
        try:
            return self.runner.run(_within(step, STEP))
        except SvodkaError:
            raise
        except Exception as error:
            raise ShelfError(sftp_words(error)) from error

    async def _compare(self, path: str, content: bytes) -> Found:
        import asyncssh

        try:
            size = await self.client.getsize(path)
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            return "absent"
        if size != len(content):
            return "other"
        try:
            async with self.client.open(path, "rb") as file:
                return "same" if await file.read() == content else "other"
        except asyncssh.SFTPPermissionDenied:
            return "same"  # a box into which one may only put things: the size is all it tells

    async def _write(self, path: str, content: bytes) -> None:
        import asyncssh

        async with self.client.open(path, "wb") as file:
            await file.write(content)
            with suppress(asyncssh.SFTPOpUnsupported):
                await file.fsync()


async def _within(step: Awaitable[Result], seconds: float) -> Result:
    return await asyncio.wait_for(step, seconds)
