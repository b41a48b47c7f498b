"""Find the cells that hold formula errors: calamine gives them as empty, so rows made of them would vanish."""

import re
import struct
import zipfile
import zlib
from xml.etree import ElementTree

Places = dict[str, set[tuple[int, int]]]

_CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*)\bt="e"([^>]*)>')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CHUNK = 1 << 20
_ERROR_CODES = {0x00, 0x07, 0x0F, 0x17, 0x1D, 0x24, 0x2A}
_BOOLERR, _FORMULA, _BOUNDSHEET, _EOF = 0x0205, 0x0006, 0x0085, 0x000A
_BIFF_HINT = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01|\x06\x00.{2}.{6}\x02\x00.\x00\x00\x00\xff\xff", re.S
)


def in_xlsx(archive: zipfile.ZipFile) -> Places:
    """Sheet title → places (row index, column index from 0) of error cells."""
    found: Places = {}
    for name in archive.namelist():
        if "worksheets/" in name.replace("\\", "/") and name.endswith(".xml") and _mentions_error(archive, name):
            places = set()
            for before, after in _CELL.findall(archive.read(name)):
                reference = _REFERENCE.search(before + after)
                if reference:
                    places.add((int(reference[2]) - 1, _column(reference[1])))
            if places:
                found[name.replace("\\", "/").lower()] = places
    return _by_title(archive, found) if found else {}


def _mentions_error(archive: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                if b't="e"' in tail + chunk[:8] or b't="e"' in chunk:
                    return True
                tail = chunk[-8:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        return False  # the damage is the reader's to name
    return False


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _by_title(archive: zipfile.ZipFile, found: Places) -> Places:
    """Parts are named by files, sheets by the workbook."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    try:
        book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))
        relations = ElementTree.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {node.get("Id"): node.get("Target", "") for node in relations.iter(f"{_RELATIONS}Relationship")}
    titles: Places = {}
    for node in book.iter():
        if node.tag.endswith("}sheet"):
            identity = next((value for key, value in node.attrib.items() if key.endswith("}id")), None)
            target = targets.get(identity, "").replace("\\", "/").lower()
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in found:
                titles[node.get("name", "")] = found[part]
    return titles


def in_xls(records: bytes) -> Places:
    """The same for the records of a BIFF8 or BIFF5 workbook stream."""
    if not _BIFF_HINT.search(records):
        return {}
    found: Places = {}
    for title, start in _sheets(records):
        places = set()
        for code, at, length in _records(records, start):
            if _is_error(records[at : at + length], code):
                places.add(struct.unpack_from("<HH", records, at))
        if places:
            found[title] = places
    return found


def _is_error(content: bytes, code: int) -> bool:
    """A constant error, or a formula whose last result was one."""
    if code == _BOOLERR:
        return len(content) >= 8 and content[7] == 1 and content[6] in _ERROR_CODES
    return code == _FORMULA and len(content) >= 14 and content[6] == 2 and content[12:14] == b"\xff\xff"


def _records(records: bytes, at: int) -> list[tuple[int, int, int]]:
    """(code, place of the content, length) of the records of one substream."""
    found = []
    while at + 4 <= len(records):
        code, length = struct.unpack_from("<HH", records, at)
        if code == _EOF:
            break
        found.append((code, at + 4, length))
        at += 4 + length
    return found


def _sheets(records: bytes) -> list[tuple[str, int]]:
    """(title, place of the substream) of the sheets; BIFF8 titles are told by their flag byte."""
    sheets = []
    is_biff8 = len(records) > 6 and struct.unpack_from("<H", records, 4)[0] == 0x0600
    for code, at, length in _records(records, 0):
        if code == _BOUNDSHEET and length >= 8:
            start, count = struct.unpack_from("<I", records, at)[0], records[at + 6]
            if not is_biff8:
                title = records[at + 7 : at + 7 + count].decode("cp1251", errors="replace")
            elif records[at + 7] & 1:
                title = records[at + 8 : at + 8 + 2 * count].decode("utf-16-le", errors="replace")
            else:
                title = records[at + 8 : at + 8 + count].decode("latin-1")
            sheets.append((title, start))
    return sheets
