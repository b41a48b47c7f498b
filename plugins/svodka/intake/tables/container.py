"""Look into a zip before a reader does: what it is, how large it gets, whether its XML is harmless."""

import zipfile
import zlib
from pathlib import Path

from svodka.intake.tables.limits import MEBIBYTE, Limits
from svodka.intake.tables.refusal import corrupt, empty, entities, password, too_large, wrong_format

MEMBERS = 20_000
PROLOG = 4096


def opened(path: Path, limits: Limits) -> zipfile.ZipFile:
    """The zip, its declared sizes within the limits (a member longer than declared is cut by every reader)."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError) as error:
        raise corrupt("архив обрезан или испорчен") from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes or len(members) > MEMBERS:
        raise too_large(f"распаковывается в {unpacked // MEBIBYTE} МБ", f"{limits.unpacked_bytes // MEBIBYTE} МБ")
    if not members:
        raise empty("Архив")
    return archive


def book_kind(archive: zipfile.ZipFile) -> str:
    """``xlsx``, ``xlsb``, ``ods``, or ``files`` for a plain archive of files."""
    names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in names) and "[content_types].xml" in names:
        return "xlsx"
    if "content.xml" in names and ("mimetype" in names or "meta-inf/manifest.xml" in names or "styles.xml" in names):
        return "ods"
    if "word/document.xml" in names:
        raise wrong_format("Это документ Word, а не таблица", "Пришлите таблицу, из которой сделан документ.")
    return "files"


def check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse encrypted parts and document types in XML parts."""
    for member in archive.infolist():
        if member.flag_bits & 1:
            raise password()
        if member.filename.lower().endswith((".xml", ".rels")):
            prolog = part(archive, member.filename, PROLOG)
            if b"<!DOCTYPE" in prolog.replace(b"\0", b"") or b"<!ENTITY" in prolog.replace(b"\0", b""):
                raise entities(member.filename)


def check_ods(archive: zipfile.ZipFile) -> None:
    """Refuse an encrypted spreadsheet."""
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in part(archive, "META-INF/manifest.xml"):
        raise password()


def part(archive: zipfile.ZipFile, name: str, size: int = -1) -> bytes:
    """Bytes of one member, or its first ``size`` bytes."""
    try:
        with archive.open(name) as stream:
            return stream.read(size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, KeyError) as error:
        raise corrupt(f"не распаковывается часть «{name}»") from error
    except RuntimeError as error:  # zipfile's way to say that a member is encrypted
        raise password() from error
