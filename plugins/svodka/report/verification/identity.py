"""What a file says of itself: the edition named in the keywords of its properties, or in its text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

IDENTIFIER = re.compile(r"svodka/(?P<quarter>\d{4}Q[1-4])/(?P<number>[0-9.]+)/(?P<values_hash>[0-9a-f]{64})")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
LARGEST_PART = 64 * 1024 * 1024  # bytes of one part of an OOXML file; ours are far smaller


@dataclass(frozen=True)
class Claim:
    """What a file claims to be; `hashes`: other SHA-256 sums that stand in it, any of which may be an edition's."""

    quarter: str | None = None
    number: str | None = None
    values_hash: str | None = None
    hashes: frozenset[str] = frozenset()


def claim_of(kind: str, content: bytes) -> Claim:
    """kind: the suffix of the file's name. A file that cannot be read claims nothing."""
    if kind == ".json":
        return _of_annex(content)
    text = "\n".join(_texts(kind, content))
    found = IDENTIFIER.search(text)
    return Claim(**(found.groupdict() if found else {}), hashes=frozenset(HASH.findall(text)))


def _of_annex(content: bytes) -> Claim:
    try:
        document = json.loads(content)
        return Claim(str(document["period"]), str(document["edition"]))
    except (ValueError, KeyError, TypeError):
        return Claim()


def _texts(kind: str, content: bytes) -> list[str]:
    try:
        if kind == ".pdf":
            reader = PdfReader(io.BytesIO(content))
            said = [str(value) for value in (reader.metadata or {}).values()]
            return said + [page.extract_text() for page in reader.pages]
        if kind in (".xlsx", ".docx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return [text for name in archive.namelist() if name.endswith(".xml") for text in _words(archive, name)]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, PyPdfError, OSError, KeyError, ValueError):
        return []
    return []


def _words(archive: zipfile.ZipFile, name: str) -> list[str]:
    if archive.getinfo(name).file_size > LARGEST_PART:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return list(etree.fromstring(archive.read(name), parser).itertext())
