"""Use-cases of the letter on paper or in the document system: its number entered, the municipality's blank tried."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import Settings, load_settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from svodka.report.edition_store import Edition


def register(
    quarter: str, number: str, on: date, edition: str | None = None, by: str | None = None, now: datetime | None = None
) -> dict[str, Any]:
    """Enters number and day of the outgoing letter of an edition (the newest issued one): the letter is made with them,
    and what was to be passed on by hand counts as passed on."""
    from svodka.delivery.quarter import settle
    from svodka.delivery.turn import turn
    from svodka.delivery.ways.hand import passed_on
    from svodka.period import Quarter
    from svodka.report.files import edition_folder
    from svodka.report.registration import register_letter

    settings, period, moment = load_settings(), Quarter.parse(quarter), now or datetime.now(UTC)
    warehouse = open_warehouse(settings)
    with turn(warehouse, settings.municipality.oktmo, f"quarter/{period}"), warehouse.begin() as connection:
        found = _edition(connection, settings, period, edition)
        done = register_letter(connection, settings, found, number, on, by, moment)
        entered = done.registration
        handed = passed_on(connection, settings, found, entered.number, entered.on, by, moment)
    settle(warehouse, settings, moment, period)
    folder = edition_folder(settings, found.quarter, found.number)
    return {
        "quarter": found.quarter,
        "edition": found.number,
        "number": entered.number,
        "on": entered.on.isoformat(),
        "is_new": done.is_new,
        "files": [{"path": str(folder / file.name), "sha256": file.sha256} for file in done.files],
        "passed_on": handed,
        "remarks": list(done.remarks),
    }


def _edition(connection: Connection, settings: Settings, period: Any, number: str | None) -> Edition:
    from svodka.errors import UsageError
    from svodka.report import edition_store, reproduction

    if number is not None:
        return reproduction.find(connection, settings, period, number)
    found = edition_store.latest(connection, settings.municipality.oktmo, str(period), is_preliminary=False)
    if found is None:
        raise UsageError(
            f"За {period} ещё не выпущено ни одной редакции: регистрировать нечего. Выпустить: svodka report {period}."
        )
    return found


def letter_blank() -> dict[str, Any]:
    """The municipality's blank: its path (None: ours is used), all that is wrong with it, the known tokens."""
    from svodka.report.letter.blank import KNOWN, NEEDED, BlankError, blank_path, read_blank

    path, problems = blank_path(load_settings()), list[str]()
    if path is not None:
        try:
            read_blank(path)
        except BlankError as error:
            problems = error.problems
    return {"path": None if path is None else str(path), "problems": problems, "tokens": KNOWN, "needed": NEEDED}


def save_sample_blank(file: Path) -> None:
    """Writes our own blank, to be edited in Word. Raises UsageError when the file is there already."""
    from svodka.errors import UsageError
    from svodka.report.letter import own_blank

    try:
        with file.open("xb") as target:
            target.write(own_blank())
    except FileExistsError as error:
        raise UsageError(f"Файл {file} уже есть: укажите другое имя, чтобы не потерять его.") from error
    except OSError as error:
        raise UsageError(f"Файл {file} не записывается: {error.strerror}.") from error
