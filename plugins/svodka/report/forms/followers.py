"""What stands around the sheets and speaks of their rows: pictures, comments, tables, charts, names."""

from __future__ import annotations

import re

from svodka.report.forms.book import Book
from svodka.report.forms.formulas import Standing, moved
from svodka.report.forms.growth import Maps
from svodka.report.forms.markup import Element, every, local
from svodka.report.forms.references import RowMap, moved_cell, moved_range
from svodka.report.forms.texts import drawn_parts

VML_ROW = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
VML_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
CACHES = ("numCache", "strCache", "multiLvlStrCache")


def follow_around(book: Book, maps: Maps) -> None:
    """Moves all of it; what was kept of the template's own figures in charts goes."""
    for part, title in drawn_parts(book).items():
        root = book.package.tree(part)
        for cache in every(root, *CACHES):
            cache.getparent().remove(cache)
        for formula in every(root, "f"):
            if formula.text:
                formula.text = moved(formula.text, Standing(title), maps, grows=True)
        if title in maps:
            _anchors(root, maps[title])
    for name in book.names():
        if name.text:
            name.text = moved(name.text, Standing(""), maps, grows=True)
    for sheet in book.sheets:
        rows = maps[sheet.title]
        if not rows.is_still:
            _of_sheet(book, sheet.part, sheet.title, rows, maps)


def _of_sheet(book: Book, part: str, title: str, rows: RowMap, maps: Maps) -> None:
    package = book.package
    for name in package.related(part, "comments", "threadedComment"):
        for comment in every(package.tree(name), "comment", "threadedComment"):
            comment.set("ref", moved_cell(comment.get("ref", ""), rows))
    for name in package.related(part, "vmlDrawing"):
        package.parts[name] = _moved_vml(package.parts[name], rows)
    for name in package.related(part, "table"):
        for one in every(package.tree(name), "table", "autoFilter", "sortState", "sortCondition"):
            if one.get("ref"):
                one.set("ref", moved_range(one.get("ref"), rows))
        for formula in every(package.tree(name), "calculatedColumnFormula", "totalsRowFormula"):
            if formula.text:
                formula.text = moved(formula.text, Standing(title), maps)


def _anchors(root: Element, rows: RowMap) -> None:
    """Pictures, shapes and charts move with the row in which they begin and keep their size."""
    for anchor in every(root, "twoCellAnchor", "oneCellAnchor"):
        if anchor.get("editAs") == "absolute":
            continue
        corners = [one for one in anchor if local(one) in ("from", "to")]
        places = [next(row for row in corner if local(row) == "row") for corner in corners]
        shift = rows.shift(int(places[0].text) + 1)
        for place in places:
            place.text = str(int(place.text) + shift)


def _moved_vml(content: bytes, rows: RowMap) -> bytes:
    """Boxes of comments and controls, in the old language of drawings: rows are counted from nought."""

    def row(found: re.Match[bytes]) -> bytes:
        number = int(found[2])
        return found[1] + str(number + rows.shift(number + 1)).encode() + found[3]

    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = [int(one) for one in found[2].split(b",")]
        if len(numbers) == 8:
            shift = rows.shift(numbers[2] + 1)
            numbers[2], numbers[6] = numbers[2] + shift, numbers[6] + shift
        return found[1] + ", ".join(map(str, numbers)).encode() + found[3]

    return VML_ANCHOR.sub(anchor, VML_ROW.sub(row, content))
