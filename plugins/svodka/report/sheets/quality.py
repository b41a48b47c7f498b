"""The quality of the data: records and cases, links between messages, unmapped words, the source's own word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.quality_words import KINDS, LINKS, ORIGINS, judged_when, more
from svodka.report.sheets.layout import (
    HEADING,
    Column,
    Kind,
    keep_together,
    set_page,
    set_widths,
    write_line,
    write_table,
)
from svodka.report.shown_value import DASH

# The tables stand one under another, so they share the widths of the columns.
WIDTHS = (38, 24, 24, 13, 13, 13, 13, 13)


def table(*titles: tuple[str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(title, width, kind) for (title, kind), width in zip(titles, WIDTHS, strict=False))


PAGE = tuple(Column("", width) for width in WIDTHS)
RECORDS = table(
    ("Канал", "text"), ("Записей", "number"), ("Случаев", "number"), ("Повторных: отметил источник", "number"),
    ("из записей с отметкой", "number"), ("Повторных: вычислено", "number"), ("из записей с заявителем", "number"),
)  # fmt: skip
LINKED = table(
    ("Связь", "text"), ("Откуда известно", "text"), ("Сообщений", "number"), ("Учтено в отчёте", "text"),
)  # fmt: skip
TOPICS = table(
    ("Тема источника", "text"), ("Код классификатора", "text"), ("По каналам", "text"), ("Сообщений", "number"),
    ("Последнее", "text"),
)  # fmt: skip
COMPARED = table(
    ("Канал", "text"), ("Что сверено", "text"), ("Сверено сообщений", "number"), ("Совпало", "number"),
    ("Разошлось", "number"), ("Просрочено только у источника", "number"), ("Просрочено только у нас", "number"),
    ("Не с чем сверить", "number"),
)  # fmt: skip


def write(sheet: Worksheet, content: Content) -> None:
    quality, titles, face = content.told or {}, content.channels, content.face
    set_widths(sheet, PAGE)
    row = write_line(sheet, 1, f"Качество данных {face.period_text}", HEADING, PAGE)
    row = _section(
        sheet, row, "Записи и случаи", RECORDS, record_rows(quality, titles),
        "Случай — одно обращение, пришедшее через несколько каналов (по номеру в источнике). В показатели входит "
        "только отметка источника о повторе; вычисленный повтор — то же имя заявителя и та же тема не позднее "
        f"{quality['repeat_days']} дней.",
    )  # fmt: skip
    row = _section(
        sheet, row, "Связи между сообщениями", LINKED, link_rows(quality),
        "Связи, указанные источником, учтены в показателях; вычисленные по имени заявителя, теме и дате — только "
        "показаны.",
    )  # fmt: skip
    row = _topics(sheet, row, quality["topics"], titles)
    _section(
        sheet, row, "Сверка с источником", COMPARED, compared_rows(quality, titles),
        f"Отметка источника о просрочке и его готовое время ответа против наших, {judged_when(face)}. Расхождения "
        "поимённо — на листе «Сверка».",
    )  # fmt: skip
    keep_together(sheet, len(PAGE), sections_of(sheet))
    set_page(sheet, None, len(PAGE), face.footer)


def _section(
    sheet: Worksheet, row: int, heading: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], note: str
) -> int:
    """A heading, a note and a table («нет» where it would be empty); returns the row after it."""
    row = write_line(sheet, row + 1, heading, HEADING, PAGE)
    row = write_line(sheet, row, note, columns=PAGE)
    if not rows:
        return write_line(sheet, row, "Нет.", columns=PAGE)
    return write_table(sheet, row, columns, rows, heading)


def sections_of(sheet: Worksheet) -> list[tuple[int, int]]:
    """Of each section the rows from its heading to the first row of its table, which are printed on one page."""
    found = []
    headings = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).font == HEADING]
    starts = sorted(int(range_boundaries(one.ref)[1] or 1) for one in sheet.tables.values())
    for row, following in zip(headings, [*headings[1:], sheet.max_row + 1], strict=True):
        header = next((start for start in starts if row < start < following), following - 2)
        found.append((row, header + 1))
    return found


def _topics(sheet: Worksheet, row: int, topics: Mapping[str, Any], titles: Mapping[str, str]) -> int:
    note = (
        f"Темы и коды, которым не дано направление: сообщений {topics['n_messages']}; в срезах они стоят как «Прочее/"
        "не классифицировано». Отнести тему — строка в справочнике тем. Редкие "
        "темы и то, что похоже на текст обращения, поимённо не печатаются: по одной строке на те и другие."
    )
    row = _section(sheet, row, "Не отнесено к направлениям", TOPICS, topic_rows(topics, titles), note)
    rest = more(topics["n_topics"], len(topics["rows"]))
    return write_line(sheet, row, rest, columns=PAGE) if rest else row


def record_rows(quality: Mapping[str, Any], titles: Mapping[str, str]) -> list[list[Any]]:
    """All channels first."""
    names = ("records", "cases", "repeats_by_source", "repeats_known", "repeats_computed", "applicants_known")
    return [
        [titles.get(row["channel"], row["channel"]) if row["channel"] else "Все каналы", *(row[name] for name in names)]
        for row in quality["records"]
    ]


def link_rows(quality: Mapping[str, Any]) -> list[list[Any]]:
    """One line a type and origin that there is, all channels together."""
    total: Counter[tuple[str, str]] = Counter()
    for row in quality["links"]:
        total[row["type"], row["origin"]] += row["n"]
    return [
        [title.capitalize(), ORIGINS[origin], total[kind, origin], "да" if origin == "SOURCE" else "нет"]
        for kind, title in LINKS.items()
        for origin in ORIGINS
        if total[kind, origin]
    ]


def topic_rows(topics: Mapping[str, Any], titles: Mapping[str, str]) -> list[list[Any]]:
    return [
        [
            row["topic"] or "тема не указана",
            row["code"] or DASH,
            by_channel(row["channels"], titles),
            row["n"],
            f"{date.fromisoformat(row['newest_on']):%d.%m.%Y}",
        ]
        for row in topics["rows"]
    ]


def by_channel(channels: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """A line a channel, the most first: jsonb, in which an edition keeps them, has its own order."""
    ordered = sorted(channels.items(), key=lambda item: (-item[1], item[0]))
    return "\n".join(f"{titles.get(channel, channel)}: {n}" for channel, n in ordered)


def compared_rows(quality: Mapping[str, Any], titles: Mapping[str, str]) -> list[list[Any]]:
    """A time of answer has no side that is late."""
    return [
        [
            titles.get(row["channel"], row["channel"]),
            KINDS[row["kind"]],
            row["n_compared"],
            row["n_agree"],
            row["n_differ"],
            row["n_late_by_source_only"] if row["kind"] == "overdue" else DASH,
            row["n_late_by_us_only"] if row["kind"] == "overdue" else DASH,
            row["n_unknown"],
        ]
        for row in quality["reconciliation"]["counts"]
    ]
