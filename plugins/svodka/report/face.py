"""What identifies an edition on its cover, in its file name and in the letter that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from svodka.period import Quarter
from svodka.report.wording import ADDRESSEE, STATUS, local_time, period_days, period_title
from svodka.settings import Settings


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
    ) -> Face:
        """The face of the edition that holds the document."""
        town = settings.municipality
        as_of = datetime.fromisoformat(document["as_of"])
        return cls(town.title or town.oktmo, quarter, number, kind, as_of, settings.zone, values_hash)

    @property
    def period(self) -> str:
        return str(self.quarter)

    @property
    def period_text(self) -> str:
        """«за III квартал 2026 года (01.07.2026–30.09.2026)»."""
        return f"за {period_title(self.quarter)} ({period_days(self.quarter)})"

    @property
    def status(self) -> str:
        return STATUS[self.kind]

    @property
    def as_of_text(self) -> str:
        return local_time(self.as_of, self.zone)

    @property
    def edition_text(self) -> str:
        return f"редакция {self.number}, {self.status}"
