"""What it takes: which open messages must be answered by when for the quarter to end on its targets.

Each open message is judged as if it were answered at once, at its term, at its final term, at the quarter's end; the
indicator's own expressions say what that would change. Messages that have not come yet are nobody's knowledge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.figures.document import parameters
from svodka.figures.facts import column, fact_source
from svodka.figures.indicators import Indicator, in_force, targets
from svodka.figures.membership import compile_membership
from svodka.figures.scan import Sums, run_scans
from svodka.figures.targets import is_on_target
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run, run_text, statements

CANDIDATES = ("open", "now", "term", "final_term", "quarter_end")
REPLACED = ("first_final_answer_at", "first_public_answer_at", "answer_clock_at")


@dataclass(frozen=True)
class NeededAnswer:
    """One open message whose answer brings one indicator nearer to its target; nothing personal.

    answer_by: aware, the last moment at which the answer still helps; is_needed: belongs to the fewest that suffice.
    """

    message_key: UUID
    channel: str
    source_number: str
    number_year: int
    block: str
    executor: str | None
    answer_by: datetime
    numerator_change: int
    denominator_change: int
    is_needed: bool


@dataclass(frozen=True)
class Aim:
    """One share with a target: what comes out if nobody answers any more, and at best.

    state: no_data, on_target, needs_answers, out_of_reach, not_by_answers; is_over: the quarter has ended.
    """

    indicator: Indicator
    relation: str
    target: Decimal
    numerator: int
    denominator: int
    best_numerator: int
    best_denominator: int
    state: str
    answers: Sequence[NeededAnswer]
    is_over: bool = False

    @property
    def n_needed(self) -> int:
        return sum(one.is_needed for one in self.answers)


def what_it_takes(conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> list[Aim]:
    """One entry a share with a target, in the order of the report; the facts are those of the search path.

    as_of: aware; from then on answers are still possible, the definitions and targets are those known then.
    """
    known_on = as_of.astimezone(settings.zone).date()
    known = parameters(conn, quarter, settings, as_of)
    known |= {"as_of": as_of, "last_moment": known["t1"] - timedelta(seconds=1)}
    held = targets(conn, quarter.first_day, known_on)
    shares = [one for one in in_force(quarter.first_day, known_on) if one.kind == "share" and one.code in held]
    sums = {one.indicator.code: one for one in run_scans(conn, shares, known) if one.is_total}
    _make_gains(conn, shares, known)
    answers = _needed(conn, shares, held, sums)
    conn.execute(text("DROP TABLE answer_gain"))
    aims = [_aim(one, held[one.code], sums[one.code], answers[number]) for number, one in enumerate(shares)]
    return [replace(aim, is_over=as_of >= known["t1"]) for aim in aims]


def _make_gains(conn: Connection, shares: Sequence[Indicator], known: dict[str, Any]) -> None:
    """Temporary `answer_gain`: what each open message gives to each share, by the moment of its answer."""
    conn.execute(
        text(
            "CREATE TEMPORARY TABLE answer_gain (message_key uuid, candidate text, answered_at timestamptz,"
            " indicator_no integer, numerator bigint, denominator bigint) ON COMMIT DROP"
        )
    )
    columns = [
        row.attname
        for row in conn.execute(
            text("SELECT attname FROM pg_attribute WHERE attrelid = 'fct_message'::regclass AND attnum > 0"
                 " AND NOT attisdropped AND NOT attname = any(:replaced) ORDER BY attnum"),
            {"replaced": list(REPLACED)},
        )
    ]  # fmt: skip
    by_fact: dict[str, list[tuple[int, Indicator]]] = defaultdict(list)
    for number, one in enumerate(shares):
        by_fact[one.fact].append((number, one))
    for fact, members in by_fact.items():
        if "fct_message" not in fact_source(fact, members[0][1].file):
            continue
        statement = _gain_statement(fact, members, columns)
        for candidate in CANDIDATES:
            known["candidate"] = candidate
            run_text(conn, statement, known)


def _gain_statement(fact: str, members: Sequence[tuple[int, Indicator]], columns: Sequence[str]) -> str:
    """The membership of the messages of if_answered.sql, one row a message and indicator.

    A WITH member called fct_message hides the table of that name from the fact, not from itself.
    """
    answered = statements("figures/if_answered.sql", {"kept_columns": ", ".join(f"fact.{name}" for name in columns)})[0]
    judged = compile_membership(fact, [one for _, one in members])
    values = ", ".join(
        f"({number}, {column(place, 'numerator')}, {column(place, 'denominator')})"
        for place, (number, _) in enumerate(members)
    )
    return f"""
INSERT INTO answer_gain
WITH fct_message AS (
{answered}
),

judged AS (
{judged}
)

SELECT judged.message_key, :candidate, max(fact.first_final_answer_at), given.indicator_no,
    sum(given.numerator), sum(given.denominator)
FROM judged
INNER JOIN fct_message AS fact ON judged.message_key = fact.message_key
CROSS JOIN LATERAL (VALUES {values}) AS given (indicator_no, numerator, denominator)
GROUP BY judged.message_key, given.indicator_no
"""


def _needed(
    conn: Connection,
    shares: Sequence[Indicator],
    held: dict[str, tuple[str, Decimal, str]],
    sums: dict[str, Sums],
) -> dict[int, list[NeededAnswer]]:
    """The helpful answers by the place of the share, those with the greatest effect first."""
    signs = [1 if held[one.code][0] == "<=" else -1 for one in shares]
    aims = [held[one.code][1] for one in shares]
    distances = [
        sign * (100 * sums[one.code].numerator - aim * sums[one.code].denominator)
        for one, sign, aim in zip(shares, signs, aims, strict=True)
    ]
    rows = run(
        conn, "figures/needed_answers.sql",
        numbers=list(range(len(shares))), signs=signs, targets=aims, distances=distances,
    )  # fmt: skip
    found: dict[int, list[NeededAnswer]] = defaultdict(list)
    for row in rows.mappings():
        found[row["indicator_no"]].append(NeededAnswer(**{k: v for k, v in row.items() if k != "indicator_no"}))
    return found


def _aim(one: Indicator, held: tuple[str, Decimal, str], sums: Sums, answers: Sequence[NeededAnswer]) -> Aim:
    relation, target, _ = held
    numerator, denominator = int(sums.numerator), sums.denominator
    best_numerator = numerator + sum(each.numerator_change for each in answers)
    best_denominator = denominator + sum(each.denominator_change for each in answers)
    if not denominator and not answers:
        state = "no_data"
    elif _holds(relation, target, numerator, denominator):
        state = "on_target"
    elif not answers:
        state = "not_by_answers"
    elif _holds(relation, target, best_numerator, best_denominator):
        state = "needs_answers"
    else:
        state = "out_of_reach"
    return Aim(one, relation, target, numerator, denominator, best_numerator, best_denominator, state, answers)


def _holds(relation: str, target: Decimal, numerator: int, denominator: int) -> bool:
    """Does a share meet its target? An empty one is neither above nor below."""
    return not denominator or is_on_target(relation, target, Fraction(100 * numerator, denominator))
