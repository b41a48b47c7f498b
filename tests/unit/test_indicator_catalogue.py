"""The shipped catalogue: all of domain §10 is there, in order, each with what it depends on; one scan a fact."""

import json

import pytest

from svodka.figures import scan
from svodka.figures.indicators import UNITS, Indicator, catalogue
from svodka.settings import PROJECT

EXPECTED = """S-01 S-01U S-02 S-02Y S-03 S-04 S-05 S-06 I-01 I-02 I-03 I-04 I-05 I-06 P-01 P-02 P-03 P-04 P-05
P-06 A-01 A-02 A-03 A-04 A-05 A-05E A-05M A-05N A-06 G-01 G-02 G-03"""
NOT_OVER_QUARTERS = {"S-01U", "S-02", "S-04", "P-05", "A-04", "G-01", "G-02"}


@pytest.fixture(scope="module")
def by_code() -> dict[str, Indicator]:
    return {one.code: one for one in catalogue()}


def test_every_indicator_of_the_domain_is_there_in_the_order_of_the_report() -> None:
    assert [one.code for one in catalogue()] == EXPECTED.split()


def test_every_file_is_named_after_its_indicator() -> None:
    for one in catalogue():
        assert one.file.startswith(one.code.lower().replace("-", "_"))


def test_every_file_has_an_english_title_and_says_whether_it_adds_up() -> None:
    assert all(one.title_en and one.additive for one in catalogue())


def test_what_is_judged_at_the_end_of_a_quarter_does_not_add_up_to_the_year(by_code: dict[str, Indicator]) -> None:
    assert {code for code, one in by_code.items() if not one.adds_up_over_quarters} == NOT_OVER_QUARTERS
    assert [code for code, one in by_code.items() if not one.adds_up_over_slices] == ["S-01U"]


def test_the_units_are_those_of_the_figures_document() -> None:
    schema = json.loads((PROJECT / "docs" / "figures.schema.json").read_text(encoding="utf-8"))
    assert f'"enum": {json.dumps(sorted(UNITS), ensure_ascii=False)}' in json.dumps(
        _sorted_enums(schema), ensure_ascii=False
    )


def _sorted_enums(node: object) -> object:
    if isinstance(node, dict):
        return {k: sorted(v, key=str) if k == "enum" else _sorted_enums(v) for k, v in node.items()}
    return [_sorted_enums(one) for one in node] if isinstance(node, list) else node


def test_which_channels_a_value_needs(by_code: dict[str, Indicator]) -> None:
    assert by_code["P-02"].needs("pos") and not by_code["P-02"].needs("sed")
    assert by_code["A-01"].needs("pos") and not by_code["A-01"].needs("incident")
    assert by_code["S-01"].needs("a_channel_added_later") and not by_code["S-01"].needs("pages")


def test_a_fact_is_scanned_once_whatever_the_number_of_indicators() -> None:
    members = [one for one in catalogue() if one.fact == "message_in_quarter"]
    assert len(members) > 20
    assert scan.compile_scan("message_in_quarter", members).count("FROM fct_message") == 1
