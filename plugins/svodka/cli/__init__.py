"""The `svodka` command: everything a DAG does, by the same functions of pipeline."""

from __future__ import annotations

import os
import sys

from svodka.cli import figures, intake, quarter
from svodka.cli.app import app
from svodka.cli.shown import FAILED, USAGE
from svodka.errors import SvodkaError, UsageError

__all__ = ["app", "figures", "intake", "main", "quarter"]


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 anything else, 2 wrong usage, 3 a file was refused or a load stopped."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except UsageError as error:
        _fail(str(error), USAGE)
    except SvodkaError as error:
        _fail(str(error), FAILED)
    except Exception as error:
        if os.environ.get("SVODKA_DEBUG"):
            raise
        _fail(_one_sentence(error), FAILED)


def _fail(sentence: str, code: int) -> None:
    print(f"svodka: {sentence}", file=sys.stderr)
    sys.exit(code)


def _one_sentence(error: Exception) -> str:
    """The first line of an unexpected error; database errors carry the statement (and its rows) after it."""
    lines = str(error).strip().splitlines() or [""]
    if "UndefinedTable" in lines[0]:
        return "в хранилище нет таблиц: выполните svodka init."
    return f"{type(error).__name__}: {lines[0][:300]}"
