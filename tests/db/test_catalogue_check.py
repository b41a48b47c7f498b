"""The database has the last word on an indicator: what only Postgres knows to be wrong is refused by file too."""

import pytest

from svodka.figures.catalogue_check import check_against_tables
from svodka.figures.indicators import IndicatorError, catalogue, parse
from svodka.settings import Settings
from svodka.warehouse.engine import SQL, Warehouse, use_marts

GOOD = (SQL / "indicators" / "p_02.sql").read_text(encoding="utf-8")


def test_every_shipped_indicator_is_accepted_by_the_real_tables(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        use_marts(conn)
        check_against_tables(conn, settings, catalogue())


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("rating > 'много'", "invalid input syntax"),
        ("no_such_function(rating)", "no_such_function"),
        ("rating", "boolean"),
    ],
)
def test_what_only_the_database_knows_is_refused_by_file(
    warehouse: Warehouse, settings: Settings, condition: str, reason: str
) -> None:
    good = parse("p_02.sql", GOOD)
    wrong = parse("mine.sql", GOOD.replace("in_due AND is_late", condition))
    with warehouse.begin() as conn:
        use_marts(conn)
        with pytest.raises(IndicatorError) as refusal:
            check_against_tables(conn, settings, [good, wrong])
        [problem] = refusal.value.problems
        assert problem.file == "mine.sql" and reason in problem.what
        check_against_tables(conn, settings, [good])  # the transaction goes on
