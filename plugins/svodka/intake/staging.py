"""Files of one load into one staging table: read in a child process, copied as text, typed by one SQL pass."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from svodka.intake.contracts import Contract, Field, Form
from svodka.intake.contracts.model import WORD_TYPES
from svodka.intake.landing import LandedFile
from svodka.intake.tables import FileReading, Layout, Reader, TableRefused
from svodka.settings import Settings
from svodka.warehouse.engine import copy_rows, identifier, run

# A department is told by its own header, or guessed where a file has only the person
DEPARTMENT = """CASE
            WHEN NOT raw.file_id = ANY(CAST(:files_without_executor AS integer [])) THEN raw.executor_raw
            WHEN raw.executor_person !~* staging.person_pattern() THEN raw.executor_person
        END"""
OWN_WEEK = """CASE
            WHEN raw.absent_fields @> '{week}'
                THEN (date_trunc('week', landed.business_day + 1) - INTERVAL '7 days')::date
            ELSE staging.week(raw.week_raw)
        END"""


@dataclass(frozen=True)
class StagedFile:
    """One file after reading: what was understood of it, or the sentence that refuses it."""

    file: LandedFile
    reading: FileReading | None
    refusal: str | None = None


def staging_table(load_id: int) -> str:
    return f"staging.load_{load_id}"


def layout_of(contract: Contract, form: Form) -> Layout:
    """What the reading child must know of the contract."""
    return Layout(
        fields={name: list(field.headers) for name, field in contract.fields.items()},
        types={name: field.type for name, field in contract.fields.items()},
        mandatory=[list(group) for group in contract.mandatory],
        conditional_headers=[dict(entry) for entry in contract.conditional_headers],
        adapter=form.adapter,
    )


def stage(
    connection: Connection, settings: Settings, contract: Contract, load_id: int, files: Sequence[LandedFile]
) -> list[StagedFile]:
    """Makes staging.load_<id> anew from the files. A file that cannot be read is refused alone.

    Returns one entry a file, in the order given.
    """
    raw_table = f"{staging_table(load_id)}_raw"
    columns = [f"{field.raw} text" for field in contract.fields.values()]
    connection.execute(text(f"DROP TABLE IF EXISTS {raw_table}, {staging_table(load_id)}"))
    connection.execute(
        text(
            f"CREATE UNLOGGED TABLE {raw_table} (file_id integer, sheet_no smallint, row_no integer,"
            f" absent_fields text[], {', '.join(columns)})"
        )
    )
    staged = []
    with Reader() as reader, tempfile.TemporaryDirectory(prefix="svodka-") as folder:
        for file in files:
            rows = Path(folder) / "rows.csv"
            staged.append(_read_and_copy(connection, contract, reader, file, settings.home, raw_table, rows))
    _type(connection, settings, contract, load_id, staged)
    connection.execute(text(f"DROP TABLE {raw_table}"))
    connection.execute(
        text(f"ANALYZE {staging_table(load_id)} (file_id, {identifier(contract.entity)}_key, state_hash, broken_check)")
    )
    connection.execute(text(f"GRANT SELECT ON {staging_table(load_id)} TO svodka_pii"))
    return staged


def _read_and_copy(
    connection: Connection,
    contract: Contract,
    reader: Reader,
    file: LandedFile,
    home: Path,
    raw_table: str,
    rows: Path,
) -> StagedFile:
    form = contract.forms.get(file.form)
    if form is None:
        return StagedFile(file, None, _wrong_ending(contract, file.name))
    try:
        reading = reader.extract(home / file.stored_url, file.name, layout_of(contract, form), rows)
    except TableRefused as refusal:
        return StagedFile(file, None, refusal.message)
    columns = ["sheet_no", "row_no", "absent_fields", *(field.raw for field in contract.fields.values())]
    connection.execute(text(f"ALTER TABLE {raw_table} ALTER COLUMN file_id SET DEFAULT {int(file.file_id)}"))
    with rows.open("rb") as stream:
        copy_rows(connection, raw_table, columns, stream)
    return StagedFile(file, reading)


def _type(
    connection: Connection, settings: Settings, contract: Contract, load_id: int, staged: Sequence[StagedFile]
) -> None:
    source_timezone = settings.channel(contract.channel).source_timezone
    fields = list(contract.fields.values())
    run(
        connection,
        "loading/stage.sql",
        {
            "table": staging_table(load_id),
            "raw_table": f"{staging_table(load_id)}_raw",
            "entity": contract.entity,
            "key": contract.key,
            "yearly": contract.numbers == "yearly",
            "fields": [
                {"name": field.name, "reading": typed_expression(field, source_timezone)}
                for field in fields
                if not field.is_plain
            ],
            "content_fields": [field.name for field in fields if not field.ignored],
            "absent": _absent_content(contract),
            "columns": staged_columns(contract),
            "word_fields": [field.name for field in fields if field.type in WORD_TYPES],
            "constants": contract.constants,
            "derive": contract.derive,
            "foreign_when": contract.foreign_when,
            "has_municipality": "municipality_name" in contract.fields,
            "checks": [check for rule in contract.reject_rules if rule.code != "R10" for check in rule.checks],
        },
        file_ids=[entry.file.file_id for entry in staged],
        files_without_executor=[entry.file.file_id for entry in staged if _lacks_executor(entry)],
        words=json.dumps(_words(contract), ensure_ascii=False),
        our_names=[normal_word(name) for name in settings.municipality.names],
        municipality=settings.municipality.oktmo,
        channel=contract.channel,
        timezone=settings.timezone,
        source_timezone=source_timezone,
    )


def _wrong_ending(contract: Contract, name: str) -> str:
    expected = ", ".join(sorted({ending for known in contract.forms.values() for ending in known.formats}))
    return (
        f"Канал «{contract.title}» не принимает файлы .{Path(name).suffix.lstrip('.')}. Ожидается: {expected}. "
        "Сохраните выгрузку в одном из этих видов."
    )


def _absent_content(contract: Contract) -> str:
    """The absent fields of a row's content: what says which row it is, or is ignored, does not belong to them."""
    expression = "absent_fields"
    for part, field in contract.fields.items():
        if part in contract.key or field.ignored:
            expression = f"array_remove({expression}, '{part}')"
    return expression


def staged_columns(contract: Contract) -> list[str]:
    """The columns of a staging table: what the rules ask for, then the rest, plain text last."""
    fields = list(contract.fields.values())
    read = [field for field in fields if not field.is_plain]
    return [
        "file_id",
        "sheet_no",
        "row_no",
        "latest_moment",
        *(column for field in read for column in (field.name, field.raw)),
        *(f"{field.name}_word" for field in read if field.type in WORD_TYPES),
        *contract.derive,
        *contract.constants,
        *(["number_year"] if "number_year" in contract.key else []),
        "registrar",
        "is_our_municipality",
        "is_executor_absent",
        *(field.name for field in fields if field.is_plain),
    ]


def _lacks_executor(entry: StagedFile) -> bool:
    return entry.reading is not None and all("executor" in sheet.absent_fields for sheet in entry.reading.sheets)


def typed_expression(field: Field, source_timezone: str | None) -> str:
    """The SQL that reads a field's raw text; business local time, null where it cannot be read."""
    raw = f"raw.{field.name}_raw"
    moment = f"staging.moment({raw})"
    if source_timezone:
        moment = f"{moment} AT TIME ZONE :source_timezone AT TIME ZONE :timezone"
    readings = {
        "code": f"CASE WHEN {raw} ~ '^\\d{{4}}(\\.\\d{{4}}){{3,4}}$' THEN {raw} END",
        "department": DEPARTMENT,
        "moment": moment,
        "term": f"staging.term({moment})",
        "duration": f"staging.duration({raw})",
        "rating": f"CASE WHEN {raw} ~ '^[1-5]$' THEN {raw}::smallint END",
        "integer": f"CASE WHEN {raw} ~ '^\\d{{1,9}}$' THEN {raw}::integer END",
        "number": f"CASE WHEN {raw} ~ '^\\d{{1,9}}([.,]\\d+)?$' THEN replace({raw}, ',', '.')::numeric END",
        "week": OWN_WEEK,
        "questions": f"{raw}::jsonb",
        "text": f"CASE WHEN staging.normal_word({raw}) NOT IN ({_quoted(field.nothing)}) THEN {raw} END",
    }
    if field.type not in WORD_TYPES:
        return readings[field.type]
    value = f"word_{field.name}.value" + ("::boolean" if field.is_boolean else "")
    if field.default is None:
        return value
    return f"CASE WHEN {raw} IS NULL THEN '{field.default}' ELSE {value} END"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join("'" + normal_word(word).replace("'", "''") + "'" for word in words)


def normal_word(word: str) -> str:
    """The Python twin of staging.normal_word: how words of a contract are compared with those of a file."""
    return " ".join(word.replace("\u00a0", " ").split()).lower().replace("ё", "е")


def _words(contract: Contract) -> list[dict[str, Any]]:
    """The agreed words, one row a form, field and word; `word_no` makes the first declared value win."""
    return [
        {
            "form": form.name,
            "field": field.name,
            "word": normal_word(word),
            "value": value,
            "is_within": field.type == "words_within",
            "word_no": word_no,
        }
        for form in contract.forms.values()
        for field in contract.fields.values()
        if field.type in WORD_TYPES
        for word_no, (value, words) in enumerate((form.words.get(field.name) or field.words).items())
        for word in words
    ]
