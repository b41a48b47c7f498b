"""`python -m tests.mutation [--every N] [--only TEXT] [--jobs N] [--write FILE]`: tries mutants, says what survived.

Works in copies of plugins/, sql/ and config/, one a job, so that neither the project nor other work in it is touched.
Exit code 1 when a mutant survives that is not listed in equivalent.yml.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
COPY = "SVODKA_MUTATION_COPY"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="every N-th mutant only")
    parser.add_argument("--only", default="", help="files whose path holds this text")
    parser.add_argument("--jobs", type=int, default=2, help="servers at work at once")
    parser.add_argument("--write", type=Path, help="the report as Markdown")
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part is not None:
        return _part(options)
    return _whole(options)


def _part(options: argparse.Namespace) -> int:
    """One job, in its copy: leaves its outcomes there."""
    from tests.mutation.trials import try_all

    outcomes = try_all(options.every, options.only, options.part, options.jobs)
    Path(os.environ[COPY], "outcomes").write_bytes(pickle.dumps(outcomes))
    return 0


def _whole(options: argparse.Namespace) -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutation") as folder:
        copies = [Path(folder, str(number)) for number in range(options.jobs)]
        jobs = [_job(copy, number, options) for number, copy in enumerate(copies)]
        codes = [job.wait() for job in jobs]
        if any(codes):
            return 2
        found = [one for copy in copies for one in pickle.loads((copy / "outcomes").read_bytes())]
    from tests.mutation.report import report

    outcomes = sorted(found, key=lambda one: (one.mutant.file, one.mutant.line, one.mutant.column))
    text = report(outcomes, time.monotonic() - began, options.every)
    print(text)
    if options.write:
        options.write.write_text(text + "\n", encoding="utf-8")
    return int(any(one.state == "survived" for one in outcomes))


def _job(copy: Path, number: int, options: argparse.Namespace) -> subprocess.Popen[bytes]:
    for part in ("plugins", "sql", "config", "expectations", "docs"):
        shutil.copytree(PROJECT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    environment = os.environ | {
        COPY: str(copy), "SVODKA_HOME": str(copy / "home"),
        "PYTHONPATH": os.pathsep.join([str(copy / "plugins"), str(PROJECT)]),
    }  # fmt: skip
    environment.pop("SVODKA_WAREHOUSE_URL", None)
    asked = ["--every", str(options.every), "--only", options.only, "--jobs", str(options.jobs), "--part", str(number)]
    return subprocess.Popen([sys.executable, "-m", "tests.mutation", *asked], cwd=PROJECT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
