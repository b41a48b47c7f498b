"""The key figures of an edition as letter and summary show them: value, parts, target, change, remark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from svodka.report.content import Content
from svodka.report.sheets.cover import KEY_FIGURES
from svodka.report.shown_value import is_total, parts_text, shown_text
from svodka.report.standing import Standing, standings
from svodka.report.wording import flag_words


@dataclass(frozen=True)
class KeyFigure:
    """The total of one key indicator; `parts`: «2 из 40» of a share."""

    code: str
    title: str
    row: Mapping[str, Any]
    standing: Standing | None

    @property
    def value(self) -> str:
        return shown_text(self.row)

    @property
    def parts(self) -> str:
        return parts_text(self.row)

    @property
    def remark(self) -> str:
        return flag_words(self.row)


def key_figures(content: Content) -> list[KeyFigure]:
    """Each key indicator of which the document holds the total, in the order of the report's cover."""
    totals = {row["indicator"]: row for row in content.document["values"] if is_total(row)}
    titles, known = content.titles, standings(content)
    return [
        KeyFigure(code, titles.get(code, code), totals[code], known.get(code)) for code in KEY_FIGURES if code in totals
    ]
