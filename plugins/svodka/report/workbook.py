"""The workbook of an edition: its sheets in order, and bytes that depend on nothing but what it shows."""

from __future__ import annotations

from datetime import UTC
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList

from svodka.report.book_writer import repacked, saved
from svodka.report.content import Content
from svodka.report.face import Face
from svodka.report.sheets import contents, cover
from svodka.report.sheets.layout import BODY
from svodka.report.sheets.order import PAGES

__all__ = ["AUTHOR", "render", "repacked"]
AUTHOR = "Сводка"


def render(content: Content) -> bytes:
    """The xlsx of one edition. Equal content gives equal bytes."""
    book = new_book()
    cover.write(book.create_sheet("Титул"), content)
    pages = [page for page in PAGES if page.is_shown(content)]
    contents.write(book.create_sheet("Содержание"), [(page.title, page.about) for page in pages], content.face)
    for page in pages:
        page.write(book.create_sheet(page.title), content)
    book.worksheets[0].sheet_view.tabSelected = True
    return fixed_bytes(book, content.face)


def new_book() -> Workbook:
    """Without sheets; its default font is that of the text, by which a program measures the columns."""
    book: Any = Workbook()
    book.remove(book.active)
    book._fonts = IndexedList([BODY])
    book._named_styles["Normal"].font = BODY
    return cast(Workbook, book)


def fixed_bytes(book: Workbook, face: Face) -> bytes:
    """Saves the workbook with the edition's own moment wherever openpyxl and zip would write the present one."""
    moment = face.as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.creator = AUTHOR
    book.properties.lastModifiedBy = AUTHOR
    book.properties.title = f"{cover.TITLE_TEXT} {face.period_text}, {face.edition_text}"
    book.properties.language = "ru-RU"
    book.properties.keywords = face.identifier
    book.calculation.fullCalcOnLoad = False  # there is no formula: a reader is not asked to save what he only looked at
    book.properties.created = book.properties.modified = moment
    return saved(book, moment)
