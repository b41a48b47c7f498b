"""The three steps of a channel's run: extract → validate → load. Ids travel between them, never data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures import marts
from svodka.intake import load_register as register
from svodka.intake.contracts import Contract, load_contract
from svodka.intake.contracts.judging import judge
from svodka.intake.judgement import IS_BAD, main_reason, quarantine, remark_warnings
from svodka.intake.landing import LandedFile, Landing, files_to_load, land
from svodka.intake.loading import is_staged, load_files, lock_channel, redate
from svodka.intake.staging import StagedFile, stage, staging_table
from svodka.intake.tables import Reader
from svodka.settings import Settings
from svodka.sources.files import arrived, put_away, put_refused
from svodka.warehouse.engine import Warehouse, scalar, use_marts

Interval = tuple[date, date]


def extract(
    warehouse: Warehouse,
    settings: Settings,
    channel: str,
    now: datetime,
    interval: Interval | None = None,
    is_exact: bool = False,
    dag_run_id: str | None = None,
) -> tuple[int | None, bool]:
    """Lands what lies in the inbox and opens a load of what is to be loaded.

    interval: business days, both included; is_exact: take these only (a backfill run), not all that is new.
    Returns the load_id (None when nothing arrived and nothing is to be loaded) and whether there are files to load.
    """
    contract = load_contract(channel)
    landings = _land_all(warehouse, settings, contract, now)
    with warehouse.begin() as connection:
        files = files_to_load(connection, settings, contract, interval, is_exact)
        repeats = [(landing, name) for landing, name in landings if not landing.is_new]
        if not files and not repeats:
            return None, False
        load_id = register.open_load(connection, settings, contract, dag_run_id, now)
        for file in files:  # first: a file that came again before it was loaded is waiting, not known
            register.enter(connection, load_id, file, file.name, "waiting", None)
        for landing, name in repeats:
            register.enter(connection, load_id, landing.file, name, "unchanged", _f03(landing))
        if not files:
            register.close(connection, load_id, "loaded", now)
    return load_id, bool(files)


def _land_all(warehouse: Warehouse, settings: Settings, contract: Contract, now: datetime) -> list[tuple[Landing, str]]:
    """Each arrived file in its own transaction, out of the inbox after it."""
    landings = []
    with Reader() as reader:
        for file in arrived(settings, contract.channel):
            with warehouse.begin() as connection:
                lock_channel(connection, settings, contract.channel)
                landing = land(connection, settings, contract, reader, file, now)
                if landing.is_moved:
                    redate(connection, settings, contract, landing.file)
                    refresh_marts(connection, settings, contract)
            put_away(settings, contract.channel, file)
            landings.append((landing, file.name))
    return landings


def _f03(landing: Landing) -> str:
    known = f"Эти данные уже приняты под именем «{landing.file.name}», заново не читались (F03)."
    return known + (" Дата выгрузки уточнена на более раннюю." if landing.is_moved else "")


def validate(warehouse: Warehouse, settings: Settings, load_id: int) -> dict[str, Any]:
    """Stages the files of the load and judges their rows; a file that cannot be read or holds too many bad rows is
    left out, the rest goes on. Returns counts a rule, without any content."""
    with warehouse.begin() as connection:
        channel, status = register.channel_and_status(connection, load_id)
        if status == "loaded":
            return {}
        contract = load_contract(channel)
        staged = stage(connection, settings, contract, load_id, register.waiting_files(connection, load_id))
        for entry in staged:
            _note_reading(connection, load_id, entry)
        _stop_bad_files(connection, settings, contract, load_id, staged)
    with warehouse.begin() as connection:
        files = register.waiting_files(connection, load_id)
    counts = judge(warehouse.url, staging_table(load_id), contract) if files else {}
    with warehouse.begin() as connection:
        register.close(connection, load_id, "validated", counts=counts)
    return counts


def _note_reading(connection: Connection, load_id: int, entry: StagedFile) -> None:
    if entry.reading is None:
        register.settle(connection, load_id, entry.file, "refused", f"{entry.refusal}")
        return
    connection.execute(text("DELETE FROM landing.file_sheet WHERE file_id = :id"), {"id": entry.file.file_id})
    for sheet in entry.reading.sheets:
        connection.execute(
            text(
                "INSERT INTO landing.file_sheet (file_id, sheet_no, title, header_row, n_rows, unknown_headers,"
                " absent_fields, note) VALUES (:file_id, :no, :title, :header_row, :n_rows, :unknown, :absent, :note)"
            ),
            {
                "file_id": entry.file.file_id, "no": sheet.no, "title": sheet.title, "header_row": sheet.header_row,
                "n_rows": sheet.n_rows, "unknown": sheet.unknown_headers, "absent": sheet.absent_fields,
                "note": sheet.note,
            },
        )  # fmt: skip
    connection.execute(
        text(
            "UPDATE meta.load_file SET rows_read = :n, message = :message"
            " WHERE load_id = :load_id AND file_id = :file_id AND state = 'waiting'"
        ),
        {
            "n": entry.reading.n_rows,
            "load_id": load_id,
            "file_id": entry.file.file_id,
            "message": _remarks(entry) or None,
        },
    )


def _remarks(entry: StagedFile) -> str:
    """What the person who sent the file should know: unknown headers, skipped sheets, totals that do not fit."""
    reading = entry.reading
    if reading is None:
        return ""
    remarks = list(reading.warnings)
    for sheet in reading.sheets:
        place = f"лист «{sheet.title}»: " if sheet.title else ""
        if sheet.unknown_headers:
            remarks.append(f"{place}незнакомые заголовки: {', '.join(sheet.unknown_headers)}")
        if sheet.printed_total is not None and sheet.printed_total != sheet.n_rows:
            remarks.append(f"{place}«Итого» {sheet.printed_total}, прочитано строк {sheet.n_rows} (Q01)")
        if sheet.note and sheet.note not in remarks:
            remarks.append(f"{place}{sheet.note}")
    return "; ".join(remarks)


def _stop_bad_files(
    connection: Connection, settings: Settings, contract: Contract, load_id: int, staged: list[StagedFile]
) -> None:
    """More than stop_share and more than stop_rows of a file's rows refused: the file stops, its rows leave staging."""
    table, policy = staging_table(load_id), settings.policy
    bad = connection.execute(
        text(
            f"SELECT file_id, count(*) AS n_rows, count(*) FILTER (WHERE {IS_BAD}) AS n_bad FROM {table}"
            f" GROUP BY file_id HAVING count(*) FILTER (WHERE {IS_BAD}) > :rows"
            f" AND count(*) FILTER (WHERE {IS_BAD}) > :share * count(*)"
        ),
        {"rows": policy.stop_rows, "share": policy.stop_share},
    ).all()
    files = {entry.file.file_id: entry.file for entry in staged}
    for row in bad:
        reason = main_reason(connection, table, contract, row.file_id)
        message = (
            f"Отклонено {row.n_bad} из {row.n_rows} строк, это больше {policy.stop_share:.0%}: файл остановлен, ничего "
            f"не загружено. Чаще всего: {reason}. Проверьте выгрузку и пришлите её заново."
        )
        register.settle(connection, load_id, files[row.file_id], "stopped", message, row.n_rows)
        connection.execute(text(f"DELETE FROM {table} WHERE file_id = :id"), {"id": row.file_id})


def load(warehouse: Warehouse, settings: Settings, load_id: int, now: datetime) -> list[dict[str, Any]]:
    """One transaction: quarantine, core, marts, the account. A load that is done is left as it is.

    Returns one object a file, as `svodka ingest` prints it.
    """
    _restage_if_lost(warehouse, settings, load_id)
    with warehouse.begin() as connection:
        channel, status = register.channel_and_status(connection, load_id)
        contract = load_contract(channel)
        if status != "loaded":
            lock_channel(connection, settings, channel)
            files = register.waiting_files(connection, load_id)
            if files:
                _load_waiting(connection, settings, contract, load_id, files)
            connection.execute(text(f"DROP TABLE IF EXISTS {staging_table(load_id)}"))
            register.close(connection, load_id, "loaded", now)
        results = register.results(connection, [load_id])
    _put_refused(warehouse, settings, load_id)
    return results


def _restage_if_lost(warehouse: Warehouse, settings: Settings, load_id: int) -> None:
    """Validates anew when a crash of the server has emptied the staging table; landing still has every byte."""
    with warehouse.begin() as connection:
        _, status = register.channel_and_status(connection, load_id)
        file_ids = [file.file_id for file in register.waiting_files(connection, load_id)]
        is_lost = status != "loaded" and bool(file_ids) and not is_staged(connection, load_id, file_ids)
    if is_lost:
        validate(warehouse, settings, load_id)


def _load_waiting(
    connection: Connection, settings: Settings, contract: Contract, load_id: int, files: list[LandedFile]
) -> None:
    table = staging_table(load_id)
    file_ids = [file.file_id for file in files]
    counts = register.judgement(connection, load_id)
    quarantine(connection, contract, load_id, table, file_ids, counts)
    load_files(connection, settings, contract, load_id, files)
    remark_warnings(connection, contract, load_id, table, counts)
    refresh_marts(connection, settings, contract)


def refresh_marts(connection: Connection, settings: Settings, contract: Contract) -> None:
    """The facts of the touched rows, with the rules known when the newest file landed."""
    if contract.entity == "page_week":
        connection.execute(text("ALTER TABLE touched RENAME TO touched_page_week"))
        connection.execute(text("CREATE TEMPORARY TABLE touched (message_key uuid) ON COMMIT DROP"))
    else:
        connection.execute(text("CREATE TEMPORARY TABLE touched_page_week (page_week_key uuid) ON COMMIT DROP"))
    use_marts(connection)
    marts.take_turn(connection)
    marts.refresh(connection, settings, newest_landing(connection, settings))


def newest_landing(connection: Connection, settings: Settings) -> datetime:
    """The default as_of: the moment of the newest landing, or of the newest decision about a message or a topic
    or mark of an answer, if later."""
    return scalar(
        connection,
        "SELECT coalesce(greatest((SELECT max(landed_at) FROM landing.file WHERE municipality = :municipality),"
        " (SELECT max(decided_at) FROM meta.exclusion WHERE municipality = :municipality),"
        " (SELECT max(decided_at) FROM meta.absence_decision WHERE municipality = :municipality),"
        " (SELECT max(marked_at) FROM meta.answer_mark WHERE municipality = :municipality),"
        " (SELECT max(decided_at) FROM meta.topic_decision WHERE municipality = :municipality)), '2018-01-01')",
        municipality=settings.municipality.oktmo,
    )


def _put_refused(warehouse: Warehouse, settings: Settings, load_id: int) -> None:
    with warehouse.begin() as connection:
        rows = connection.execute(
            text(
                "SELECT file.channel, file.registrar, account.name, file.stored_url, account.message"
                " FROM meta.load_file AS account INNER JOIN landing.file AS file ON account.file_id = file.file_id"
                " WHERE account.load_id = :load_id AND account.state IN ('refused', 'stopped')"
            ),
            {"load_id": load_id},
        ).all()
    for row in rows:
        put_refused(settings, row.channel, row.registrar, row.name, settings.home / row.stored_url, row.message)
