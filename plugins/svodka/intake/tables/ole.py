"""Look into an OLE2 container before a reader does: a loop in its chains makes calamine take all memory."""

import struct
from dataclasses import dataclass

from svodka.intake.tables.refusal import ADVICE_RESAVE, TableRefused, corrupt, password, wrong_format

END, FREE, MAXIMUM = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFA
SHORT = 4096
FILEPASS, EOF = 0x002F, 0x000A


@dataclass
class Ole:
    """Sectors and directory of one container."""

    data: bytes
    sector: int
    table: list[int]
    streams: dict[str, tuple[int, int]]

    def chain(self, start: int) -> bytes:
        """Bytes of the chain that begins at sector ``start``."""
        return b"".join(self.data[(n + 1) * self.sector : (n + 2) * self.sector] for n in _walk(self.table, start))

    def stream(self, name: str) -> bytes:
        """Bytes of a stream; short ones stand in 64-byte sectors inside the root's own stream."""
        start, size = self.streams[name]
        if size >= SHORT:
            return self.chain(start)[:size]
        root = self.chain(self.streams["root entry"][0]) if "root entry" in self.streams else b""
        places = _walk(_numbers(self.chain(struct.unpack_from("<I", self.data, 60)[0])), start)
        return b"".join(root[64 * place : 64 * place + 64] for place in places)[:size]

    def workbook(self) -> bytes:
        """Records of the workbook stream."""
        return self.stream("workbook" if "workbook" in self.streams else "book")


def _numbers(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _walk(table: list[int], start: int) -> list[int]:
    visited: list[int] = []
    seen: set[int] = set()
    while start not in (END, FREE):
        if start in seen or start >= len(table):
            raise corrupt("цепочка секторов OLE замкнута или выходит за конец файла")
        seen.add(start)
        visited.append(start)
        start = table[start]
    return visited


def opened(data: bytes) -> Ole:
    """Parse header, allocation table and directory.

    Raises:
        TableRefused: any chain loops or leaves the file.
    """
    if len(data) < 1536:
        raise corrupt("файл обрезан")
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    if sector not in (512, 4096):
        raise corrupt("неверный размер сектора OLE")
    table = _allocation(data, sector)
    ole = Ole(data, sector, table, {})
    directory = ole.chain(struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind in (1, 2, 5) and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", errors="replace")
            ole.streams.setdefault(name.lower(), struct.unpack_from("<II", directory, at + 116))
    return ole


def _allocation(data: bytes, sector: int) -> list[int]:
    """The file allocation table; its own sectors are listed in the header and in chained sectors behind it."""
    places = list(struct.unpack_from("<109I", data, 76))
    n_sectors = len(data) // sector + 1
    following, seen = struct.unpack_from("<I", data, 68)[0], set()
    while following < MAXIMUM and following not in seen and following < n_sectors:
        seen.add(following)
        block = data[(following + 1) * sector : (following + 2) * sector]
        numbers = _numbers(block)
        places += numbers[:-1]
        following = numbers[-1] if numbers else END
    table: list[int] = []
    for place in places:
        if place < MAXIMUM:
            table += _numbers(data[(place + 1) * sector : (place + 2) * sector])
    return table[:n_sectors]


def check(data: bytes) -> Ole:
    """The container of a workbook without a password.

    Raises:
        TableRefused: corrupt, encrypted, or another kind of document.
    """
    ole = opened(data)
    if "encryptedpackage" in ole.streams or "encryptioninfo" in ole.streams:
        raise password()
    if "worddocument" in ole.streams:
        raise wrong_format("Это документ Word, а не таблица", "Пришлите таблицу, из которой сделан документ.")
    if any(name.startswith("__substg1.0_") or name == "__properties_version1.0" for name in ole.streams):
        raise wrong_format("Это письмо Outlook (.msg)", "Пришлите само вложение.")
    if not ole.streams.keys() & {"workbook", "book"}:
        raise TableRefused("format", f"Это документ Office без книги Excel внутри. {ADVICE_RESAVE}")
    if is_encrypted(ole.workbook()):
        raise password()
    return ole


def is_encrypted(records: bytes) -> bool:
    """Whether the globals of the workbook hold a FILEPASS record."""
    at = 0
    while at + 4 <= len(records):
        code, length = struct.unpack_from("<HH", records, at)
        if code == FILEPASS:
            return True
        if code == EOF:
            return False
        at += 4 + length
    return False
