"""The marts judged by expectations/marts: the values of a quarter before they are issued, everything each morning."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.errors import SvodkaError
from svodka.figures.indicators import catalogue
from svodka.figures.mart_suites import Suite, suites
from svodka.intake.contracts import channel_names, load_contract
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run, scalar
from svodka.warehouse.row_expectations import BATCH, RowExpectation, breaches

NEWEST = "SELECT max(landed_at) FROM landing.file WHERE municipality = :municipality"


@dataclass(frozen=True)
class Breach:
    """One rule that does not hold: what, how often, what a person does about it; of messages also where."""

    mart: str
    code: str
    severity: str
    reason: str
    action: str
    n: int
    places: tuple[str, ...] = ()

    @property
    def is_critical(self) -> bool:
        return self.severity == "critical"

    @property
    def sentence(self) -> str:
        where = f" Где: {'; '.join(self.places)}." if self.places else ""
        return f"{self.mart}, {self.code}: {self.reason}; случаев: {self.n}. Что делать: {self.action}.{where}"


class ValuesRefused(SvodkaError):
    """Values that must not be issued; `reasons`: a sentence each."""

    def __init__(self, quarter: Quarter, reasons: Sequence[str]) -> None:
        told = "\n".join(f"- {reason}" for reason in reasons)
        super().__init__(
            f"Отчёт за {quarter} не выпущен: данные не прошли проверку, квартал остался как был.\n{told}\n"
            "Исправьте и запустите отчёт снова. Не исправите до срока выгрузок — уйдёт прежняя редакция, если она есть."
        )
        self.reasons = tuple(reasons)


def store_values(conn: Connection, settings: Settings, document: Mapping[str, Any]) -> None:
    """Writes the values of a figures document into marts.fct_indicator, in place of those of its quarter."""
    definitions = {(one.code, one.version): one for one in catalogue()}
    items = []
    for row in document["values"]:
        one = definitions.get((row["indicator"], row["version"]))
        told = {
            "kind": one and one.kind,
            "is_additive": one is not None and one.adds_up_over_slices,
            "may_exceed_100": one is not None and one.may_exceed_100,
        }
        items.append({**row, **told})
    run(
        conn,
        "figures/fct_indicator.sql",
        municipality=settings.municipality.oktmo,
        quarter=document["period"],
        as_of=datetime.fromisoformat(document["as_of"]),
        items=json.dumps(items, ensure_ascii=False),
    )


def judge_marts(
    warehouse: Warehouse, settings: Settings, now: datetime, quarter: Quarter | None = None
) -> list[Breach]:
    """What is wrong in the marts as they are committed, the critical first; `quarter`: of its values only.

    «In the future» means later than the newest landing (without one: than now). Raises SuiteError for a wrong file.
    """
    town = settings.municipality.oktmo
    with warehouse.begin() as conn:
        newest = scalar(conn, NEWEST, municipality=town) or now
    values = {
        "municipality": town,
        "quarter": quarter and str(quarter),
        "as_of": newest,
        "channels": channel_names(),
        "timezone": settings.timezone,
    }
    found = []
    for suite in suites():
        judged = suite.expectations(values)
        counts = breaches(warehouse.url, suite.table, judged)
        for rule, asked in zip(suite.rules, judged, strict=True):
            if rule.code in counts:
                where = places(warehouse, suite, asked)
                found.append(
                    Breach(suite.title, rule.code, rule.severity, rule.reason, rule.action, counts[rule.code], where)
                )
    return sorted(found, key=lambda breach: not breach.is_critical)


def places(warehouse: Warehouse, suite: Suite, broken: RowExpectation) -> tuple[str, ...]:
    """Where a person finds the messages that break a rule: by channel how many, and the number of the first."""
    if suite.key != "message_key":
        return ()
    query = broken.query.replace(BATCH, suite.table)
    with warehouse.begin() as conn:
        rows = run(conn, "figures/breach_places.sql", {"broken": query}).all()
    titles = {channel: load_contract(channel).title for channel in channel_names()}
    return tuple(f"{titles.get(row.channel, row.channel)} — {row.n}, первое № {row.first_number}" for row in rows)


def refuse_wrong(warehouse: Warehouse, settings: Settings, quarter: Quarter, now: datetime) -> None:
    """Judges all marts and the quarter's values as committed (`store_values`): the judge has its own connection.

    Raises ValuesRefused with each critical breach, or when a rule cannot be judged; warnings are told by the morning's
    mail.
    """
    try:
        found = judge_marts(warehouse, settings, now, quarter)
    except RuntimeError as error:  # its text may carry rows
        unjudged = f"Витрины не проверены ({type(error).__name__}): позовите инженера, журнал базы скажет больше"
        raise ValuesRefused(quarter, [unjudged]) from error
    if critical := [breach.sentence for breach in found if breach.is_critical]:
        raise ValuesRefused(quarter, critical)
