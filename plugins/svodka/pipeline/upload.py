"""Use-cases of the upload page: a file looked at, landed and loaded, or thrown away; drafts are of one login each."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from svodka.errors import SvodkaError, UsageError
from svodka.pipeline.load_at_once import load_at_once
from svodka.pipeline.opening import open_warehouse
from svodka.settings import Settings, load_settings

if TYPE_CHECKING:
    from svodka.intake.upload.drafts import Draft


def upload_channels() -> list[dict[str, str]]:
    """Whose exports can be given: one entry a channel, and one a journal of it; `value` is what `upload` takes."""
    from svodka.intake.contracts import load_contract
    from svodka.intake.coverage import enabled_channels
    from svodka.sources.files import journal_name
    from svodka.warehouse.engine import run

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        rows = run(connection, "landing/registrars.sql", municipality=settings.municipality.oktmo)
        seen = {(row.channel, row.registrar) for row in rows}
    for channel in enabled_channels(settings):
        inbox = settings.inbox(channel)
        folders = inbox.iterdir() if inbox.is_dir() else ()
        seen |= {(channel, path.name) for path in folders if path.is_dir() and not path.name.startswith(".")}
    found = []
    for channel in enabled_channels(settings):
        title = load_contract(channel).title
        found.append({"value": channel, "channel": channel, "registrar": "", "title": title})
        for name in sorted(registrar for known, registrar in seen if known == channel and journal_name(registrar)):
            found.append(
                {"value": f"{channel}/{name}", "channel": channel, "registrar": name, "title": f"{title} — {name}"}
            )
    return found


def start_upload(login: str, name: str, stream: IO[bytes], choice: str, exported_on: date | None, now: datetime) -> str:
    """Takes a file in and looks at it; the id of the draft. choice: a value of `upload_channels`; empty: recognise.

    Raises UsageError, with nothing kept, for a file that is empty or too large.
    """
    from svodka.intake.upload import drafts

    settings = load_settings()
    channel, registrar = _chosen(choice)
    draft = drafts.make(settings, login, name, stream, channel, registrar, now, exported_on)
    _look(settings, draft, channel, registrar, now)
    return draft.draft_id


def choose_channel(draft_id: UUID, login: str, choice: str, now: datetime) -> None:
    """Looks at the draft again as at an export of another channel."""
    from svodka.intake.upload import drafts

    settings = load_settings()
    channel, registrar = _chosen(choice)
    _look(settings, drafts.read(settings, draft_id, login), channel, registrar, now)


def upload_draft(draft_id: UUID, login: str) -> dict[str, Any]:
    """The draft of the login: draft_id, name, n_bytes, made_at, channel, and `found` (intake.upload.examination)."""
    from dataclasses import asdict

    from svodka.intake.upload import drafts

    draft = drafts.read(load_settings(), draft_id, login)
    if draft.found is None:
        raise SvodkaError("Проверка этого файла не закончилась. Выберите его заново.")
    return asdict(draft)


def drop_upload(draft_id: UUID, login: str) -> None:
    """Throws the draft away; nothing of it has been landed."""
    from svodka.intake.upload import drafts

    settings = load_settings()
    drafts.drop(settings, drafts.read(settings, draft_id, login))


def land_upload(draft_id: UUID, login: str, now: datetime) -> int | None:
    """Puts the draft into its inbox and loads it; the load_id, None when it is left to `intake`: the file is large,
    or a load of the channel is under way. Raises SvodkaError for a draft that was not understood."""
    from svodka.intake.upload import drafts
    from svodka.intake.upload.into_inbox import put_into_inbox

    settings = load_settings()
    draft = drafts.read(settings, draft_id, login)
    found = draft.found or {}
    if found.get("state") != "understood":
        raise SvodkaError(f"Файл «{draft.name}» не принят: сначала исправьте то, что сказано на его странице.")
    channel, registrar = found["channel"], found["registrar"]
    put_into_inbox(settings, drafts.content(settings, draft), channel, registrar, draft.name)
    drafts.drop(settings, draft)
    return load_at_once(open_warehouse(settings), settings, channel, found["n_rows"], now)


def _chosen(choice: str) -> tuple[str | None, str]:
    if not choice:
        return None, ""
    for option in upload_channels():
        if option["value"] == choice:
            return option["channel"], option["registrar"]
    raise UsageError("Такого канала нет: выберите канал из списка и повторите.")


def _look(settings: Settings, draft: Draft, channel: str | None, registrar: str, now: datetime) -> None:
    from dataclasses import replace

    from svodka.intake.upload import drafts
    from svodka.intake.upload.examination import examine

    asked = replace(draft, channel=channel, registrar=registrar)
    found = examine(open_warehouse(settings), settings, asked, now)
    drafts.told(settings, asked, found)
