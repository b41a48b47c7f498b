"""expectations/marts as data: what a wrong file is told, how words become SQL, that they are no channels."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from svodka.figures.mart_suites import SuiteError, literal, suites
from svodka.intake.contracts import channel_names
from svodka.settings import PROJECT

NOON = datetime(2026, 10, 1, 12, tzinfo=ZoneInfo("Asia/Yekaterinburg"))
VALUES = {"municipality": "1'2", "quarter": None, "as_of": NOON, "channels": ["pos", "sed"], "timezone": "UTC"}
GOOD = """
table: marts.fct_message
title: Сообщения
scope: municipality = :municipality
key: message_key
rules:
  - {code: A1, severity: critical, reason: р, action: д, when: "x > :as_of AND block <> ALL(:channels) AND x::date < y"}
  - {code: A2, severity: warning, reason: р, action: д, query: "SELECT 1 FROM {rows} AS a, {rows} AS b"}
"""


def read(folder: Path, text: str) -> list:
    (folder / "fct_message.yml").write_text(text, encoding="utf-8")
    return suites(folder)


def test_rules_become_queries_with_their_words_in_place(tmp_path: Path) -> None:
    [suite] = read(tmp_path, GOOD)
    first, second = suite.expectations(VALUES)
    assert first.query == (
        "SELECT message_key FROM (SELECT * FROM {batch} WHERE municipality = '1''2') AS fact WHERE x > "
        "'2026-10-01T12:00:00+05:00'::timestamptz AND block <> ALL(ARRAY['pos', 'sed']::text[]) AND x::date < y"
    )
    assert second.query.count("(SELECT * FROM {batch} WHERE municipality = '1''2')") == 2
    assert (first.severity, second.severity) == ("critical", "warning")


def test_a_missing_value_is_null() -> None:
    assert literal(None) == "NULL::text"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("severity: critical", "severity: fatal", "A1: severity fatal, ожидается critical или warning"),
        ("code: A2", "code: A1", "правило A1 стоит дважды"),
        (", action: д, when", ", when", "не хватает: 'action'"),
        ("title: Сообщения\n", "", "не хватает: 'title'"),
        ("query: ", "when: x, query: ", "A2: ожидается when или query"),
        ("{rows} AS a, {rows} AS b", "marts.fct_message", r"A2: в query нет \{rows\}"),
        ("table: marts.fct_message", "table: fct message", "table: fct message, ожидается схема.таблица"),
        ("title: Сообщения", "title: [", "не читается как YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(SuiteError, match=rf"expectations/marts/fct_message\.yml: {reason}"):
        read(tmp_path, GOOD.replace(old, new, 1))


def test_an_unknown_word_is_named(tmp_path: Path) -> None:
    [suite] = read(tmp_path, GOOD.replace(":as_of", ":asof"))
    with pytest.raises(SuiteError, match="A1: слово :asof неизвестно; есть: municipality"):
        suite.expectations(VALUES)


def test_the_shipped_suites_are_whole_and_no_channels() -> None:
    found = suites()
    assert [suite.table for suite in found] == ["marts.fct_indicator", "marts.fct_message", "marts.fct_page_week"]
    for suite in found:
        assert len(suite.expectations(VALUES)) == len(suite.rules)
    codes = [rule.code for suite in found for rule in suite.rules]
    assert len(codes) == len(set(codes))
    assert not {suite.table.removeprefix("marts.") for suite in found} & set(channel_names())


def test_one_module_imports_great_expectations() -> None:
    """It costs 6 s: whoever needs a judgement goes through that module."""
    source = PROJECT / "plugins"
    importing = [
        file.relative_to(source).as_posix()
        for file in source.rglob("*.py")
        if re.search(r"^\s*(from|import) great_expectations", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert importing == ["svodka/warehouse/row_expectations.py"]
