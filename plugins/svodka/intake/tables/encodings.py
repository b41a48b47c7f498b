"""Guess in which encoding a text was written: known headers decide, the look of its words only where there are none."""

import re
from collections.abc import Sequence

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
HEAD_BYTES = 65_536
_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_RUSSIAN = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_LATIN = re.compile(
    r"[A-Za-z\u00c0-\u00ff\u0152\u0153\u0178]*[a-z\u00c0-\u00ff][A-Za-z\u00c0-\u00ff\u0152\u0153\u0178]*"
)
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def by_bom(data: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((encoding for bom, encoding in BOMS if data.startswith(bom)), None)


def candidates(data: bytes, allowed: Sequence[str]) -> list[str]:
    """Encodings in which the bytes can be decoded, the likelier first; utf-8 that decodes is the only one.

    The one-byte encodings are tried on the beginning alone: they are told apart by what they say, not by failing.
    """
    head = data[:HEAD_BYTES]
    if b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return ["utf-16-le", "utf-16-be"] if odd >= even else ["utf-16-be", "utf-16-le"]
    if "utf-8" in allowed and decodes(data, "utf-8"):
        return ["utf-8"]
    return [encoding for encoding in allowed if encoding != "utf-8" and decodes(head, encoding)]


def decodes(data: bytes, encoding: str) -> bool:
    """Necessary, never sufficient: cp1251 decodes almost anything."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def head_text(data: bytes, encoding: str) -> str:
    """The beginning of the text, cut at a whole character."""
    return data[:HEAD_BYTES].decode(encoding, errors="ignore")


def plausibility(data: bytes, encoding: str) -> float:
    """Share of the words with non-ASCII letters that look like words of one alphabet: −1 … 1."""
    text = head_text(data, encoding)
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    good = sum(1 for word in words if _RUSSIAN.fullmatch(word))
    latin = sum(1 for word in words if _LATIN.fullmatch(word) and re.search("[a-z]", word))
    bad = len(words) - good - latin + 5 * len(_STRANGE.findall(text))
    return (good + latin - bad) / len(words) if words else 1.0 - bad
