"""Why figures may be empty or not what was meant: the quarter or the moment lies outside what is known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from svodka.period import Quarter
from svodka.report.wording import period_title
from svodka.settings import Settings
from svodka.warehouse.engine import run


def forewarning(
    conn: Connection, settings: Settings, quarter: Quarter | None, as_of: datetime | None, now: datetime
) -> str | None:
    """One sentence, the weightiest; none when all is as usual. as_of: None stands for the newest knowledge."""
    zone = settings.zone
    if quarter is not None and now < quarter.bounds(zone)[0]:
        return f"{period_title(quarter)} ещё не начался."
    first = run(conn, "landing/first_landed.sql", municipality=settings.municipality.oktmo).scalar()
    if first is None:
        return "Данных нет: положите выгрузки в inbox и выполните svodka ingest."
    if as_of is None:
        return None
    moment = f"{as_of.astimezone(zone):%d.%m.%Y %H:%M}"
    if as_of < first:
        return (
            f"На этот момент ({moment}) ничего не было загружено; "
            f"первая выгрузка принята {first.astimezone(zone):%d.%m.%Y %H:%M}."
        )
    if as_of > now:
        return f"Момент {moment} ещё не наступил: открытые сообщения судятся на него, будто больше ничего не загружено."
    return None
