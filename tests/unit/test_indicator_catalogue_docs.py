"""docs/indicators.md and docs/indicators.ru.md say what sql/indicators says."""

from dataclasses import replace
from datetime import date

import pytest

from svodka.figures.catalogue_docs import documents
from svodka.figures.catalogue_docs.page import page, targets_by_code
from svodka.figures.catalogue_docs.words import EN, RU
from svodka.figures.indicators import catalogue
from svodka.figures.rating.consolidation import FLAGS
from svodka.settings import PROJECT


@pytest.mark.parametrize("name", ["indicators.md", "indicators.ru.md"])
def test_the_documents_are_up_to_date(name: str) -> None:
    kept = PROJECT / "docs" / name
    assert kept.is_file() and kept.read_text(encoding="utf-8") == documents()[name], (
        f"docs/{name} устарел: выполните make catalogue"
    )


@pytest.mark.parametrize("words", [EN, RU])
def test_each_indicator_is_in_the_contents_and_has_its_entry(words) -> None:
    text = page(catalogue(), {}, words)
    for one in catalogue():
        assert f"- [{one.code}](#{one.code.lower()}) " in text and f'<a id="{one.code.lower()}"></a>' in text
        assert one.title in text and f"{words.formula}: {one.formula}." in text
        assert all(f"{expression} AS {name}" in text for name, expression in one.expressions.items())


@pytest.mark.parametrize(("words", "valid"), [(EN, "A valid message"), (RU, "Действительное сообщение")])
def test_the_head_says_what_a_valid_message_and_each_flag_is(words, valid: str) -> None:
    head = page(catalogue(), {}, words).partition(f"## {words.contents}")[0]
    assert valid in head and "`svodka exclude`" in head
    assert all(f"`{flag}`" in head for flag in FLAGS)


def test_a_target_is_shown_with_its_relation_date_and_source() -> None:
    [one] = [one for one in catalogue() if one.code == "P-04"]
    text = page([one], targets_by_code(), RU)
    assert "| Целевое значение | ≥ 60 с 2025-01-01 (Минцифры, 2025) |" in text
    assert "| Target | none |" in page([one], {}, EN)


def test_every_version_is_shown_the_newest_first() -> None:
    [one] = [one for one in catalogue() if one.code == "P-02"]
    old = replace(one, valid_to=date(2026, 12, 31))
    new = replace(one, version=2, valid_from=date(2027, 1, 1), formula="новая формула", code="P-02")
    text = page([old, new], {}, RU)
    assert text.index("| Версия | 2 |") < text.index("| Версия | 1 |")
    assert "с 2018-01-01 по 2026-12-31, известно с 2018-01-01" in text and text.count("### P-02") == 1


def test_an_indicator_of_the_municipality_gets_a_section_of_its_own() -> None:
    mine = replace(catalogue()[0], code="М-01", title="Наш", title_en=None)
    assert "## Added by the municipality\n" in page([mine], {}, EN)
    assert "### М-01. Наш" in page([mine], {}, EN)
