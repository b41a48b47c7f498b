"""The cover: period, edition, who gets and who signs it, key figures, and until which day each channel's data reach."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.data_state import DataState
from svodka.report.face import Face, Official
from svodka.report.no_data import codes_without_data, folded_line
from svodka.report.past import partial_remarks
from svodka.report.sheets.layout import (
    BODY,
    HEADING,
    SUBTITLE,
    TITLE,
    Column,
    Role,
    Shown,
    set_page,
    set_widths,
    write_line,
    write_table,
)
from svodka.report.shown_value import DASH, is_few, is_total, parts_text, shown_cell
from svodka.report.standing import Light, Standing, standings
from svodka.report.wording import NOT_SIGNED, flag_words

KEY_FIGURES = ("S-01", "S-03", "S-04", "I-01", "I-02", "P-01", "P-02", "P-04", "A-01", "A-06", "G-02")
FIGURES = (
    Column("Показатель", 54),
    Column("Значение", 14, "number"),
    Column("Ед.", 10),
    Column("Из чего", 24),
    Column("Оценка", 26),
    Column("Цель", 18),
    Column("К прошлому кварталу", 40),
    Column("Примечание", 30),
)
CHANNELS = (
    Column("Канал", 54),
    Column("Данные по состоянию на", 14),
    Column("Пробел", 10),
    Column("Нет выгрузок за", 24),
)
LIGHTS: dict[Light, Role] = {"met": "good", "missed": "bad"}
UNNAMED = "утверждено, имя руководителя в справочнике не указано"
TITLE_TEXT = "Показатели эффективности взаимодействия с гражданами"


def write(sheet: Worksheet, content: Content) -> None:
    face = content.face
    set_widths(sheet, FIGURES)
    row = write_line(sheet, 1, face.municipality, SUBTITLE, FIGURES)
    row = write_line(sheet, row, TITLE_TEXT, TITLE, FIGURES)
    row = write_line(sheet, row, face.period_text, HEADING, FIGURES)
    for line in facts(face):
        row = write_line(sheet, row, line, BODY, FIGURES)
    row = write_line(sheet, row + 1, "Главные показатели", HEADING, FIGURES)
    missing = codes_without_data(content)
    row = write_table(sheet, row, FIGURES, key_rows(content, missing), "Главные_показатели", is_filtered=False)
    if folded := folded_line(content, {code: missing[code] for code in KEY_FIGURES if code in missing}):
        row = write_line(sheet, row, folded, BODY, FIGURES)
    row = write_line(sheet, row + 1, "Данные по состоянию на", HEADING, FIGURES)
    rows = [channel_row(state) for state in content.states]
    write_table(sheet, row, CHANNELS, rows, "Данные_по_каналам", is_filtered=False)
    set_page(sheet, None, len(FIGURES), face.footer, is_one_page=True)


def facts(face: Face) -> list[str]:
    """What identifies the edition, a sentence a line."""
    return [
        f"Редакция: {face.number}",
        f"Статус: {face.status}",
        f"Кому: {', '.join([face.addressee, *official_words(face.officials.addressee)])}",
        f"Подпись: {signature(face)}",
        f"Учтено всё, что поступило до {face.as_of_text}",
        f"Контрольная сумма значений (SHA-256): {face.values_hash}",
    ]


def official_words(official: Official | None) -> list[str]:
    """Post, organisation and name, as far as they are known."""
    return [] if official is None else [part for part in (official.post, official.organisation, official.name) if part]


def signature(face: Face) -> str:
    """Who has signed; in words where nobody has."""
    if face.kind in NOT_SIGNED:
        return NOT_SIGNED[face.kind]
    return ", ".join(official_words(face.officials.signatory)) or UNNAMED


def key_rows(content: Content, missing: dict[str, str]) -> list[list[Any]]:
    """A row for each key indicator that has data."""
    totals = {row["indicator"]: row for row in content.document["values"] if is_total(row)}
    known, titles, partial = standings(content), content.titles, partial_remarks(content)
    return [
        [
            titles.get(code, code),
            Shown(shown_cell(totals[code]), "strong_number"),
            totals[code]["unit"],
            DASH if is_few(totals[code]) else parts_text(totals[code]) or DASH,
            light(known[code]),
            known[code].target_words,
            change(known[code]),
            "; ".join(part for part in (flag_words(totals[code]), partial.get(code)) if part),
        ]
        for code in KEY_FIGURES
        if code in totals and code not in missing
    ]


def light(standing: Standing) -> Shown:
    """The traffic light: a mark of its own shape and its words, blue or orange besides."""
    return Shown(f"{standing.mark} {standing.words}", LIGHTS.get(standing.light, "text"))


def change(standing: Standing) -> Shown:
    """The arrow and what it says; blue for better, orange for worse."""
    role: Role = "text" if standing.is_better is None else "good" if standing.is_better else "bad"
    words = standing.change_words
    return Shown(words if standing.arrow == "none" else f"{standing.arrow_mark} {words}", role)


def channel_row(state: DataState) -> list[str]:
    return [state.title, state.as_of_text, "да" if state.has_gap else "нет", state.gaps_text or DASH]
