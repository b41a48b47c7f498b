"""Who acts in a role on a day: deputies in place of holders, one deputy in place of another, never nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.responsible.register import acting, acting_in, turning_days
from svodka.settings import Person

FIRST = date(2026, 12, 1)
NAMES = ("Голова", "Зам", "Второй", "Третий")


def stretch(name: str, first: int, last: int | None, for_whom: str | None = None, role: str = "mcu_head") -> Person:
    """Days of December; `for_whom`: "" stands in for all holders, a name for that one, None is a holder."""
    return Person(
        role=role,
        name=name,
        is_deputy=for_whom is not None,
        stands_in_for=for_whom or "",
        valid_from=FIRST + timedelta(days=first - 1),
        valid_to=None if last is None else FIRST + timedelta(days=last - 1),
    )


def names(persons: list[Person], day: int, role: str = "mcu_head") -> list[str]:
    return [one.name for one in acting(persons, role, FIRST + timedelta(days=day - 1))]


HEAD = stretch("Голова", 1, None)


@pytest.mark.parametrize(("day", "expected"), [(9, "Голова"), (10, "Зам"), (20, "Зам"), (21, "Голова")])
def test_a_deputy_acts_from_his_first_to_his_last_day(day: int, expected: str) -> None:
    assert names([HEAD, stretch("Зам", 10, 20, "")], day) == [expected]


@pytest.mark.parametrize(
    ("day", "expected"), [(11, "Зам"), (12, "Второй"), (14, "Второй"), (15, "Зам"), (21, "Голова")]
)
def test_a_deputy_of_the_deputy_takes_his_place_and_gives_it_back(day: int, expected: str) -> None:
    table = [HEAD, stretch("Зам", 10, 20, ""), stretch("Второй", 12, 14, "Зам")]
    assert names(table, day) == [expected]


def test_deputies_of_the_same_days_act_together() -> None:
    table = [HEAD, stretch("Зам", 10, 20, ""), stretch("Второй", 15, 25, "")]
    assert [names(table, day) for day in (14, 15, 21, 26)] == [["Зам"], ["Зам", "Второй"], ["Второй"], ["Голова"]]


def test_of_two_holders_only_the_named_one_is_replaced() -> None:
    table = [stretch("Анна", 1, None), stretch("Борис", 1, None), stretch("Вера", 10, 20, "Анна")]
    assert names(table, 15) == ["Борис", "Вера"]
    assert names([*table[:2], stretch("Вера", 10, 20, "")], 15) == ["Вера"]


def test_people_who_replace_each_other_all_act() -> None:
    table = [stretch("Зам", 1, 20, "Второй"), stretch("Второй", 1, 20, "Зам")]
    assert names(table, 5) == ["Зам", "Второй"]


def test_an_absence_in_one_role_is_none_in_another() -> None:
    table = [HEAD, stretch("Голова", 1, None, role="curator"), stretch("Зам", 1, 20, "")]
    assert (names(table, 5), names(table, 5, "curator")) == (["Зам"], ["Голова"])
    assert [one.role for one in acting_in(table, ("curator", "mcu_head"), FIRST)] == ["mcu_head", "curator"]


@st.composite
def tables(draw: st.DrawFn) -> list[Person]:
    """Holders and deputies of one role, in any tangle that the database lets in."""
    found = []
    for _ in range(draw(st.integers(0, 6))):
        first = draw(st.integers(1, 30))
        for_whom = draw(st.sampled_from([None, "", *NAMES]))
        length = draw(st.integers(0, 15) if for_whom is not None else st.none() | st.integers(0, 15))
        last = None if length is None else first + length
        found.append(stretch(draw(st.sampled_from(NAMES)), first, last, for_whom))
    return found


@given(tables(), st.integers(1, 60))
def test_a_role_that_somebody_holds_is_never_without_a_person(table: list[Person], day: int) -> None:
    on = FIRST + timedelta(days=day - 1)
    in_office = [one for one in table if one.is_in_office(on)]
    found = acting(table, "mcu_head", on)
    assert bool(found) == bool(in_office)
    assert all(one in in_office for one in found)


@given(tables(), st.integers(1, 60))
def test_whoever_does_not_act_is_replaced_by_somebody_in_office(table: list[Person], day: int) -> None:
    on = FIRST + timedelta(days=day - 1)
    in_office, found = [one for one in table if one.is_in_office(on)], acting(table, "mcu_head", on)
    for one in in_office:
        if not any(one is other for other in found):
            assert any(
                other.is_deputy and (other.stands_in_for == one.name or not (other.stands_in_for or one.is_deputy))
                for other in in_office
                if other is not one
            )


@given(tables(), st.integers(1, 60))
def test_between_turning_days_nothing_changes(table: list[Person], day: int) -> None:
    on = FIRST + timedelta(days=day - 1)
    before, today = (acting(table, "mcu_head", moment) for moment in (on - timedelta(days=1), on))
    if on not in turning_days(table, date.min, date.max):
        assert before == today
