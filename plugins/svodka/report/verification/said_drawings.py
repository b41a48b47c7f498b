"""What lies over the sheets of a workbook: charts with their texts and cached figures, shapes, pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count

from lxml import etree

from svodka.report.verification.said_words import MERGED_COLOUR, flat, merges, parsed, plain_number, related, words_of

ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SHOWN_LABELS = ("showVal", "showCatName", "showSerName", "showPercent")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


def drawings(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = related(archive, "xl/workbook.xml")
        for sheet in parsed(archive, "xl/workbook.xml").iter("{*}sheet"):
            part = book.get(sheet.get(ID, ""), "")
            if part not in archive.namelist():
                continue
            where = f"лист «{sheet.get('name')}»"
            for target in related(archive, part).values():
                if target.startswith("xl/drawings/") and target.endswith(".xml"):
                    for place, said in _drawing(archive, target):
                        yield f"{where}, {place}", said


def _drawing(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    root, inner = parsed(archive, part), related(archive, part)
    texts = [flat(one.text or "") for one in root.iter("{*}t")]
    yield "надпись поверх листа", " ".join(text for text in texts if text)
    for tag, title in (("{*}pic", "картинки поверх листа"), ("{*}sp", "фигуры поверх листа")):
        number = sum(1 for _ in root.iter(tag))
        yield title, f"{number} шт." if number else ""
    numbers = count(1)
    for shown in root.iter("{*}chart"):
        chart = inner.get(shown.get(ID, ""), "")
        if chart in archive.namelist():
            where = f"диаграмма {next(numbers)}"
            for place, said in _chart(parsed(archive, chart)):
                yield where + place, said
            for target in related(archive, chart).values():
                if "drawing" in target:
                    over = [flat(one.text or "") for one in parsed(archive, target).iter("{*}t")]
                    yield f"{where}, надпись поверх неё", " ".join(over).strip()


def _chart(root: etree._Element) -> Iterator[tuple[str, str]]:
    titles = [flat("".join(one.text or "" for one in rich.iter("{*}t"))) for rich in root.iter("{*}rich")]
    yield ", надписи", " | ".join(text for text in titles if text)
    plots = [
        etree.QName(one).localname for area in root.iter("{*}plotArea") for one in area if one.tag is not etree.Comment
    ]
    yield ", вид", ", ".join(kind for kind in plots if kind.endswith("Chart"))
    for number, scaling in enumerate(root.iter("{*}scaling"), start=1):
        limits = [
            f"{name} {_value(one.get('val', ''))}" for name in ("min", "max") for one in scaling.iter("{*}" + name)
        ]
        yield f", границы оси {number}", ", ".join(limits)
    formats = sorted({words for one in root.iter("{*}numFmt") if (words := words_of(one.get("formatCode", "")))})
    yield ", слова в форматах чисел", ", ".join(formats)
    for number, series in enumerate(root.iter("{*}ser"), start=1):
        for place, said in _series(series):
            yield f", ряд {number}, {place}", said
    runs = [one for one in root.iter("{*}r") if flat("".join(text.text or "" for text in one.iter("{*}t")))]
    colours = [one.get("val", "000000") for run in runs for one in run.iter("{*}srgbClr")]
    yield ", видимость", MERGED_COLOUR if any(merges(colour) for colour in colours) else ""


def _series(series: etree._Element) -> Iterator[tuple[str, str]]:
    for tag, title in (("tx", "название"), ("cat", "подписи"), ("val", "числа"), ("xVal", "x"), ("yVal", "y")):
        for held in series.iterfind("{*}" + tag):
            points = [f"{point.get('idx')}: {_value(point.findtext('{*}v') or '')}" for point in held.iter("{*}pt")]
            if points:
                yield title, "; ".join(points)
            elif tag == "tx":
                yield title, flat(held.findtext("{*}v") or "")
    labels = series.find("{*}dLbls")
    if labels is not None:
        flags = [
            name for name in SHOWN_LABELS for one in labels.iterfind("{*}" + name) if one.get("val") in ("1", "true")
        ]
        yield "подписи данных", ", ".join(flags)


def _value(text: str) -> str:
    return plain_number(text) if NUMBER.fullmatch(text) else flat(text)
