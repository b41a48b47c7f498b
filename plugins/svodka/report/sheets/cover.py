"""The cover: period, edition, addressee, key figures, and until which day each channel's data reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.data_state import DataState
from svodka.report.face import Face
from svodka.report.sheets.layout import (
    BODY,
    HEADING,
    SUBTITLE,
    TITLE,
    Column,
    set_page,
    set_widths,
    write_line,
    write_table,
)
from svodka.report.shown_value import DASH, is_total, shown_number
from svodka.report.wording import flag_words

KEY_FIGURES = ("S-01", "S-03", "S-04", "I-01", "I-02", "P-01", "P-02", "P-04", "A-01", "A-06", "G-02")
FIGURES = (
    Column("Показатель", 62),
    Column("Значение", 14, "number"),
    Column("Ед.", 10),
    Column("Примечание", 56),
)
CHANNELS = (
    Column("Канал", 62),
    Column("Данные по состоянию на", 14),
    Column("Пробел", 10),
    Column("Нет выгрузок за", 56),
)
TITLE_TEXT = "Показатели эффективности взаимодействия с гражданами"


def write(
    sheet: Worksheet,
    document: Mapping[str, Any],
    states: Sequence[DataState],
    titles: Mapping[str, str],
    face: Face,
) -> None:
    set_widths(sheet, FIGURES)
    row = write_line(sheet, 1, face.municipality, SUBTITLE, FIGURES)
    row = write_line(sheet, row, TITLE_TEXT, TITLE, FIGURES)
    row = write_line(sheet, row, face.period_text, HEADING, FIGURES)
    for line in facts(face):
        row = write_line(sheet, row, line, BODY, FIGURES)
    row = write_line(sheet, row + 1, "Главные показатели", HEADING, FIGURES)
    row = write_table(sheet, row, FIGURES, key_rows(document, titles))
    row = write_line(sheet, row + 1, "Данные по состоянию на", HEADING, FIGURES)
    write_table(sheet, row, CHANNELS, [channel_row(state) for state in states])
    set_page(sheet, None, len(FIGURES), face.edition_text)


def facts(face: Face) -> list[str]:
    """What identifies the edition, a sentence a line."""
    return [
        f"Редакция: {face.number}",
        f"Статус: {face.status}",
        f"Кому: {face.addressee}",
        f"Учтено всё, что поступило до {face.as_of_text}",
        f"Контрольная сумма значений (SHA-256): {face.values_hash}",
    ]


def key_rows(document: Mapping[str, Any], titles: Mapping[str, str]) -> list[list[Any]]:
    """Title, number, unit and remark of each key indicator that the document holds."""
    totals = {row["indicator"]: row for row in document["values"] if is_total(row)}
    rows: list[list[Any]] = []
    for code in KEY_FIGURES:
        if code in totals:
            number = shown_number(totals[code])
            shown = DASH if number is None else number
            rows.append([titles.get(code, code), shown, totals[code]["unit"], flag_words(totals[code])])
    return rows


def channel_row(state: DataState) -> list[str]:
    return [state.title, state.as_of_text, "да" if state.has_gap else "нет", state.gaps_text or DASH]
