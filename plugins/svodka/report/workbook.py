"""The workbook of an edition: its sheets in order, and bytes that depend on nothing but what it shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from svodka.report.content import Content
from svodka.report.face import Face
from svodka.report.quality import Quality
from svodka.report.sheets import blocks, cover, data, exclusions, indicators, method, quality, reconciliation

AUTHOR = "Сводка"


def render(content: Content) -> bytes:
    """The xlsx of one edition. Equal content gives equal bytes."""
    document, states, face, told, names = content.document, content.states, content.face, content.told, content.titles
    book = Workbook()
    cover.write(book.worksheets[0], document, states, names, face)
    book.worksheets[0].title = "Титул"
    indicators.write_total(book.create_sheet("Показатели"), document, names, face)
    indicators.write_by_channel(book.create_sheet("По каналам"), document, states, names, face)
    blocks.write(book.create_sheet("По направлениям"), document, face)
    indicators.write_by_block(book.create_sheet("Направления подробно"), document, names, face)
    data.write(book.create_sheet("Данные"), states, face, None if told is None else len(told["excluded"]))
    if told is not None:
        write_quality(book, told, content.channels, face)
    method.write(book.create_sheet("Методика"), content.definitions, face)
    return fixed_bytes(book, face)


def write_quality(book: Workbook, told: Quality, channels: Mapping[str, str], face: Face) -> None:
    """The sheets about the data: their quality, what is excluded, and where the source says otherwise."""
    quality.write(book.create_sheet("Качество данных"), told, channels, face)
    exclusions.write(book.create_sheet("Исключено"), told["excluded"], channels, face)
    if told["reconciliation"]["differences"]:
        reconciliation.write(book.create_sheet("Сверка"), told["reconciliation"], channels, face)


def fixed_bytes(book: Workbook, face: Face) -> bytes:
    """Saves the workbook with the edition's own moment wherever openpyxl and zip would write the present one."""
    moment = face.as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.creator = AUTHOR
    book.properties.lastModifiedBy = AUTHOR
    book.properties.title = f"{cover.TITLE_TEXT} {face.period_text}, {face.edition_text}"
    book.properties.language = "ru-RU"
    book.properties.keywords = face.identifier
    book.properties.created = book.properties.modified = moment
    saved = io.BytesIO()
    # openpyxl's own save() would set `modified` to the present moment; the writer beneath it does not.
    ExcelWriter(book, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED)).save()
    return repacked(saved.getvalue(), moment)


def repacked(archive: bytes, moment: datetime) -> bytes:
    """The same zip with one fixed time for all its parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            target.writestr(part, source.read(name))
    return result.getvalue()
