"""What is looked for in a file, and what was found: plain values that travel between processes as JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

CSV_ENCODINGS = ("utf-8", "cp1251", "mac_cyrillic", "cp866", "koi8-r", "cp1252")


@dataclass
class Layout:
    """The headers of one channel.

    ``fields``: field → its header synonyms, in the order in which columns are written. ``types``: field → word
    (only ``duration`` changes how a cell becomes text). ``mandatory``: groups of fields of which one must be there.
    ``adapter``: ``module:function`` that makes rows from one JSON record. ``conditional_headers``: dicts of
    ``header``, ``field`` (when a column ``when_header_present`` stands in the same sheet), ``else_field``.
    """

    fields: dict[str, list[str]]
    types: dict[str, str] = field(default_factory=dict)
    mandatory: list[list[str]] = field(default_factory=list)
    min_known: int = 3
    person_fields: list[str] = field(default_factory=list)
    adapter: str | None = None
    csv_encodings: list[str] = field(default_factory=lambda: list(CSV_ENCODINGS))
    conditional_headers: list[dict[str, str]] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Layout":
        return cls(**json.loads(text))


@dataclass
class SheetReading:
    """One sheet or part as it was read; ``header_row`` is None for json, and where none was found (see ``note``)."""

    no: int
    title: str
    header_row: int | None
    n_rows: int
    unknown_headers: list[str] = field(default_factory=list)
    absent_fields: list[str] = field(default_factory=list)
    note: str | None = None
    printed_total: int | None = None


@dataclass
class FileReading:
    """One file as it was read: ``n_rows`` rows stand in the canonical csv, all sheets together."""

    sheets: list[SheetReading]
    n_rows: int
    warnings: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "FileReading":
        return cls([SheetReading(**sheet) for sheet in data["sheets"]], data["n_rows"], data["warnings"])
