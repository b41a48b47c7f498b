"""The tokens of which an edition has one each: period, edition, municipality, officials, notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from svodka.period import business_day
from svodka.report.content import Content
from svodka.report.data_notes import data_notes
from svodka.report.face import Face, Official
from svodka.report.forms.asks import Named
from svodka.report.forms.shown import Amount, Shown
from svodka.report.letter.compose import addressee
from svodka.report.letter.compose import signature as signature_of_letter
from svodka.report.letter.names import initials_first
from svodka.report.letter.text import BLANK_LINE, Signature
from svodka.report.no_data import folded_line
from svodka.report.sheets.cover import signature
from svodka.report.wording import ROMAN, period_days, period_title

WORDS: Mapping[str, Callable[[Content], Shown]] = {
    "period": lambda content: period_title(content.face.quarter),
    "quarter": lambda content: ROMAN[content.face.quarter.number],
    "quarter_number": lambda content: Amount(Fraction(content.face.quarter.number)),
    "year": lambda content: Amount(Fraction(content.face.quarter.year), is_plain=True),
    "first_day": lambda content: content.face.quarter.first_day,
    "last_day": lambda content: content.face.quarter.last_day,
    "days": lambda content: period_days(content.face.quarter),
    "previous_period": lambda content: period_title(content.face.quarter.previous),
    "year_ago_period": lambda content: period_title(content.face.quarter.year_ago),
    "day": lambda content: business_day(content.face.as_of, content.face.zone),
    "as_of": lambda content: content.face.as_of_text,
    "edition": lambda content: content.face.number,
    "status": lambda content: content.face.status,
    "signature": lambda content: signature(content.face),
    "unsigned": lambda content: officials_signature(content.face).between,
    "municipality": lambda content: content.face.municipality,
    "oktmo": lambda content: content.document["municipality"],
    "number": lambda content: BLANK_LINE,
    "letter_day": lambda content: BLANK_LINE,
    "notes": lambda content: " ".join([*data_notes(content.states), folded_line(content)]).strip(),
    "hash": lambda content: content.face.values_hash,
}


def word(name: str, content: Content) -> Shown:
    return WORDS[name](content)


def named(ask: Named, face: Face) -> str:
    """Of an official; a line to write on where the table of responsible persons names nobody."""
    person: Official | None = getattr(face.officials, ask.role)
    if ask.part == "to":
        return "\n".join(addressee(face))
    if (ask.role, ask.part) == ("signatory", "post"):
        return officials_signature(face).post
    if person is None:
        return BLANK_LINE
    return initials_first(person.name) if ask.part == "initials" else str(getattr(person, ask.part)) or BLANK_LINE


def officials_signature(face: Face) -> Signature:
    """How the edition is signed, the same in the forms as in its letter."""
    return signature_of_letter(face.officials.signatory, face)
