"""A file of any kind, and all that lies in it, as texts with their places; what cannot be read is said so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from svodka.report.privacy.archive import Limits, NotRead, entries_of
from svodka.report.privacy.finding import UNKNOWN, UNREADABLE
from svodka.report.privacy.markup import XML_BEGINS, MarkupReader
from svodka.report.privacy.office import Package
from svodka.report.privacy.picture import png_texts
from svodka.report.privacy.place import Fragment, Place, Titled, place_words
from svodka.report.privacy.plain import csv_fragments, decoded, json_fragments, text_fragments

PACKAGE = "[Content_Types].xml"
PNG = b"\x89PNG\r\n\x1a\n"
PICTURES = (b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\xd7\xcd\xc6\x9a", b"\x01\0\0\0")
FONTS = (b"\0\1\0\0", b"OTTO", b"wOFF", b"wOF2", b"true", b"ttcf")
# Parts that Office programs write by themselves, without a mark at their beginning: printers' settings, hidden fonts
OF_THE_PROGRAM = re.compile(r"/printerSettings/printerSettings\d+\.bin$|/fonts/[^/]+\.(odttf|fntdata)$")


def fragments(name: str, content: bytes, limits: Limits | None = None) -> Iterator[Fragment]:
    """Everything readable in a file. Never raises for what the file holds: a part that is not read is a fragment of
    the kind UNREADABLE, an enclosed file of unknown kind one of the kind UNKNOWN."""
    yield Fragment(("имя файла",), name)
    yield from _of_file(name, content, (), limits or Limits())


def unread(name: str, content: bytes) -> list[str]:
    """The places of a file that the gate cannot read: a template with such a part would keep every report back."""
    found = [one for one in fragments(name, content) if one.kind in (UNKNOWN, UNREADABLE)]
    return list(dict.fromkeys(place_words(one.place, lambda _: True) for one in found))


def _of_file(name: str, content: bytes, place: Place, limits: Limits) -> Iterator[Fragment]:
    try:
        limits.enter()
        yield from _by_kind(name, content, place, limits)
        limits.leave()
    except NotRead:
        yield Fragment(place, "", UNREADABLE)


def _by_kind(name: str, content: bytes, place: Place, limits: Limits) -> Iterator[Fragment]:
    suffix = PurePosixPath(name.lower()).suffix
    if content.startswith((b"PK\3\4", b"PK\5\6")):
        yield from _of_archive(content, place, limits)
    elif b"%PDF-" in content[:1024]:
        yield from _of_pdf(content, place, limits)
    elif content.startswith(PNG):
        yield from (Fragment((*place, "свойства рисунка"), text) for text in png_texts(content, limits))
    elif content.startswith((*PICTURES, *FONTS)) or _is_bitmap(content) or OF_THE_PROGRAM.search(name) or not content:
        return
    elif XML_BEGINS.match(content) and suffix not in (".html", ".htm", ".txt", ".csv", ".json"):
        yield from MarkupReader(place).read([content])
    else:
        yield from _of_text(content, suffix, place)


def _is_bitmap(content: bytes) -> bool:
    """Two letters are not enough: a text may begin with «BM» too; a bitmap has four zero bytes after its size."""
    return content.startswith(b"BM") and content[6:10] == b"\0\0\0\0"


def _of_text(content: bytes, suffix: str, place: Place) -> Iterator[Fragment]:
    try:
        text = decoded(content)
    except NotRead:
        yield Fragment(place, "", UNKNOWN)
        return
    if suffix == ".json":
        yield from json_fragments(text, place)
    elif suffix in (".csv", ".tsv"):
        yield from csv_fragments(text, place)
    else:
        yield from text_fragments(text, place)


def _of_archive(content: bytes, place: Place, limits: Limits) -> Iterator[Fragment]:
    entries, comment = entries_of(content, limits)
    if comment:
        yield Fragment((*place, "комментарий архива"), comment)
    names = [entry.name for entry in entries]
    is_package = PACKAGE in names
    for entry in entries:
        yield Fragment((*place, f"имя вложенного файла № {entry.number}"), entry.name)
    if not is_package:
        enclosed = [((*place, Titled("вложение", entry.name, entry.number)), entry) for entry in entries]
    else:
        package = Package(entries, place)
        yield from package.markup()
        enclosed = list(package.binaries())
    for where, entry in enclosed:
        yield from _of_file(f"/{entry.name}", entry.content(), where, limits)


def _of_pdf(content: bytes, place: Place, limits: Limits) -> Iterator[Fragment]:
    from svodka.report.privacy.pdf import PdfFile

    document = PdfFile(content, place, limits)
    yield from document.fragments()
    for number, (name, enclosed) in enumerate(document.enclosed(), 1):
        yield from _of_file(name, enclosed, (*place, Titled("вложение", name, number)), limits)
