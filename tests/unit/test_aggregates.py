"""An aggregate expression is taken apart rightly, whatever its spaces."""

from svodka.figures.aggregates import Aggregate, conjuncts, parse_aggregates


def test_a_difference_has_a_subtracted_part() -> None:
    assert parse_aggregates("count(*) FILTER (WHERE a) -\n  count(*) FILTER (WHERE b OR c)") == (
        Aggregate(1, "count", None, False, "a"),
        Aggregate(-1, "count", None, False, "b OR c"),
    )


def test_what_is_counted_once_and_what_is_summed() -> None:
    assert parse_aggregates("count(DISTINCT case_key) FILTER (WHERE a)") == (
        Aggregate(1, "count", "case_key", True, "a"),
    )
    assert parse_aggregates("bool_or(x) FILTER (WHERE a)")[0].function == "bool_or"
    assert parse_aggregates("sum(seconds) FILTER (WHERE a)")[0].argument == "seconds"


def test_a_double_minus_is_a_plus() -> None:
    found = parse_aggregates("count(*) FILTER (WHERE a) - (count(*) FILTER (WHERE b) - count(*) FILTER (WHERE c))")
    assert [one.sign for one in found] == [1, -1, 1]


def test_the_members_of_a_condition() -> None:
    assert conjuncts("a AND (b OR c)\n AND NOT d AND e  = 'x AND y'") == ("a", "b OR c", "NOT d", "e = 'x AND y'")
    assert conjuncts("(a OR b)") == ("a OR b",)
    assert conjuncts("a AND (b AND c)") == ("a", "b", "c")
