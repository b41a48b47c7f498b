"""What loading a draft would make of its rows: staged and judged in a transaction that is rolled back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from svodka.intake.contracts import Contract, Form
from svodka.intake.contracts.judging import predicates
from svodka.intake.exported_at import ExportMoment
from svodka.intake.judgement import IS_BAD, header_of
from svodka.intake.landing import LandedFile, register
from svodka.intake.staging import StagedFile, stage, staging_table
from svodka.intake.upload.drafts import Draft
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run, scalar

SPOKEN_ON = {"message": "registered_at", "page_week": "week"}
NEXT_LOAD = "SELECT nextval(pg_get_serial_sequence('meta.load', 'load_id'))"


def tried(
    warehouse: Warehouse, settings: Settings, contract: Contract, form: Form, draft: Draft, content: Path,
    moment: ExportMoment, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """Reads and judges the file as a load would, by the very statements of a load, and leaves nothing behind.

    Keys: refusal (a sentence, or None), and where there is none: sheets, n_rows, n_foreign, n_rejected, n_good,
    rejections, warnings [{code, header, reason, n}], first_on, last_on, stop (a sentence, or None), remarks.
    """
    with warehouse.engine.connect() as connection, connection.begin() as transaction:
        try:
            file = _registered(connection, settings, form, draft, content, moment, now)
            load_id = scalar(connection, NEXT_LOAD)
            [staged] = stage(connection, settings, contract, load_id, [file])
            if staged.reading is None:
                return {"refusal": staged.refusal}
            return {"refusal": None, **_told(connection, settings, contract, load_id, staged)}
        finally:
            transaction.rollback()


def _registered(
    connection: Connection, settings: Settings, form: Form, draft: Draft, content: Path, moment: ExportMoment,
    now: datetime,
) -> LandedFile:  # fmt: skip
    """A register row for the time of the trial; under a hash of its own, so that it waits for nobody's landing."""
    entry = {
        "municipality": settings.municipality.oktmo,
        "channel": draft.channel,
        "registrar": draft.registrar,
        "form": form.name,
        "sha256": f"draft {draft.draft_id}",
        "name": draft.name,
        "source": "upload",
        "n_bytes": draft.n_bytes,
        "landed_at": now.isoformat(),
        "exported_at": moment.exported_at.isoformat(),
        "exported_at_source": moment.source,
        "business_day": moment.business_day.isoformat(),
        "stored_url": content.relative_to(settings.home).as_posix(),
    }
    return register(connection, entry, form)


def _told(
    connection: Connection, settings: Settings, contract: Contract, load_id: int, staged: StagedFile
) -> dict[str, Any]:
    assert staged.reading is not None
    rendering = {"table": staging_table(load_id), "is_bad": IS_BAD}
    by_code = {rule.code: when for rule, when in zip(contract.rules, predicates(contract).values(), strict=True)}
    spoken = {"spoken_on": SPOKEN_ON[contract.entity], "counted_rules": by_code}
    account = dict(run(connection, "loading/draft_account.sql", rendering | spoken).mappings().one())
    rejections = _rejections(connection, contract, rendering)
    remarks = list(dict.fromkeys(staged.reading.warnings))
    for sheet in staged.reading.sheets:
        if sheet.printed_total is not None and sheet.printed_total != sheet.n_rows:
            remarks.append(f"{sheet.title or 'файл'}: «Итого» {sheet.printed_total}, прочитано строк {sheet.n_rows}")
    n_rows, n_foreign, n_rejected = (int(account[name]) for name in ("n_rows", "n_foreign", "n_rejected"))
    return {
        "sheets": [
            {"title": sheet.title, "header_row": sheet.header_row, "n_rows": sheet.n_rows, "note": sheet.note}
            for sheet in staged.reading.sheets
        ],
        "n_rows": n_rows,
        "n_foreign": n_foreign,
        "n_rejected": n_rejected,
        "n_good": n_rows - n_foreign - n_rejected,
        "rejections": rejections,
        "warnings": [
            {"code": rule.code, "header": "", "reason": rule.reason, "n": int(account[rule.code])}
            for rule in contract.warning_rules
            if account[rule.code]
        ],
        "first_on": _iso(account["first_on"]),
        "last_on": _iso(account["last_on"]),
        "stop": _stop(settings, n_rows, n_rejected),
        "remarks": remarks,
    }


def _rejections(connection: Connection, contract: Contract, rendering: dict[str, str]) -> list[dict[str, Any]]:
    """Rows refused, one entry a check: the most frequent first. Names columns, never cells."""
    checks = [(rule, check) for rule in contract.reject_rules if rule.code != "R10" for check in rule.checks]
    repeated = [(rule, check) for rule in contract.reject_rules if rule.code == "R10" for check in rule.checks]
    found = []
    for row in run(connection, "loading/draft_rejections.sql", rendering):
        rule, check = repeated[0] if row.broken_check is None else checks[row.broken_check - 1]
        header = header_of(contract, check.column)
        found.append({"code": rule.code, "header": header, "reason": rule.reason, "n": int(row.n)})
    return found


def _stop(settings: Settings, n_rows: int, n_rejected: int) -> str | None:
    """The sentence of a file that a load would stop (policy), or None."""
    policy = settings.policy
    if n_rejected <= policy.stop_rows or n_rejected <= policy.stop_share * n_rows:
        return None
    return (
        f"Не принимается {n_rejected} из {n_rows} строк, это больше {policy.stop_share:.0%}: файл был бы остановлен "
        "целиком. Исправьте столбцы, названные ниже, в источнике и выгрузите заново."
    )


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
