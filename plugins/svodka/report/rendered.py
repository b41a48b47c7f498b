"""What a renderer hands back: files, and what could not be made as asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rendered:
    """Name → bytes of every file, and sentences about those that could not be made as asked."""

    files: Mapping[str, bytes]
    remarks: tuple[str, ...] = ()
