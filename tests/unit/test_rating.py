"""Places by the index: ties, those without a place, who takes part."""

from fractions import Fraction
from typing import Any

from svodka.figures.indicators import catalogue
from svodka.figures.rating.composite import Weight
from svodka.figures.rating.places import Contestant, executors_of, rank, weights_by_executor
from tests.report_sample import document, value

WEIGHTS = [Weight("S-03", Fraction(1), "<=", Fraction(0), Fraction(20), "")]


def contestant(name: str, late: str, of: str = "20", n: str = "20", flags: tuple[str, ...] = ()) -> Contestant:
    return Contestant(name, {"S-01": value("S-01", n, None, "ед."), "S-03": value("S-03", late, of, "%", flags)})


def places(entries: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [(one["name"], one["place"]) for one in entries]


def test_equal_indices_share_a_place_and_the_next_one_skips() -> None:
    found = rank(
        [contestant("В", "1"), contestant("Б", "1"), contestant("Г", "2"), contestant("А", "0")], WEIGHTS, {}, 5
    )
    assert places(found) == [("А", 1), ("Б", 2), ("В", 2), ("Г", 4)]
    assert [one["index"] for one in found] == ["100.000000", "75.000000", "75.000000", "50.000000"]


def test_what_is_published_as_equal_is_equal() -> None:
    """1/3 and 333333333/1000000000 differ in the tenth place only."""
    a, b = contestant("А", "1", "15"), contestant("Б", "66666666", "1000000000")
    assert places(rank([a, b], WEIGHTS, {}, 5)) == [("А", 1), ("Б", 1)]


def test_too_few_records_and_no_index_have_no_place_but_a_reason() -> None:
    few, small = contestant("Мало", "0", n="4"), contestant("Архив", "0", "3", flags=("SMALL_N",))
    found = rank([few, small, contestant("Отдел", "1", n="5")], WEIGHTS, {}, 5)
    assert places(found) == [("Отдел", 1), ("Архив", None), ("Мало", None)]
    assert [one["reason"] for one in found] == [
        None,
        "вне рейтинга: есть показатели только на 0 % веса, нужно не менее 60 %",
        "вне рейтинга: n = 4",
    ]


def test_the_parts_of_a_place_are_told() -> None:
    [found] = rank([contestant("Отдел", "1")], WEIGHTS, {"S-03": "Доля"}, 5)
    [part] = found["components"]
    assert (part["value"], part["score"], part["brought"], part["lost"]) == (
        "5.000000",
        "75.000000",
        "75.000000",
        "25.000000",
    )
    assert (part["relation"], part["target"], part["worst"]) == ("<=", "0.000000", "20.000000")


def test_executors_are_those_that_the_document_slices_by() -> None:
    [found] = executors_of(document())
    assert (found.name, found.n) == ("-Отдел ЖКХ", 7)


def test_pages_weigh_nothing_where_executors_are_compared() -> None:
    pages = Weight("G-01", Fraction(1), ">=", Fraction(100), Fraction(50), "")
    assert weights_by_executor([*WEIGHTS, pages], catalogue()) == tuple(WEIGHTS)
