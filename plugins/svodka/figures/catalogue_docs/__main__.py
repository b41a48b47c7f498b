"""`make catalogue`: writes the documents of the catalogue into docs/, or into the folder given."""

from __future__ import annotations

import sys
from pathlib import Path

from svodka.errors import SvodkaError
from svodka.figures.catalogue_docs import documents
from svodka.settings import PROJECT


def main(words: list[str]) -> int:
    """Exit code 0 when written; 1 with the reason on stderr when a file of sql/indicators is wrong."""
    folder = Path(words[0]) if words else PROJECT / "docs"
    try:
        pages = documents()
    except SvodkaError as error:
        print(f"svodka: {error}", file=sys.stderr)
        return 1
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
        print(folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
