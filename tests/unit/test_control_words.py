"""The control list and its letter in words, from made-up facts, without a warehouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from svodka.control.control_list import KINDS, SUBSETS, Listed, ListPart, Place
from svodka.control.digest import DayLine, Digest, Freshness, QuarantineSize
from svodka.control.letter import address, day_lines, spike_words, subject, templates
from svodka.control.list_file import as_csv, cells
from svodka.control.list_words import TITLES, plural_days, said_of
from svodka.control.morning import Morning
from svodka.control.said_list import Change
from svodka.control.spike_series import Spike
from svodka.settings import Municipality, Pages, Settings, pages_of_airflow

ZONE = ZoneInfo("Asia/Yekaterinburg")
DAY = date(2026, 10, 1)
KEY = UUID(int=7)


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZONE)  # type: ignore[misc,arg-type]


def row(**changed: Any) -> Listed:
    plain = Listed(
        KEY,
        "12",
        "Канал",
        "Дороги",
        "Отдел",
        local(2026, 10, 6, 23, 59, 59),
        None,
        5,
        (),
        (),
        None,
        Place(0, None, KEY),
    )
    return replace(plain, **changed)


@pytest.mark.parametrize(
    ("changed", "phrases"),
    [
        ({"kinds": ("due_3",)}, ["срок 06.10.2026"]),
        ({"kinds": ("due_1",), "due": local(2026, 10, 2, 17), "days_left": 1}, ["срок завтра, 02.10.2026 17:00"]),
        ({"kinds": ("due_1",), "days_left": 0}, ["срок сегодня, 06.10.2026"]),
        ({"kinds": ("due_3",), "control": local(2026, 10, 5, 23, 59, 59)}, ["срок 06.10.2026, ответить до 05.10.2026"]),
        (
            {"kinds": ("overdue", "unassigned"), "days_left": -2, "executor": None},
            ["просрочено на 2 дня, срок был 06.10.2026", "без исполнителя"],
        ),
        ({"kinds": ("overdue",), "days_left": 0}, ["просрочено сегодня, срок был 06.10.2026"]),
        ({"kinds": ("unassigned",)}, ["без исполнителя", "срок 06.10.2026"]),
        (
            {"kinds": ("returned", "missing"), "due": None, "days_left": None, "missing_since": local(2026, 9, 30, 10)},
            ["вернул заявитель, нужен новый ответ", "нет в выгрузке с 30.09.2026"],
        ),
    ],
)
def test_all_that_is_true_of_a_message_is_said(changed: dict[str, Any], phrases: list[str]) -> None:
    assert said_of(row(**changed)) == phrases


def test_every_kind_has_its_title() -> None:
    assert tuple(TITLES) == KINDS


def test_days_are_declined() -> None:
    assert [plural_days(n) for n in (1, 2, 5, 11, 21, 112)] == ["день", "дня", "дней", "дней", "день", "дней"]


@pytest.mark.parametrize("text", ["=1+1", "+7", "-1", "@x", "\t=1"])
def test_a_cell_of_the_source_is_no_formula(text: str) -> None:
    one = cells(row(number=text, block=text, executor=text))
    assert {one[0], one[2], one[3]} == {f"'{text}"}
    assert as_csv([row()]).startswith(b"\xef\xbb\xbf")


def digest(**changed: Any) -> Digest:
    lines = [DayLine("channel", "ПОС", 3, Decimal("2.1"), Decimal("2.0"), 4, Decimal("1.0"), Decimal("1.5"))]
    fresh = [Freshness("pos", "ПОС", "fresh", date(2026, 9, 30), [])]
    plain = Digest(DAY, local(2026, 9, 30, 8, 30), lines, [], fresh, [], [])
    return replace(plain, **changed)


def morning(counts: dict[str, int] | None = None, **changed: Any) -> Morning:
    part = ListPart([], dict.fromkeys((*KINDS, *SUBSETS), 0) | (counts or {}), 0, 0)
    return replace(Morning(DAY, part, part, [], None, digest(), []), **changed)


@pytest.mark.parametrize("kind", ["overdue", "due_3", "unassigned", "returned", "missing"])
def test_a_day_on_which_somebody_must_act_is_not_quiet(kind: str) -> None:
    assert morning().is_quiet and morning({"due_5": 1, "registered_late": 2}).is_quiet
    assert not morning({kind: 1}).is_quiet


@pytest.mark.parametrize(
    "changed",
    [
        {"broken": ["M05: …"]},
        {"digest": digest(spikes=[Spike("channel", "ПОС", DAY, 1, 24, 6.2)])},
        {"digest": digest(freshness=[Freshness("pos", "ПОС", "gap", date(2026, 9, 28), [])])},
        {"digest": digest(quarantine=[QuarantineSize("ПОС", 9, 1)])},
    ],
)
def test_news_of_the_data_break_the_quiet(changed: dict[str, Any]) -> None:
    assert not morning(**changed).is_quiet


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (("fresh", "fresh"), "Данные без пропусков; вчера"),
        (("fresh", "no_data"), "Данные без пропусков, кроме каналов, из которых выгрузок ещё не было: ССТУ; вчера"),
        (("no_data", "no_data"), "Выгрузок ещё не было; вчера"),
    ],
)
def test_a_channel_that_never_came_is_not_called_complete(states: tuple[str, str], told: str) -> None:
    names = zip(("ПОС", "ССТУ"), states, strict=True)
    channels = [Freshness(name, name, state, None, []) for name, state in names]
    lines: Any = templates().get_template("quiet_lines.j2").module
    assert lines.data(digest(freshness=channels)).startswith(told)


def test_an_old_quarantine_does_not_break_the_quiet() -> None:
    assert morning(digest=digest(quarantine=[QuarantineSize("ПОС", 9, 0)])).is_quiet


def test_the_subject_says_what_kind_of_day_it_is() -> None:
    assert subject(morning(), None) == "Контроль на 01.10.2026: всё спокойно"
    busy = morning({"overdue": 2, "due_3": 3})
    assert subject(busy, None) == "Контроль на 01.10.2026: просрочено 2, истекает 3"
    changed = subject(busy, Change(1, 0, 0, ["1 · ПОС"], []))
    assert changed == "Контроль на 01.10.2026: список изменился, просрочено 2, истекает 3"


def test_spikes_and_yesterday_are_sentences() -> None:
    assert spike_words(Spike("block", "Дороги", DAY, 1, 24, 6.2)) == "Дороги: 01.10.2026 поступило 24, обычно около 6"
    assert spike_words(Spike("block", "Дороги", DAY, 3, 30, 9.0)).startswith("Дороги: за 3 дня по 01.10.2026")
    known = digest().lines[0]
    late = [replace(known, name=name, is_known=False) for name in ("Инцидент", "СЭД")]
    assert day_lines([known, *late]) == [
        "ПОС: поступило 3 (обычно 2,0), отвечено 4 (обычно 1,5)",
        "Данных за этот день ещё нет: Инцидент, СЭД",
    ]


def test_links_lead_to_the_pages_or_nowhere() -> None:
    settings = Settings(municipality=Municipality(oktmo="1"), pages=Pages(url="http://mcu.example/svodka/"))
    assert address(settings, "/terms", {"kind": "overdue", "block": None}) == (
        "http://mcu.example/svodka/terms?kind=overdue"
    )
    assert address(settings.model_copy(update={"pages": Pages(url="")}), "/terms", {}) is None
    assert pages_of_airflow("http://127.0.0.1:8080/") == "http://127.0.0.1:8080/svodka"
    assert pages_of_airflow(None) is None and pages_of_airflow("") is None
