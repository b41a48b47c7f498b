"""Answers are drawn by a seed, once and for all, so many of each executor; marks are journaled and make I-06."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from svodka import pipeline
from svodka.errors import SvodkaError, UsageError
from svodka.figures import document
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, scalar, use_marts
from tests.answer_rows import FEW, GOOD, MANY, POOR, WEEK, answers, numbers, put_answers
from tests.core_rows import exclude, make_marts, put_messages, value

NOW = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)  # Monday 09:00 in the town


@pytest.fixture
def town(home: Path, warehouse: Warehouse, settings: Settings) -> Warehouse:
    put_answers(warehouse, settings)
    return warehouse


@pytest.fixture
def key(town: Warehouse) -> Callable[[str], UUID]:
    """The key of a drawn answer by its number."""
    pipeline.draw_answers(WEEK, NOW)

    def of(number: str) -> UUID:
        with town.begin() as conn:
            asked = "SELECT message_key FROM meta.answer_sample WHERE source_number = :number"
            return UUID(str(scalar(conn, asked, number=number)))

    return of


def drawn(warehouse: Warehouse) -> dict[str | None, list[str]]:
    with warehouse.begin() as conn:
        return numbers(conn)


def marks(warehouse: Warehouse) -> list[Any]:
    with warehouse.begin() as conn:
        return list(conn.execute(text("SELECT * FROM meta.answer_mark ORDER BY mark_id")).mappings())


def quality(warehouse: Warehouse, settings: Settings, quarter: str = "2026Q4", as_of: datetime = NOW, **where: str):
    with warehouse.begin() as conn:
        use_marts(conn)
        one = value(document.compute(conn, quarter, settings, as_of), "I-06", **where)
        return one["numerator"], one["denominator"], one["value"], one["flags"]


def test_so_many_of_each_executor_are_drawn_from_the_week_alone(town: Warehouse) -> None:
    assert pipeline.draw_answers(now=NOW) == 6
    found = drawn(town)
    assert {executor: len(one) for executor, one in found.items()} == {MANY: 3, FEW: 2, None: 1}
    assert set(found[MANY]) < {f"4{no}" for no in range(1, 8)}
    assert (set(found[FEW]), found[None]) == ({"51", "52"}, ["61"])


EXPORT = """
INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at, exported_at,
    exported_at_source, business_day, stored_url, state)
VALUES (:town, :channel, '', 'register', :sha, 'x', 'x', 1, :at, :at, 'name', :day, 'x', 'loaded')
"""


def export_of(warehouse: Warehouse, settings: Settings, channel: str, day: str) -> None:
    """A loaded export that speaks of a day."""
    known = {"town": settings.municipality.oktmo, "channel": channel, "sha": f"{channel} {day}", "day": day}
    with warehouse.begin() as conn:
        conn.execute(text(EXPORT), known | {"at": NOW - timedelta(hours=1)})


def test_a_week_of_which_a_channel_has_not_told_yet_is_not_drawn(town: Warehouse, settings: Settings) -> None:
    """Else whoever answered on its last days would never be drawn."""
    export_of(town, settings, "sed", "2026-10-12")
    export_of(town, settings, "pos", "2026-10-09")
    export_of(town, settings, "pages", "2026-10-05")  # brings no answers
    export_of(town, settings, "journals", "2026-06-01")  # has long been silent
    assert pipeline.draw_answers(now=NOW) == 0 and drawn(town) == {}
    export_of(town, settings, "pos", "2026-10-11")
    assert pipeline.draw_answers(now=NOW) == 6


def test_what_does_not_come_is_not_waited_for_beyond_wednesday(town: Warehouse, settings: Settings) -> None:
    export_of(town, settings, "pos", "2026-10-09")
    thursday = NOW.replace(day=14, hour=19)  # midnight in the town
    assert pipeline.draw_answers(now=thursday - timedelta(seconds=1)) == 0
    assert pipeline.draw_answers(now=thursday) == 6


def test_the_draw_is_the_same_for_all_and_does_not_follow_the_order_of_loading(
    town: Warehouse, new_warehouse: Callable[[], str], settings: Settings
) -> None:
    from svodka.control.answers.draw import draw

    pipeline.draw_answers(WEEK, NOW)
    other = Warehouse(new_warehouse())
    put_answers(other, settings, answers()[::-1])
    with other.begin() as conn:
        draw(conn, settings, WEEK, NOW + timedelta(days=3))
    assert drawn(other) == drawn(town)
    other.engine.dispose()


def a_week_later(row: dict[str, Any]) -> dict[str, Any]:
    key, answered = UUID(int=row["message_key"].int ^ 1), row["first_final_answer_at"]
    later = {"first_final_answer_at": answered and answered + timedelta(days=7)}
    return row | later | {"message_key": key, "state_hash": key, "source_number": f"б{row['source_number']}"}


def test_another_week_is_another_draw(town: Warehouse, settings: Settings) -> None:
    """The same answers a week later: their order is not the same, so nobody knows it by heart."""
    pipeline.draw_answers(WEEK, NOW)
    with town.begin() as conn:
        moved = [a_week_later(row) for row in answers()]
        put_messages(conn, moved)
        make_marts(conn, settings)
    pipeline.draw_answers(WEEK + timedelta(7), NOW + timedelta(7))
    of_many = drawn(town)[MANY]
    first, second = ({one.removeprefix("б") for one in of_many if one.startswith("б") == later} for later in (0, 1))
    assert len(first) == len(second) == 3 and first != second


def test_later_loads_do_not_change_a_draw(town: Warehouse, settings: Settings) -> None:
    pipeline.draw_answers(WEEK, NOW)
    before = drawn(town)
    late = [row | {"message_key": UUID(int=no), "state_hash": UUID(int=no), "source_number": f"9{no}"}
            for no, row in enumerate(answers()[:7], 1)]  # fmt: skip
    with town.begin() as conn:
        put_messages(conn, late)
        make_marts(conn, settings)
    assert pipeline.draw_answers(WEEK, NOW + timedelta(days=1)) == 0
    assert drawn(town) == before


def test_a_week_without_exports_waits_and_is_drawn_when_they_come(
    home: Path, warehouse: Warehouse, settings: Settings
) -> None:
    assert pipeline.draw_answers(WEEK, NOW) == 0
    put_answers(warehouse, settings)
    assert pipeline.draw_answers(WEEK, NOW) == 6


def test_an_excluded_message_is_not_drawn(town: Warehouse) -> None:
    with town.begin() as conn:
        exclude(conn, [row | {"message_key": row["message_key"]} for row in answers() if row["source_number"] == "61"])
    later = datetime(2026, 12, 1, tzinfo=UTC)  # after the decision
    pipeline.draw_answers(WEEK, later)
    assert None not in drawn(town)


@pytest.mark.parametrize("week", [WEEK + timedelta(days=7), WEEK + timedelta(days=1)])
def test_only_a_week_that_is_over_is_drawn(home: Path, week: Any) -> None:
    with pytest.raises(UsageError, match="кончилась"):
        pipeline.draw_answers(week, NOW)


def test_marks_make_the_indicator_from_their_moment_on(
    town: Warehouse, settings: Settings, key: Callable[[str], UUID]
) -> None:
    assert quality(town, settings) == ("0", "0", None, ["SMALL_N"])
    assert pipeline.mark_answer(key("51"), GOOD, "", "head", NOW)
    assert not pipeline.mark_answer(key("52"), POOR, "Нет сроков", "head", NOW)
    assert quality(town, settings, as_of=NOW + timedelta(seconds=1)) == ("1", "2", "50.000000", ["SMALL_N"])
    assert quality(town, settings, as_of=NOW - timedelta(seconds=1))[:2] == ("0", "0")
    assert quality(town, settings, "2026Q3", NOW + timedelta(seconds=1))[:2] == ("0", "0")


def test_from_five_marks_on_the_share_stands_without_a_flag_and_the_page_says_the_same(
    town: Warehouse, settings: Settings, key: Callable[[str], UUID]
) -> None:
    found = drawn(town)
    for number in [*found[MANY], "51", "52"]:
        pipeline.mark_answer(key(number), POOR if number == "51" else GOOD, "", "head", NOW)
    later = NOW + timedelta(minutes=1)
    assert quality(town, settings, as_of=later) == ("4", "5", "80.000000", [])
    told = pipeline.answers_by_executor(later)
    assert told["total"] == {"n_drawn": 6, "n_marked": 5, "n_good": 4}
    for one in told["executors"]:
        if one["executor"]:
            counts = (str(one["n_good"]), str(one["n_marked"]))
            assert quality(town, settings, as_of=later, executor=one["executor"])[:2] == counts


def test_the_newest_mark_counts_and_the_older_one_stays_in_the_journal(
    town: Warehouse, settings: Settings, key: Callable[[str], UUID]
) -> None:
    pipeline.mark_answer(key("51"), POOR, "", "head", NOW)
    pipeline.mark_answer(key("51"), GOOD, "Перечитано", "head", NOW)  # by the same clock
    assert quality(town, settings, as_of=NOW + timedelta(seconds=1))[:2] == ("1", "1")
    assert [(one["is_good"], one["comment"], one["marked_by"]) for one in marks(town)] == [
        (False, "", "head"), (True, "Перечитано", "head"),
    ]  # fmt: skip
    for statement in ("DELETE FROM meta.answer_mark", "UPDATE meta.answer_mark SET is_good = FALSE",
                      "DELETE FROM meta.answer_sample", "UPDATE meta.answer_sample SET place = 1"):  # fmt: skip
        with pytest.raises(InternalError, match="append-only"), town.begin() as conn:
            conn.execute(text(statement))


def test_the_newest_mark_is_the_newest_knowledge(town: Warehouse, key: Callable[[str], UUID]) -> None:
    """The figures' own default moment moves to the mark: it counts at once."""
    pipeline.mark_answer(key("51"), GOOD, "", "head", NOW)
    told = pipeline.figures("2026Q4")
    assert value(told, "I-06")["denominator"] == "1" and datetime.fromisoformat(told["as_of"]) == NOW


def test_a_mark_of_a_past_quarter_is_not_changed(town: Warehouse, key: Callable[[str], UUID]) -> None:
    pipeline.mark_answer(key("51"), POOR, "", "head", NOW)
    with pytest.raises(UsageError, match="прошлом квартале"):
        pipeline.mark_answer(key("51"), GOOD, "", "head", datetime(2027, 1, 11, tzinfo=UTC))
    assert len(marks(town)) == 1


def test_only_a_drawn_answer_is_marked(town: Warehouse, key: Callable[[str], UUID]) -> None:
    with pytest.raises(UsageError, match="не отобран"):
        pipeline.mark_answer(UUID(int=5), GOOD, "", "head", NOW)


REFUSED = (
    ({}, "", "в строке 1, 2, 3, 4, 5"),
    (GOOD | {"law": "maybe"}, "", "в строке 4"),
    (dict.fromkeys(GOOD, "na"), "", "оценивать нечего"),
    (GOOD, "ы" * 301, "301"),
    (GOOD, "Перезвонить на 8 912 000-00-00", "номер телефона"),
    (GOOD, "Написать на sidorova@example.org", "адрес"),
    (GOOD, "Сидорова Мария Петровна довольна", "фамилия"),
    (GOOD, "ответить Мухоморову Льву ещё раз", "фамилия"),
)


def test_what_may_not_be_written_is_refused_and_nothing_is_kept(town: Warehouse, key: Callable[[str], UUID]) -> None:
    chosen = key("51")
    with town.begin() as conn:
        conn.execute(text("UPDATE core.message SET applicant_key = :key WHERE message_key = :key"), {"key": chosen})
        conn.execute(text("SET LOCAL ROLE svodka_pii"))
        conn.execute(text("INSERT INTO pii.applicant VALUES (:key, 'Мухоморов Лев Грибович')"), {"key": chosen})
    for verdicts, comment, about in REFUSED:
        with pytest.raises(UsageError, match=about) as told:
            pipeline.mark_answer(chosen, verdicts, comment, "head", NOW)
        assert not comment or comment not in str(told.value)
    assert marks(town) == []
    assert pipeline.mark_answer(chosen, GOOD, "Срок назван, но ссылка на ст. 10 без части", "head", NOW)


def test_a_new_checklist_holds_from_its_day_and_old_marks_stay(
    town: Warehouse, settings: Settings, key: Callable[[str], UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.mark_answer(key("51"), GOOD, "", "head", NOW)
    stricter = tmp_path / "checklist.yml"
    stricter.write_text(
        "- {valid_from: 2018-01-01, good_from_percent: 100, questions: [{code: all, question: Всё хорошо}]}\n"
        "- {valid_from: 2026-10-13, good_from_percent: 50,\n"
        "   questions: [{code: a, question: А}, {code: b, question: Б}]}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("SVODKA_ANSWER_CHECKLIST", str(stricter))
    assert not pipeline.mark_answer(key("52"), {"all": "no"}, "", "head", NOW)
    assert pipeline.mark_answer(key("52"), {"a": "yes", "b": "no"}, "", "head", NOW + timedelta(days=1))
    assert [str(one["checklist_from"]) for one in marks(town)] == ["2018-01-01", "2018-01-01", "2026-10-13"]
    assert quality(town, settings, as_of=NOW + timedelta(days=2))[:2] == ("2", "2")
    stricter.write_text("- {valid_from: 2018-01-01, questions: [], good_from_percent: 80}\n", encoding="utf-8")
    with pytest.raises(SvodkaError, match=r"checklist\.yml: 0\.questions"):
        pipeline.drawn_answer(key("51"), NOW)


def test_the_message_tells_of_its_mark_in_the_quarter_of_the_mark(town: Warehouse, key: Callable[[str], UUID]) -> None:
    january = datetime(2027, 1, 11, 4, tzinfo=UTC)
    pipeline.mark_answer(key("51"), GOOD, "", "head", january)
    told = pipeline.explain(str(key("51")))
    said = {(quarter.quarter, one.indicator): one.sentence for quarter in told.quarters for one in quarter.verdicts}
    assert said[("2027Q1", "I-06")].startswith("Входит") and "признан качественным" in said[("2027Q1", "I-06")]
    assert said[("2026Q4", "I-06")] == "Не входит: ответ в этом квартале не оценивали."
