"""Weights of the index as data, and both ratings from a warehouse."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.errors import SvodkaError
from svodka.figures.indicators import catalogue
from svodka.figures.rating.composite import weights_in_force
from svodka.figures.rating.consolidation import consolidate
from svodka.figures.rating.town_documents import TownDocument
from tests.core_rows import figures, make_marts, message, put_messages, random_messages

DAY = date(2026, 7, 1)
WEIGHT = "INSERT INTO meta.index_weight VALUES (:code, :weight, :worst, :since, :known, 'приказ')"


def weigh(conn: Any, code: str, weight: int, worst: int, since: str = "2026-01-01", known: str = "2018-01-01") -> None:
    conn.execute(text(WEIGHT), {"code": code, "weight": weight, "worst": worst, "since": since, "known": known})


def test_the_shipped_weights_are_whole_and_belong_to_indicators(warehouse):
    with warehouse.begin() as conn:
        found = weights_in_force(conn, DAY, DAY)
        assert weights_in_force(conn, date(2024, 10, 1), DAY) == (), "before 2025 not every target is set"
    assert sum(one.weight for one in found) == 100
    assert {one.indicator for one in found} <= {one.code for one in catalogue()}


def test_a_weight_changes_from_its_date_and_when_it_is_known(warehouse):
    with warehouse.begin() as conn:
        weigh(conn, "S-03", 70, 10, known="2026-08-01")
        weigh(conn, "G-01", 0, 50)

        def late(first_day: date, known_on: date) -> Fraction:
            return {one.indicator: one.weight for one in weights_in_force(conn, first_day, known_on)}["S-03"]

        assert late(DAY, date(2026, 8, 1)) == 70
        assert late(DAY, date(2026, 7, 31)) == 50
        assert late(date(2025, 10, 1), date(2026, 8, 1)) == 50
        codes = [one.indicator for one in weights_in_force(conn, DAY, DAY)]
    assert "G-01" not in codes and "G-02" in codes


@pytest.mark.parametrize(
    ("code", "worst", "reason"),
    [
        ("P-02", 0, r"показатель P-02: worst = 0, цель <= 0\. Худшее значение должно быть больше цели"),
        ("P-04", 60, r"показатель P-04: worst = 60, цель >= 60\. Худшее значение должно быть меньше цели"),
        ("P-04", 90, r"показатель P-04"),
        ("S-05", 50, r"у показателя S-05 на 01\.07\.2026 нет цели"),
    ],
)
def test_a_weight_that_cannot_be_scored_is_refused_by_name(warehouse, code: str, worst: int, reason: str):
    with warehouse.begin() as conn:
        weigh(conn, code, 10, worst)
        with pytest.raises(SvodkaError, match=reason):
            weights_in_force(conn, DAY, DAY)


def answered(executor: str, n_late: int, n: int) -> list[dict[str, Any]]:
    return [
        message("sed", f"{executor}-{number}", "2026-07-01 10:00", executor=executor,
                first_final_answer_at="2026-09-01 10:00" if number < n_late else "2026-07-11 10:00")
        for number in range(n)
    ]  # fmt: skip


def test_executors_are_ranked_from_the_warehouse(warehouse, settings):
    rows = answered("Отдел ЖКХ", 1, 10) + answered("Отдел дорог", 0, 5) + answered("Архив", 0, 4)
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
    found = pipeline.rating("2026Q3")
    assert [(one["place"], one["name"], one["n"]) for one in found["places"]] == [
        (1, "Отдел дорог", 5),
        (2, "Отдел ЖКХ", 10),
        (None, "Архив", 4),
    ]
    # weights of executors: S-03 50, A-06 10 of 80; 10 % late of 20 is half, A-06 is (9 × 10 + 62) / 10 ≤ 30 days
    assert found["places"][1]["index"] == "58.333333"
    assert found["places"][1]["explained"].startswith("Больше всего стоит S-03 «Доля сообщений с нарушением срока")
    assert [one["place"] for one in pipeline.rating("2026Q3", min_n=6)["places"]] == [1, None, None]


def test_towns_are_ranked_with_their_sum(warehouse, settings, tmp_path: Path):
    files = []
    for town, n_late in (("1", 5), ("2", 0)):
        with warehouse.begin() as conn:
            put_messages(conn, answered("Отдел", n_late, 10))
            document = figures(conn, settings)
            conn.execute(text("DELETE FROM core.message"))
        files.append(tmp_path / f"{town}.json")
        files[-1].write_text(json.dumps(document | {"municipality": town, "edition": "1"}), encoding="utf-8")
    found = pipeline.rating("2026Q3", files)
    # S-03 and A-06 are 60 of 100; half late is worse than the worst, and A-06 of 36 days is four fifths of the way
    assert [(one["name"], one["place"], one["index"]) for one in found["places"]] == [
        ("2", 1, "100.000000"),
        ("1", 2, "13.333333"),
    ]
    totals = {one["indicator"]: one for one in found["consolidated"]["values"] if not any(one["slice"].values())}
    assert (totals["S-03"]["numerator"], totals["S-03"]["denominator"], totals["S-03"]["value"]) == (
        "5",
        "20",
        "25.000000",
    )


def test_the_sum_of_two_towns_is_what_one_town_with_all_their_rows_would_have(warehouse, settings):
    def of_town(conn: Any, town: str) -> dict[str, Any]:
        ours = settings.model_copy(update={"municipality": settings.municipality.model_copy(update={"oktmo": town})})
        return figures(conn, ours)

    rows = [row | {"municipality": "12"[place % 2], "linked_number": None, "duplicate_of": None}
            for place, row in enumerate(random_messages(5, 240))]  # fmt: skip
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        documents = [TownDocument(f"{town}.json", of_town(conn, town)) for town in "12"]
        conn.execute(text("UPDATE core.message SET municipality = '3'"))
        whole = of_town(conn, "3")
    summed = consolidate(documents, catalogue(), settings)["values"]
    expected = [one for one in whole["values"] if one["slice"]["executor"] is None]
    assert [(one["indicator"], one["slice"]) for one in summed] == [
        (one["indicator"], one["slice"]) for one in expected
    ]
    for one, other in zip(summed, expected, strict=True):
        assert (one["denominator"], one["n_unknown"], one["flags"]) == (
            other["denominator"], other["n_unknown"], other["flags"],
        )  # fmt: skip
        for name in ("numerator", "value"):  # each town's mean has been rounded to six places once
            assert float(one[name] or 0) == pytest.approx(float(other[name] or 0), abs=0.0000011)
