"""From bytes to sheets: choose the reader by what the bytes are."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from svodka.intake.tables import container, delimited, json_records, kinds, workbook
from svodka.intake.tables.headers import HeaderBook
from svodka.intake.tables.limits import DEFAULT, MEBIBYTE, Limits
from svodka.intake.tables.refusal import TableRefused, too_large, wrong_format
from svodka.intake.tables.sheet import Sheet

_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}


class SheetSource:
    """Reads files into sheets.

    ``book`` are the headers that tell encodings and delimiters of csv apart; ``single`` says that a JSON object is
    one record (a request), not an envelope of records.
    """

    def __init__(
        self,
        book: HeaderBook | None = None,
        encodings: list[str] | None = None,
        limits: Limits = DEFAULT,
        *,
        single: bool = False,
    ) -> None:
        self.book, self.encodings, self.limits, self.single = book, encodings, limits, single

    def sheets(self, path: Path, name: str, only: str | None = None) -> list[Sheet]:
        """Visible sheets, in the order of the file.

        Raises:
            TableRefused: with a Russian sentence; nothing has been read.
        """
        size = path.stat().st_size
        if size > self.limits.file_bytes:
            raise too_large(f"{size // MEBIBYTE} МБ", f"{self.limits.file_bytes // MEBIBYTE} МБ")
        kind = kinds.kind_of(path, name)
        if kind == "zip":
            return self._from_zip(path, only)
        if kind == "ole":
            return workbook.from_ole(path, self.limits, only)
        if kind == "biff":
            return workbook.from_biff(path, only)
        return [self._from_text(path.read_bytes(), "", kind)]

    def _from_text(self, data: bytes, title: str, kind: str) -> Sheet:
        if kind == "json":
            return json_records.as_table(json_records.records_of(data, title, single=self.single), title)
        return delimited.read(data, title, self.book, self.encodings)

    def _from_zip(self, path: Path, only: str | None) -> list[Sheet]:
        with container.opened(path, self.limits) as archive:
            kind = container.book_kind(archive)
            if kind != "files":
                return workbook.from_zip(archive, kind, path, self.limits, only)
            container.check_parts(archive)
            return list(self._parts(archive))

    def _parts(self, archive: zipfile.ZipFile) -> Iterator[Sheet]:
        """Tables of an archive in the order of their names; json parts stand for the whole where there are any."""
        members = {_shown(member): member for member in archive.infolist() if _is_content(member)}
        parts = [name for name in members if _suffix(name) == ".json"]
        parts = parts or [name for name in members if _suffix(name) in _TEXT_SUFFIXES | kinds.BOOK_SUFFIXES]
        if not parts:
            names = ", ".join(f"«{name}»" for name in sorted(members)[:5]) or "ничего"
            raise wrong_format(f"В архиве нет файлов с таблицами (есть: {names})", "Положите в архив саму выгрузку.")
        note = (
            [f"В архиве не прочитаны другие файлы: {len(members) - len(parts)}."] if len(parts) < len(members) else []
        )
        for name in sorted(parts):
            for sheet in self._member(container.part(archive, members[name].filename), name):
                sheet.warnings, note = note + sheet.warnings, []
                if len(parts) == 1:
                    sheet.title = sheet.title.removeprefix(name).removeprefix("/")
                yield sheet

    def _member(self, data: bytes, name: str) -> list[Sheet]:
        """Sheets of one member; their titles begin with its name."""
        if _suffix(name) not in kinds.BOOK_SUFFIXES:
            return [self._from_text(data, name, "json" if _suffix(name) == ".json" else "text")]
        with tempfile.NamedTemporaryFile(suffix=_suffix(name)) as copy:
            copy.write(data)
            copy.flush()
            sheets = self.sheets(Path(copy.name), name)
        for sheet in sheets:
            sheet.title = f"{name}/{sheet.title}"
        return sheets


def _suffix(name: str) -> str:
    return PurePosixPath(name.lower()).suffix


def _is_content(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    return not (member.is_dir() or member.filename.startswith("__MACOSX/") or name.name.startswith("."))


def _shown(member: zipfile.ZipInfo) -> str:
    """Name of a member; Windows packs Russian names in cp866 without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return member.filename


def read_sheets(path: Path, name: str, only: str | None = None) -> list[Sheet]:
    """Visible sheets of any readable file, without a contract (see ``SheetSource``)."""
    try:
        return SheetSource().sheets(path, name, only)
    except RecursionError as error:
        raise TableRefused("shape", "Файл вложен слишком глубоко и не читается.") from error
