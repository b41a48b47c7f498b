"""The rules that figures are computed by, as one set of named texts: read, kept beside an edition, laid down again."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from svodka.figures import overlay
from svodka.figures.indicators import Indicator, catalogue, in_force
from svodka.intake.contracts import channel_names
from svodka.intake.coverage import enabled_channels
from svodka.settings import Settings
from svodka.warehouse.engine import SQL, run

SETTINGS = "settings.json"


@dataclass(frozen=True)
class Rules:
    """Texts by path: tables/<name>.csv, indicators/<file>.sql, settings.json, and marts/<file>.sql.

    The SQL of marts/ is code: it is kept to tell whether it has changed since, and is not run again.
    """

    files: Mapping[str, str]

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the paths and contents: equal rules have equal hashes."""
        digest = hashlib.sha256()
        for path in sorted(self.files):
            digest.update(f"{path}\0{sha256(self.files[path])}\n".encode())
        return digest.hexdigest()

    def of_kind(self, kind: str) -> dict[str, str]:
        """The texts of one folder, by file name."""
        return {path.partition("/")[2]: text for path, text in self.files.items() if path.startswith(f"{kind}/")}


@dataclass(frozen=True)
class Computation:
    """By what values were computed. Moments are aware.

    gaps_at: when the gaps of the exports were judged; file_change_id: how far the register of files had come
    (landing.file_before).
    """

    as_of: datetime
    gaps_at: datetime
    file_change_id: int
    rules_hash: str


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def present(conn: Connection, settings: Settings) -> Rules:
    """The rules of now: the tables as the warehouse holds them, the definitions as this process has read them."""
    tables = {f"tables/{name}.csv": overlay.csv_of(conn, name) for name in [*overlay.rule_tables(), overlay.CALENDAR]}
    definitions = {f"indicators/{one.file}": one.source for one in catalogue()}
    facts = {f"marts/{name}": source for name, source in code().items()}
    return Rules({**tables, **definitions, **facts, SETTINGS: _thresholds(settings)})


def code() -> dict[str, str]:
    """The SQL that makes facts and terms, by file name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((SQL / "marts").glob("*.sql"))}


def _thresholds(settings: Settings) -> str:
    """What the configuration decides of the figures: days, flags, whose gaps count."""
    policy = {"small_n": settings.policy.small_n, "low_coverage": settings.policy.low_coverage}
    said = {"timezone": settings.timezone, "policy": policy, "channels": enabled_channels(settings)}
    return json.dumps(said, sort_keys=True, indent=1)


def keep(conn: Connection, rules: Rules) -> str:
    """Stores what is not stored yet; returns the hash of the set."""
    if not run(conn, "report/rules_set.sql", rules_hash=rules.hash).first():
        files = [{"path": path, "sha256": sha256(text), "content": text} for path, text in rules.files.items()]
        run(conn, "report/rules_set_insert.sql", rules_hash=rules.hash, files=json.dumps(files, ensure_ascii=False))
    return rules.hash


def kept(conn: Connection, rules_hash: str) -> Rules:
    return Rules({row.path: row.content for row in run(conn, "report/rules_set.sql", rules_hash=rules_hash)})


def lay(conn: Connection, rules: Rules) -> None:
    """Covers the tables of rules by the kept ones until the transaction ends; a table made since then is empty."""
    tables = {Path(name).stem: content for name, content in rules.of_kind("tables").items()}
    for name, content in tables.items():
        overlay.replace_whole(conn, name, content)
    for name in overlay.rule_tables():
        if name not in tables:
            overlay.cover(conn, name, is_empty=True)


def settings_of(rules: Rules, settings: Settings) -> Settings:
    """The settings with the thresholds, the timezone and the channels of the kept rules."""
    said = json.loads(rules.files[SETTINGS])
    channels = {
        name: settings.channel(name).model_copy(update={"enabled": name in said["channels"]})
        for name in channel_names()
    }
    policy = settings.policy.model_copy(update=said["policy"])
    then = settings.model_copy(update={"timezone": said["timezone"], "policy": policy, "channels": channels})
    then.__dict__.pop("zone", None)  # a cached property is copied too
    return then


def indicators_of(rules: Rules, first_day: date, known_on: date) -> tuple[Indicator, ...]:
    """The definitions of the kept files that held for a quarter beginning on `first_day`, as known on `known_on`.

    Raises IndicatorError when a kept file is refused by the catalogue of today.
    """
    with tempfile.TemporaryDirectory(suffix=f"-{rules.hash[:12]}") as folder:
        for name, source in rules.of_kind("indicators").items():
            (Path(folder) / name).write_text(source, encoding="utf-8")
        return in_force(first_day, known_on, Path(folder))
