"""How a chart looks: readable on paper without colours, by the colour-blind, and by a program that reads it aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.sheets.layout import FONT

Kind = Literal["bars", "lines"]
Mark = Literal["circle", "square", "triangle", "diamond"]
Dash = Literal["solid", "dash", "sysDot", "dashDot", "sysDash"]
INK, GRID, TARGET, WHITE = "404040", "D9D9D9", "000000", "FFFFFF"
# Okabe and Ito's colours differ for every kind of colour-blindness; markers and dashes where colours are not printed
LINES: tuple[tuple[str, Mark, Dash], ...] = (
    ("0072B2", "circle", "solid"),
    ("D55E00", "square", "dash"),
    ("009E73", "triangle", "sysDot"),
    ("000000", "diamond", "dashDot"),
)
FEW = 2  # series with room for numbers at their points
TITLE_SIZE, TEXT_SIZE, LABEL_SIZE = 1000, 800, 700  # hundredths of a point


@dataclass(frozen=True)
class Numbers:
    """One column of the table that a chart draws; `low_points`: which of its points have their numbers below them;
    `partial_points`: which are of a part of a quarter."""

    column: int
    name: str
    values: Sequence[Decimal | None]
    is_target: bool = False
    low_points: tuple[int, ...] = ()
    partial_points: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where that table stands: its header names the series, its first column the quarters.

    A chart refers to the cells and keeps what stands in them: previews show what is kept.
    """

    sheet: str
    header_row: int
    labels: Sequence[str]

    def quarters(self) -> AxDataSource:
        return AxDataSource(strRef=_texts(self._cells(1), self.labels))

    def name(self, one: Numbers) -> SeriesLabel:
        head = f"{quote_sheetname(self.sheet)}!${get_column_letter(one.column)}${self.header_row}"
        return SeriesLabel(strRef=_texts(head, [one.name]))

    def values(self, one: Numbers) -> NumDataSource:
        points = [NumVal(idx=place, v=f"{value}") for place, value in enumerate(one.values) if value is not None]
        kept = NumData(formatCode="General", ptCount=len(self.labels), pt=points)
        return NumDataSource(numRef=NumRef(f=self._cells(one.column), numCache=kept))

    def _cells(self, column: int) -> str:
        first, letter = self.header_row + 1, get_column_letter(column)
        return f"{quote_sheetname(self.sheet)}!${letter}${first}:${letter}${self.header_row + len(self.labels)}"


def _texts(cells: str, texts: Sequence[str]) -> StrRef:
    kept = StrData(ptCount=len(texts), pt=[StrVal(idx=place, v=text) for place, text in enumerate(texts)])
    return StrRef(f=cells, strCache=kept)


@dataclass(frozen=True)
class Area:
    """The cells that a chart lies over: its size follows their widths, whatever program measures them."""

    column: int
    row: int
    n_columns: int
    n_rows: int


@dataclass(frozen=True)
class Chart:
    """What a chart shows and says; `highest`: the end of its axis, None: as the numbers ask; `is_high`: its steps are
    whole numbers."""

    kind: Kind
    title: str
    axis: str
    numbers: Sequence[Numbers]
    description: str
    highest: int | None = None
    is_high: bool = True


class DescribedAnchor(TwoCellAnchor):
    """The cells that a chart lies over, which also gives it a name and the text that is read aloud in its stead."""

    __elements__ = TwoCellAnchor.__elements__  # openpyxl would take those of this class alone
    __attrs__ = TwoCellAnchor.__attrs__

    def __init__(self, area: Area, name: str, description: str) -> None:
        start = AnchorMarker(col=area.column - 1, row=area.row - 1)
        end = AnchorMarker(col=area.column - 1 + area.n_columns, row=area.row - 1 + area.n_rows)
        super().__init__(_from=start, to=end)
        self.words = (name, description)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "graphicFrame" and value is not None:
            value.nvGraphicFramePr.cNvPr.name, value.nvGraphicFramePr.cNvPr.descr = self.words


def place(sheet: Worksheet, chart: Chart, source: Source, area: Area) -> None:
    """Puts a native chart of the numbers of `source` over cells of a sheet."""
    drawn: Any = BarChart() if chart.kind == "bars" else LineChart()
    for number, one in enumerate(chart.numbers):
        drawn.series.append(_series(chart, source, number, one))
    _dress(drawn, chart)
    drawn.anchor = DescribedAnchor(area, chart.title, chart.description)
    sheet.add_chart(drawn)


def _series(chart: Chart, source: Source, place: int, one: Numbers) -> Any:
    series: Any = Series(idx=place, order=place, tx=source.name(one), cat=source.quarters(), val=source.values(one))
    if one.is_target:
        series.graphicalProperties = GraphicalProperties(ln=_line(TARGET, "sysDash", 1.25))
        series.marker = Marker(symbol="none")
    elif chart.kind == "bars":
        series.graphicalProperties = GraphicalProperties(solidFill=LINES[place][0], ln=_line(INK, "solid", 0.5))
        series.invertIfNegative = False
    else:
        color, symbol, dash = LINES[place]
        series.graphicalProperties = GraphicalProperties(ln=_line(color, dash, 2))
        filled = GraphicalProperties(solidFill=color, ln=_line(color, "solid", 0.75))
        series.marker = Marker(symbol=symbol, size=7, spPr=filled)
    if not one.is_target:
        color, _, dash = LINES[place]
        series.dPt = [_partial(chart.kind, number, color, dash) for number in one.partial_points]
    if chart.kind == "lines":
        series.smooth = False
    if not one.is_target and len(chart.numbers) <= FEW:
        series.dLbls = _labels("outEnd") if chart.kind == "bars" else _labels("t", one.low_points)
    return series


def _partial(kind: Kind, number: int, color: str, dash: Dash) -> DataPoint:
    """The point of a part of a quarter: a hatched bar, a cross on a line."""
    if kind == "bars":
        colors: list[Any] = [ColorChoice(srgbClr=cast(Any, one)) for one in (color, WHITE)]
        hatched = PatternFillProperties(prst="wdUpDiag", fgClr=colors[0], bgClr=colors[1])
        look = GraphicalProperties(pattFill=hatched, ln=_line(color, "solid", 1))
        return DataPoint(idx=number, invertIfNegative=False, spPr=look)
    cross = Marker(symbol="x", size=9, spPr=GraphicalProperties(noFill=True, ln=_line(color, "solid", 1.5)))
    return DataPoint(idx=number, marker=cross, spPr=GraphicalProperties(ln=_line(color, dash, 2)))


def _line(color: str, dash: Dash, points: float) -> LineProperties:
    return LineProperties(solidFill=color, prstDash=dash, w=round(points * 12700))


def _labels(position: str, low_points: Sequence[int] = ()) -> DataLabelList:
    shown: dict[str, Any] = dict.fromkeys(("showSerName", "showCatName", "showLegendKey", "showPercent"), False)
    shown |= {"showVal": True, "showBubbleSize": False, "txPr": _text(LABEL_SIZE)}
    low = [DataLabel(idx=place, dLblPos="b", **shown) for place in low_points]
    return DataLabelList(dLbl=low, dLblPos=position, **shown)


def _dress(drawn: Any, chart: Chart) -> None:
    drawn.title = _title(chart.title, TITLE_SIZE, is_bold=True)
    drawn.roundedCorners = False
    drawn.display_blanks = "gap"
    place: dict[str, Any] = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": 0.1, "y": 0.16, "w": 0.87}
    high = 0.66 if len(chart.numbers) == 1 else 0.56 if len(chart.numbers) <= FEW else 0.46
    drawn.layout = Layout(manualLayout=ManualLayout(h=high, **place))
    if len(chart.numbers) > 1:
        drawn.legend.position, drawn.legend.overlay, drawn.legend.txPr = "b", False, _text(TEXT_SIZE)
    else:
        drawn.legend = None
    for axis, words in ((drawn.x_axis, "Квартал"), (drawn.y_axis, chart.axis)):
        axis.delete = False
        axis.title = _title(words, TEXT_SIZE)
        axis.txPr = _text(TEXT_SIZE)
        axis.graphicalProperties = GraphicalProperties(ln=_line(INK, "solid", 0.75))
        axis.majorTickMark, axis.tickLblPos = "out", "low"
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line(GRID, "solid", 0.5))
    drawn.y_axis.scaling.min, drawn.y_axis.scaling.max = 0, chart.highest
    drawn.y_axis.number_format = "#,##0" if chart.is_high else "General"
    if chart.kind == "bars":
        drawn.gapWidth = 60


def _title(words: str, size: int, is_bold: bool = False) -> Title:
    font = CharacterProperties(sz=size, b=is_bold, solidFill=INK, latin=Font(typeface=FONT))
    run = RegularTextRun(rPr=font, t=words)
    text = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), r=[run])])
    return Title(overlay=False, tx=Text(rich=text))


def _text(size: int) -> RichText:
    font = CharacterProperties(sz=size, solidFill=INK, latin=Font(typeface=FONT))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), endParaRPr=font)])
