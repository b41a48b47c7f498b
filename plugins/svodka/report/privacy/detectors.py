"""What in a text may be personal by its shape alone: every kind, by the module that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from svodka.report.privacy.addresses import emails, houses, pages
from svodka.report.privacy.finding import ADDRESS, EMAIL, PASSPORT, PHONE, PROFILE, SNILS
from svodka.report.privacy.identity import passports, snils
from svodka.report.privacy.phones import phones

DETECTORS: Mapping[str, Callable[[str], Iterable[str]]] = {
    PHONE: phones,
    EMAIL: emails,
    SNILS: snils,
    PASSPORT: passports,
    PROFILE: pages,
    ADDRESS: houses,
}


def shaped(text: str) -> Iterator[tuple[str, str]]:
    """(kind, what was found in one spelling for all) of a normal text."""
    for kind, detector in DETECTORS.items():
        for value in detector(text):
            yield kind, value
