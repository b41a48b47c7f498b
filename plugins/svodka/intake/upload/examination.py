"""What is understood of a draft before anything is landed: whose export it is, its columns, dates and rows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from svodka.intake.contracts import Contract, load_contract
from svodka.intake.coverage import enabled_channels
from svodka.intake.exported_at import ExportMoment, date_in_name, export_moment
from svodka.intake.tables import FileReading, Reader, TableRefused
from svodka.intake.upload import recognition
from svodka.intake.upload.drafts import Draft, content
from svodka.intake.upload.trial import tried
from svodka.period import business_day
from svodka.settings import Settings
from svodka.sources.files import MAIN_REGISTRAR
from svodka.warehouse.engine import Warehouse, run

FAR_DAYS = 2  # two dates of one export that differ by more are told (design §5.0)
UNSURE = "Эти столбцы есть в выгрузках нескольких каналов. Выберите, чья это выгрузка."
WRONG_KIND = "Канал «{title}» не принимает таких файлов. Выберите, чья это выгрузка."
TO_COME = (
    "Выгрузка говорит о дне {day:%d.%m.%Y}, который ещё не настал: все следующие считались бы старше неё. Укажите "
    "в имени файла день, на который она сделана (например {channel}_{today}.xlsx), и выберите файл заново."
)
NOBODYS = "Заголовки не похожи ни на одну выгрузку, которую принимает «Сводка». Проверьте, тот ли это файл."


@dataclass(frozen=True)
class Seen:
    """What one look at a file gave. machine: the channels whose form of this ending reads no headers (JSON);
    refusal: why no table was found; dates: those inside the file."""

    fits: Sequence[recognition.Fit]
    reading: FileReading | None
    refusal: TableRefused | None
    machine: Sequence[str]
    moment: ExportMoment
    dates: Sequence[tuple[str, Any]]


def examine(warehouse: Warehouse, settings: Settings, draft: Draft, now: datetime) -> dict[str, Any]:
    """Looks at the draft; plain values, no cell of the file among them.

    Keys: state `understood` (may be landed), `unsure` (a channel is to be chosen) or `refused`; sentence; channel,
    registrar; likely: the channels that the file looks like, where the choice is to be made or seems wrong; format;
    and of an understood file: known, moment, columns, unknown, absent and what `trial.tried` tells.
    """
    ending = Path(draft.name).suffix.lower().lstrip(".")
    takers = [load_contract(name) for name in enabled_channels(settings)]
    takers = [contract for contract in takers if contract.form_of(ending)]
    if not takers:
        return _refused(draft, ending, _nobody_takes(settings, ending))
    seen = _seen(settings, draft, ending, takers)
    if seen.refusal is not None and seen.refusal.code != "F01":
        return _refused(draft, ending, seen.refusal.message)
    channel, likely = _whose(warehouse, settings, draft, seen.fits, [] if seen.reading else seen.machine)
    if channel is not None:
        return _read_as(warehouse, settings, replace(draft, channel=channel), ending, seen, likely, now)
    if likely:
        sentence = UNSURE if draft.channel is None else WRONG_KIND.format(title=load_contract(draft.channel).title)
        return {**_refused(draft, ending, sentence), "state": "unsure", "likely": _titled(likely)}
    return _refused(draft, ending, seen.refusal.message if seen.refusal and not seen.machine else NOBODYS)


def _seen(settings: Settings, draft: Draft, ending: str, takers: Sequence[Contract]) -> Seen:
    path = content(settings, draft)
    tables = [contract for contract in takers if not _has_adapter(contract, ending)]
    machine = [contract.channel for contract in takers if _has_adapter(contract, ending)]
    reading, headers, refusal = None, set[str](), None
    with Reader() as reader, tempfile.TemporaryDirectory(prefix="svodka-") as folder:
        if tables:
            try:
                rows = Path(folder) / "rows.csv"
                reading, headers = recognition.read_headers(reader, path, draft.name, tables, rows)
            except TableRefused as error:
                refusal = error
        dates = reader.peek_dates(path, draft.name)
    modified_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    moment = export_moment(draft.name, modified_at, settings.zone, lambda: dates)
    return Seen(recognition.fits(tables, headers), reading, refusal, machine, moment, dates)


def _read_as(
    warehouse: Warehouse, settings: Settings, draft: Draft, ending: str, seen: Seen, likely: Sequence[str],
    now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The draft as an export of its channel."""
    contract = load_contract(draft.channel or "")
    form = contract.form_of(ending)
    assert form is not None
    if seen.moment.business_day > (today := business_day(now, settings.zone)):
        day = seen.moment.business_day
        return _refused(draft, ending, TO_COME.format(day=day, channel=contract.channel, today=today))
    found = tried(warehouse, settings, contract, form, draft, content(settings, draft), seen.moment, now)
    is_read = found["refusal"] is None
    return {
        **_refused(draft, ending, found["refusal"]),
        "state": "understood" if is_read else "refused",
        "title": contract.title,
        "likely": _titled(likely),
        **(found if is_read else {}),
        **_columns(contract, seen),
        "moment": {**_told(seen.moment), "doubt": _doubt(draft, seen.dates)},
        "known": _known(warehouse, settings, draft),
    }


def _whose(
    warehouse: Warehouse, settings: Settings, draft: Draft, fits: Sequence[recognition.Fit], machine: Sequence[str]
) -> tuple[str | None, list[str]]:
    """The channel that the file is read as, and the ones it rather looks like. machine: those that read no headers."""
    candidates = recognition.best(fits) or list(machine)
    named = _by_name(warehouse, settings, draft.name, candidates) if len(candidates) > 1 else None
    if draft.channel is None:
        only = named or (candidates[0] if len(candidates) == 1 else None)
        return only, [] if only else candidates
    if draft.channel not in {fit.channel for fit in fits} | set(machine):
        return None, candidates
    if draft.channel in machine:
        return draft.channel, []
    if named is not None and named != draft.channel and draft.channel in candidates:
        return draft.channel, [named]
    return draft.channel, recognition.better_than(fits, draft.channel)


def _by_name(warehouse: Warehouse, settings: Settings, name: str, candidates: Sequence[str]) -> str | None:
    """Whose files are called so: what earlier files of the name were, else the channel by whose name it begins."""
    with warehouse.begin() as connection:
        asked = {"municipality": settings.municipality.oktmo, "channels": list(candidates), "name": name}
        before = run(connection, "landing/channel_by_name.sql", **asked).scalars().first()
    return before or next((channel for channel in candidates if name.lower().startswith(channel)), None)


def _has_adapter(contract: Contract, ending: str) -> bool:
    form = contract.form_of(ending)
    return form is not None and form.adapter is not None


def _told(moment: ExportMoment) -> dict[str, str]:
    return {
        "exported_at": moment.exported_at.isoformat(),
        "business_day": moment.business_day.isoformat(),
        "source": moment.source,
    }


def _doubt(draft: Draft, dates: Sequence[tuple[str, Any]]) -> str | None:
    """A date inside the file far from the one of its name; the name is believed."""
    named = date_in_name(draft.name)
    if named is None or not dates:
        return None
    inside = dates[0][1]
    inside = inside.date() if isinstance(inside, datetime) else inside
    return inside.isoformat() if abs((inside - named).days) > FAR_DAYS else None


def _columns(contract: Contract, seen: Seen) -> dict[str, Any]:
    """Which columns were recognised as what, which were not, which of the contract's the file has not."""
    fit = next((one for one in seen.fits if one.channel == contract.channel), None)
    if fit is None or seen.reading is None:
        return {"columns": [], "unknown": [], "absent": []}
    spelled = recognition.spelling([load_contract(one.channel) for one in seen.fits])
    unknown = [header for sheet in seen.reading.sheets for header in sheet.unknown_headers]
    others = {header for other in seen.fits for header in other.columns} - set(fit.columns)
    has = set(fit.columns.values())
    return {
        "columns": [
            {"header": spelled[header], "field": contract.fields[field].headers[0]}
            for header, field in fit.columns.items()
        ],
        "unknown": list(dict.fromkeys([*unknown, *sorted(spelled[header] for header in others)])),
        "absent": [field.headers[0] for field in contract.fields.values() if field.headers and field.name not in has],
    }


def _known(warehouse: Warehouse, settings: Settings, draft: Draft) -> list[dict[str, Any]]:
    """Where these very bytes have been landed before."""
    with warehouse.begin() as connection:
        asked = {"municipality": settings.municipality.oktmo, "sha256": draft.sha256}
        rows = run(connection, "landing/known_bytes.sql", **asked).mappings().all()
    return [{**row, "landed_at": row["landed_at"].isoformat()} for row in rows]


def _titled(channels: Sequence[str]) -> list[dict[str, str]]:
    return [{"channel": name, "title": load_contract(name).title} for name in channels]


def _refused(draft: Draft, ending: str, sentence: str | None) -> dict[str, Any]:
    return {
        "state": "refused", "sentence": sentence, "channel": draft.channel, "likely": [], "format": ending,
        "registrar": draft.registrar or MAIN_REGISTRAR, "known": [],
    }  # fmt: skip


def _nobody_takes(settings: Settings, ending: str) -> str:
    expected = sorted(
        {one for name in enabled_channels(settings) for form in load_contract(name).forms.values()
         for one in form.formats}
    )  # fmt: skip
    return (
        f"Файлы {'.' + ending if ending else 'без окончания в имени'} не принимаются. Ожидается: "
        f"{', '.join(expected)}. Сохраните выгрузку в одном из этих видов."
    )
