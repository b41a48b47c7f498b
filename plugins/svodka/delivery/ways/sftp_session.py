"""An open SFTP session: the server is known by its key before anything is told to it; login by key or password."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from svodka.delivery.ways.sftp_address import SftpAddress
from svodka.delivery.ways.trouble import in_words
from svodka.errors import SvodkaError
from svodka.settings import Settings, resolve_secret

TIMEOUT = 30.0  # seconds for the connection, and again for the login


async def opened(settings: Settings, where: SftpAddress) -> tuple[Any, Any]:
    """The connection and the SFTP client on it. Raises SvodkaError, OSError, asyncssh.Error."""
    import asyncssh

    connection = await asyncssh.connect(
        where.host,
        where.port,
        username=where.user,
        password=resolve_secret(settings.sftp.password),
        client_keys=private_keys(settings),
        known_hosts=str(known_hosts(settings)),
        agent_path=None,
        config=None,
        connect_timeout=TIMEOUT,
        login_timeout=TIMEOUT,
    )
    try:
        return connection, await connection.start_sftp_client()
    except BaseException:
        connection.abort()
        raise


def private_keys(settings: Settings) -> list[Any] | None:
    """The key of the settings; None: no login by key."""
    import asyncssh

    secret = resolve_secret(settings.sftp.private_key)
    if secret is None:
        return None
    try:
        return [asyncssh.import_private_key(f"{secret}\n")]
    except asyncssh.KeyImportError as error:
        raise SvodkaError(f"ключ sftp.private_key не читается ({error}): нужен ключ OpenSSH без пароля") from None


def known_hosts(settings: Settings) -> Path:
    """The file of known servers. Raises SvodkaError where there is none: then every server is a stranger."""
    path = settings.sftp.known_hosts or Path("~/.ssh/known_hosts").expanduser()
    if not path.is_file():
        raise SvodkaError(
            f"нет файла известных серверов {path}: запишите в него ключ сервера, сверив его с владельцем сервера"
        )
    return path


def sftp_words(error: BaseException) -> str:
    """What went wrong, for whoever mends it."""
    import asyncssh

    if not isinstance(error, asyncssh.Error):
        return in_words(error)
    said: dict[type[BaseException], str] = {
        asyncssh.HostKeyNotVerifiable: "ключ сервера не тот, что в known_hosts, или его там нет: ничего не передано, "
        "сверьте ключ с владельцем сервера",
        asyncssh.PermissionDenied: "вход не принят: проверьте имя в адресе, sftp.private_key и sftp.password",
        asyncssh.ConnectionLost: "связь оборвалась",
        asyncssh.SFTPConnectionLost: "связь оборвалась",
        asyncssh.SFTPNoConnection: "связь оборвалась",
        asyncssh.SFTPNoSpaceOnFilesystem: "на диске сервера нет места",
        asyncssh.SFTPQuotaExceeded: "на диске сервера исчерпана квота",
        asyncssh.SFTPPermissionDenied: "сервер не даёт писать в эту папку",
    }
    return said.get(type(error)) or f"{type(error).__name__}: {error.reason}"
