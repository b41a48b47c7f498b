"""What differs between two tables: who came, who left, who is told otherwise; what of it the other side hears."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.responsible.change_words import sentence
from svodka.responsible.changes import compare, news_for_the_other
from svodka.settings import Person

DAY = date(2027, 1, 20)
HEAD = Person(
    role="cur_head", name="Вымыслова Ирина Сергеевна", post="директор", email="cur@example.org",
    valid_from=date(2026, 1, 1),
)  # fmt: skip
NEXT = Person(role="cur_head", name="Новиков Иван Ильич", email="cur@example.org", valid_from=date(2027, 2, 1))
SECRETARY = Person(role="secretary", name="Образцова Анна", email="a@example.org", valid_from=date(2026, 1, 1))


def but(person: Person, **fields: object) -> Person:
    return person.model_copy(update=fields)


def said(old: list[Person], new: list[Person]) -> list[str]:
    return [sentence(one) for one in compare(old, new)]


def test_a_successor_comes_and_the_days_of_the_other_end() -> None:
    leaving = but(HEAD, valid_to=date(2027, 1, 31))
    assert said([HEAD, SECRETARY], [leaving, SECRETARY, NEXT]) == [
        "руководитель ЦУР: Вымыслова Ирина Сергеевна — последний день: 31.01.2027 (было: без срока)",
        "руководитель ЦУР: с 01.02.2027 — Новиков Иван Ильич, эл. почта cur@example.org",
    ]


def test_a_mailbox_of_the_office_does_not_make_the_successor_the_same_person() -> None:
    assert [one.kind for one in compare([HEAD], [NEXT])] == ["came", "left"]
    assert said([HEAD], [NEXT])[1] == "руководитель ЦУР: Вымыслова Ирина Сергеевна из списка исключается (с 01.01.2026)"


def test_a_new_name_of_the_same_person_is_a_change() -> None:
    married = but(SECRETARY, name="Иная Анна", phone="+7 34365 0-00-03")
    assert said([SECRETARY], [married]) == [
        "секретарь: Образцова Анна — фамилия имя отчество: Иная Анна (было: Образцова Анна); "
        "телефон: +7 34365 0-00-03 (было: —)"
    ]


def test_each_stretch_of_a_deputy_is_told_by_itself() -> None:
    first = but(SECRETARY, role="mcu_head", is_deputy=True, valid_from=date(2027, 1, 25), valid_to=date(2027, 1, 31))
    second = but(first, valid_from=date(2027, 3, 1), valid_to=date(2027, 3, 5))
    assert said([first], [first, second]) == [
        "руководитель МЦУ (замещает): с 01.03.2027 по 05.03.2027 — Образцова Анна, эл. почта a@example.org"
    ]
    assert said([first, second], [second]) == [
        "руководитель МЦУ (замещает): Образцова Анна замещать не будет (с 25.01.2027 по 31.01.2027)"
    ]


def test_a_stretch_goes_with_the_one_that_begins_on_the_same_day() -> None:
    first = but(SECRETARY, role="mcu_head", is_deputy=True, valid_from=date(2027, 1, 25), valid_to=date(2027, 1, 31))
    second = but(first, valid_from=date(2027, 3, 1), valid_to=date(2027, 3, 5))
    found = compare([first, second], [but(second, phone="1-23-45")])
    assert [(one.kind, one.fields, one.person.valid_from) for one in found] == [
        ("changed", ("phone",), second.valid_from),
        ("left", (), first.valid_from),
    ]


PAST = but(SECRETARY, name="Прошлая Вера", valid_to=date(2027, 1, 19))


@pytest.mark.parametrize(
    ("old", "new", "is_news"),
    [
        ([SECRETARY], [SECRETARY, PAST], False),
        ([SECRETARY, PAST], [SECRETARY], False),
        ([SECRETARY, but(PAST, valid_to=None)], [SECRETARY, PAST], True),
        ([SECRETARY], [SECRETARY, but(PAST, valid_to=DAY)], True),
        ([SECRETARY], [but(SECRETARY, email="b@example.org")], True),
        ([SECRETARY], [but(SECRETARY, address="/mnt")], False),
        ([SECRETARY], [but(SECRETARY, address="/mnt", post="специалист")], True),
    ],
)
def test_rows_of_the_past_and_our_own_ways_are_no_news(old: list[Person], new: list[Person], is_news: bool) -> None:
    found = compare(old, new)
    assert bool(news_for_the_other(found, "mcu", DAY)) is is_news
    assert news_for_the_other(found, "cur", DAY) == []


def test_the_way_to_the_head_of_the_regional_centre_is_news_to_us() -> None:
    found = compare([HEAD], [but(HEAD, way="folder", address="/mnt/cur")])
    assert [sentence(one) for one in news_for_the_other(found, "cur", DAY)] == [
        "руководитель ЦУР: Вымыслова Ирина Сергеевна — способ: папка (было: почта); адрес: /mnt/cur (было: —)"
    ]


@st.composite
def persons(draw: st.DrawFn) -> Person:
    is_deputy = draw(st.booleans())
    first = draw(st.dates(date(2026, 1, 1), date(2026, 1, 5)))
    return Person(
        role=draw(st.sampled_from(["mcu_head", "secretary"])),
        name=draw(st.sampled_from(["Анна", "Борис"])),
        email=draw(st.sampled_from(["", "a@example.org"])),
        is_deputy=is_deputy,
        valid_from=first,
        valid_to=date(2026, 2, 1) if is_deputy else None,
    )


@given(st.lists(persons(), max_size=6), st.randoms())
def test_a_table_sorted_anew_has_no_changes(table: list[Person], chance) -> None:
    assert compare(table, sorted(table, key=lambda _: chance.random())) == []


@given(st.lists(persons(), max_size=6), st.lists(persons(), max_size=6))
def test_every_row_of_both_tables_is_accounted_for_once(old: list[Person], new: list[Person]) -> None:
    found = compare(old, new)
    assert len(new) - len(old) == sum((one.kind == "came") - (one.kind == "left") for one in found)
    unchanged = len(new) - sum(one.after is not None for one in found)
    assert unchanged <= sum(1 for one in new if one in old)
