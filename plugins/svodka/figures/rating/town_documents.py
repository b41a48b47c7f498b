"""Figures documents of several towns as files, each checked, and together one whole: same quarter, same definitions."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from svodka.errors import SvodkaError, UsageError
from svodka.figures.rating.town_row import wrong_value
from svodka.named_file import read_named
from svodka.period import Quarter
from svodka.settings import PROJECT

SCHEMA_FILE = "docs/figures.schema.json"
ISSUED = re.compile(r"[1-9]\d*([.]\d+)?")


@dataclass(frozen=True)
class TownDocument:
    """The figures document of one town, and the file that it was read from."""

    file: str
    document: Mapping[str, Any]

    @property
    def town(self) -> str:
        return str(self.document["municipality"])

    @property
    def versions(self) -> dict[str, int]:
        """The definition by which each indicator was computed."""
        return {row["indicator"]: row["version"] for row in self.document["values"]}


def read_documents(files: Sequence[Path], quarter: Quarter) -> list[TownDocument]:
    """The documents in the order of the files.

    Raises UsageError that names the file: none at all, not readable, not of docs/figures.schema.json, not issued (no
    edition, or 0.x), a value that its sums do not give, of another quarter, a town twice, an indicator in two versions.
    """
    documents = [TownDocument(str(file), _read(file)) for file in files]
    towns: dict[str, str] = {}
    versions: dict[str, tuple[int, str]] = {}
    for one in documents:
        if one.document["period"] != str(quarter):
            raise UsageError(f"{one.file}: показатели за {one.document['period']}, ожидается {quarter}.")
        if one.town in towns:
            raise UsageError(f"{one.file}: ОКТМО {one.town} уже есть в {towns[one.town]}; от каждого МО один файл.")
        towns[one.town] = one.file
        for code, version in one.versions.items():
            known, file = versions.setdefault(code, (version, one.file))
            if known != version:
                raise UsageError(
                    f"{one.file}: {code} посчитан по версии {version} определения, а в {file} по версии {known}; "
                    "сравнивать и складывать их нельзя. Пересчитайте отчёты по одной версии."
                )
    return documents


def common_codes(documents: Sequence[TownDocument]) -> tuple[set[str], dict[str, list[str]]]:
    """The indicators that every town has, and for each of the others the towns that have it."""
    having: dict[str, list[str]] = defaultdict(list)
    for one in documents:
        for code in one.versions:
            having[code].append(one.town)
    common = {code for code, towns in having.items() if len(towns) == len(documents)}
    return common, {code: having[code] for code in sorted(having.keys() - common)}


def _read(file: Path) -> dict[str, Any]:
    import jsonschema

    data = read_named(file, "figures.json отчёта")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise UsageError(f"{file}: это не JSON; ожидается figures.json отчёта.") from error
    wrong = next(jsonschema.Draft202012Validator(schema()).iter_errors(document), None)
    if wrong is not None:
        place = " → ".join(map(str, wrong.absolute_path)) or "документ"
        raise UsageError(f"{file}: {place}: не по {SCHEMA_FILE}; ожидается figures.json отчёта без правок.")
    _check_issued(file, document["edition"])
    seen: set[tuple[Any, ...]] = set()
    for row in document["values"]:
        key = (row["indicator"], *row["slice"].values())
        if key in seen:
            raise UsageError(f"{file}: {row['indicator']} дважды в одном разрезе; ожидается figures.json без правок.")
        seen.add(key)
        if (wrong := wrong_value(row)) is not None:
            raise UsageError(f"{file}: {place_of(row)}: {wrong}; ожидается figures.json без правок.")
    return dict(document)


def _check_issued(file: Path, edition: str | None) -> None:
    """Only issued editions (1, 2 …) are compared and added: 0.x is a draft, none at all was only computed."""
    if edition is not None and ISSUED.fullmatch(edition):
        return
    state = "показатели посчитаны, но отчёт не выпущен" if edition is None else f"редакция {edition} не выпущена"
    raise UsageError(
        f"{file}: {state}; нужен figures.json выпущенного отчёта (редакция 1, 2 …), попросите МО прислать его."
    )


def place_of(row: Mapping[str, Any]) -> str:
    """«S-03», «S-03, pos · Дороги»."""
    where = " · ".join(word for word in row["slice"].values() if word)
    return f"{row['indicator']}, {where}" if where else str(row["indicator"])


@cache
def schema() -> dict[str, Any]:
    """docs/figures.schema.json. Raises SvodkaError when the file is not there."""
    file = PROJECT / SCHEMA_FILE
    if not file.is_file():
        raise SvodkaError(f"Нет файла {SCHEMA_FILE}: он часть Сводки, верните его на место.")
    return dict(json.loads(file.read_text(encoding="utf-8")))
