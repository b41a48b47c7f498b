"""What a person has typed, compared with what we know: in any letters, with any spaces, quotes and dashes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

# A Latin letter that looks like ours, typed by mistake: nobody would see why the word is not known. And the reverse.
TO_RUSSIAN = str.maketrans("aceopxykmhtb", "асеорхукмнтв")
TO_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
QUOTES = re.compile(r"[«»\"“”„'’`]")
DASHES = re.compile(r"\s*[-‐‑‒–—−]\s*")
GAPS = re.compile(r"[\s._]+")


def normal(text: str) -> str:
    """«Исх. №», «исх №» → the same."""
    plain = QUOTES.sub("", text.casefold().replace("ё", "е").translate(TO_RUSSIAN))
    return DASHES.sub("-", GAPS.sub(" ", plain)).strip()


def normal_code(text: str) -> str:
    """«P-02», «p 02», «Р–02» in Russian letters → the same."""
    return GAPS.sub("", DASHES.sub("", text.upper())).translate(TO_LATIN)


def the_one(text: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The key one of whose names is meant: spelt so, or the only one spelt alike, or abbreviated, or holding the words.

    None where none or several would do.
    """
    if text in names:
        return text
    asked = normal(text)
    words = set(asked.split())
    tests = (
        lambda name: name == text,
        lambda name: normal(name) == asked,
        lambda name: initials(name) == asked,
        lambda name: bool(words) and words <= set(normal(name).split()),
    )
    for is_meant in tests:
        found = [key for key, spelt in names.items() if any(is_meant(name) for name in spelt)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def initials(name: str) -> str:
    """«Платформа обратной связи» → «пос»; a name of one word has none."""
    words = normal(name).split()
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def near(text: str, names: Iterable[str], n: int = 3) -> list[str]:
    """The names most like the text, the likest first."""
    spelt: dict[str, str] = {}
    for name in names:
        spelt.setdefault(normal(name), name)
    asked = normal(text)
    inside = [one for one in spelt if asked and (one.startswith(asked) or asked.startswith(one))]
    found = [*get_close_matches(asked, spelt, n=n, cutoff=0.55), *sorted(inside, key=len)]
    return [spelt[one] for one in dict.fromkeys(found)][:n]
