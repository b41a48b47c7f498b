"""`svodka explain` and `svodka figures Q --messages CODE` as a person and as a program read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svodka import pipeline
from svodka.cli import app
from svodka.errors import UsageError
from tests.db.test_explain_versions import ANSWERED, HEADER, NEW, PERSON, PERSONAL, drop

WIDTH = 100


@pytest.fixture(autouse=True)
def loaded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Message 15 answered in time, 16 open and late, 17 rejected on moderation."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    rejected = ["17", "02.07.2026", "", "ЖКХ", "Отклонено", "", ""]
    drop(home, "2026-07-06", [*HEADER, *PERSONAL], [*NEW, *PERSON])
    drop(home, "2026-09-06", [*HEADER, *PERSONAL], *([*row, *PERSON] for row in (ANSWERED, ["16", *NEW[1:]], rejected)))
    pipeline.ingest(["pos"])


def svodka(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_a_person_reads_only_where_the_message_counts(home: Path) -> None:
    told = svodka("explain", "16")
    assert all(len(line) <= WIDTH for line in told.splitlines())
    flat = " ".join(told.split())
    assert "pos 16" in flat
    assert "S-03 Доля сообщений с нарушением срока ответа Входит в знаменатель: срок 31.07.2026 23:59" in flat
    assert "A-01" not in flat
    assert "None" not in flat
    assert "pos_2026-09-06.xlsx, лист «Сообщения», строка 5" in flat
    assert "Выдуманный" not in flat
    everything = svodka("explain", "16", "--all", "--quarter", "2026Q3")
    assert "A-01" in everything
    assert "2026Q2" not in everything


def test_a_message_that_no_figure_counts_is_told_so_once() -> None:
    told = svodka("explain", "17", "--quarter", "2026Q3")
    assert told.count("отклонено на модерации") == 2  # beside its name and instead of the indicators
    assert "S-01" not in told


def test_a_program_reads_one_document() -> None:
    told = json.loads(svodka("explain", "15", "--channel", "pos", "--json"))
    assert set(told) == {
        "as_of", "identity", "left_out", "timeline", "term", "versions", "questions", "case", "links", "quarters",
    }  # fmt: skip
    assert told["term"]["due_at"] == "2026-07-31T23:59:59+05:00"
    [third] = [one for one in told["quarters"] if one["quarter"] == "2026Q3"]
    by_code = {one["indicator"]: one for one in third["verdicts"]}
    assert set(by_code) >= {"S-01", "A-05N", "P-06"}
    assert (by_code["P-01"]["numerator"], by_code["P-01"]["denominator"]) == ("4.104167", 1)
    assert told["versions"][1]["changes"][0].keys() == {"field", "title", "old", "new"}


def test_the_rows_behind_a_figure(home: Path) -> None:
    told = json.loads(svodka("figures", "2026Q3", "--messages", "S-03", "--json"))
    figure = [one for one in json.loads(svodka("figures", "2026Q3", "--json"))["values"] if one["indicator"] == "S-03"]
    assert told["figure"]["numerator"] == figure[0]["numerator"] == "1"
    assert [(row["number"], row["numerator"], row["denominator"]) for row in told["rows"]] == [
        ("16", "1", 1), ("15", "0", 1),
    ]  # fmt: skip
    late = json.loads(svodka("figures", "2026Q3", "--messages", "S-03", "--part", "numerator", "--json"))
    assert [row["number"] for row in late["rows"]] == ["16"]
    shown = svodka("figures", "2026Q3", "--messages", "s-03", "--slice", "channel=pos,block=ЖКХ")
    assert "1 / 2 = 50,0 %; строк: 2" in shown
    assert all(len(line) <= WIDTH for line in shown.splitlines())


def test_behind_a_final_term_stand_the_final_dates_whole_and_no_word_is_broken(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "indicator": "I-04", "title": "", "rows": [{
            "channel": "incident", "number": "ИМ-2026-0001234", "registered_at": "2026-07-01T10:00:00+05:00",
            "final_due_at": "2026-07-31T23:59:59+05:00", "final_answer_at": "2026-08-05T12:00:00+05:00",
            "block": "Имущественные и земельные отношения", "executor": "Отдел жилищно-коммунального хозяйства",
            "numerator": "1", "denominator": 1, "n_unknown": 0,
        }],
        "figure": {"numerator": "1", "denominator": "1", "value": "100.000000", "unit": "%", "n_unknown": 0},
    }  # fmt: skip
    monkeypatch.setattr(pipeline, "messages_behind", lambda *_: told)
    for width in ("100", "70"):
        monkeypatch.setenv("COLUMNS", width)
        shown = svodka("figures", "2026Q3", "--messages", "I-04")
        cells = shown.split()
        assert {"31.07.26", "05.08.26", "12:00", "ИМ-2026-0001234", "числитель"} <= set(cells)
        assert "хозяйства" in cells
        whole = [word for word in cells if word.startswith(("Имущ", "жилищ"))]
        assert all(word in ("Имущественные", "жилищно-коммунального") or word.endswith("…") for word in whole), shown
        assert not any("ущественные".endswith(word) for word in cells if len(word) > 2), shown


def test_options_without_their_figure_are_wrong_usage() -> None:
    with pytest.raises(UsageError, match="--messages"):
        svodka("figures", "2026Q3", "--slice", "channel=pos")
