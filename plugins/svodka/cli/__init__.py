"""The `svodka` command: everything a DAG does, by the same functions of pipeline."""

from __future__ import annotations

import os
import sys

import typer

from svodka.cli import (
    access,
    calendar,
    decisions,
    explain,
    figures,
    forms,
    intake,
    needed,
    quality,
    quarter,
    rating,
    receipts,
    register,
    reproduce,
    responsible,
    status,
    usage,
    verify,
    waive,
)
from svodka.cli.app import app
from svodka.cli.shown import FAILED, USAGE
from svodka.errors import SvodkaError, UsageError

__all__ = [
    "access",
    "app",
    "calendar",
    "decisions",
    "explain",
    "figures",
    "forms",
    "intake",
    "main",
    "needed",
    "quality",
    "quarter",
    "rating",
    "receipts",
    "register",
    "reproduce",
    "responsible",
    "status",
    "usage",
    "verify",
    "waive",
]


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 anything else, 2 wrong usage, 3 a file was refused or a load stopped."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        code = app(standalone_mode=False, prog_name="svodka")
        sys.exit(code if isinstance(code, int) else 0)
    except typer.TyperException as error:
        if usage.is_help(error):
            sys.exit(USAGE)
        _fail(usage.sentence(error), error.exit_code)
    except typer.Abort:
        _fail("прервано.", FAILED)
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
    if "UndefinedColumn" in lines[0]:
        return "хранилище старее программы, в нём нет нужных столбцов: выполните svodka init."
    return f"{type(error).__name__}: {lines[0][:300]}"
