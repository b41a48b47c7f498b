"""A real SFTP server for tests: one folder, one user, and the ways in which such servers go wrong."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh


@dataclass
class SftpPlace:
    """Where the server listens, what it keeps, and how it shall behave from now on.

    `cut_after`: bytes of one file after which the connection goes; `cut_at_rename`: the same before the n-th renaming,
    counted from 0; `is_full`, `is_mute` (nothing may be read back).
    """

    root: Path
    host_key: Any
    user_key: Any
    password: str = "secret"
    port: int = 0
    is_full: bool = False
    is_mute: bool = False
    cut_after: int | None = None
    cut_at_rename: int | None = None
    renamed: int = 0
    logins: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"sftp://mcu@127.0.0.1:{self.port}/in"

    def known_hosts(self, key: Any = None) -> str:
        """The line of a known_hosts file for this server; `key`: another one than its own."""
        public = (key or self.host_key).export_public_key("openssh").decode()
        return f"[127.0.0.1]:{self.port} {public}"


class FaultySftp(asyncssh.SFTPServer):
    """One session in the folder of the place."""

    def __init__(self, channel: Any, place: SftpPlace) -> None:
        super().__init__(channel, chroot=str(place.root).encode())
        self.place = place

    def write(self, file_obj: Any, offset: int, data: bytes) -> int:
        if self.place.is_full:
            raise asyncssh.SFTPFailure("No space left on device")
        if self.place.cut_after is not None and offset + len(data) > self.place.cut_after:
            self.channel.get_connection().abort()
            raise asyncssh.SFTPConnectionLost("cut")
        return int(super().write(file_obj, offset, data))  # type: ignore[call-overload]

    def read(self, file_obj: Any, offset: int, size: int) -> bytes:
        if self.place.is_mute:
            raise asyncssh.SFTPPermissionDenied("write only")
        return bytes(super().read(file_obj, offset, size))  # type: ignore[arg-type]

    def rename(self, oldpath: bytes, newpath: bytes) -> Any:
        if self.place.cut_at_rename == self.place.renamed:
            self.channel.get_connection().abort()
            raise asyncssh.SFTPConnectionLost("cut")
        self.place.renamed += 1
        return super().rename(oldpath, newpath)


class Door(asyncssh.SSHServer):
    """Lets in who has the key or the password."""

    def __init__(self, place: SftpPlace) -> None:
        self.place = place

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        self.place.logins.append("password")
        return (username, password) == ("mcu", self.place.password)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: Any) -> bool:
        self.place.logins.append("key")
        return username == "mcu" and key == self.place.user_key.convert_to_public()


@contextmanager
def running(root: Path) -> Iterator[SftpPlace]:
    """The server on a free port of 127.0.0.1; files for it lie in root/in."""
    (root / "in").mkdir(parents=True)
    place = SftpPlace(root, asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519"))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> Any:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=lambda: Door(place),
            server_host_keys=[place.host_key],
            sftp_factory=lambda channel: FaultySftp(channel, place),
        )

    async def close(server: Any) -> None:
        server.close()
        await server.wait_closed()

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    place.port = server.get_port()
    try:
        yield place
    finally:
        asyncio.run_coroutine_threadsafe(close(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
