"""Use-cases of the forms of the ЦУР: their folders checked, a form tried on an edition that is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svodka.errors import UsageError
from svodka.pipeline.opening import open_warehouse
from svodka.settings import Settings, load_settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from svodka.report.edition_store import Edition
    from svodka.report.forms import FormFile


def check_forms(file: Path | None = None, now: datetime | None = None) -> dict[str, Any]:
    """Every form of the folders (or the one file): whether it holds today, and all that is wrong with it."""
    from svodka.period import business_day
    from svodka.report import forms

    settings = load_settings()
    files = _named(file) if file is not None else forms.check(settings)
    day = business_day(now or datetime.now(UTC), settings.zone)
    in_force = {one.path for one in forms.chosen(files, day)}
    return {
        "folders": [str(folder) for folder in forms.form_folders(settings)],
        "day": day.isoformat(),
        "forms": [_told(one, one.path in in_force) for one in files],
    }


def try_forms(quarter: str, folder: Path, file: Path | None = None, number: str | None = None) -> dict[str, Any]:
    """Fills the forms by an edition (the newest of the quarter) and puts them into a folder; nothing is stored."""
    from svodka.period import Quarter
    from svodka.report import forms
    from svodka.report.frozen import content_of

    settings, period = load_settings(), Quarter.parse(quarter)
    with open_warehouse(settings).begin() as connection:
        edition = _edition(connection, settings, period, number)
        content = content_of(connection, settings, edition)
    known = forms.known_of(content)
    files = _named(file) if file is not None else forms.read_folders(settings, known)
    made = forms.fill_all(files, content, is_forced=file is not None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, filled in made.files.items():
            (folder / name).write_bytes(filled)
    except OSError as error:
        raise UsageError(f"{folder}: не записывается ({error.strerror}); закройте файлы этой папки в Excel.") from error
    return {
        "quarter": str(period),
        "edition": edition.number,
        "files": [str(folder / name) for name in made.files],
        "remarks": list(made.remarks),
    }


def _named(file: Path) -> Sequence[FormFile]:
    from svodka.named_file import read_named
    from svodka.report import forms

    read_named(file, "форма, книга Excel (.xlsx)")
    return [forms.read_file(file, forms.known_of_project())]


def _edition(connection: Connection, settings: Settings, period: Any, number: str | None) -> Edition:
    from svodka.report import edition_store, reproduction

    if number is not None:
        return reproduction.find(connection, settings, period, number)
    for is_preliminary in (False, True):
        found = edition_store.latest(connection, settings.municipality.oktmo, str(period), is_preliminary)
        if found is not None:
            return found
    raise UsageError(f"За {period} ещё нет ни одной редакции: заполнять нечем. Выпустить: svodka report {period}.")


def _told(one: FormFile, is_in_force: bool) -> dict[str, Any]:
    settings = one.form.settings if one.form else None
    return {
        "path": str(one.path),
        "title": one.form.title if one.form else None,
        "valid_from": settings.valid_from if settings else None,
        "valid_to": settings.valid_to if settings else None,
        "is_published": settings.is_published if settings else None,
        "is_in_force": is_in_force,
        "mistakes": [
            {"place": m.place, "written": m.written, "what": m.what, "meant": list(m.meant), "sentence": m.sentence}
            for m in one.mistakes
        ],
    }
