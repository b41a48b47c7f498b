"""All indicators of domain §10.2 and §16.D over core-like frames: numerators, denominators and unknowns by slice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pandas as pd

from tests.oracle import terms

Key = tuple[str, str | None, str | None, str | None, str | None]
TIMES = [
    "received_at", "registered_at", "assigned_at", "due_at", "control_at", "extended_due_at", "extension_decided_at",
    "interim_answer_at", "answered_at", "first_public_answer_at", "first_final_answer_at", "closed_at",
    "transferred_at", "returned_by_applicant_at", "rated_at",
]  # fmt: skip
OTHERS = [
    "message_key", "municipality", "channel", "source_number", "status", "outcome", "source_type", "legal_regime",
    "priority", "topic_l1", "classifier_code", "executor", "linked_number", "duplicate_of", "rating", "is_fast_track",
    "is_repeat", "is_spam", "is_test", "is_deleted", "state_hash",
]  # fmt: skip


@dataclass(frozen=True)
class Value:
    """numerator: exact, in the indicator's unit; denominator: None for counts."""

    numerator: Fraction
    denominator: int | None
    n_unknown: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.numerator or self.denominator or self.n_unknown)


def compute(
    messages: pd.DataFrame,
    page_weeks: pd.DataFrame,
    year: int,
    number: int,
    questions: pd.DataFrame | None = None,
    timezone: str = "Asia/Yekaterinburg",
) -> dict[Key, Value]:
    """Every value by (indicator, channel, legal_regime, block, executor); a frame has the columns of its core table."""
    zone = ZoneInfo(timezone)
    reckoner = Reckoner(prepare(messages, zone), zone, year, number, questions)
    parts = [(key, list(part.itertuples(index=False))) for key, part in slices(reckoner.messages)]
    values: dict[Key, Value] = {}
    for code, make in reckoner.indicators().items():
        for key, rows in parts:
            value = make(rows)
            if key == (None,) * 4 or not value.is_nothing:
                values[(code, *key)] = value
    return values | pages(page_weeks, zone, year, number)


def prepare(messages: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """Plain Python objects in every cell, missing columns added, terms and case beside them; invalid rows left out."""
    frame = pd.DataFrame(
        {name: pd.Series([_plain(v) for v in messages[name]] if name in messages else [None] * len(messages),
                         dtype=object) for name in TIMES + OTHERS}
    )  # fmt: skip
    cases = terms.cases_of(frame)
    rows = []
    for _, m in frame.iterrows():
        if not terms.is_valid(m):
            continue
        due = terms.due_of(m, zone)
        rows.append(
            m.to_dict()
            | {
                "case": cases.get(m.message_key, m.message_key),
                "block": terms.block_of(m.topic_l1, m.classifier_code),
                "effective": terms.effective_of(m, due, zone),
                "final_due": terms.final_due_of(m, zone),
                "gone": terms.gone_of(m),
                "start": m.assigned_at or m.registered_at,
                "clock": m.first_public_answer_at if m.legal_regime == "OPEN_SOURCE" else m.first_final_answer_at,
                "rating_date": (m.rated_at or m.first_final_answer_at) if m.rating is not None else None,
            }
        )
    return pd.DataFrame(rows, columns=[*TIMES, *OTHERS, "case", "block", "effective", "final_due", "gone", "start",
                                       "clock", "rating_date"], dtype=object)  # fmt: skip


def _plain(value: object) -> object:
    if value is None or (not isinstance(value, (list, dict)) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value


def slices(frame: pd.DataFrame) -> Iterator[tuple[tuple[str | None, ...], pd.DataFrame]]:
    yield (None,) * 4, frame
    for place, name in enumerate(("channel", "legal_regime", "block", "executor")):
        for value, part in frame.groupby(name, dropna=True):
            yield tuple(value if i == place else None for i in range(4)), part
    for (channel, block), part in frame.groupby(["channel", "block"]):
        yield (channel, None, block, None), part


class Reckoner:
    """The indicators of messages for one quarter."""

    def __init__(
        self, messages: pd.DataFrame, zone: ZoneInfo, year: int, number: int, questions: pd.DataFrame | None
    ) -> None:
        self.messages, self.zone = messages, zone
        self.t0 = quarter_start(year, number, zone)
        self.t1 = quarter_start(year, number + 1, zone)
        self.before = quarter_start(year, number - 1, zone)
        self.year_ago = quarter_start(year - 1, number, zone), quarter_start(year - 1, number + 1, zone)
        self.questions: dict[tuple[str, str], list[tuple[str | None, datetime | None]]] = {}
        if questions is not None:
            for q in questions.to_dict("records"):
                key = (q["message_key"], q["state_hash"])
                self.questions.setdefault(key, []).append((_plain(q["result"]), _plain(q["responded_at"])))  # type: ignore[arg-type]

    def within(self, moment: datetime | None) -> bool:
        return moment is not None and self.t0 <= moment < self.t1

    def indicators(self) -> dict[str, Callable[[list[pd.Series]], Value]]:
        everything = self._of(lambda m: True)
        incident = self._of(lambda m: m.channel == "incident")
        pos = self._of(lambda m: m.channel == "pos" and m.legal_regime == "POS_MESSAGE")
        fz59 = self._of(lambda m: m.legal_regime == "FZ59")
        return {
            **self._summary(everything), **self._incident(incident), **self._pos(pos), **self._fz59(fz59),
            "S-03": everything(self._late), "I-02": incident(self._late), "P-02": pos(self._late),
            "A-01": fz59(self._late),
        }  # fmt: skip

    @staticmethod
    def _of(belongs: Callable[[pd.Series], bool]) -> Callable[..., Callable[[list[pd.Series]], Value]]:
        """A population: turns «its rows → value» into «rows of a slice → value»."""

        def bind(make: Callable[[list[pd.Series]], Value]) -> Callable[[list[pd.Series]], Value]:
            return lambda rows: make([m for m in rows if belongs(m)])

        return bind

    def _late(self, rows: list[pd.Series]) -> Value:
        due = [m for m in rows if self.within(m.effective) and not (m.gone is not None and m.gone <= m.effective)]
        late = [m for m in due if m.clock is None or m.clock >= self.t1 or m.clock > m.effective]
        return Value(Fraction(len(late)), len(due))

    def _share(self, base: Callable[[pd.Series], bool], hit: Callable[[pd.Series], bool | None]):  # type: ignore[no-untyped-def]
        """hit None = unknown: neither above nor below the line."""

        def make(rows: list[pd.Series]) -> Value:
            answers = [hit(m) for m in rows if base(m)]
            known = [one for one in answers if one is not None]
            return Value(Fraction(sum(known)), len(known), len(answers) - len(known))

        return make

    def _count(self, event: Callable[[pd.Series], bool], base: Callable[[pd.Series], bool]):  # type: ignore[no-untyped-def]
        return lambda rows: Value(Fraction(sum(map(event, rows))), sum(map(base, rows)))

    def _reg(self, m: pd.Series) -> bool:
        return self.within(m.registered_at)

    def _ans(self, m: pd.Series) -> bool:
        return self.within(m.first_final_answer_at)

    def _summary(self, of):  # type: ignore[no-untyped-def]
        def change(first: datetime, last: datetime):  # type: ignore[no-untyped-def]
            def make(rows: list[pd.Series]) -> Value:
                then = sum(first <= m.registered_at < last for m in rows)
                return Value(Fraction(sum(map(self._reg, rows)) - then), then)

            return make

        def done(m: pd.Series) -> bool:
            return any(one is not None and one < self.t1 for one in (m.first_final_answer_at, m.gone))

        return {
            "S-01": of(lambda rows: Value(Fraction(sum(map(self._reg, rows))), None)),
            "S-01U": of(lambda rows: Value(Fraction(len({m.case for m in rows if self._reg(m)})), None)),
            "S-02": of(change(self.before, self.t0)),
            "S-02Y": of(change(*self.year_ago)),
            "S-04": of(self._share(self._reg, done)),
            "S-05": of(self._share(self._reg, lambda m: m.is_repeat)),
            "S-06": of(self._share(self._reg, lambda m: m.channel in ("incident", "pos"))),
        }

    def _incident(self, of):  # type: ignore[no-untyped-def]
        def public(m: pd.Series) -> bool:
            return self.within(m.first_public_answer_at)

        def mean_hours(rows: list[pd.Series]) -> Value:
            hours = [Fraction(round((m.first_public_answer_at - m.start).total_seconds()), 3600)
                     for m in rows if public(m)]  # fmt: skip
            return Value(sum(hours, Fraction(0)), len(hours))

        def final_late(rows: list[pd.Series]) -> Value:
            due = [m for m in rows if self.within(m.final_due) and not (m.gone is not None and m.gone <= m.final_due)]
            answer = [m.first_final_answer_at for m in due]
            late = [a for a, m in zip(answer, due, strict=True) if a is None or a >= self.t1 or a > m.final_due]
            return Value(Fraction(len(late)), len(due))

        return {
            "I-01": of(mean_hours),
            "I-03": of(self._count(lambda m: self.within(m.interim_answer_at), public)),
            "I-04": of(final_late),
            "I-05": of(
                self._share(
                    lambda m: self.within(m.closed_at) and terms.plain(m.source_type or "") == "решаемый",
                    lambda m: None if m.outcome is None else m.outcome == "RESOLVED",
                )
            ),
        }

    def _pos(self, of):  # type: ignore[no-untyped-def]
        def mean_days(rows: list[pd.Series]) -> Value:
            days = [Fraction(round((m.first_final_answer_at - m.registered_at).total_seconds()), 86400)
                    for m in rows if self._ans(m)]  # fmt: skip
            return Value(sum(days, Fraction(0)), len(days))

        def fast(m: pd.Series) -> bool | None:
            if m.is_fast_track is None:
                return None
            return m.is_fast_track and self.days(m.registered_at, m.first_final_answer_at) <= 10

        return {
            "P-01": of(mean_days),
            "P-03": of(self._share(self._ans, fast)),
            "P-04": of(self._share(lambda m: self.within(m.rating_date), lambda m: m.rating in (4, 5))),
            "P-05": of(self._share(self._ans, lambda m: m.rating_date is not None and m.rating_date < self.t1)),
            "P-06": of(self._count(lambda m: self.within(m.returned_by_applicant_at), self._ans)),
        }

    def _fz59(self, of):  # type: ignore[no-untyped-def]
        def answered(m: pd.Series) -> bool:
            return self._ans(m) and m.status != "TRANSFERRED"

        def mean_days(rows: list[pd.Series]) -> Value:
            days = [self.days(m.registered_at, m.first_final_answer_at) for m in rows if answered(m)]
            return Value(Fraction(sum(days)), len(days))

        def in_work(m: pd.Series) -> bool:
            ended = [one for one in (m.first_final_answer_at, m.gone) if one is not None and one < self.t0]
            return self._reg(m) or (m.registered_at < self.t0 and not ended)

        def prolonged(m: pd.Series) -> bool | None:
            if m.extended_due_at is not None and m.extension_decided_at is None:
                return None
            return self.within(m.extension_decided_at)

        def registered_late(m: pd.Series) -> bool | None:
            return None if m.received_at is None else self.days(m.received_at, m.registered_at) > 3

        return {
            "A-02": of(self._share(self._reg, registered_late)),
            "A-03": of(
                self._share(
                    lambda m: self.within(m.transferred_at), lambda m: self.days(m.registered_at, m.transferred_at) > 7
                )
            ),
            "A-04": of(self._share(in_work, prolonged)),
            "A-06": of(mean_days),
            "A-05": of(self._results("SUPPORTED", "SUPPORTED_MEASURES")),
            "A-05M": of(self._results("SUPPORTED_MEASURES")),
            "A-05E": of(self._results("EXPLAINED")),
            "A-05N": of(self._results("NOT_SUPPORTED")),
        }

    def _results(self, *wanted: str):  # type: ignore[no-untyped-def]
        def make(rows: list[pd.Series]) -> Value:
            results = []
            for m in rows:
                own = [(m.outcome, m.first_final_answer_at)]
                asked = self.questions.get((m.message_key, m.state_hash), own)
                results += [result for result, moment in asked if self.within(moment)]
            judged = [r for r in results if r in ("SUPPORTED", "SUPPORTED_MEASURES", "EXPLAINED", "NOT_SUPPORTED")]
            return Value(Fraction(sum(r in wanted for r in judged)), len(judged), results.count(None))

        return make

    def days(self, first: datetime, last: datetime) -> int:
        return (last.astimezone(self.zone).date() - first.astimezone(self.zone).date()).days


def quarter_start(year: int, number: int, zone: ZoneInfo) -> datetime:
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    return datetime(year, number * 3 - 2, 1, tzinfo=zone)


def pages(page_weeks: pd.DataFrame, zone: ZoneInfo, year: int, number: int) -> dict[Key, Value]:
    """G-01, G-02, G-03: the total, and `pages` where there is anything."""
    first, last = quarter_start(year, number, zone).date(), quarter_start(year, number + 1, zone).date()
    rows = [{k: _plain(v) for k, v in row.items()} for row in page_weeks.to_dict("records")]
    rows = [row for row in rows if first <= _day(row["week"]) < last]
    values: dict[Key, Value] = {}
    made = {"G-01": _organisations(rows, last), "G-02": _scores(rows), "G-03": _active(rows)}
    for code, value in made.items():
        values[(code, None, None, None, None)] = value
        if not value.is_nothing:
            values[(code, "pages", None, None, None)] = value
    return values


def _day(week):  # type: ignore[no-untyped-def]
    return week.date() if isinstance(week, datetime) else week


def _organisations(rows: list[dict], last) -> Value:  # type: ignore[no-untyped-def, type-arg]
    hits = obliged = unknown = 0
    for ogrn in {row["ogrn"] for row in rows}:
        own = [row for row in rows if row["ogrn"] == ogrn]
        newest = max(_day(row["week"]) for row in own)
        looked = [row for row in own if _day(row["week"]) == newest]
        if any(row["legal_ground"] for row in looked):
            continue
        if not any(row["status"] == "KEPT" for row in looked):
            obliged += 1
            continue
        recent = [row["posts"] for row in own
                  if row["status"] == "KEPT" and _day(row["week"]) >= last - timedelta(days=30)]  # fmt: skip
        known = [posts for posts in recent if posts is not None]
        if not known:
            unknown += 1
            continue
        obliged += 1
        hits += sum(known) >= 1
    return Value(Fraction(hits), obliged, unknown)


def _score(row: dict) -> Fraction | None:  # type: ignore[type-arg]
    cells = ("is_connected", "has_gos_badge", "design_percent", "widgets", "posts", "reach_week", "subscribers")
    if any(row[cell] is None for cell in cells):
        return None
    points = Fraction(10 * bool(row["is_connected"]) + 10 * bool(row["has_gos_badge"]))
    points += Fraction(str(row["design_percent"])) * 20 / 100
    points += {0: 0, 1: 5}.get(int(row["widgets"]), 10)
    points += 30 if row["posts"] >= 3 else 0
    if row["subscribers"]:
        reach = Fraction(int(row["reach_week"]), int(row["subscribers"]))
        points += next((p for bound, p in ((70, 10), (50, 7), (30, 5)) if reach >= Fraction(bound, 100)), 0)
    return points * 100 / 90


def _scores(rows: list[dict]) -> Value:  # type: ignore[type-arg]
    total, n, unknown = Fraction(0), 0, 0
    kept = [row for row in rows if row["status"] == "KEPT"]
    for page in {(row["ogrn"], row["page_id"]) for row in kept}:
        scores = [_score(row) for row in kept if (row["ogrn"], row["page_id"]) == page]
        known = [score for score in scores if score is not None]
        if known:
            total, n = total + sum(known, Fraction(0)) / len(known), n + 1
        else:
            unknown += 1
    return Value(total, n, unknown)


def _active(rows: list[dict]) -> Value:  # type: ignore[type-arg]
    posts = [row["posts"] for row in rows if row["status"] == "KEPT"]
    known = [one for one in posts if one is not None]
    return Value(Fraction(sum(one >= 3 for one in known)), len(known), len(posts) - len(known))
