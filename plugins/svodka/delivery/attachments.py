"""Which files of an edition go with its mail: the registered letter in place of the other, no more than fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from svodka.report.edition_store import Edition, EditionFile
from svodka.report.files import read_file
from svodka.settings import Settings

LETTER = re.compile(r"letter(?:_registered_(?P<times>\d+))?\.(?P<kind>docx|pdf)")
# In the order in which a reader opens them, and the order in which they are left out, the last first.
SHOWN = ("letter", "summary", "svodka", "form", "figures")
KEPT = ("svodka", "letter", "summary", "form", "figures")
ON_THE_WIRE = 1.37  # base64 in lines
OVERHEAD = 64 * 1024  # bytes of text and headers


@dataclass(frozen=True)
class Packed:
    """What is attached, in the order in which it is shown, and what has found no room."""

    files: tuple[tuple[EditionFile, bytes], ...]
    left_out: tuple[EditionFile, ...] = ()
    largest_mail_mb: int = 0


def packed(settings: Settings, edition: Edition) -> Packed:
    """The files of the mail with their bytes. Raises SvodkaError when one is gone or has been changed."""
    fitting = chosen(edition.files, settings.smtp.largest_mail_mb * 1024 * 1024)
    files = current(edition.files)
    return Packed(
        files=tuple((file, read_file(settings, edition, file)) for file in files if file in fitting),
        left_out=tuple(file for file in files if file not in fitting),
        largest_mail_mb=settings.smtp.largest_mail_mb,
    )


def chosen(files: Iterable[EditionFile], room: int) -> set[EditionFile]:
    """Those that fit, the most needed first; the workbook always: without it there is no report."""
    fitting, left = set(), room - OVERHEAD
    for file in sorted(current(files), key=lambda one: KEPT.index(sort_of(one))):
        needed = int(file.n_bytes * ON_THE_WIRE)
        if needed <= left or sort_of(file) == "svodka":
            fitting.add(file)
            left -= needed
    return fitting


def current(files: Iterable[EditionFile]) -> list[EditionFile]:
    """Every file but the letters that a later registration has replaced, in the order of reading."""
    newest: dict[str, tuple[int, EditionFile]] = {}
    others = []
    for file in files:
        if letter := LETTER.fullmatch(file.name):
            times = int(letter["times"] or 0)
            if times >= newest.get(letter["kind"], (-1, file))[0]:
                newest[letter["kind"]] = (times, file)
        else:
            others.append(file)
    letters = [newest[kind][1] for kind in sorted(newest, reverse=True)]  # the PDF first
    return sorted([*letters, *others], key=lambda one: SHOWN.index(sort_of(one)))


def sort_of(file: EditionFile) -> str:
    """letter, summary, svodka (the workbook), figures, or form."""
    start = re.split(r"[_.]", file.name, maxsplit=1)[0]
    return start if start in SHOWN else "form"
