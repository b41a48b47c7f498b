"""How much one file may cost."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Ceilings for one file: bytes on disk, bytes unpacked (a sum, never a ratio: honest files pack 70:1), cells of
    one sheet, bytes of address space and seconds of the reading process."""

    file_bytes: int = 512 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    cells: int = 60_000_000
    memory_bytes: int = 2048 * MEBIBYTE
    seconds: float = 120.0


DEFAULT = Limits()
