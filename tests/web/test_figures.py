"""«Показатели»: the numbers of the page are those of the figures, few records show no share, every number opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.figures.behind_page import SIZE
from svodka.figures.picture import ONE_AT_A_TIME, knowledge
from svodka.report.figure_rows import value_line
from svodka.report.shown_value import is_total
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, scalar
from tests.edition_town import HEADER, Town
from tests.web.conftest import NOW, Page

KEY = re.compile(r'href="/svodka/message/([0-9a-f-]{36})"')
NEXT = re.compile(r'href="/svodka([^"]+)" rel="next"')


def rows(n: int, first: int = 1, *, answered: bool = True, month: str = "07.2026", topic: str = "ЖКХ") -> str:
    return "".join(
        f"{number};{number % 27 + 1:02}.{month};{f'{number % 27 + 1:02}.{month}' if answered else ''};{topic};"
        f"{'Ответ направлен' if answered else 'На исполнении'}\n"
        for number in range(first, first + n)
    )


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    """Sixty answered messages of July and three that nobody has answered; of another topic only those."""
    built = Town(warehouse, settings)
    content = HEADER + rows(60) + rows(3, 61, answered=False, topic="Дороги")
    built.land("pos_2026-10-02.csv", content, "2026-10-02 07:00")
    return built


def total(code: str) -> dict[str, Any]:
    """The value of the third quarter, as the figures document has it."""
    [row] = [row for row in pipeline.figures("2026Q3")["values"] if row["indicator"] == code and is_total(row)]
    return dict(row)


def behind(page: Page, path: str) -> list[str]:
    """The messages of a list, over all its pages."""
    found: list[str] = []
    while path:
        answer = page.text(path)
        found += KEY.findall(answer)
        more = NEXT.search(answer)
        path = more[1].replace("&amp;", "&") if more else ""
    return found


def test_the_page_shows_the_figures_of_the_quarter(town: Town, as_role: Callable[[str], Page]) -> None:
    page = as_role("secretary").text("/figures?quarter=2026Q3")
    for code in ("S-01", "S-03", "S-04", "P-02"):
        shown = value_line(total(code))
        row = page[page.index(f">{code}</a>") :].partition("</tr>")[0]
        assert f"<b>{shown['counts']}</b>" in row and shown["share"] in row, code
    assert "3 из 63" in page and "III квартал 2026" in page


def test_few_records_show_counts_and_no_share(town: Town, as_role: Callable[[str], Page]) -> None:
    analyst = as_role("analyst")
    page = analyst.text("/figures?quarter=2026Q3&by=block&of=Дороги")
    row = page[page.index(">S-03</a>") :].partition("</tr>")[0]
    assert "3 из 3" in row and "мало записей: 3" in row and "100,0" not in row
    listed = analyst.text("/figures?quarter=2026Q3&by=block")
    row = listed[listed.index(">Дороги</a>") :].partition("</tr>")[0]
    assert "3 из 3" in row and "%" not in row.partition("</a>")[2]


def test_indicators_without_data_are_folded(town: Town, as_role: Callable[[str], Page]) -> None:
    page = as_role("head").text("/figures?quarter=2026Q3")
    folded = page[page.index("<details>") :]
    assert ">I-01</a>" in folded and ">S-01</a>" not in folded


def test_the_messages_behind_a_figure_are_as_many_as_it_says(town: Town, as_role: Callable[[str], Page]) -> None:
    """Over all pages of the list, each message once."""
    analyst, value = as_role("analyst"), total("S-03")
    numerator, denominator = int(value["numerator"]), int(value["denominator"])
    assert denominator > SIZE > numerator > 0
    for side, expected in (("numerator", numerator), ("denominator", denominator), ("rest", denominator - numerator)):
        found = behind(analyst, f"/figures/S-03/messages?quarter=2026Q3&side={side}")
        assert len(found) == len(set(found)) == expected, side


def test_every_kind_of_indicator_opens(town: Town, as_role: Callable[[str], Page]) -> None:
    analyst = as_role("analyst")
    for code, side, part in (
        ("S-01", "numerator", "numerator"), ("P-01", "denominator", "denominator"), ("S-05", "unknown", "n_unknown"),
        ("S-02", "numerator", "numerator"), ("S-01U", "numerator", "numerator"),
    ):  # fmt: skip
        found = behind(analyst, f"/figures/{code}/messages?quarter=2026Q3&side={side}")
        assert len(found) == int(total(code)[part]), code


def test_a_slice_opens_its_own_messages(town: Town, as_role: Callable[[str], Page]) -> None:
    analyst = as_role("analyst")
    assert len(behind(analyst, "/figures/S-01/messages?quarter=2026Q3&block=Дороги")) == 3
    assert behind(analyst, "/figures/S-01/messages?quarter=2026Q3&block=Такого нет") == []


def test_what_is_not_there_is_refused_in_words(town: Town, as_role: Callable[[str], Page]) -> None:
    head = as_role("head")
    for path, status, words in (
        ("/figures/X-99", 404, "вернитесь в меню"),
        ("/figures/X-99/messages", 404, "вернитесь в меню"),
        ("/figures?quarter=июль", 400, "не похоже на квартал"),
        ("/figures?quarter=2031Q1", 400, "ещё не начался"),
        ("/figures?quarter=1999Q1", 400, "слишком давний"),
        ("/figures?by=phone", 400, "Разреза"),
        ("/figures?by=block&of=Космос", 400, "Космос"),
        ("/figures/S-03/messages?side=left", 400, "Нет части"),
        ("/figures/G-03/messages?block=Дороги", 400, "нет разреза"),
        ("/figures/S-03/messages?after=завтра", 400, "откройте список заново"),
        ("/figures/S-03/messages?after=|x", 400, "откройте список заново"),
    ):
        answer = head.get(path)
        assert answer.status_code == status and words in answer.text, path


def test_one_indicator_tells_its_definition_history_and_target(town: Town, as_role: Callable[[str], Page]) -> None:
    page = as_role("head").text("/figures/P-02?quarter=2026Q3")
    for words in ("срок ответа по которым", "Основание", "не больше 0 %", "цель не достигнута", "II квартал 2026"):
        assert words in page, words
    assert " style=" not in page


def test_the_running_quarter_says_what_its_end_will_be(
    town: Town, settings: Settings, as_role: Callable[[str], Page]
) -> None:
    """Ten days into October; the third quarter is held from its first day (the export covers 200 days)."""
    town.land("pos_2026-10-10.csv", HEADER + rows(60) + rows(8, 71, month="09.2026") + OCTOBER, "2026-10-11 07:00")
    head = as_role("head")
    page = head.text("/figures")
    row = page[page.index(">S-01</a>") :].partition("</tr>")[0]
    now, end = (int(number.replace(" ", "")) for number in re.findall(r"<b>([\d ]+)</b>", row)[::2])
    assert now == 5 and end > now and "прогноз" in page
    assert "Если всё пойдёт как в последние недели" in head.text("/figures/S-01")


OCTOBER = "".join(f"{900 + n};0{n}.10.2026;;ЖКХ;На исполнении\n" for n in range(1, 6))


def twelve_months(warehouse: Warehouse, quarter: str, code: str) -> tuple[int, int | None]:
    """Numerator and denominator of the twelve months shown beside a quarter."""
    pipeline.refresh_figures(NOW, quarter)
    asked = "SELECT picture -> 'year' -> :code FROM marts.quarter_picture WHERE quarter = :quarter"
    with warehouse.begin() as conn:
        row = scalar(conn, asked, code=code, quarter=quarter)
    return int(row["numerator"]), row["denominator"] and int(row["denominator"])


def test_twelve_months_hold_the_last_day_that_the_exports_tell_of_whole(town: Town, warehouse: Warehouse) -> None:
    """A day in the name of an export means all of that day."""
    assert twelve_months(warehouse, "2026Q3", "S-01") == (63, None)
    town.land("pos_2026-10-10.csv", HEADER + rows(63) + "901;10.10.2026;;ЖКХ;На исполнении\n", "2026-10-11 07:00")
    assert twelve_months(warehouse, "2026Q4", "S-01") == (64, None)
    assert twelve_months(warehouse, "2026Q3", "S-01") == (63, None)


MARKED = """
INSERT INTO meta.answer_sample
SELECT municipality, message_key, DATE '2026-07-06', executor, 1, channel, source_number, first_final_answer_at,
    '2026-07-13 08:00+05' FROM core.message WHERE source_number IN ('1', '2');
INSERT INTO meta.answer_mark
    (municipality, message_key, checklist_from, verdicts, is_good, comment, marked_by, marked_at)
SELECT municipality, message_key, '2026-01-01', '{}', source_number = '1', '', 'head',
    CAST(CASE source_number WHEN '1' THEN '2026-07-14 08:00+05' ELSE '2026-10-05 08:00+05' END AS timestamptz)
FROM meta.answer_sample
"""


def test_twelve_months_hold_the_marks_of_all_their_quarters(town: Town, warehouse: Warehouse) -> None:
    with warehouse.begin() as conn:
        conn.exec_driver_sql(MARKED)
    assert twelve_months(warehouse, "2026Q3", "I-06") == (1, 1)
    assert twelve_months(warehouse, "2026Q4", "I-06") == (1, 2)


def test_the_stored_picture_is_read_until_something_new_is_known(
    town: Town, warehouse: Warehouse, settings: Settings
) -> None:
    later = NOW + timedelta(hours=1)
    assert pipeline.refresh_figures(NOW, "2026Q3") and not pipeline.refresh_figures(later, "2026Q3")
    with warehouse.begin() as conn:
        conn.execute(
            text("UPDATE marts.quarter_picture SET picture = jsonb_set(picture, '{known_until}', '\"2026-10-02\"')")
        )
    assert pipeline.figures_page(later, "2026Q3")["known_until"] == "2026-10-02", "nothing was computed"
    town.land("pos_2026-10-03.csv", HEADER + rows(64), "2026-10-03 07:00")
    assert pipeline.refresh_figures(later, "2026Q3")
    assert pipeline.figures_page(later, "2026Q3")["known_until"] != "2026-10-02"


def test_while_somebody_counts_the_others_read_what_is_there(
    town: Town, warehouse: Warehouse, settings: Settings, as_role: Callable[[str], Page]
) -> None:
    head = as_role("head")
    assert "Есть данные новее" not in head.text("/figures")
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE meta.target SET target = 5 WHERE indicator = 'S-03'"))
    with warehouse.begin() as conn:
        conn.execute(text(ONE_AT_A_TIME), {"municipality": settings.municipality.oktmo})
        assert "Есть данные новее, они сейчас считаются" in head.text("/figures")
    assert "Есть данные новее" not in head.text("/figures")


def test_new_targets_and_rules_make_it_stale(town: Town, warehouse: Warehouse, settings: Settings) -> None:
    seen = set()
    for change in (
        "SELECT 1",
        "UPDATE meta.target SET target = 5 WHERE indicator = 'S-03'",
        "UPDATE marts.rules_known SET as_of = as_of",  # as every refresh and rebuild of the facts does
    ):
        with warehouse.begin() as conn:
            conn.execute(text(change))
        with warehouse.begin() as conn:
            seen.add(knowledge(conn, settings))
    assert len(seen) == 3


def test_a_town_without_exports_has_a_page_in_words(home: object, as_role: Callable[[str], Page]) -> None:
    head = as_role("head")
    assert "Нет данных" in head.text("/figures")
    assert "Таких записей нет" in head.text("/figures/S-03/messages")
    assert "нет данных" in head.text("/figures/P-01")


def test_nothing_personal_is_read(town: Town, warehouse: Warehouse, as_role: Callable[[str], Page]) -> None:
    """The pages work where nobody may read the schema of personal data."""
    with warehouse.begin() as conn:
        conn.execute(text("ALTER SCHEMA pii RENAME TO pii_away"))
        assert scalar(conn, "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'pii'") == 0
    member = as_role("member")
    for path in ("/figures?quarter=2026Q3", "/figures/S-03?quarter=2026Q3", "/figures/S-03/messages?quarter=2026Q3"):
        assert member.get(path).status_code == 200
