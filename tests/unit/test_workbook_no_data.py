"""Indicators without data: each has one thing that a person can do about it, and all stand in one sentence."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from svodka.figures.indicators import catalogue
from svodka.report.content import Content
from svodka.report.data_state import data_states
from svodka.report.no_data import codes_without_data, folded_line, what_to_do
from tests import report_history, wide_edition
from tests import report_sample as sample

NO_CASES = "выгрузки есть, но случаев для расчёта в периоде не было"


def content(*values: dict, silent: tuple[str, ...] = (), **definitions: str) -> Content:
    """The sample with these totals; `definitions`: code (without a hyphen) → kind."""
    coverage = [
        one | {"newest_export": None} if one["channel"] in silent else one
        for one in sample.coverage(gap=False, newest=date(2026, 9, 30))
    ]
    catalogue = [
        dataclasses.replace(one, kind=definitions.get(one.code.replace("-", ""), one.kind)) for one in sample.CATALOGUE
    ]
    made = report_history.content(sample.document(values=list(values)), catalogue=catalogue)
    return dataclasses.replace(made, states=data_states(coverage))


def empty(code: str, **changes) -> dict:
    return sample.value(code, "0", "0", "%") | changes


@pytest.mark.parametrize(
    ("made", "advice"),
    [
        (content(empty("S-03")), NO_CASES),
        (content(empty("I-01"), silent=("incident",)), "выгрузите Инцидент Менеджмент"),
        (content(empty("S-03"), silent=("pos", "sed")), "выгрузите ПОС «Госуслуги. Решаем вместе», СЭД"),
        (content(empty("I-01"), silent=("pos",)), NO_CASES),
        (
            content(empty("S-03", n_unknown=7)),
            "в выгрузках пусты поля, по которым считают: заполните их в источнике и выгрузите заново",
        ),
        (
            content(empty("S-03"), S03="change"),
            "для сравнения выгрузите данные прошлого квартала и того же квартала год назад",
        ),
        (
            content(empty("S-03", denominator="3", flags=["SMALL_N"]), S03="change"),
            "в прошлом периоде слишком мало записей, сравнивать не с чем",
        ),
    ],
)
def test_the_advice_is_what_can_be_done(made, advice):
    assert list(codes_without_data(made).values()) == [advice]


def test_a_count_of_nothing_is_data_unless_none_of_its_channels_was_exported():
    nothing = sample.value("S-01", "0", None, "ед.")
    assert codes_without_data(content(nothing)) == {}
    assert codes_without_data(content(nothing, silent=("pos", "incident"))) == {}
    everything = content(nothing, silent=("pos", "incident", "sed"))
    assert codes_without_data(everything) == {
        "S-01": "выгрузите Инцидент Менеджмент, ПОС «Госуслуги. Решаем вместе», СЭД"
    }


def test_an_indicator_made_by_people_says_what_they_are_to_do():
    """I-06 needs marks of the head: an export would not help, even where one is missing."""
    [quality] = [one for one in catalogue() if one.code == "I-06"]
    nothing = empty("I-06")
    said = what_to_do(nothing, quality, content(nothing, silent=("pos",)))
    assert said == "оцените ответы на странице «Качество ответов»"
    assert what_to_do(nothing | {"value": "80.000000", "denominator": "5"}, quality, content(nothing)) is None


def test_slices_are_not_indicators():
    assert (
        codes_without_data(content(empty("S-03", slice=sample.value("S-03", "0", "0", "%", channel="pos")["slice"])))
        == {}
    )


def test_indicators_with_one_remedy_stand_together_in_one_sentence():
    made = content(empty("I-01"), empty("S-03"), empty("A-06"), silent=("incident", "sed"))
    assert folded_line(made) == (
        "Без данных (показателей: 3): I-01 — выгрузите Инцидент Менеджмент; S-03 — выгрузите Инцидент Менеджмент, СЭД; "
        "A-06 — выгрузите СЭД."
    )
    assert folded_line(content(sample.value("S-03", "1", "40", "%"))) == ""


def test_real_indicators_name_the_channels_of_their_definitions():
    made = wide_edition.content_of(31 * 29, silent={"pages", "incident"})
    assert folded_line(made) == (
        "Без данных (показателей: 8): I-01, I-02, I-03, I-04, I-05 — выгрузите Инцидент Менеджмент; "
        "G-01, G-02, G-03 — выгрузите Госпаблики."
    )
