"""Where a person's files go on an SFTP server: sftp://user@host:port/folder."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from svodka.errors import SvodkaError


@dataclass(frozen=True)
class SftpAddress:
    """`folder`: absolute, or below the user's own folder (written as /~/folder)."""

    user: str
    host: str
    port: int
    folder: str

    @classmethod
    def parse(cls, address: str) -> SftpAddress:
        """Raises SvodkaError with what was expected; a password in the address is refused, and not repeated."""
        expected = "ожидается sftp://имя@сервер:порт/папка"
        try:
            parts = urlsplit(address.strip())
            port = parts.port or 22
        except ValueError:
            raise SvodkaError(f"Адрес SFTP не читается: {expected}.") from None
        if parts.password is not None:
            raise SvodkaError(f"В адресе SFTP стоит пароль: уберите его и укажите sftp.password ссылкой; {expected}.")
        if parts.scheme != "sftp" or not parts.hostname or not parts.username:
            raise SvodkaError(f"«{address}» не адрес SFTP: {expected}.")
        path = unquote(parts.path).rstrip("/")
        folder = path.removeprefix("/~/") if path.startswith("/~/") else "." if path == "/~" else path or "/"
        return cls(unquote(parts.username), parts.hostname, port, folder)

    def below(self, subfolder: str) -> str:
        return f"{self.folder.rstrip('/')}/{subfolder}"
