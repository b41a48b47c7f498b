"""PDF pages set by typst: a template of this folder and data; equal data give equal bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent
# To be kept for years and to be read aloud; typst refuses where that cannot be promised.
STANDARDS: list[Any] = ["a-1a"]


def pdf(template: str, data: Mapping[str, Any], title: str, identifier: str, moment: datetime) -> bytes:
    """The pages of <template>.typ, which reads the data as JSON. Only typst's own fonts are used, they hold Cyrillic.

    A letter that no font has (a picture sent in for a name) costs the promise of PDF/A, never the report.
    """
    properties = {"title": title, "keywords": [identifier], "moment": utc_parts(moment)}
    asked: Any = {
        "input": str(FOLDER / f"{template}.typ"),
        "root": str(FOLDER),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps({**data, "document": properties}, ensure_ascii=False)},
        "timestamp": int(moment.timestamp()),
    }
    try:
        return bytes(typst.compile(**asked, pdf_standards=STANDARDS))
    except typst.TypstError:
        return bytes(typst.compile(**asked))


def utc_parts(moment: datetime) -> dict[str, int]:
    utc = moment.astimezone(UTC)
    return {name: getattr(utc, name) for name in ("year", "month", "day", "hour", "minute", "second")}
