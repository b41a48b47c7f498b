"""What the command line says to a person: wrong words, numbers, dates, the days that are missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svodka.cli import main
from svodka.cli import status as status_words
from svodka.cli.calendar import _lines
from svodka.cli.shown import show
from svodka.cli.values import number_text, show_totals


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "нет команды «nonsense». Как пишется: svodka --help."),
        (["figures"], "не указано QUARTER (Например, 2026Q3). Как пишется: svodka figures --help."),
        (["exclude", "П-1", "--by", "Глава"], "не указано --reason"),
        (["figures", "2026Q3", "--jsn"], "нет параметра --jsn; есть --json"),
        (["figures", "2026Q3", "--as-of"], "--as-of: значение не указано"),
        (["figures", "2026Q3", "--json=да"], "--json: значение не нужно"),
        (["figures", "2026Q3", "лишнее"], "лишнее: лишнее"),
        (["calendar", "год"], "YEAR (Например, 2026): ожидается целое число"),
        (["rating", "2026Q3", "--min-n", "-1"], "--min-n: ожидается не меньше 0"),
    ],
)
def test_wrong_words_are_told_in_russian_and_end_with_two(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["svodka", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert said in printed.err and len(printed.err.splitlines()) == 1


def test_help_ends_with_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["svodka", "figures", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0 and "figures" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["UndefinedTable", "UndefinedColumn"])
def test_an_old_database_is_mended_by_init(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError(f"(psycopg2.errors.{name}) x does not exist\nSELECT x")

    monkeypatch.setattr("svodka.cli.app", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "выполните svodka init" in capsys.readouterr().err


def test_totals_are_shown_with_titles_a_comma_and_flags_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    total = {"channel": None, "legal_regime": None, "block": None, "executor": None}
    value = {
        "indicator": "P-02", "version": 1, "slice": total, "numerator": "2", "denominator": "3", "value": "66.666667",
        "unit": "%", "n_unknown": 0, "flags": ["SMALL_N"],
    }  # fmt: skip
    show_totals([value, value | {"slice": total | {"channel": "pos"}, "numerator": "777"}], "Показатели")
    shown = capsys.readouterr().out
    assert "66,7 %" in shown and "мало записей: 3" in shown and "числитель" in shown
    assert "SMALL_N" not in shown and "777" not in shown


@pytest.mark.parametrize(
    ("number", "text"), [(None, "—"), ("268", "268"), ("1200", "1 200"), ("1234.550000", "1 234,6"), ("5.000000", "5")]
)
def test_sums_have_one_place_where_they_are_fractions(number: str | None, text: str) -> None:
    assert number_text(number) == text


def test_a_table_cuts_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    show([{"name": "x" * 60 + "[b]", "state": "загружен"}], False, {"name": "файл", "state": "состояние"}, "Файлы")
    shown = capsys.readouterr().out
    assert shown.count("x") == 60 and "[b]" in shown and "…" not in shown


def test_an_unknown_year_shows_no_count_of_working_days() -> None:
    found = {"year": 2028, "is_official": False, "working_days": 261, "corrections": []}
    said = "\n".join(_lines(found))
    assert "2028 год неизвестен" in said and "calendar_override.csv" in said and "261" not in said


def test_gaps_are_told_by_their_days_and_what_to_do() -> None:
    pos = {"title": "ПОС", "channel": "pos", "state": "gap", "gaps": [(date(2026, 10, 1), date(2026, 10, 2))]}
    sed = {"title": "СЭД", "channel": "sed", "state": "no_data", "gaps": []}
    assert list(status_words.missing_exports([pos, sed])) == [
        "ПОС: нет выгрузок за 01.10.2026–02.10.2026 (inbox/pos).",
        "Нет ни одной выгрузки: inbox/sed.",
        "Положите недостающие выгрузки в эти папки и выполните svodka ingest.",
    ]
    assert list(status_words.missing_exports([pos | {"state": "fresh", "gaps": []}])) == []
