"""Contracts: what is shipped is whole, what is wrong is refused with its place."""

from pathlib import Path

import pytest

from svodka.intake.contracts import ContractError, channel_names, load_contract
from svodka.intake.contracts.judging import predicates
from svodka.intake.contracts.reading import FOLDER

CHANNELS = ["appeals", "incident", "journals", "pages", "pos", "reception", "sed"]

SMALL = """
extends: _message
title: Проба
source_system: TEST
constants: {legal_regime: FZ59}
words: {status: {NEW: [Новый]}}
fields:
  source_number: {headers: [Номер]}
  registered_at: {headers: [Дата]}
  status: {headers: [Статус], words: status}
  topic_l1: {headers: [Тема]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "_message.yml").write_text((FOLDER / "_message.yml").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_the_seven_channels_have_contracts() -> None:
    assert channel_names() == CHANNELS


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_shipped_contract_has_a_header_for_every_mandatory_field(channel: str) -> None:
    contract = load_contract(channel)
    for group in contract.mandatory:
        assert any(contract.fields[name].headers for name in group), group


@pytest.mark.parametrize("channel", CHANNELS)
def test_rules_are_judged_in_a_fixed_order_and_each_row_by_one(channel: str) -> None:
    contract = load_contract(channel)
    found = predicates(contract)
    assert list(found) == [rule.code for rule in contract.rules]
    assert all(predicate.startswith("NOT is_foreign") for predicate in found.values())
    first, second = contract.reject_rules[:2]
    assert first.predicate in found[second.code]  # whoever breaks the first is not taken by the second


def test_a_contract_inherits_and_replaces_by_name(folder: Path) -> None:
    (folder / "small.yml").write_text(SMALL + "rules: [{code: R01, severity: reject, reason: иначе, checks: []}]\n")
    contract = load_contract("small", folder)
    assert contract.fields["source_number"].headers == ("Номер",)
    assert contract.fields["is_spam"].words["true"][0] == "Да"
    assert [rule.reason for rule in contract.rules if rule.code == "R01"] == ["иначе"]
    assert contract.rules[0].code == "R01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SMALL.replace("topic_l1: {headers: [Тема]}", "topic_l1: {type: colour}"), "colour"),
        (SMALL.replace("[Тема]", "[Номер]"), "Номер"),
        (SMALL.replace("words: status}", "words: stati}"), "stati"),
        (SMALL + "derive: {status: 'x'}\n", "status"),
        (SMALL.replace("title: Проба\n", ""), "title"),
        ("a: [", "YAML"),
    ],
)
def test_a_wrong_contract_is_refused_with_file_and_place(folder: Path, text: str, expected: str) -> None:
    (folder / "small.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError) as error:
        load_contract("small", folder)
    assert "expectations/small.yml" in str(error.value)
    assert expected in str(error.value)


def test_a_channel_without_a_contract_is_told_which_there_are(folder: Path) -> None:
    with pytest.raises(ContractError, match="Нет договора"):
        load_contract("fax", folder)
