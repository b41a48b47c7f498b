"""A wrong file of sql/indicators is refused with its name, the line, and what is expected."""

from pathlib import Path

import pytest

from svodka.figures.indicators import IndicatorError, catalogue, parse
from svodka.warehouse.engine import SQL

GOOD = (SQL / "indicators" / "p_02.sql").read_text(encoding="utf-8")
LAST = "count(*) FILTER (WHERE in_due) AS denominator"
CONDITION = "in_due AND is_late"


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def refusal(source: str) -> list[str]:
    with pytest.raises(IndicatorError) as error:
        parse("mine.sql", source)
    return str(error.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("-- unit: %\n", "", "нет: unit"),
        ("-- unit: %", "-- units: %", "«units» лишнее"),
        ("-- unit: %", "-- unit: %\n-- unit: %", "повторено"),
        ("-- unit: %", "-- unit: процент", "unit: процент, ожидается одно из: %, ед., ч, дн., балл"),
        ("-- unit: %", "-- unit: дн.", "В процентах выражаются share и change"),
        ("-- unit: %", "--unit: %", "ожидается «-- поле: значение»"),
        ("-- code: P-02", "-- code: p2", "например, P-02"),
        ("-- version: 1", "-- version: one", "целое число"),
        ("-- version: 1", "-- version: 0", "целое число"),
        ("-- valid_from: 2018-01-01", "-- valid_from: 31.02.2026", "дата ГГГГ-ММ-ДД"),
        ("-- known_from: 2018-01-01", "-- known_from: 2026-02-31", "дата ГГГГ-ММ-ДД"),
        ("-- known_from", "-- valid_to: 2017-12-31\n-- known_from", "valid_to раньше, чем valid_from"),
        ("-- kind: share", "-- kind: rate", "kind: rate"),
        ("-- kind: share", "-- kind: count", "знаменатель"),
        ("-- kind: share", "-- kind: share\n-- divide_by: 60", "divide_by бывает только у kind: mean"),
        ("-- direction: lower", "-- direction: down", "higher, lower, neutral"),
        ("-- channels: pos", "-- channels: everything but pos", "«pos, sed»"),
        ("-- channels: pos", "-- channels: pos, ssed", "нет канала ssed"),
        ("-- additive: quarters and slices", "-- additive: yes", "quarters and slices, slices, nothing"),
        ("AS denominator", "AS total", "numerator | denominator"),
        ("AS denominator", "", "numerator | denominator"),
        ("AS denominator", "AS numerator", "каждое один раз"),
        ("AS numerator", "AS n_unknown", "нет столбца numerator"),
    ],
)
def test_a_wrong_header_or_name_is_refused(old: str, new: str, reason: str) -> None:
    found = refusal(changed(old, new))
    assert all(line.startswith("sql/indicators/mine.sql") for line in found)
    assert any(reason in line for line in found), found


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (CONDITION, "in_dew AND is_late", "строка 19: нет столбца «in_dew» в message_in_quarter; похожие: in_due"),
        ("legal_regime", "legal_regimen", "строка 22: нет столбца «legal_regimen»"),
        (CONDITION, "page.in_due", "нет столбца «page.in_due»"),
        ("FROM message_in_quarter", "FROM fct_salary", "строка 21: нет факта fct_salary; есть: message_in_quarter"),
        ("FROM message_in_quarter", "FROM marts.message_in_quarter", "имя факта, и только оно"),
        ("FROM message_in_quarter", "FROM message_in_quarter AS m", "имя факта, и только оно"),
        ("FROM message_in_quarter", "FROM (SELECT 1) AS m", "имя факта, и только оно"),
        ("FROM message_in_quarter", "FROM message_in_quarter, page_in_quarter", "ни JOIN, ни GROUP BY"),
        ("legal_regime = 'POS_MESSAGE'", "TRUE GROUP BY channel", "ни JOIN, ни GROUP BY"),
        ("SELECT", "SELECT DISTINCT", "ни DISTINCT"),
        (LAST, LAST.replace(" AS", " / 2 AS"), "строка 20: деление не в SQL"),
        (LAST, f"(2 * ({LAST.removesuffix(' AS denominator')} / 2)) AS denominator", "деление не в SQL"),
        (LAST, "div(count(*) FILTER (WHERE in_due), 2) AS denominator", "деление не в SQL"),
        (CONDITION, "final_answer_days / 2 > 5", "деление не в SQL"),
        (LAST, "count(*) AS denominator", "FILTER"),
        (LAST, "avg(rating) FILTER (WHERE in_due) AS denominator", "avg: годятся только count и sum"),
        (LAST, "max(rating) FILTER (WHERE in_due) AS denominator", "max: годятся только count и sum"),
        (LAST, "every(in_due) FILTER (WHERE in_due) AS denominator", "every: годятся только count и sum"),
        (LAST, "100 * count(*) FILTER (WHERE in_due) AS denominator", "только + и −"),
        (LAST, "count(*) FILTER (WHERE in_due) + 1 AS denominator", "только + и −"),
        (LAST, "rating AS denominator", "только + и −"),
        (LAST, "count(*) OVER () AS denominator", "окна"),
        (LAST, "percentile_cont(0.5) WITHIN GROUP (ORDER BY rating) FILTER (WHERE in_due) AS denominator", "окна"),
        (LAST, "(SELECT 1) AS denominator", "вложенный SELECT"),
        ("channel = 'pos'", "channel IN (SELECT executor FROM fct_message)", "строка 22: вложенный SELECT"),
        ("channel = 'pos'", "count(*) > 1", "агрегатная функция внутри условия"),
        (LAST, "sum(DISTINCT rating) FILTER (WHERE in_due) AS denominator", "DISTINCT бывает только в count"),
        (LAST, "count(DISTINCT case_key) FILTER (WHERE in_due) AS denominator", "строка 20: DISTINCT бывает только в"),
        (LAST, f"{LAST}, count(DISTINCT case_key) FILTER (WHERE in_due) AS n_unknown", "DISTINCT бывает только в"),
        (CONDITION, "is_late) + sum(DISTINCT rating) FILTER (WHERE in_due", "DISTINCT бывает только в count"),
        (LAST, "*", "вместо * назовите"),
        (LAST, LAST + ",", "лишняя запятая"),
        (CONDITION, "registered_on > :first_day", "«:first_day» читается как параметр"),
        (CONDITION, "executor = 'a :b'", "«:b» читается как параметр"),
        (CONDITION, "registered_on > current_date", "время и случай"),
        (CONDITION, "clock_timestamp() > first_final_answer_at", "время и случай"),
        (CONDITION, "in_due AND (is_late", "не разбирается около"),
        ("channel = 'pos'", "channel = 'pos", "строка 22: SQL не читается: незакрытая кавычка"),
        ("SELECT", "DELETE", "строка 18: после заголовка ожидается SELECT"),
        ("FROM message_in_quarter", "FROM message_in_quarter;", "строка 21: после заголовка ожидается SELECT"),
        ("legal_regime = 'POS_MESSAGE'", "TRUE; DROP TABLE fct_message", "без точки с запятой"),
    ],
)  # fmt: skip
def test_wrong_sql_is_refused_with_its_place(old: str, new: str, reason: str) -> None:
    found = refusal(changed(old, new))
    assert any(reason in line for line in found), found


def test_distinct_things_are_not_said_to_add_up() -> None:
    wrong = changed("count(*) FILTER (WHERE in_due AND", "count(DISTINCT case_key) FILTER (WHERE in_due AND")
    assert "DISTINCT" in refusal(wrong)[0]
    assert not parse("mine.sql", wrong.replace("quarters and slices", "nothing")).adds_up_over_slices


def test_what_only_looks_wrong_is_accepted() -> None:
    good = changed(CONDITION, "executor IS DISTINCT FROM 'а/б; в' /* a/b :( */ AND is_late -- in_dew :(\n")
    one = parse("mine.sql", good + "-- конец :)\n")
    expected = "count(*) FILTER (WHERE executor IS DISTINCT FROM 'а/б; в' AND is_late )"
    assert " ".join(one.expressions["numerator"].split()) == expected
    assert one.population == "channel = 'pos' AND legal_regime = 'POS_MESSAGE'"


def test_outputs_may_share_a_line_and_a_header_line_may_go_on_below() -> None:
    joined = GOOD.replace("AS numerator,\n   ", "AS numerator,").replace("-- owner: ЦУР", "-- owner: ЦУР\n--     и МЦУ")
    one = parse("mine.sql", joined)
    assert one.expressions == parse("p_02.sql", GOOD).expressions
    assert one.owner == "ЦУР и МЦУ"


def test_optional_fields_may_be_left_out_and_then_nothing_adds_up() -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(("-- title_en", "-- additive"))]
    one = parse("mine.sql", "\n".join(lines))
    assert (one.title_en, one.valid_to, one.divide_by) == (None, None, 1)
    assert not one.adds_up_over_quarters and not one.adds_up_over_slices


def test_all_wrong_files_are_named_at_once_each_with_all_its_faults(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text(changed("-- unit: %", "-- unit: км").replace("is_late", "is_lat"), encoding="utf-8")
    (tmp_path / "b.sql").write_text("привет", encoding="utf-8")
    (tmp_path / "c.sql").write_text(GOOD.replace("P-02", "P-09"), encoding="cp1251")
    (tmp_path / "d.sql").write_text("\ufeff" + GOOD.replace("P-02", "P-08"), encoding="utf-8", newline="\r\n")
    with pytest.raises(IndicatorError) as error:
        catalogue(tmp_path)
    found = [(one.file, one.line) for one in error.value.problems]
    assert found == [("a.sql", 5), ("a.sql", 19), ("b.sql", None), ("b.sql", 1), ("c.sql", None)]
    assert "UTF-8" in str(error.value).splitlines()[-1]
