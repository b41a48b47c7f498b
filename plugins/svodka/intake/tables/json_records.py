"""Records of a JSON file: one object, an array of them, or an array inside one object."""

import json

from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.sheet import Cell, Sheet

_ADVICE = "Ожидается один объект JSON или массив объектов. Выгрузите файл ещё раз."


def records_of(data: bytes, title: str, *, single: bool) -> list[object]:
    """The records; with ``single`` an object is one record, whatever lists it holds.

    Raises:
        TableRefused: not JSON, or of another shape.
    """
    where = f"Часть «{title}»" if title else "Файл"
    try:
        document = json.loads(_decoded(data))
    except RecursionError as error:
        raise TableRefused("shape", f"{where}: JSON вложен слишком глубоко. {_ADVICE}") from error
    except json.JSONDecodeError as error:
        place = f"строка {error.lineno}, знак {error.colno}"
        raise TableRefused(
            "shape", f"{where} не разбирается как JSON ({place}): он обрезан или повреждён. {_ADVICE}"
        ) from error
    if isinstance(document, dict) and not single:
        lists = [
            value for value in document.values() if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        return lists[0] if len(lists) == 1 else [document]
    if isinstance(document, dict):
        return [document]
    if isinstance(document, list):
        return document
    raise TableRefused("shape", f"{where}: в JSON нет записей. {_ADVICE}")


def _decoded(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def as_table(records: list[object], title: str) -> Sheet:
    """A header of all keys in the order in which they first occur, and one row a record."""
    keys = list(dict.fromkeys(key for record in records if isinstance(record, dict) for key in record))
    rows: list[list[Cell]] = [list(keys)]
    for record in records:
        rows.append([_cell(record.get(key)) for key in keys] if isinstance(record, dict) else [str(record)])
    return Sheet(title, 0, rows, records=records)


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
