"""A throw-away home with an empty warehouse for one run of a bench; its server ends with it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from svodka import pipeline
from svodka.settings import Settings, load_settings
from svodka.warehouse import embedded


@contextmanager
def throwaway_home() -> Iterator[tuple[Path, Settings]]:
    """The folder around the home, for what else the bench writes, and the settings of the home."""
    with tempfile.TemporaryDirectory(prefix="svodka-bench-") as folder:
        home = Path(folder) / "home"
        os.environ["SVODKA_HOME"] = str(home)
        try:
            pipeline.init()
            yield Path(folder), load_settings()
        finally:
            embedded.stop(home)
