"""The catalogue of sql/indicators: all of domain §10 is there, and a wrong file is refused with its place."""

from datetime import date
from pathlib import Path

import pytest

from svodka.figures import indicators, scan
from svodka.figures.indicators import IndicatorError, catalogue, in_force, parse
from svodka.warehouse.engine import SQL

GOOD = (SQL / "indicators" / "p_02.sql").read_text(encoding="utf-8")
EXPECTED = """S-01 S-01U S-02 S-02Y S-03 S-04 S-05 S-06 I-01 I-02 I-03 I-04 I-05 P-01 P-02 P-03 P-04 P-05 P-06
A-01 A-02 A-03 A-04 A-05 A-05E A-05M A-05N A-06 G-01 G-02 G-03"""


def test_every_indicator_of_the_domain_is_there_in_the_order_of_the_report() -> None:
    assert [one.code for one in catalogue()] == EXPECTED.split()


def test_every_file_is_named_after_its_indicator() -> None:
    for one in catalogue():
        assert one.file.startswith(one.code.lower().replace("-", "_"))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("-- unit: %\n", "", "нет: unit"),
        ("-- unit: %", "-- units: %", "«units» лишнее"),
        ("-- unit: %", "-- unit: %\n-- unit: %", "повторено"),
        ("-- code: P-02", "-- code: p2", "ожидается, например, P-02"),
        ("-- version: 1", "-- version: one", "не число"),
        ("-- valid_from: 2018-01-01", "-- valid_from: 31.02.2026", "не дата"),
        ("-- kind: share", "-- kind: rate", "kind: rate"),
        ("-- kind: share", "-- kind: count", "знаменатель"),
        ("-- channels: pos", "-- channels: everything but pos", "ожидается «pos, sed»"),
        ("AS denominator", "AS total", "numerator | denominator"),
        ("AS denominator", "/ 2 AS denominator", "деление"),
        ("FILTER (WHERE in_due) AS", "AS", "FILTER"),
        ("AS numerator", "AS denominator", "numerator | denominator"),
        ("SELECT", "DELETE", "ожидается SELECT"),
        ("FROM message_in_quarter", "FROM message_in_quarter;", "ожидается SELECT"),
    ],
)
def test_a_wrong_file_is_refused_by_name(old: str, new: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(IndicatorError, match=r"sql/indicators/mine\.sql") as refusal:
        parse("mine.sql", GOOD.replace(old, new, 1))
    assert reason in str(refusal.value)


def test_an_unknown_fact_is_refused() -> None:
    one = parse("mine.sql", GOOD.replace("message_in_quarter", "fct_salary"))
    with pytest.raises(IndicatorError, match="нет факта fct_salary; есть: message_in_quarter"):
        scan.compile_scan(one.fact, [one])


def test_two_files_of_one_definition_clash(tmp_path: Path) -> None:
    (tmp_path / "p_02.sql").write_text(GOOD, encoding="utf-8")
    (tmp_path / "p_02_copy.sql").write_text(GOOD.replace("-- version: 1", "-- version: 2"), encoding="utf-8")
    with pytest.raises(IndicatorError, match=r"p_02_copy.sql: спорит с p_02.sql"):
        catalogue(tmp_path)


def test_an_order_changes_a_definition_from_its_date_once_it_is_known(tmp_path: Path) -> None:
    newer = GOOD.replace("-- version: 1", "-- version: 2").replace("-- valid_from: 2018", "-- valid_from: 2027")
    newer = newer.replace("-- known_from: 2018-01-01", "-- known_from: 2026-12-15")
    (tmp_path / "p_02.sql").write_text(GOOD, encoding="utf-8")
    (tmp_path / "p_02_v2.sql").write_text(newer, encoding="utf-8")

    def version(first_day: date, known_on: date) -> int:
        return in_force(first_day, known_on, tmp_path)[0].version

    assert version(date(2026, 10, 1), date(2027, 1, 3)) == 1
    assert version(date(2027, 1, 1), date(2027, 4, 2)) == 2
    assert version(date(2027, 1, 1), date(2026, 12, 14)) == 1


def test_a_long_header_line_goes_on_below() -> None:
    one = parse("mine.sql", GOOD.replace("-- owner: ЦУР", "-- owner: ЦУР\n--     и МЦУ"))
    assert one.owner == "ЦУР и МЦУ"


@pytest.mark.parametrize(
    ("expression", "compiled"),
    [
        ("count(*) FILTER (WHERE a OR b)", "count(*) FILTER (WHERE (p) AND (a OR b))"),
        ("count(*) FILTER (WHERE f(a)) - count(*) FILTER (WHERE b = ')')",
         "count(*) FILTER (WHERE (p) AND (f(a))) - count(*) FILTER (WHERE (p) AND (b = ')'))"),
    ],
)  # fmt: skip
def test_the_population_is_put_into_every_filter(expression: str, compiled: str) -> None:
    assert scan.within(expression, "p") == compiled
    assert scan.within(expression, None) == expression


def test_a_fact_is_scanned_once_whatever_the_number_of_indicators() -> None:
    members = [one for one in catalogue() if one.fact == "message_in_quarter"]
    assert len(members) > 20
    assert scan.compile_scan("message_in_quarter", members).count("FROM fct_message") == 1


def test_which_channels_a_value_needs() -> None:
    by_code = {one.code: one for one in indicators.catalogue()}
    assert by_code["P-02"].needs("pos") and not by_code["P-02"].needs("sed")
    assert by_code["A-01"].needs("pos") and not by_code["A-01"].needs("incident")
    assert by_code["S-01"].needs("a_channel_added_later") and not by_code["S-01"].needs("pages")
