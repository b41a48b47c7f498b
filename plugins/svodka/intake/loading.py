"""Staging to core in one transaction: states, sightings, contradictions, the fold, the account of every row."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text

from svodka.intake.contracts import Contract
from svodka.intake.entity import KEYS, fold_rendering, state_columns
from svodka.intake.landing import LandedFile
from svodka.intake.staging import staging_table
from svodka.settings import Settings
from svodka.warehouse.engine import run, scalar

COVERED_ON = {
    "message": "(known.registered_at AT TIME ZONE :timezone)::date",
    "page_week": "known.week",
}


def lock_channel(connection: Connection, settings: Settings, channel: str) -> None:
    """One load of a channel at a time; released with the transaction."""
    connection.execute(
        text("SELECT pg_advisory_xact_lock(hashtext(:municipality), hashtext(:channel))"),
        {"municipality": settings.municipality.oktmo, "channel": channel},
    )


def load_files(
    connection: Connection, settings: Settings, contract: Contract, load_id: int, files: Sequence[LandedFile]
) -> None:
    """Loads the judged rows of the files; leaves the temp table `touched` for the marts."""
    table, entity = staging_table(load_id), contract.entity
    rendering = {
        "table": table,
        "entity": entity,
        "key": KEYS[entity],
        "state_columns": state_columns(connection, contract),
        "has_executor": "executor" in contract.fields,
        "has_applicant": "applicant" in contract.fields,
    }
    parameters = _parameters(settings, contract, load_id, files)
    run(connection, "loading/accept.sql", rendering, **parameters)
    run(connection, "loading/known_identity.sql", {"entity": entity, "key": KEYS[entity], "create": False})
    if entity == "message":
        _keep_personal(connection, contract, table)
        _keep_questions(connection, contract, table, settings)
    refold(connection, settings, contract)
    run(connection, "loading/account.sql", rendering, **parameters)
    judge_absence(connection, settings, contract, files)
    _finish(connection, settings, contract, {file.registrar for file in files})


def redate(connection: Connection, settings: Settings, contract: Contract, file: LandedFile) -> None:
    """The file's date became earlier: its messages are folded anew; leaves `touched`."""
    entity = contract.entity
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE touched ON COMMIT DROP AS SELECT {entity}_key FROM core.{entity}_seen"
            " WHERE file_id = :file_id"
        ),
        {"file_id": file.file_id},
    )
    run(connection, "loading/known_identity.sql", {"entity": entity, "key": KEYS[entity], "create": True})
    refold(connection, settings, contract)
    judge_absence(connection, settings, contract, [file])
    _finish(connection, settings, contract, {file.registrar})


def refold(connection: Connection, settings: Settings, contract: Contract) -> None:
    """Judges contradictions (R12) among the touched messages and folds them from their sightings."""
    entity = contract.entity
    if entity == "message":
        header = contract.fields["registered_at"].headers[0]
        run(connection, "loading/contradictions.sql", {"seen": "core.message_seen"}, timezone=settings.timezone)
        run(connection, "loading/contradiction_entries.sql", timezone=settings.timezone, header=header)
    connection.execute(
        text(f"DELETE FROM core.{entity} USING touched WHERE core.{entity}.{entity}_key = touched.{entity}_key")
    )
    run(connection, "loading/fold.sql", fold_rendering(connection, entity, "core"))


def judge_absence(connection: Connection, settings: Settings, contract: Contract, files: Sequence[LandedFile]) -> None:
    """Which files look filtered (too much of their window is gone)? From the earliest of these on, in order."""
    entity = contract.entity
    later = run(
        connection,
        "loading/files_to_judge.sql",
        file_ids=[file.file_id for file in files],
        forms_never_missing=_forms_never_missing(contract),
    )
    for file_id in later.scalars().all():
        run(
            connection,
            "loading/absence_of_file.sql",
            {"entity": entity, "covered_on": COVERED_ON[entity]},
            file_id=file_id,
            timezone=settings.timezone,
        )


def _forms_never_missing(contract: Contract) -> list[str]:
    """A form that only adds (`increment`) makes no message missing."""
    return [form.name for form in contract.forms.values() if form.coverage.kind == "increment"]


def _finish(connection: Connection, settings: Settings, contract: Contract, registrars: set[str]) -> None:
    run(
        connection,
        "loading/supersede.sql",
        {"entity": contract.entity},
        municipality=settings.municipality.oktmo,
        channel=contract.channel,
    )
    for registrar in sorted(registrars):
        mark_missing(connection, settings, contract, registrar)


def mark_missing(
    connection: Connection,
    settings: Settings,
    contract: Contract,
    registrar: str,
    as_of: datetime | None = None,
    files: str = "landing.file",
) -> None:
    """Which messages of a source are missing, and what is settled of them: by a person, or by the contract.

    Those whose verdict changes join `touched`. as_of: works on the temporary tables of a past moment instead of core,
    with the files and decisions known by then.
    """
    withdrawing = forms_withdrawing(contract)
    rendering = {
        "entity": contract.entity,
        "covered_on": COVERED_ON[contract.entity],
        "schema": "pg_temp" if as_of else "core",
        "files": files,
        "withdraws": bool(withdrawing),
    }
    parameters = {
        "municipality": settings.municipality.oktmo,
        "channel": contract.channel,
        "registrar": registrar,
        "timezone": settings.timezone,
        "forms_never_missing": _forms_never_missing(contract),
        "forms_withdrawing": withdrawing,
        "as_of": as_of or "infinity",
    }
    run(connection, "loading/missing.sql", rendering, **parameters)
    if contract.entity == "message":
        run(connection, "loading/absence_verdict.sql", rendering, **parameters)


def forms_withdrawing(contract: Contract) -> list[str]:
    """The forms of messages whose contract withdraws what two exports of different days do not hold."""
    if contract.entity != "message":
        return []
    return [
        form.name
        for form in contract.forms.values()
        if form.coverage.on_absent == "withdraw" and form.coverage.kind != "increment"
    ]


def _parameters(settings: Settings, contract: Contract, load_id: int, files: Sequence[LandedFile]) -> dict:
    inner, outer = pseudonym_keys(settings)
    return {
        "load_id": load_id,
        "file_ids": [file.file_id for file in files],
        "known_file_ids": [file.file_id for file in files if file.state == "loaded"],
        "municipality": settings.municipality.oktmo,
        "channel": contract.channel,
        "timezone": settings.timezone,
        "inner_key": inner,
        "outer_key": outer,
    }


def is_staged(connection: Connection, load_id: int, file_ids: Sequence[int]) -> bool:
    """Does staging hold the rows that were read? An unlogged table is empty after a crash of the server."""
    table = staging_table(load_id)
    if not scalar(connection, "SELECT to_regclass(:table) IS NOT NULL", table=table):
        return False
    ids = list(file_ids)
    read = scalar(
        connection,
        "SELECT coalesce(sum(rows_read), 0) FROM meta.load_file WHERE load_id = :load_id AND file_id = ANY(:ids)",
        load_id=load_id,
        ids=ids,
    )
    return scalar(connection, f"SELECT count(*) FROM {table} WHERE file_id = ANY(:ids)", ids=ids) == read


def _keep_personal(connection: Connection, contract: Contract, table: str) -> None:
    """Personal texts go to pii under its own role; nothing else of this transaction can read them."""
    has = {name: name in contract.fields for name in ("applicant", "text", "url")}
    handed = "new_state, named_applicant" if has["applicant"] else "new_state"
    connection.execute(text(f"GRANT SELECT ON {handed} TO svodka_pii"))
    connection.execute(text("SET LOCAL ROLE svodka_pii"))
    run(connection, "loading/keep_personal.sql", {"table": table, "has": has})
    connection.execute(text("RESET ROLE"))


def _keep_questions(connection: Connection, contract: Contract, table: str, settings: Settings) -> None:
    if "questions" in contract.fields:
        run(connection, "loading/keep_questions.sql", {"table": table}, timezone=settings.timezone)


def pseudonym_keys(settings: Settings) -> tuple[bytes, bytes]:
    """The two padded keys of HMAC-SHA-256 (RFC 2104); the secret is made once and kept outside the database."""
    file = settings.home / "secrets" / "pseudonym.key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        _publish(draft, file)
    key = file.read_bytes().ljust(64, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def _publish(draft: Path, file: Path) -> None:
    """The first of two starters wins: a hard link fails where the name is taken."""
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
