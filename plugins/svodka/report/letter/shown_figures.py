"""Key figures as letter and summary show them: no nought that nobody has counted, no share of few records."""

from __future__ import annotations

from dataclasses import replace

from svodka.report.content import Content
from svodka.report.key_figures import KeyFigure, key_figures
from svodka.report.no_data import codes_without_data, without_blind
from svodka.report.shown_value import counts_text, is_few


def shown_figures(content: Content) -> list[KeyFigure]:
    """The key figures; one of which nothing was exported has no data."""
    missing = codes_without_data(content)
    return [replace(figure, row=without_blind(figure.row, missing)) for figure in key_figures(content)]


def is_of_few(figure: KeyFigure) -> bool:
    return figure.row["value"] is not None and figure.row["denominator"] is not None and is_few(figure.row)


def number_and_unit(figure: KeyFigure) -> tuple[str, str]:
    """«5,0», «%»; «67,6», «балла» (a fraction rules the genitive); «1 из 3» where the records are few; «—»."""
    if is_of_few(figure):
        return counts_text(figure.row), ""
    if figure.row["value"] is None or figure.row["denominator"] is None:
        return figure.value, ""
    unit = figure.row["unit"]
    number = figure.value.rpartition(" ")[0]
    return number, "балла" if unit == "балл" else unit


def parts_of(figure: KeyFigure) -> str:
    """«2 из 40» behind a share that is told."""
    return "" if is_of_few(figure) else figure.parts
