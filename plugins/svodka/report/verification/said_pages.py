"""What a PDF shows: the text of each page, and a sum of all that is drawn on it (a white box hides words that stay)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from svodka.report.verification.said_words import flat

# How a stream is packed and what leads back up the tree of pages says nothing of the picture.
UNSEEN = {"/Length", "/Filter", "/DecodeParms", "/Parent", "/P", "/StructParent", "/StructParents", "/Dest", "/D"}


def pages(content: bytes) -> Iterator[tuple[str, str]]:
    reader = PdfReader(io.BytesIO(content))
    for number, page in enumerate(reader.pages, start=1):
        yield f"стр. {number}", flat(page.extract_text().replace("\u00ad", "")) or "(без текста)"
        yield f"стр. {number}, рисунок страницы (линии, заливки, картинки)", f"контрольная сумма {_drawing(page)}"
        for place, note in enumerate(page.get("/Annots") or (), start=1):
            yield f"стр. {number}, пометка {place}", _note(note.get_object())
    for name, title in (("/AcroForm", "поля для заполнения"), ("/OCProperties", "слои")):
        if name in reader.root_object:
            yield title, _sum(reader.root_object[name])


def _drawing(page: PageObject) -> str:
    drawn = page.get_contents()
    boxes = [[float(side) for side in box] for box in (page.mediabox, page.cropbox)]
    said = [(b"" if drawn is None else drawn.get_data()).strip(), str((boxes, page.rotation)).encode()]
    return _sum(page.get("/Resources"), b"\n".join(said))


def _note(note: DictionaryObject) -> str:
    kind, text = str(note.get("/Subtype", "")).lstrip("/"), flat(str(note.get("/Contents", "")))
    return f"{kind} {text} (контрольная сумма {_sum(note)})"


def _sum(value: Any, before: bytes = b"") -> str:
    found = hashlib.sha256(before)
    _feed(found, value, frozenset())
    return found.hexdigest()[:12]


def _feed(found: Any, value: Any, above: frozenset[int]) -> None:
    """Adds a value and all it refers to; `above`: objects it stands in, so that a circle ends."""
    if isinstance(value, IndirectObject):
        if value.idnum in above:
            return
        above, value = above | {value.idnum}, value.get_object()
    if isinstance(value, DictionaryObject):
        for name in sorted(set(value) - UNSEEN):
            found.update(name.encode())
            _feed(found, value.raw_get(name), above)
        if isinstance(value, StreamObject):
            found.update(_stream(value))
    elif isinstance(value, ArrayObject):
        for inner in value:
            _feed(found, inner, above)
    else:
        found.update(f"{value} ".encode())


def _stream(value: StreamObject) -> bytes:
    try:
        return value.get_data()
    except Exception:  # a packing that the reader does not know: the packed bytes
        return bytes(value._data)
