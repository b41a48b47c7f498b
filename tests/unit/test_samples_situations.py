"""Every situation that the samples promise is really in the files (numbers as in samples/README.md)."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.sample_files import Record, read, records, requests

LAST = "2026-10-02"


def moment(value: Any) -> datetime | None:
    """A cell as a moment; calamine gives a bare date for midnight."""
    if isinstance(value, str):
        return datetime.strptime(value, "%d.%m.%Y %H:%M" if ":" in value else "%d.%m.%Y") if value else None  # noqa: DTZ007
    return value if isinstance(value, datetime) else datetime.combine(value, time())


@pytest.fixture(scope="module")
def pos(sample_dir: Path) -> Callable[[str], dict[int, Record]]:
    """Day → ПОС message by number."""

    @cache
    def of(day: str) -> dict[int, Record]:
        rows = records(sample_dir / "pos" / f"pos_{day}.xlsx", "Номер сообщения")
        return {int(row["Номер сообщения"]): row for row in rows if row["Номер сообщения"] != ""}

    return of


@pytest.fixture(scope="module")
def register(sample_dir: Path) -> list[Record]:
    """The 59-ФЗ register of the last day."""
    return records(sample_dir / "appeals" / f"appeals_{LAST}.xlsx", "Рег. №")


def test_the_worked_example_stands_in_pos(pos: Callable[[str], dict[int, Record]]) -> None:
    rows = pos(LAST)
    answered = {n: moment(rows[45_000_000 + n]["Дата ответа"]) for n in range(1, 7)}
    assert [f"{answered[n]:%d.%m}" if answered[n] else None for n in range(1, 7)] == [
        "08.07", "25.07", "10.07", None, None, None]  # fmt: skip
    assert rows[45_000_006]["Срок продлён до"] == date(2026, 10, 19)


def test_moments_at_the_boundary_of_the_quarter(pos: Callable[[str], dict[int, Record]]) -> None:
    rows = pos(LAST)
    told = {n: [moment(rows[45_000_000 + n][h]) for h in ("Дата регистрации", "Дата ответа")] for n in (7, 8, 9)}
    assert told[7] == [datetime.fromisoformat("2026-06-30T23:59:59"), datetime.fromisoformat("2026-07-01")]
    assert told[8] == [datetime.fromisoformat("2026-07-01"), datetime.fromisoformat("2026-09-30T23:59:59")]
    assert told[9][1] == datetime.fromisoformat("2026-10-01")


def test_a_status_returns_to_what_it_was(pos: Callable[[str], dict[int, Record]]) -> None:
    before, between, after = (pos(f"2026-09-{day}")[45_000_011] for day in (22, 23, 24))
    assert before == after
    assert before["Статус"] != between["Статус"]


def test_messages_vanish_and_return(pos: Callable[[str], dict[int, Record]], sample_dir: Path) -> None:
    assert [45_000_012 in pos(f"2026-09-{day}") for day in (21, 22, 24, 25)] == [True, False, False, True]
    assert [45_000_013 in pos(day) for day in ("2026-09-27", "2026-09-28", LAST)] == [True, False, False]
    rows = records(sample_dir / "incident" / "incident_2026-09-26.xlsx", "Статус")
    assert 9_000_007 not in {row["Номер\nинцидента"] for row in rows}


def test_an_answer_is_emptied_until_the_second_one(pos: Callable[[str], dict[int, Record]]) -> None:
    told = [moment(pos(day)[45_000_018]["Дата ответа"]) for day in ("2026-06-30", "2026-07-31")]
    assert told == [datetime.fromisoformat("2026-06-29T16:00"), datetime.fromisoformat("2026-07-15T12:00")]
    assert [pos(f"2026-09-{day}")[45_000_019]["Дата ответа"] == "" for day in (24, 25)] == [False, True]


def test_marks_come_later(pos: Callable[[str], dict[int, Record]]) -> None:
    assert [pos(f"2026-09-{day}")[45_000_017]["Спам"] for day in (28, 29)] == ["", "Да"]
    rows = [row for day in ("2026-01-31", "2026-06-30", LAST) for row in pos(day).values()]
    assert all(any(row[mark] == "Да" for row in rows) for mark in ("Спам", "Тестовое", "Удалено"))
    assert any(row["Дубликат"] != "Нет" for row in rows)


def test_ratings_of_every_kind(pos: Callable[[str], dict[int, Record]]) -> None:
    rows = pos(LAST)
    assert (rows[45_000_014]["Оценка"], rows[45_000_015]["Дата оценки"]) == (7, "")
    ratings = Counter(row["Оценка"] for row in rows.values() if row["Оценка"] != "")
    assert set(ratings) == {1, 2, 3, 4, 5, 7}
    assert 0.5 < (ratings[4] + ratings[5]) / sum(ratings.values()) < 0.7


def test_extensions_timely_retroactive_and_undated(pos: Callable[[str], dict[int, Record]]) -> None:
    extended = [row for row in pos(LAST).values() if row["Срок продлён до"] != ""]
    decided = [(moment(row["Дата продления"]), moment(row["Срок исполнения"] or row["Дата регистрации"]))
               for row in extended if row["Дата продления"] != ""]  # fmt: skip
    assert any(day <= due for day, due in decided if day and due)
    assert moment(pos(LAST)[45_000_016]["Дата продления"]) == datetime.fromisoformat("2026-08-12")
    assert len(decided) < len(extended)


def test_two_regimes_fast_track_and_every_end_in_pos(pos: Callable[[str], dict[int, Record]]) -> None:
    rows = list(pos(LAST).values())
    assert {row["Тип"] for row in rows} == {"Сообщение", "Обращение", "Обращение (59-ФЗ)", ""}
    assert {row["Ускоренное"] for row in rows} == {"Да", "Нет", ""}
    ends = {"Отклонено", "Перенаправлено", "Оставлено без ответа", "Отозвано заявителем", "Повторное рассмотрение",
            "На модерации", "Ответ направлен", "На исполнении"}  # fmt: skip
    assert ends <= {row["Статус"] for day in ("2026-06-30", "2026-08-31", LAST) for row in pos(day).values()}
    assert any(row["Дата промежуточного ответа"] != "" for row in rows)
    assert any("ебылово" in row["Муниципальное образование"] for row in rows)


@pytest.mark.parametrize(
    ("day", "number", "answer", "has_status"),
    [
        ("2025-08-31", "Номер инцидента", "Время первого ответа", False),
        ("2025-12-31", "Номер инцидента", "Дата ответа", True),
        ("2026-04-30", "№ инцидента", "Дата первого ответа", True),
        ("2026-09-30", "Номер\nинцидента", "Дата ответа", True),
    ],
)
def test_four_layouts_of_incident(sample_dir: Path, day: str, number: str, answer: str, has_status: bool) -> None:
    rows = records(sample_dir / "incident" / f"incident_{day}.xlsx", number)
    assert any(row[answer] != "" for row in rows)
    assert any(header.startswith("Статус") for header in rows[0]) is has_status
    assert any(row.get("Итог", row.get("Итог работы")) == "Отложено" for row in rows)


def test_incidents_put_off_reopened_high_and_at_the_exact_term(sample_dir: Path) -> None:
    rows = records(sample_dir / "incident" / f"incident_{LAST}.xlsx", "Статус")
    by_number = {row["Номер\nинцидента"]: row for row in rows}
    assert by_number[9_000_001]["Дата ответа"] == datetime.fromisoformat("2026-09-29T09:00")
    assert by_number[9_000_003]["Приоритет"] == "Высокий"
    assert by_number[9_000_005]["Дата промежуточного ответа"] != ""
    assert {"Отклонён", "Направлено по компетенции", "Отложенный", "Закрыт"} <= {row["Статус"] for row in rows}
    assert any(row["Дата закрытия"] != "" and row["Дата ответа"] == "" for row in rows)  # closed in silence: R09
    on_24 = records(sample_dir / "incident" / "incident_2026-09-24.xlsx", "Статус")
    assert next(row for row in on_24 if row["Номер\nинцидента"] == 9_000_006)["Статус"] == "Повторный"


def test_two_registrars_and_a_new_year_repeat_numbers(sample_dir: Path) -> None:
    day = "journals_2026-01-31"
    town = records(sample_dir / "journals" / f"{day}.xlsx", "Регистрационный номер", "Письменные")
    school = records(sample_dir / "journals" / "school" / f"{day}.ods", "Регистрационный номер", "Письменные")
    assert "П-1" in {row["Регистрационный номер"] for row in town}
    firsts = [row["Дата регистрации"] for row in school if row["Регистрационный номер"] == "П-1"]
    assert len(firsts) == 2
    assert firsts[1] - firsts[0] > 60  # days as bare serials
    oral = read(sample_dir / "journals" / f"{day}.xlsx")["Личный приём"]
    assert {"Номер", "Дата приёма", "Статус"} <= set(oral[1])


def test_register_has_every_end(register: list[Record]) -> None:
    statuses = {row["Статус"] for row in register}
    assert {"Рассмотрено", "Направлено по компетенции", "Оставлено без ответа", "Отозвано заявителем"} <= statuses
    assert {"Зарегистрировано", "На рассмотрении"} <= statuses
    assert any(row["Дата промежуточного ответа"] != "" for row in register)
    traits = {row["Характеристики обращения"] for row in register}
    assert {"повторное", "неоднократное", "первичное", ""} <= traits
    waits = [moment(row["Дата регистрации"]) - moment(row["Дата поступления"]) for row in register]  # type: ignore[operator]
    assert 0 < sum(wait > timedelta(days=3) for wait in waits) < len(waits) / 8


def test_appeals_are_late_on_time_and_open_overdue(register: list[Record]) -> None:
    old = [row for row in register if moment(row["Дата регистрации"]) < datetime.fromisoformat("2026-08-15")]  # type: ignore[operator]
    waits = [moment(row["Дата ответа"]) - moment(row["Дата регистрации"]) for row in old if row["Дата ответа"] != ""]  # type: ignore[operator]
    late = sum(wait > timedelta(days=30) for wait in waits)
    assert 0 < late < len(waits) / 5
    assert any(row["Дата ответа"] == "" and row["Статус"] in ("На исполнении", "На рассмотрении") for row in old)


@pytest.mark.parametrize(
    ("number", "header", "value"),
    [
        ("307-ОГ", "Дата решения о продлении", "28.09.2026"),
        ("214-ОГ", "Дата решения о продлении", "21.07.2026"),
        ("301-ОГ", "Дата промежуточного ответа", "09.09.2026"),
        ("179-ОГ", "Дата направления по компетенции", "28.05.2026"),
        ("150-ОГ", "Статус", "Отозвано заявителем"),
        ("202-ОГ", "Статус", "Оставлено без ответа"),
        ("254-ОГ", "Дата ответа", ""),
        ("332-ОГ", "Дата поступления", "14.09.2026"),
        ("348-ОГ", "Характеристики обращения", "повторное"),
    ],
)
def test_the_readme_names_true_examples(register: list[Record], number: str, header: str, value: str) -> None:
    cell = next(row for row in register if row["Рег. №"] == number)[header]
    assert (cell if isinstance(cell, str) else f"{cell:%d.%m.%Y}") == value


def test_sed_links_to_pos_and_to_the_reception(sample_dir: Path, pos: Callable[[str], dict[int, Record]]) -> None:
    rows = records(sample_dir / "sed" / f"sed_{LAST}.csv", "Рег. №", encoding="cp1251")
    links = {row["Номер в источнике"] for row in rows} - {""}
    pairs = {row["Рег. №"]: row["Номер в источнике"] for row in rows}
    assert (pairs["01-15/00500/26"], pairs["01-15/00487/26"]) == ("ВП-00294/26", "45101471")
    site = records(sample_dir / "reception" / f"reception_{LAST}.csv", "ФИО", encoding="utf-8")
    assert len(links & {str(number) for number in pos(LAST)}) > 10
    assert len(links & {row["Номер"] for row in site}) > 10


def test_sstu_comes_alone_and_zipped_with_questions_of_every_status(sample_dir: Path) -> None:
    folder = sample_dir / "appeals"
    with zipfile.ZipFile(folder / "appeals_2026-08-31.zip") as archive:
        names = archive.namelist()
        assert len(names) >= 3
        assert isinstance(json.loads(archive.read(names[-1])), dict)
    found = [request for path in sorted(folder.glob("*.[jz][si]*")) for request in requests(path)]
    questions = [question for request in found for question in request["questions"]]
    assert {question["status"] for question in questions} == {
        "NotReceived", "NotRegistered", "InWork", "Explained", "Supported", "NotSupported", "Answered", "Transferred",
        "LeftWithoutAnswer"}  # fmt: skip
    assert any(question.get("isExtend") for question in questions)
    assert {question.get("actionsTaken") for question in questions} == {True, False, None}
    half = next(request for request in requests(folder / f"appeals_{LAST}.json") if request["number"] == "ССТУ-0050/26")
    assert {question["status"] for question in half["questions"]} == {"NotSupported", "InWork"}


def test_pages_with_ground_without_page_and_with_empty_cells(sample_dir: Path) -> None:
    rows = records(sample_dir / "pages" / "pages_2026-09-28.xlsx", "ОГРН")
    assert {row["Статус"] for row in rows} == {"ведётся", "не ведётся"}
    assert sum(row["Официальная страница не ведется на основании"] != "" for row in rows) == 6
    assert {row["ID госпаблика"] == "" for row in rows} == {True, False}
    assert len({row["ОГРН"] for row in rows}) == 13
    assert any(row["Оформление (%)"] == "" and row["ID госпаблика"] != "" for row in rows)
    assert str(rows[0]["Неделя"]) == "2026-W39"
    assert "Неделя" not in records(sample_dir / "pages" / "pages_2025-07-31.xlsx", "ОГРН")[0]


def test_a_later_export_corrects_a_week(sample_dir: Path) -> None:
    def posts(day: str) -> dict[str, Any]:
        rows = records(sample_dir / "pages" / f"pages_2026-{day}.xlsx", "ОГРН")
        week = (row for row in rows if row["Неделя"] in ("2026-W30", "2026-W31", "2026-W32"))
        return {f"{row['Неделя']} {row['ID госпаблика']}": row["Количество публикаций за неделю"] for row in week}

    assert posts("08-10") != posts("08-24")
    assert posts("08-10").keys() == posts("08-24").keys()
