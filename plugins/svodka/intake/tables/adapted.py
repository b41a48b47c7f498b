"""Rows of JSON records, made by the adapter that a layout names."""

import importlib
from collections.abc import Callable

from svodka.intake.tables.cells import column_text
from svodka.intake.tables.extraction import Extract
from svodka.intake.tables.layout import Layout
from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.sheet import Sheet

Adapter = Callable[[object], list[dict[str, str | None]]]


def extract(sheet: Sheet, layout: Layout, first: int) -> Extract:
    """Rows of one part; ``first`` is the number that its first record has in the whole file.

    An adapter turns one record into its rows; no row means that there is nothing to account for, which is told.

    Raises:
        TableRefused: the adapter does not recognise a record (it raises ValueError with a Russian phrase).
    """
    adapter = _adapter(layout.adapter or "")
    numbers: list[int] = []
    rows: list[dict[str, str | None]] = []
    silent: list[int] = []
    for number, record in enumerate(sheet.records or (), start=first):
        try:
            made = adapter(record)
        except ValueError as error:
            message = f"Запись № {number}: {error}. Исправьте выгрузку и пришлите файл заново."
            raise TableRefused("shape", message) from error
        rows += made
        numbers += [number] * len(made)
        if not made:
            silent.append(number)
    known = {key for row in rows for key in row} or set(layout.fields)
    absent = [name for name in layout.fields if name not in known]
    columns = [column_text([row.get(name) or "" for row in rows]) for name in layout.fields]
    return Extract(numbers, [*columns], absent, [], None, warnings=_told(sheet, silent))


def _adapter(name: str) -> Adapter:
    module, _, function = name.partition(":")
    adapter: Adapter = getattr(importlib.import_module(module), function)
    return adapter


def _told(sheet: Sheet, silent: list[int]) -> list[str]:
    if not silent:
        return []
    where = f"Часть «{sheet.title}»: " if sheet.title else ""
    some = ", ".join(map(str, silent[:5])) + (" …" if len(silent) > 5 else "")
    return [f"{where}записи, в которых нечего учитывать, пропущены: {len(silent)} (№ {some})."]
