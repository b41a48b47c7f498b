"""Start the reading process: the same Python, the same package, nothing else of the parent."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO

from svodka.intake.tables.limits import Limits

OUT_OF_MEMORY = 77
_PACKAGES = str(Path(__file__).resolve().parents[3])


def spawned(limits: Limits, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    """A process that serves tasks (see ``child``); what its libraries print goes to ``errors``."""
    known = os.environ.get("PYTHONPATH", "")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [_PACKAGES, known])),
        "RUST_BACKTRACE": "0",
        "MALLOC_ARENA_MAX": "2",
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", "svodka.intake.tables.child", json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=environment,
    )
