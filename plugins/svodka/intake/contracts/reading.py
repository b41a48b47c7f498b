"""Contracts as files: expectations/<channel>.yml, with what it extends, into checked objects."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from svodka.intake.contracts.model import (
    TYPES,
    WORD_TYPES,
    Check,
    Contract,
    ContractError,
    Coverage,
    Field,
    Form,
    Rule,
)
from svodka.settings import PROJECT

ON_ABSENT = ("keep", "withdraw")
FOLDER = PROJECT / "expectations"
YES_NO = {"true": ["Да", "1", "+", "true", "yes"], "false": ["Нет", "0", "-", "false", "no"]}


def channel_names(folder: Path = FOLDER) -> list[str]:
    """The channels: one a contract file, in sorted order (files that begin with `_` are parts)."""
    return sorted(file.stem for file in folder.glob("*.yml") if not file.stem.startswith("_"))


def channel_title(channel: str) -> str:
    """The name for people; its code where there is no contract of the channel any more."""
    return load_contract(channel).title if channel in channel_names() else channel


@lru_cache(maxsize=64)
def load_contract(channel: str, folder: Path = FOLDER) -> Contract:
    """The contract of a channel. Raises ContractError that names the file and the place in it."""
    raw, checksum = _merged(channel, folder)
    where = f"expectations/{channel}.yml"
    try:
        fields = {
            name: _field(name, spec, raw.get("words", {}), where)
            for name, spec in raw["fields"].items()
            if spec is not None
        }
        contract = Contract(
            channel=channel,
            title=raw["title"],
            entity=raw["entity"],
            key=tuple(raw["key"]),
            numbers=raw["numbers"],
            fields=fields,
            constants=raw.get("constants", {}),
            derive=raw.get("derive", {}),
            foreign_when=raw["foreign_when"],
            rules=tuple(_rule(spec, fields) for spec in raw["rules"]),
            mandatory=tuple(tuple(group) for group in raw["mandatory"]),
            conditional_headers=tuple(raw.get("conditional_headers", ())),
            forms=_forms(raw),
            checksum=checksum,
        )
    except KeyError as error:
        raise ContractError(f"{where}: не хватает {error.args[0]!r}.") from error
    _check(contract, where)
    return contract


def _merged(name: str, folder: Path) -> tuple[dict[str, Any], str]:
    """The file with everything it extends, and the checksum of all of them."""
    file = folder / f"{name}.yml"
    if not file.is_file():
        raise ContractError(f"Нет договора expectations/{name}.yml. Есть: {', '.join(channel_names(folder))}.")
    try:
        own = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise ContractError(f"expectations/{name}.yml не читается как YAML: {error}") from error
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if "extends" not in own:
        return own, digest
    base, base_digest = _merged(own.pop("extends"), folder)
    return _merge(base, own), hashlib.sha256((base_digest + digest).encode()).hexdigest()


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Own over base: mappings are merged, word lists and single values replaced, rules replaced by code."""
    merged = dict(base)
    for key, value in own.items():
        if key == "rules":
            replaced = {rule["code"]: rule for rule in value}
            merged[key] = [replaced.pop(rule["code"], rule) for rule in base.get(key, [])] + list(replaced.values())
        elif key == "derive":  # own expressions last and in their order: they may build on one another
            merged[key] = {
                name: inherited for name, inherited in base.get(key, {}).items() if name not in value
            } | value
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            merged[key] = _merge(base[key], value)
        else:
            merged[key] = value
    return merged


def _field(name: str, spec: dict[str, Any], words: dict[str, dict[str, list[str]]], where: str) -> Field:
    kind = spec.get("type")
    if kind not in TYPES:
        raise ContractError(f"{where}: поле {name}: тип {kind!r} неизвестен. Есть: {', '.join(TYPES)}.")
    vocabulary = YES_NO if kind == "flag" else words.get(spec.get("words", ""), {})
    if kind in WORD_TYPES and not vocabulary:
        raise ContractError(f"{where}: поле {name}: нет списка слов words.{spec.get('words')}.")
    return Field(
        name=name,
        type=kind,
        headers=tuple(spec.get("headers", ())),
        words=vocabulary if kind in WORD_TYPES else {},
        default=spec.get("default"),
        nothing=tuple(spec.get("nothing", ())),
        personal=spec.get("personal", False),
        helper=spec.get("helper", False) or spec.get("ignored", False),
        ignored=spec.get("ignored", False),
    )


def _rule(spec: dict[str, Any], fields: dict[str, Field]) -> Rule:
    """A rule; `for_each: [types]` stands for one check a field of these types."""
    checks = [Check(**check) for check in spec.get("checks", [])]
    if "for_each" in spec:
        checks += [
            Check(name, spec["when"].format(field=name))
            for name, field in fields.items()
            if field.type in spec["for_each"] and name not in spec.get("except", [])
        ]
    return Rule(spec["code"], spec["severity"], spec["reason"], tuple(checks))


def _forms(raw: dict[str, Any]) -> dict[str, Form]:
    specs = raw.get("forms") or {"register": {}}
    return {
        name: Form(
            name=name,
            formats=tuple(spec.get("formats", raw["formats"])),
            source_system=spec.get("source_system", raw["source_system"]),
            coverage=Coverage(**spec.get("coverage", raw["coverage"])),
            adapter=spec.get("adapter"),
            words=spec.get("words", {}),
        )
        for name, spec in specs.items()
    }


def _check(contract: Contract, where: str) -> None:
    for form in contract.forms.values():
        if form.coverage.on_absent not in ON_ABSENT:
            raise ContractError(f"{where}: on_absent {form.coverage.on_absent!r}, ожидается {' или '.join(ON_ABSENT)}.")
    clash = set(contract.derive) & set(contract.fields)
    if clash:
        raise ContractError(f"{where}: derive и fields спорят об одних именах: {', '.join(sorted(clash))}.")
    for rule in contract.rules:
        if rule.severity not in ("reject", "warning"):
            raise ContractError(f"{where}: правило {rule.code}: severity {rule.severity!r}, ожидается reject/warning.")
    for group in contract.mandatory:
        unknown = [name for name in group if name not in contract.fields]
        if unknown:
            raise ContractError(f"{where}: mandatory называет неизвестные поля: {', '.join(unknown)}.")
    headers: dict[str, str] = {}
    for field in contract.fields.values():
        for header in field.headers:
            if header.casefold() in headers:
                raise ContractError(
                    f"{where}: заголовок «{header}» стоит у полей {headers[header.casefold()]}, {field.name}."
                )
            headers[header.casefold()] = field.name
