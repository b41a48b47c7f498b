"""Words, numbers, colours and parts of a package in one form, however a program has written them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

Said = Mapping[str, str]
LITERALS_OF_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|[*].|\[[^]]*\]|General')
WORDS_IN_A_FORMAT = re.compile(r'"([^"]*)"|\\(.)')
MERGED_COLOUR = "цвет текста сливается с фоном"
LEAST_CONTRAST = 1.5  # of the text to its background (WCAG); the eye sees no letters below


def flat(text: str) -> str:
    """One kind of space: programs write them differently."""
    return " ".join(text.replace("\u00a0", " ").split())


def plain_number(value: float | str | Decimal) -> str:
    """Twelve significant digits, a decimal comma."""
    return f"{Decimal(f'{float(value):.12g}').normalize():f}".replace(".", ",")


def words_of(number_format: str) -> str:
    """What a number format writes beside the digits."""
    return "".join(quoted or escaped for quoted, escaped in WORDS_IN_A_FORMAT.findall(number_format or "")).strip()


def effect_of(number_format: str) -> str:
    """What a format makes of a number beside its words: places, a share, an exponent, thousands left out."""
    first = LITERALS_OF_A_FORMAT.sub("", number_format or "").split(";")[0]
    places = re.search(r"[.]([0#?]+)", first)
    marks = [f"знаков {len(places[1])}"] if places else []
    marks += [word for sign, word in (("%", "доля в %"), ("E", "степень")) if sign in first.upper()]
    marks += ["без тысяч"] if re.search(r"[0#?],+(?![0#?,])", first) else []
    return ", ".join(marks)


def contrast(one: str, other: str) -> float:
    """Of two colours RRGGBB."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def merges(text: str, background: str = "FFFFFF") -> bool:
    return contrast(text, background) < LEAST_CONTRAST


def parsed(archive: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def related(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Relationship id → part that it leads to."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    if path not in archive.namelist():
        return {}
    inner = [one for one in parsed(archive, path) if one.get("TargetMode") != "External"]
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        for one in inner
    }
