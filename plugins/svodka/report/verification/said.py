"""What a file shows its reader, place by place: two files that show the same may differ in every byte."""

from __future__ import annotations

from svodka.errors import SvodkaError
from svodka.report.verification.said_annex import annex, table
from svodka.report.verification.said_letter import letter
from svodka.report.verification.said_pages import pages
from svodka.report.verification.said_words import Said
from svodka.report.verification.said_workbook import workbook

READERS = {".xlsx": workbook, ".docx": letter, ".pdf": pages, ".csv": table, ".json": annex}

__all__ = ["Said", "Unreadable", "said_in"]


class Unreadable(SvodkaError):
    """The file is not what its name says."""


def said_in(name: str, kind: str, content: bytes) -> Said:
    """Place (in Russian) → what stands there. Raises Unreadable. kind: .xlsx, .docx, .pdf, .csv or .json."""
    if kind not in READERS:
        raise Unreadable(f"{name}: ожидается файл отчёта — xlsx, docx, pdf, csv или json.")
    try:
        return {place: said for place, said in READERS[kind](content) if said}
    except Exception as error:  # whatever a foreign file does to its reader
        raise Unreadable(f"{name} не читается как {kind}: файл испорчен или не тот.") from error
