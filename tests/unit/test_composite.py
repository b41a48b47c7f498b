"""The composite index: scores between worst and target, weights, what is missing (domain §10.4)."""

from fractions import Fraction

import pytest

from svodka.figures.document import exact_value
from svodka.figures.rating.composite import Weight, index_of
from svodka.figures.rating.words import explanation, one_place
from tests.report_sample import value

LATE = Weight("S-03", Fraction(50), "<=", Fraction(0), Fraction(20), "")
MEAN = Weight("P-01", Fraction(30), "<=", Fraction(8), Fraction(30), "")
RATED = Weight("P-04", Fraction(20), ">=", Fraction(60), Fraction(20), "")
TITLES = {"S-03": "Доля сообщений с нарушением срока ответа"}


@pytest.mark.parametrize(
    ("weight", "found", "score"),
    [
        (LATE, 0, 100), (LATE, 5, 75), (LATE, 20, 0), (LATE, 90, 0),
        (MEAN, 8, 100), (MEAN, 3, 100), (MEAN, 19, 50),
        (RATED, 60, 100), (RATED, 100, 100), (RATED, 30, 25), (RATED, 20, 0), (RATED, 0, 0),
    ],
)  # fmt: skip
def test_a_score_runs_from_worst_to_target_in_either_direction(weight: Weight, found: int, score: int) -> None:
    assert weight.score(Fraction(found)) == score


def test_the_index_is_the_weighed_mean_of_exact_scores() -> None:
    rows = {
        "S-03": value("S-03", "1", "15", "%"),  # 6 2/3 % → 66 2/3
        "P-01": value("P-01", "190.000000", "10", "дн."),  # 19 days → 50
        "P-04": value("P-04", "10", "20", "%"),  # 50 % → 75
    }
    index = index_of(rows, [LATE, MEAN, RATED])
    assert index.value == Fraction(50 * Fraction(200, 3) + 30 * 50 + 20 * 75, 100)
    points = [index.points(one) for one in index.components]
    assert sum(brought for brought, _ in points) == index.value
    assert sum(lost for _, lost in points) == 100 - index.value


def test_small_and_missing_values_take_their_weight_away() -> None:
    rows = {"S-03": value("S-03", "1", "10", "%"), "P-04": value("P-04", "0", "3", "%", ("SMALL_N",))}
    index = index_of(rows, [LATE, MEAN, RATED])
    assert index.value is None and index.present == Fraction(1, 2)
    assert index.reason == "есть показатели только на 50 % веса, нужно не менее 60 %"
    assert [one.left_out for one in index.components] == [None, "нет данных", "мало записей: 3"]


def test_exactly_sixty_per_cent_of_the_weight_is_enough() -> None:
    rows = {"S-03": value("S-03", "1", "10", "%")}
    sixty = [Weight("S-03", Fraction(60), "<=", Fraction(0), Fraction(20), ""), Weight(*_rest(40))]
    less = [Weight("S-03", Fraction(599, 10), "<=", Fraction(0), Fraction(20), ""), Weight(*_rest(Fraction(401, 10)))]
    assert index_of(rows, sixty).value == 50
    assert index_of(rows, less).value is None
    assert "только на 59 %" in str(index_of(rows, less).reason)


def _rest(weight: Fraction | int) -> tuple:
    return ("G-01", Fraction(weight), ">=", Fraction(100), Fraction(50), "")


def test_without_weights_there_is_no_index() -> None:
    index = index_of({}, [])
    assert index.value is None and "нет весов" in str(index.reason)


def test_a_value_that_the_document_calls_null_is_none() -> None:
    assert exact_value(value("S-03", "0", "0", "%")) is None
    assert exact_value(value("S-01", "7", None, "ед.")) == 7
    assert exact_value(value("P-01", "68.000000", "3", "дн.")) == Fraction(68, 3)
    assert exact_value(value("S-03", "1", "3", "%")) == Fraction(100, 3)


def test_the_sentence_names_what_costs_most() -> None:
    rows = {"S-03": value("S-03", "1", "10", "%"), "P-01": value("P-01", "80.000000", "10", "дн.")}
    said = explanation(index_of(rows, [LATE, MEAN, RATED]), TITLES)
    assert said == (
        "Больше всего стоит S-03 «Доля сообщений с нарушением срока ответа»: 10 % при цели не более 0, потеряно 31,3 "
        "из 31,3 недостающих баллов. Без данных и потому не в счёт: P-04."
    )
    good = {"S-03": value("S-03", "0", "10", "%"), "P-01": value("P-01", "80.000000", "10", "дн.")}
    assert explanation(index_of(good, [LATE, MEAN]), TITLES) == "Все показатели индекса на цели или лучше."
    assert explanation(index_of({}, [LATE]), TITLES).startswith("Индекса нет: есть показатели только на 0 %")


@pytest.mark.parametrize(
    ("number", "shown"),
    [(Fraction(5, 100), "0,1"), (Fraction(49, 1000), "0"), (Fraction(-1, 20), "−0,1"), (Fraction(125, 10), "12,5")],
)
def test_one_place_is_rounded_half_up_once(number: Fraction, shown: str) -> None:
    assert one_place(number) == shown
