"""A real IMAP server for tests: one mailbox, as a plain user, on free ports of 127.0.0.1."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trustme

from tests.mail_sink import free_port

ARRIVED = datetime(2026, 10, 2, 12, tzinfo=UTC).timestamp()
CONFIG = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{home}/mail
first_valid_uid = 1
mail_uid = {uid}
mail_gid = {gid}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password=geheim
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
"""


@dataclass
class Dovecot:
    """The running server and its one mailbox: everybody logs in with «geheim»."""

    home: Path
    port: int
    tls_port: int

    def comes(self, content: bytes, name: str) -> None:
        """A mail arrives, as a delivery agent puts it there."""
        draft = self.home / "mail" / "tmp" / name
        draft.write_bytes(content)
        os.utime(draft, (ARRIVED, ARRIVED))  # the day by which a server finds it
        shutil.chown(draft, *owner())
        draft.rename(self.home / "mail" / "new" / name)

    def lying(self) -> dict[str, list[str]]:
        """The files of the mailbox by folder: what has been read or moved shows in their places and names."""
        folders = {part: self.home / "mail" / part for part in ("new", "cur")}
        return {part: sorted(file.name for file in folder.iterdir()) for part, folder in folders.items()}


def owner() -> tuple[str, str]:
    """Under whom the server runs: us, or an unprivileged user where we are root."""
    return ("nobody", "nogroup") if os.geteuid() == 0 else (pwd.getpwuid(os.geteuid()).pw_name, str(os.getegid()))


@contextmanager
def running(program: str, home: Path, authority: trustme.CA) -> Iterator[Dovecot]:
    """The server on the mailbox in `home`."""
    for part in ("new", "cur", "tmp"):
        (home / "mail" / part).mkdir(parents=True)
    (home / "run").mkdir()
    certificate = authority.issue_cert("127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(home / "cert.pem")
    certificate.private_key_pem.write_to_path(home / "key.pem")
    user, group = owner()
    known = pwd.getpwnam(user)
    dovecot = Dovecot(home, free_port(), free_port())
    words = {"home": home, "user": user, "group": group, "uid": known.pw_uid, "gid": known.pw_gid}
    (home / "dovecot.conf").write_text(CONFIG.format(port=dovecot.port, tls_port=dovecot.tls_port, **words))
    for path in [home, *home.rglob("*")]:
        shutil.chown(path, user, group)
    with subprocess.Popen([program, "-F", "-c", str(home / "dovecot.conf")]) as process:
        try:
            wait_for(dovecot, process)
            yield dovecot
        finally:
            process.terminate()
            process.wait(20)


def wait_for(dovecot: Dovecot, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with socket.create_connection(("127.0.0.1", dovecot.port), 1) as link:
                assert link.recv(64)
                return
        except (OSError, AssertionError):
            log = dovecot.home / "dovecot.log"
            assert process.poll() is None, log.read_text() if log.exists() else "dovecot did not start"
            assert time.monotonic() < deadline, log.read_text() if log.exists() else "dovecot is silent"
            time.sleep(0.05)
