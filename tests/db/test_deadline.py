"""The whole deadline by the clock: whatever happens, the report is out by the 4th, 23:59, or the curator knows why not.

Each story is walked for every quarter of two years in the slow ring, for one quarter or two in the quick one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from svodka.delivery import waiver
from svodka.delivery.ways import hand
from svodka.figures.mart_checks import ValuesRefused
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import edition_store, quality
from svodka.report.privacy import Finding
from svodka.settings import Person
from tests import report_sample as sample
from tests.deadline_clock import CURATOR, HEAD, PEOPLE, Outside, Town
from tests.delivery_desk import light_files
from tests.mail_sink import running

QUARTERS = [f"{year}Q{number}" for year in (2026, 2027) for number in (1, 2, 3, 4)]
FOUND = Finding("svodka.xlsx", "лист «Данные», ячейка C14", "номер телефона")


@dataclass(frozen=True)
class Story:
    """What happens; `is_out`: whether the report must be out, None where the calendar decides; `why`: words of the
    curator's warning of the first day on which he gets one."""

    outside: Outside = field(default_factory=Outside)
    policy: dict[str, Any] = field(default_factory=dict)
    begin: Callable[[Town], None] = lambda town: None
    is_out: bool | None = True
    why: str = ""
    quarters: tuple[str, ...] = ("2026Q3",)


def with_gap(town: Town) -> None:
    town.gap = True


def gap_closes(town: Town) -> None:
    town.gap = False


def gap_waived(town: Town) -> None:
    with town.warehouse.begin() as conn:
        quarter = Quarter.parse(town.quarter)
        waiver.keep(
            conn, town.settings, quarter, ["sed"], "СЭД не работает, выгрузки не будет", "Петров П. П.", town.now
        )


def mended(town: Town) -> None:
    town.late = "1"


def refused(town: Town) -> None:
    def refuse(*_: Any) -> None:
        raise ValuesRefused(Quarter.parse(town.quarter), ["Доля больше ста процентов; случаев: 1."])

    town.late, town.check = "3", refuse  # type: ignore[method-assign]


def found(town: Town) -> None:
    town.findings = [FOUND]


def cleaned(town: Town) -> None:
    town.findings = []


def without_recipient(town: Town) -> None:
    town.set_people(*PEOPLE[1:])


def by_hand(town: Town) -> None:
    town.set_people(Person(role="cur_head", name="Иванова И. И.", way="hand"), *PEOPLE[1:])


def passed_on(town: Town) -> None:
    with town.warehouse.begin() as conn:
        town_code = town.settings.municipality.oktmo
        issued = edition_store.latest(conn, town_code, town.quarter, is_preliminary=False)
        assert issued is not None
        hand.passed_on(conn, town.settings, issued, "01-12/345", town.now.date(), "Сидорова С. С.", town.now)


APPROVE = {"decision": "approve", "decided_by": "petrov"}
REJECT = {"decision": "reject", "reason": "в СЭД задвоены обращения", "decided_by": "petrov"}
HOLD_GAPS = {"at_cutoff": "hold"}
HOLD = {"on_silence": "hold", "on_silence_q4": "hold"}
STORIES = {
    "silence": Story(quarters=("2026Q3", "2026Q4"), why="он уйдёт сам"),
    "approval": Story(Outside(answers={(1, 10): APPROVE})),
    "rejection": Story(Outside(answers={(1, 10): REJECT}), is_out=False, why="задвоены", quarters=("2026Q2",)),
    "rejection, mended on the 2nd": Story(
        Outside(answers={(1, 10): REJECT}, events={(2, 10): mended}), why="задвоены", quarters=("2027Q3",)
    ),
    "rejection, mended on the last evening": Story(
        Outside(answers={(1, 10): REJECT}, events={(4, 22): mended}), why="задвоены"
    ),
    "gap": Story(begin=with_gap, why="нет выгрузок: СЭД", quarters=("2026Q4",)),
    "gap, held": Story(policy=HOLD_GAPS, begin=with_gap, is_out=False, why="нет выгрузок: СЭД"),
    "gap, held, waived on the 3rd": Story(
        Outside(events={(3, 10): gap_waived}), HOLD_GAPS, with_gap, why="нет выгрузок: СЭД", quarters=("2027Q4",)
    ),
    "gap, held, waived with the signature": Story(
        Outside(answers={(4, 15): {**APPROVE, "waive": ["sed"]}}), HOLD_GAPS, with_gap, why="нет выгрузок: СЭД"
    ),
    "gap, held, closed on the last evening": Story(
        Outside(events={(4, 20): gap_closes}), HOLD_GAPS, with_gap, why="нет выгрузок: СЭД"
    ),
    "mail down on the 2nd": Story(Outside(mail_down=frozenset({2})), why="он уйдёт сам"),
    "mail down on the 4th": Story(
        Outside(mail_down=frozenset({4})), is_out=None, why="он уйдёт сам", quarters=("2027Q3",)
    ),
    "mail down until the last evening": Story(
        Outside(mail_down=frozenset({1, 2, 3}), events={}), quarters=("2026Q1",), why="почтовый сервер"
    ),
    "scheduler down on the 1st and 2nd": Story(Outside(scheduler_down=frozenset({1, 2})), quarters=("2026Q3",)),
    "scheduler down on the 2nd and 3rd": Story(
        Outside(scheduler_down=frozenset({2, 3})), why="он уйдёт сам", quarters=("2026Q4",)
    ),
    "scheduler down on the 3rd and 4th": Story(
        Outside(scheduler_down=frozenset({3, 4})), is_out=None, why="он уйдёт сам", quarters=("2027Q3",)
    ),
    "run of the 1st failed, nobody looked": Story(Outside(run_is_dead=True), why="он уйдёт сам", quarters=("2027Q4",)),
    "personal data found": Story(begin=found, is_out=False, why="персональными данными"),
    "personal data found, cleaned on the 3rd": Story(
        Outside(events={(3, 10): cleaned}), begin=found, why="персональными данными"
    ),
    "no recipient": Story(begin=without_recipient, is_out=False, why="некому отправить"),
    "by hand, no number": Story(begin=by_hand, is_out=False, why="через СЭД должен секретарь", quarters=("2027Q2",)),
    "by hand, number on the 4th": Story(
        Outside(events={(4, 18): passed_on}), begin=by_hand, why="через СЭД должен секретарь", quarters=("2026Q1",)
    ),
    "silence is no consent": Story(policy=HOLD, is_out=False, why="ещё не подписал", quarters=("2026Q4",)),
    "silence is no consent, signed at last": Story(
        Outside(answers={(4, 19): APPROVE}), HOLD, why="ещё не подписал", quarters=("2027Q1",)
    ),
    "silence is no consent but in the holidays": Story(
        policy={"on_silence": "hold"}, is_out=None, why="подписал", quarters=("2026Q4",)
    ),
    "values refused from the first": Story(begin=refused, is_out=False, why="Доля больше ста процентов"),
    "values refused on the 1st": Story(
        Outside(events={(1, 7): refused}), why="Доля больше ста процентов", quarters=("2027Q3",)
    ),
}


@contextmanager
def town_of(
    warehouse: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, story: Story, quarter: str
) -> Iterator[Town]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    monkeypatch.setattr(quality, "gather", lambda *_: {})
    with running() as sink:
        town = Town(warehouse, settings, sink, quarter, story.outside)
        monkeypatch.setattr(editions, "check_files", lambda *_: list(town.findings))
        town.set_policy(**story.policy)
        story.begin(town)
        yield town


def told_in_time(town: Town, story: Story) -> None:
    """The promise: out by the deadline, or told on each of the first three days on which anything could be told."""
    deaf = story.outside.scheduler_down | story.outside.mail_down
    warned = town.warnings()
    for day in {1, 2, 3} - deaf:
        assert town.was_out_on(day) or day in warned, f"the curator has heard nothing on the {day}th"
    if story.why and warned:
        assert story.why in warned[min(warned)].text


def nobody_is_bothered(town: Town) -> None:
    """One reminder a day and person, one edition a recipient, one all-clear for whoever was warned."""
    reminded = [(one.day, one.recipient) for one in town.reminders()]
    assert len(set(reminded)) == len(reminded)
    reports = list(town.to(HEAD))
    assert len({one.message["Message-ID"] for one in reports}) == len(reports)
    cleared = [one for one in town.to(CURATOR) if one.subject.endswith("отправлен")]
    assert len(cleared) == (1 if town.out_at and town.warnings() else 0)


def walk(town: Town, story: Story) -> None:
    town.run()
    told_in_time(town, story)
    nobody_is_bothered(town)
    if story.is_out is not None:
        assert (town.out_at is not None) == story.is_out, f"out at {town.out_at}"
    if town.out_at:
        assert town.out_at <= town.moment(4, 23) + timedelta(minutes=59)
        assert len(list(town.to(HEAD))) == (0 if story.begin is by_hand else 1)
    else:
        assert not list(town.to(HEAD))


QUICK = [(name, quarter) for name, story in STORIES.items() for quarter in story.quarters]
REST = [(name, quarter) for name in STORIES for quarter in QUARTERS if (name, quarter) not in QUICK]


@pytest.mark.parametrize(("name", "quarter"), QUICK)
def test_the_report_is_out_in_time_or_the_curator_knows(warehouse, settings, monkeypatch, name, quarter):
    story = STORIES[name]
    with town_of(warehouse, settings, monkeypatch, story, quarter) as town:
        walk(town, story)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "quarter"), REST)
def test_the_same_in_every_quarter_of_two_years(warehouse, settings, monkeypatch, name, quarter):
    story = STORIES[name]
    with town_of(warehouse, settings, monkeypatch, story, quarter) as town:
        walk(town, story)
