"""What explain says of a message and an indicator is what the figures count, for every message of random data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import Connection, text

from svodka.figures import document
from svodka.figures.explain import explain
from svodka.figures.explain.model import Explanation, Verdict
from svodka.figures.indicators import catalogue
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, make_marts, put, put_messages, random_messages
from tests.db.test_figures_oracle import random_questions

ASKED = Quarter.parse("2026Q3")
INSIDE = re.compile(
    r"^(Считается|Входит( в (числитель|знаменатель|число|знаменатель и в числитель))?|Не оценивается)\b"
)


@pytest.fixture(params=[5, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 23))])
def conn(warehouse: Warehouse, settings: Settings, request: pytest.FixtureRequest) -> Iterator[Connection]:
    with warehouse.begin() as connection:
        messages = random_messages(request.param, 90)
        put_messages(connection, messages)
        put(connection, "message_question", random_questions(messages, request.param))
        make_marts(connection, settings)
        yield connection


def explained(conn: Connection, settings: Settings, quarters: list[Quarter] | None = None) -> list[Explanation]:
    keys = conn.execute(text("SELECT message_key FROM message")).scalars().all()
    return [explain(conn, settings, key, AS_OF, quarters) for key in keys]


def test_the_parts_of_all_messages_add_up_to_the_figures(conn: Connection, settings: Settings) -> None:
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for one in explained(conn, settings, [ASKED]):
        for verdict in one.quarters[0].verdicts:
            parts = (Decimal(verdict.numerator), Decimal(verdict.denominator), Decimal(verdict.n_unknown))
            sums[verdict.indicator] = [a + b for a, b in zip(sums[verdict.indicator], parts, strict=True)]
    totals = [v for v in document.compute(conn, ASKED, settings, AS_OF)["values"] if not any(v["slice"].values())]
    compared = 0
    for total in totals:
        code = total["indicator"]
        if code.startswith("G") or code == "S-01U":
            continue
        n, d, u = sums[code]
        expected = [Decimal(total["numerator"]), Decimal(total["denominator"] or 0), Decimal(total["n_unknown"])]
        assert abs(n - expected[0]) < Decimal("0.001"), code
        assert [d, u] == expected[1:], code
        compared += 1
    assert compared == 28


def test_the_sentence_says_in_or_out_as_the_membership_does(conn: Connection, settings: Settings) -> None:
    said = [v for one in explained(conn, settings, [ASKED]) for v in one.quarters[0].verdicts]
    wrong = [v for v in said if bool(INSIDE.match(v.sentence)) is not v.is_counted or places(v) != counted_places(v)]
    assert not wrong, wrong[:3]
    assert len({v.indicator for v in said if v.is_counted}) > 15
    for verdict in said:
        assert verdict.sentence.endswith(".") and ".." not in verdict.sentence
        assert not re.search(r"условие «|None|нет данных\b(?!:)|[{}]|: ;|: \.|, \.", verdict.sentence), verdict.sentence


def places(verdict: Verdict) -> set[str]:
    """Which parts the sentence of a share claims."""
    found = set()
    text_ = verdict.sentence
    if text_.startswith("Не входит"):
        return found
    found |= {"numerator"} if re.search(r"(^Входит|и) в числитель:", text_) else set()
    found |= {"denominator"} if re.search(r"^Входит в знаменатель", text_) else set()
    found |= {"unknown"} if text_.startswith("Не оценивается") else set()
    return found


def counted_places(verdict: Verdict) -> set[str]:
    kinds = {one.code: one.kind for one in catalogue()}
    if kinds[verdict.indicator] != "share":
        return places(verdict)
    amounts = {"numerator": verdict.numerator, "denominator": verdict.denominator, "unknown": verdict.n_unknown}
    return {part for part, amount in amounts.items() if int(amount)}


def test_no_cohort_counts_the_message_in_a_quarter_that_is_not_shown(conn: Connection, settings: Settings) -> None:
    span = [Quarter(2025, 1).shift(n) for n in range(8)]
    keys = conn.execute(text("SELECT message_key FROM message ORDER BY message_key LIMIT 25")).scalars().all()
    for key in keys:
        shown = {each.quarter for each in explain(conn, settings, key, AS_OF).quarters}
        everywhere = explain(conn, settings, key, AS_OF, span).quarters
        assert {each.quarter for each in everywhere if any(v.is_counted for v in each.verdicts)} <= shown
