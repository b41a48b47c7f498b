"""Writes the sample exports into a folder: ``python samples/generate.py OUT``."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from pathlib import Path


def main(out_dir: Path) -> list[Path]:
    """Writes OUT/<channel>/[<registrar>/]<channel>_YYYY-MM-DD.<ext> for every export; returns the paths."""
    if "samples" not in sys.modules:
        _load_package()
    return importlib.import_module("samples.exports").write_all(Path(out_dir))


def _load_package() -> None:
    """Makes the folder of this file the package `samples`: as a script it is none yet."""
    spec = importlib.util.spec_from_file_location("samples", Path(__file__).with_name("__init__.py"))
    assert spec and spec.loader
    package = importlib.util.module_from_spec(spec)
    sys.modules["samples"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write into, for instance $SVODKA_HOME/inbox")
    files = main(parser.parse_args().out)
    print(f"{len(files)} files")
