"""Use-case: a file that somebody brings, held against the editions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def verify(path: str) -> dict[str, Any]:
    """file, state (issued, resaved, altered, unknown), quarter, edition, kind, issued_at, issued_file, sha256, newer,
    differences (place, issued, found). Raises UsageError where there is no such file, Unreadable."""
    from svodka.errors import UsageError
    from svodka.report.verification import verify

    settings, file = load_settings(), Path(path)
    if not file.is_file():
        raise UsageError(f"Нет файла {path}.")
    with open_warehouse(settings).begin() as connection:
        found = verify(connection, settings, file.name, file.read_bytes())
    edition = found.edition
    return {
        "file": file.name,
        "state": found.state,
        "quarter": edition and edition.quarter,
        "edition": edition and edition.number,
        "kind": edition and edition.kind,
        "issued_at": edition and edition.issued_at.astimezone(settings.zone).isoformat(timespec="seconds"),
        "issued_file": found.file and found.file.name,
        "sha256": found.file and found.file.sha256,
        "newer": found.newer,
        "differences": list(found.differences),
    }
