"""Who runs the server: PostgreSQL refuses root, so root hands it to an unprivileged system user.

The ladder, least power first: ourselves when we are not root; a plain change of user; the same with the one capability
to look into folders that only root may enter (/root, mktemp -d); a user namespace. The owner of an existing data
folder decides who it is, so a home keeps its user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UNPRIVILEGED = ("postgres", "nobody", "daemon")
# `no_setuid_fixup` keeps the effective capability through the change of user; without it PostgreSQL's own access
# checks fail. Nothing but reading past the rights of folders is left to the server.
LOOK_ONLY = (
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=+dac_read_search",
    "--bounding-set=-all,+dac_read_search",
)
PROBE = 'cd / && test -x "$2" && test -r "$2" && exec "$1" --version'


class NoIdentity(Exception):
    """Nobody can run the server here; the text is one sentence for a person."""


@dataclass(frozen=True)
class Identity:
    """A way to run the server's programs: the user, and the words put before a command."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    change: dict[str, Any] = field(default_factory=dict)
    owns: bool = False

    @classmethod
    def choose(cls, program: Path, folder: Path, data: Path) -> Identity:
        """The first way that can run `program` and enter `folder`. Raises NoIdentity."""
        if os.geteuid() != 0:
            if data.exists() and data.stat().st_uid != os.geteuid():
                raise NoIdentity(f"{data} принадлежит другому пользователю: запускайте от его имени.")
            return cls(os.geteuid(), os.getegid())
        for identity in cls._ladder(data):
            if identity._can(program, folder):
                return identity
        raise NoIdentity(
            f"PostgreSQL не работает от имени root, а другой пользователь не может войти в {folder} или "
            f"{program.parent}: запустите от обычного пользователя или укажите в SVODKA_HOME папку, открытую для всех."
        )

    @classmethod
    def _ladder(cls, data: Path) -> list[Identity]:
        owner = data.stat().st_uid if data.exists() else None
        ways: list[Identity] = []
        for user in _users(owner):
            uid, gid = user.pw_uid, user.pw_gid
            drop = {"user": uid, "group": gid, "extra_groups": []}
            to_user = (f"--reuid={uid}", f"--regid={gid}", "--clear-groups")
            if owner in (None, uid):
                ways.append(cls(uid, gid, change=drop, owns=True))
                if setpriv := shutil.which("setpriv"):
                    ways.append(cls(uid, gid, prefix=(setpriv, *to_user, *LOOK_ONLY), owns=True))
            if owner in (None, 0) and (unshare := shutil.which("unshare")):
                ways.append(cls(0, 0, prefix=(unshare, "--user", f"--map-user={uid}", f"--map-group={gid}")))
        return ways

    def _can(self, program: Path, folder: Path) -> bool:
        try:
            return self.run(["/bin/sh", "-c", PROBE, "sh", program, folder]).returncode == 0
        except (OSError, subprocess.SubprocessError):
            return False

    def own(self, path: Path) -> None:
        """Gives a file or folder of ours to the server's user."""
        if self.owns:
            os.chown(path, self.uid, self.gid)

    def run(
        self, command: Sequence[str | Path], stdin: Any = subprocess.DEVNULL, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Runs a program of the server to its end with a bare environment, its words captured unless told otherwise."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        words = [*self.prefix, *map(str, command)]
        return subprocess.run(
            words,
            check=False,
            stdin=stdin,
            env=_environment(),
            cwd="/",
            text=True,
            errors="replace",
            **self.change,
            **options,
        )


def _environment() -> dict[str, str]:
    """No PG… variable, locale or library path of the caller reaches the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "LANG": "C"}


def _users(owner: int | None) -> list[pwd.struct_passwd]:
    names: list[pwd.struct_passwd] = []
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            names.append(pwd.getpwnam(name))
    if owner:
        with suppress(KeyError):
            names.insert(0, pwd.getpwuid(owner))
    return [user for user in names if user.pw_uid != 0]
