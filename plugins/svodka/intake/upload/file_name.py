"""The name of a file that a stranger's browser sent, made fit for a folder of ours."""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 180  # a file system takes 255; a number and «.txt» are added later
NAMELESS = "выгрузка"


def safe_name(given: str) -> str:
    """The last part of a path of any system, without control characters, leading dots and Excel's lock sign.

    Its ending stays when the rest has to be cut: it says how the file is read.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    kinds = ((char, unicodedata.category(char)[0]) for char in last)
    printable = "".join(" " if kind == "Z" else char for char, kind in kinds if kind != "C")
    stem, dot, ending = re.sub(r'[<>:"|?*]', "_", printable).strip().lstrip(".~$ ").rpartition(".")
    if not dot or len(ending.encode()) > 8:
        stem, dot, ending = stem + dot + ending, "", ""
    room = LONGEST_BYTES - len((dot + ending).encode())
    kept = stem.encode()[:room].decode(errors="ignore").strip(". ")
    return f"{kept or NAMELESS}{dot}{ending}"


def numbered(name: str, number: int) -> str:
    """The name with a number before its ending: «pos.xlsx» → «pos (2).xlsx»; the first has none."""
    if number == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem or ending} ({number}){dot if stem else ''}{ending if stem else ''}"
