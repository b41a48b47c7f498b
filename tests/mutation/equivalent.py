"""Mutants that cannot change any figure, by human judgement: equivalent.yml, found again by the text of their line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.mutation.mutants import Mutant

LIST = Path(__file__).with_name("equivalent.yml")


def read_equivalents() -> list[dict[str, Any]]:
    """Entries with file, line (its text, or a list of texts), perhaps before and after, and the reason."""
    return yaml.load(LIST.read_text(encoding="utf-8"), yaml.BaseLoader) or []


def reason_for(mutant: Mutant, entries: list[dict[str, Any]]) -> str | None:
    """Why the mutant changes nothing, or None when nobody has said so."""
    for entry in entries:
        lines = entry["line"] if isinstance(entry["line"], list) else [entry["line"]]
        if (
            entry["file"] == mutant.file
            and mutant.line_text in lines
            and mutant.before == entry.get("before", mutant.before)
            and mutant.after == entry.get("after", mutant.after)
        ):
            return str(entry["reason"])
    return None
