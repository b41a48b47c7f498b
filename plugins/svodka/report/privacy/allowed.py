"""What may stand in a report although it has the shape of personal data: officials, our own contacts, our own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from svodka.report.privacy.detectors import shaped
from svodka.report.privacy.finding import PHONE
from svodka.report.privacy.names import NameBook, split_name, stem, words_of
from svodka.report.privacy.normal_text import normal
from svodka.report.privacy.unpack import fragments

TOKEN = "{{"
# So many digits of a local number are enough to know it for the end of a full one
LOCAL = 5


@dataclass(frozen=True)
class Allowed:
    """`values`: what the detectors find in allowed texts; `officials`: their names; `texts`: normal allowed texts, in
    which a citizen's name may stand as part of something else (a street, an organisation)."""

    values: frozenset[tuple[str, str]] = frozenset()
    officials: tuple[str, ...] = ()
    texts: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls, officials: Iterable[str] = (), texts: Iterable[str] = (), templates: Mapping[str, bytes] | None = None
    ) -> Allowed:
        """`texts`: contacts, addresses, words of our own; `templates`: files that people have made for the report, the
        text in which is theirs; a file without a token is no template, whoever has put it there."""
        own = list(texts)
        for name, content in (templates or {}).items():
            written = [one.text for one in fragments(name, content)]
            own += written if any(TOKEN in text for text in written) else []
        read = tuple(dict.fromkeys(normal(text) for text in own if text))
        return cls(frozenset(found for text in read for found in shaped(text)), tuple(officials), read)

    def permits(self, kind: str, value: str) -> bool:
        """Whether a thing that was found may stand there."""
        if (kind, value) in self.values:
            return True
        is_local = kind == PHONE and len(value) >= LOCAL
        return is_local and any(known == PHONE and other.endswith(value) for known, other in self.values)

    def names(self, book: NameBook) -> frozenset[str]:
        """The keys of the citizens' names that are allowed: as an official bears one, or as they stand in our words."""
        found = {key for text in self.texts for key in book.find(text, words_of(text))}
        for name in self.officials:
            words = split_name(name) or ()
            found |= set(_keys_of(words))
        return frozenset(found)


def _keys_of(words: tuple[str, ...]) -> Iterable[str]:
    """The keys under which `NameBook.find` tells a name: whole, without the patronymic, with initials."""
    probe = NameBook([" ".join(words)], {stem(word) for word in words})
    yield from (" ".join(stems) for stems in probe.whole)
    for surname, pairs in probe.initials.items():
        for first, second in pairs:
            yield from (f"{surname} {first}", f"{surname} {first}{second}")
