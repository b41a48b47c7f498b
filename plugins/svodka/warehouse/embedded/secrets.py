"""Passwords and keys of one home: made at random once, kept in its `secrets` folder, readable by the owner alone."""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable
from pathlib import Path


def path(home: Path, name: str) -> Path:
    """Where the secret of this name lies."""
    return home / "secrets" / name


def secret(home: Path, name: str, make: Callable[[], str] = lambda: random.token_urlsafe(32)) -> str:
    """The secret of this name; `make` gives its first value. Two processes that ask at once get the same one."""
    file = path(home, name)
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{name}.{os.getpid()}.{random.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(make() + "\n")
    try:
        os.link(draft, file)  # a link, not a rename: the first one wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="utf-8").strip()
