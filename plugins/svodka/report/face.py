"""What identifies an edition on its cover, in its file name and in the letter that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from svodka.period import Quarter
from svodka.report.wording import ADDRESSEE, STATUS, local_time, period_days, period_title
from svodka.settings import Person, Settings


@dataclass(frozen=True)
class Official:
    """A responsible person as a document names him; `is_deputy`: he acts in place of the holder of the role."""

    name: str
    post: str = ""
    organisation: str = ""
    phone: str = ""
    is_deputy: bool = False

    @classmethod
    def of(cls, person: Person) -> Official:
        return cls(person.name, person.post, person.organisation, person.phone, person.is_deputy)


@dataclass(frozen=True)
class Officials:
    """Who gets an edition, who answers for it and who has prepared it, on the day of its issue; None where the table
    names nobody."""

    addressee: Official | None = None
    signatory: Official | None = None
    executor: Official | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is kept beside the edition."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any] | None) -> Officials:
        """From what was kept; nobody for an edition that was issued before it was kept."""
        return cls(**{name: Official(**one) if one else None for name, one in (kept or {}).items()})


@dataclass(frozen=True)
class Face:
    """The face of one edition; `as_of` is aware, `zone` is the business timezone in which it is shown."""

    municipality: str
    quarter: Quarter
    number: str
    kind: str
    as_of: datetime
    zone: ZoneInfo
    values_hash: str
    officials: Officials = Officials()
    addressee: str = ADDRESSEE["cur_head"]

    @classmethod
    def of(
        cls,
        settings: Settings,
        quarter: Quarter,
        document: Mapping[str, Any],
        number: str,
        kind: str,
        values_hash: str,
        officials: Officials = Officials(),
    ) -> Face:
        """The face of the edition that holds the document."""
        town = settings.municipality
        as_of = datetime.fromisoformat(document["as_of"])
        return cls(town.title or town.oktmo, quarter, number, kind, as_of, settings.zone, values_hash, officials)

    @property
    def period(self) -> str:
        return str(self.quarter)

    @property
    def period_text(self) -> str:
        """«за III квартал 2026 года (01.07.2026–30.09.2026)»."""
        return f"за {period_title(self.quarter)} ({period_days(self.quarter)})"

    @property
    def identifier(self) -> str:
        """What tells a file's edition wherever the file goes: stands in the keywords of its document properties."""
        return f"svodka/{self.period}/{self.number}/{self.values_hash}"

    @property
    def status(self) -> str:
        return STATUS[self.kind]

    @property
    def as_of_text(self) -> str:
        return local_time(self.as_of, self.zone)

    @property
    def footer(self) -> tuple[str, str]:
        """What tells a loose printed page: whose report it is; of which quarter and edition."""
        return self.municipality, f"{period_title(self.quarter)}, {self.edition_text}"

    @property
    def edition_text(self) -> str:
        return f"редакция {self.number}, {self.status}"
