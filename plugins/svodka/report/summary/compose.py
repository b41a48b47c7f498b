"""What the summary says: the edition's face, tiles, small charts, bars and notes, as plain data for the template."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from svodka.report.content import Content
from svodka.report.data_notes import data_notes
from svodka.report.face import Face
from svodka.report.key_figures import KeyFigure
from svodka.report.letter.shown_figures import number_and_unit, parts_of, shown_figures
from svodka.report.shown_value import is_slice
from svodka.report.standing import UNKNOWN, WORDS, Standing
from svodka.report.summary.fitting import cut, fitting
from svodka.report.summary.quarters import quarter_charts

MOST_TILES, FEWEST_TILES = 8, 6
FIRST = ("S-01", "S-03", "S-04", "I-01", "P-01", "P-04", "A-01", "A-06")
MOST_BARS = {"channel": 12, "block": 10}
LONGEST_NAME = 90
LONGEST_NOTE = 900
RECEIVED = "S-01"
MARKS = {
    "preliminary": "Предварительная редакция: значения могут измениться, сводка не отправляется.",
    "automatic": "Сформировано автоматически, без утверждения руководителем муниципального центра управления.",
}
OTHERS = {"channel": "каналов", "block": "направлений"}


def compose(content: Content) -> dict[str, Any]:
    """Everything of the page, in the order of reading; what cannot be told is left out."""
    return {
        **about(content.face),
        "tiles": [tile(figure) for figure in chosen(shown_figures(content))],
        "charts": quarter_charts(content),
        "channels": bars(content, "channel", content.channels),
        "blocks": bars(content, "block", {}),
        "notes": [cut(note, LONGEST_NOTE) for note in data_notes(content.states)],
    }


def about(face: Face) -> dict[str, Any]:
    return {
        "municipality": cut(face.municipality, 2 * LONGEST_NAME),
        "period": face.period_text,
        "edition": f"Редакция {face.number}, {face.status}",
        "as_of": f"Учтено поступившее до {face.as_of_text}",
        "mark": MARKS.get(face.kind, ""),
        "identifier": face.identifier,
    }


def chosen(figures: list[KeyFigure]) -> list[KeyFigure]:
    """Key figures that have a value, of every kind of message first; with them, where there are few, those without."""
    wanted = sorted(figures, key=lambda figure: figure.code not in FIRST)
    told = [figure for figure in wanted if figure.row["value"] is not None][:MOST_TILES]
    silent = [figure for figure in wanted if figure.row["value"] is None]
    kept = {figure.code for figure in [*told, *silent[: max(FEWEST_TILES - len(told), 0)]]}
    return [figure for figure in figures if figure.code in kept]


def tile(figure: KeyFigure) -> dict[str, Any]:
    """`mark`: the same shape as in the workbook; an arrow that points nowhere and an unknown target are left out."""
    standing, is_told = figure.standing, figure.row["value"] is not None
    has_change = standing is not None and standing.change_words != UNKNOWN
    number, unit = number_and_unit(figure)
    mark, words = light_of(standing) if standing and is_told else ("", "")
    return {
        "title": fitting(figure.title, LONGEST_NAME),
        "number": number,
        "unit": unit,
        "parts": parts_of(figure),
        "mark": mark,
        "light_words": words,
        "arrow": standing.arrow_mark if standing and has_change and standing.arrow != "none" else "",
        "change": standing.change_words if standing and has_change else "",
        "remark": figure.remark if is_told else "",
        "is_told": is_told,
    }


def light_of(standing: Standing) -> tuple[str, str]:
    """The mark and «цель (не больше 0 %) не достигнута»; nothing where it was not kept what the target was."""
    is_known = standing.light in ("met", "missed") or standing.words == WORDS[standing.light]
    return (standing.mark, standing.verdict) if is_known else ("", "")


def bars(content: Content, dimension: str, titles: Mapping[str, str]) -> dict[str, Any]:
    """Messages received by channel or направление, the most first; `share` is of the longest bar."""
    found = [
        (int(Decimal(row["numerator"])), row["slice"][dimension])
        for row in content.document["values"]
        if row["indicator"] == RECEIVED and is_slice(row, dimension) and row["value"] is not None
    ]
    ordered = sorted(found, key=lambda one: (-one[0], one[1]))
    shown, longest = ordered[: MOST_BARS[dimension]], max((n for n, _ in ordered), default=0)
    rest = len(ordered) - len(shown)
    return {
        "rows": [
            {
                "name": fitting(titles.get(name, name), LONGEST_NAME),
                "number": f"{n:,}".replace(",", " "),
                "share": n / longest if longest else 0,
            }
            for n, name in shown
        ],
        "rest": f"И ещё {OTHERS[dimension]}: {rest} — в отчёте." if rest else "",
    }
