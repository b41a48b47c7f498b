"""The SQL's figures equal an independent pandas reckoning, digit for digit and slice for slice."""

import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from svodka.settings import PROJECT, Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import (
    AS_OF,
    exclude,
    figures,
    make_marts,
    mark,
    put,
    put_messages,
    random_marks,
    random_messages,
    random_page_weeks,
    random_questions,
)
from tests.oracle.comparison import differences
from tests.oracle.figures import compute

SCHEMA = json.loads((PROJECT / "docs" / "figures.schema.json").read_text(encoding="utf-8"))


def disagreements(warehouse: Warehouse, settings: Settings, seed: int, n: int, quarter: str) -> list[str]:
    messages, weeks = random_messages(seed, n), random_page_weeks(seed, n // 10)
    questions, out = random_questions(messages, seed), messages[7::40]
    marks = random_marks(messages, seed)
    gaps = {"pos", "pages"} if seed % 2 else set()
    with warehouse.engine.connect() as conn, conn.begin() as transaction:
        put_messages(conn, messages)
        put(conn, "message_question", questions)
        put(conn, "page_week", weeks)
        exclude(conn, out)
        mark(conn, marks)
        doc = figures(conn, settings, quarter, gaps=gaps)
        transaction.rollback()
    Draft202012Validator(SCHEMA).validate(doc)
    frames = [pd.DataFrame(rows, dtype=object) for rows in (messages, weeks, questions)]
    keys = [m["message_key"] for m in out]
    told = [(m["message_key"], moment, is_good) for m, moment, is_good in marks]
    expected = compute(frames[0], frames[1], 2026, int(quarter[-1]), frames[2], excluded=keys, marks=told)
    return differences(doc, expected, gaps)


SEEDS = st.integers(0, 2**32)
QUARTERS = st.sampled_from(["2026Q3", "2026Q4"])
ONE_DATABASE = [HealthCheck.function_scoped_fixture]


@examples(max_examples=5, deadline=None, suppress_health_check=ONE_DATABASE)
@given(seed=SEEDS, n=st.integers(100, 300), quarter=QUARTERS)
@example(seed=0, n=0, quarter="2026Q3")
@example(seed=0, n=1, quarter="2026Q3")
def test_all_figures_agree_with_pandas(
    warehouse: Warehouse, settings: Settings, seed: int, n: int, quarter: str
) -> None:
    found = disagreements(warehouse, settings, seed, n, quarter)
    assert not found, "\n".join(found[:20])


@pytest.mark.slow
@examples(max_examples=60, deadline=None, suppress_health_check=ONE_DATABASE)
@given(seed=SEEDS, n=st.integers(1, 500), quarter=QUARTERS)
def test_all_figures_agree_with_pandas_at_length(
    warehouse: Warehouse, settings: Settings, seed: int, n: int, quarter: str
) -> None:
    found = disagreements(warehouse, settings, seed, n, quarter)
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("gone_wrong", [1, 7])
def test_the_oracle_sees_a_wrong_figure(warehouse: Warehouse, settings: Settings, gone_wrong: int) -> None:
    """The comparison itself can fail: one message withheld from the oracle is found."""
    messages = random_messages(gone_wrong, 60)
    with warehouse.begin() as conn:
        put_messages(conn, messages)
        doc = figures(conn, settings)
    whole = compute(pd.DataFrame(messages, dtype=object), pd.DataFrame(), 2026, 3)
    short = compute(pd.DataFrame(messages[:-20], dtype=object), pd.DataFrame(), 2026, 3)
    assert not differences(doc, whole)
    assert differences(doc, short)


def test_touched_rows_only_gives_the_same_as_all(warehouse: Warehouse, settings: Settings) -> None:
    """Messages that arrive in any portions give the same facts as a rebuild, cases included."""
    from sqlalchemy import text

    from svodka.figures import marts

    messages = random_messages(4, 240)
    facts = text("SELECT * FROM fct_message ORDER BY message_key")
    with warehouse.begin() as conn:
        make_marts(conn, settings)
    for portion in (messages[160:], messages[:80], messages[80:160]):
        with warehouse.begin() as conn:
            put_messages(conn, portion)
            conn.execute(text("SET LOCAL search_path = marts, core, meta"))
            conn.execute(text("CREATE TEMP TABLE touched (message_key uuid PRIMARY KEY) ON COMMIT DROP"))
            conn.execute(text("CREATE TEMP TABLE touched_page_week (page_week_key uuid) ON COMMIT DROP"))
            conn.execute(
                text("INSERT INTO touched SELECT unnest(CAST(:keys AS uuid []))"),
                {"keys": [str(m["message_key"]) for m in portion]},
            )
            marts.refresh(conn, settings, AS_OF)
    with warehouse.begin() as conn:
        conn.execute(text("SET LOCAL search_path = marts, core, meta"))
        in_portions = conn.execute(facts).all()
        marts.rebuild(conn, settings, AS_OF)
        assert in_portions == conn.execute(facts).all()
    assert len(in_portions) == 240
