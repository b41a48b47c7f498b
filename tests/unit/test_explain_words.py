"""Every condition of the catalogue has Russian words, whatever a message's data are, and no words are left over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from svodka.figures.explain.conditions import Condition, Fact, FactRow, fact_of, parse_condition
from svodka.figures.explain.reasons import Reasons
from svodka.figures.explain.sentences import Given, conditions_of, word
from svodka.figures.explain.words import PLACE, Context, in_words, words
from svodka.figures.indicators import Indicator, catalogue
from svodka.figures.indicators.reading import parse
from svodka.figures.membership import fact_key

ZONE = ZoneInfo("Asia/Yekaterinburg")
NOON = datetime(2026, 7, 20, 7, tzinfo=UTC)
OF_MESSAGES = [one for one in catalogue() if "message_key" in fact_key(one.fact)]


class Filled(dict[str, Any]):
    """A message every field of which is known."""

    def get(self, key: str, default: Any = None) -> Any:
        if key.endswith("_at") or key.endswith("_ahead"):
            return NOON
        return date(2026, 7, 20) if key.endswith("_on") else "слово"


def reasons(fact: Fact, truths: dict[str, Any]) -> Reasons:
    return Reasons(fact, FactRow({}, truths), Context(Filled(), ZONE))


def all_ends(fact: Fact, asked: list[Condition]) -> list[str]:
    return list(dict.fromkeys(fact.outward(end) for each in asked for end in fact.ends(each)))


def below(fact: Fact, condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in fact.parts(condition)[1]:
        yield from below(fact, part)


@pytest.mark.parametrize("one", OF_MESSAGES, ids=lambda one: one.code)
def test_every_condition_of_the_catalogue_has_words(one: Indicator) -> None:
    fact = fact_of(one.fact)
    for condition in conditions_of(one):
        ends = all_ends(fact, [condition])
        for values in product((True, False, None), repeat=len(ends)):
            speaker = reasons(fact, dict(zip(ends, values, strict=True)))
            said = [speaker.say(member) for member in speaker.members(condition)]
            assert not any("условие" in text for text in said), f"{one.code}: {condition.key} {values}: {said}"


def test_no_words_are_left_without_a_condition() -> None:
    asked: dict[str, list[Condition]] = defaultdict(list)
    for one in OF_MESSAGES:
        asked[one.fact] += conditions_of(one)
    used = {
        each.key for name, all_ in asked.items()
        for top in [*all_, *fact_of(name).gates] for each in below(fact_of(name), top)
    }  # fmt: skip
    unused = set(words().conditions) - used
    assert not unused


def test_words_name_only_what_a_message_has() -> None:
    from svodka.warehouse.engine import statements

    columns = "\n".join(statements("migrations/0004_create_core.sql") + statements("migrations/0006_create_marts.sql"))
    own = {"gone_word", "invalid_reason", "excluded_at", "excluded_by", "due_effective_at_ahead", "final_due_at_ahead"}
    texts = [text for said in words().conditions.values() for one in said.values() for text in one]
    assert {name for text in texts for name in PLACE.findall(text) if f" {name} " not in columns} <= own


ADDED = """-- code: X-01
-- version: 1
-- title: Доля срочных
-- unit: %
-- kind: share
-- direction: neutral
-- anchor: дата регистрации
-- channels: all except pages
-- owner: МЦУ
-- basis: распоряжение
-- formula: срочные среди зарегистрированных
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_reg AND final_answer_days < 3) AS numerator,
    count(*) FILTER (WHERE in_reg AND outcome <> 'RESOLVED') AS denominator
FROM message_in_quarter
WHERE channel IN ('pos', 'sed')
"""


def test_an_added_indicator_is_told_by_its_columns_and_at_worst_by_its_own_condition() -> None:
    one = parse("x_01.sql", ADDED)
    fact = fact_of(one.fact)
    ends = all_ends(fact, [*fact.gates, *conditions_of(one)])
    truths: dict[str, Any] = dict.fromkeys(ends, True) | {"(final_answer_days) < 3": False}
    truths |= {end: False for end in ends if ":excluded" in end}
    given = Given(numerator=0, denominator=1, n_unknown=0)  # type: ignore[arg-type]
    said = word(one, given, reasons(fact, truths)).sentence
    assert said == (
        "Входит в знаменатель: зарегистрировано 20.07.2026 12:00, в этом квартале, итог — слово; "
        "в числитель не входит: условие «final_answer_days < 3» не выполнено."
    )


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("due_at", datetime(2026, 7, 20, 18, 59, 59, tzinfo=UTC), "20.07.2026 23:59"),
        ("due_at", datetime(2026, 7, 20, 7, 0, 30, tzinfo=UTC), "20.07.2026 12:00:30"),
        ("status", "TRANSFERRED", "передано по компетенции"),
        ("status", "ЧТО-ТО", "ЧТО-ТО"),
        ("is_repeat", True, "повторное"),
        ("is_spam", False, "нет"),
        ("answer_duration", timedelta(days=30, minutes=56), "720 ч 56 мин"),
        ("received_on", date(2026, 7, 1), "01.07.2026"),
    ],
)
def test_values_are_shown_in_words(name: str, value: Any, shown: str) -> None:
    assert in_words(name, value, ZONE) == shown


def test_a_condition_has_one_spelling() -> None:
    assert parse_condition("result  IN ('A',\n 'B')").key == parse_condition("(question.result in ('A','B'))").key
