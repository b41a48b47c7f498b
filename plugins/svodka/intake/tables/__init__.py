"""Bytes of other people's tables → rows under known headers, read in a process that may die.

``Reader.extract`` is what intake calls; ``Layout`` says which headers mean what; ``TableRefused`` carries a Russian
sentence for the person who sent the file.
"""

from svodka.intake.tables.layout import FileReading, Layout, SheetReading
from svodka.intake.tables.limits import Limits
from svodka.intake.tables.reader import Reader, ReaderBroken
from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.sheet import Sheet

__all__ = ["FileReading", "Layout", "Limits", "Reader", "ReaderBroken", "Sheet", "SheetReading", "TableRefused"]
