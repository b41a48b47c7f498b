"""What a picture says in words beside what it shows: the text chunks of a PNG."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from svodka.report.privacy.archive import Limits, NotRead

SIGNATURE = 8
TEXT_CHUNKS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")


def png_texts(content: bytes, limits: Limits) -> Iterator[str]:
    """Title, author, comment and the like (PNG specification, 11.3.3). Raises NotRead for a packed text that is broken
    or too long."""
    at = SIGNATURE
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if kind in TEXT_CHUNKS:
            yield _text(kind, data, limits)
        at += length + 12


def _text(kind: bytes, data: bytes, limits: Limits) -> str:
    keyword, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        rest = _unpacked(rest[1:], limits)
    elif kind == b"iTXt":
        is_packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        rest = _unpacked(rest, limits) if is_packed else rest
    encoding = "utf-8" if kind == b"iTXt" else "cp1251"
    try:
        said = rest.decode("utf-8")
    except UnicodeDecodeError:
        said = rest.decode(encoding, "replace")
    return f"{keyword.decode('latin-1')}: {said}".replace("\0", " ")


def _unpacked(data: bytes, limits: Limits) -> bytes:
    try:
        text = zlib.decompressobj().decompress(data, 1 << 20)
    except zlib.error as error:
        raise NotRead("damaged") from error
    limits.spend(len(text))
    return text
