"""Words and codes without a направление are counted, and the line that would cover them works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import text

from svodka.figures import seeds
from svodka.figures.topics import NOT_CLASSIFIED, RARE, TEXT, topics_for_report, unmapped_topics
from svodka.period import Quarter
from svodka.report.quality_words import in_the_source
from svodka.settings import PROJECT, Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, figures, make_marts, message, put_messages, value

Q3 = Quarter(2026, 3)
WORD = "Бродячие собаки, кошки"
ROWS = [
    message("pos", "1", "2026-07-01", topic_l1=WORD),
    message("pos", "2", "2026-08-01", topic_l1=WORD),
    message("incident", "3", "2026-07-20", topic_l1=WORD),
    message("appeals", "4", "2026-07-02", classifier_code="0009.0001.0001.0001"),
    message("sed", "5", "2026-07-02"),
    message("pos", "6", "2026-07-02", topic_l1="Дороги"),
    message("pos", "7", "2026-07-02", topic_l1=WORD, is_spam=True),
    message("pos", "8", "2026-05-02", topic_l1="Старое слово"),
    message("pos", "9", "2026-07-02", topic_l1="щ" * 200, municipality="1"),
]


def told(found: dict[str, Any]) -> list[tuple[str | None, str | None, int]]:
    return [(row["topic"], row["code"], row["n"]) for row in found["topics"]]


def test_words_and_codes_are_counted_by_channel_the_most_frequent_first(
    warehouse: Warehouse, settings: Settings
) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, ROWS)
        doc = figures(conn, settings)
        found = unmapped_topics(conn, settings, Q3, AS_OF)
        everything = unmapped_topics(conn, settings, None, AS_OF)
    assert told(found) == [(WORD, None, 3), (None, None, 1), (None, "0009.0001.0001.0001", 1)]
    assert found["topics"][0]["channels"] == {"pos": 2, "incident": 1}
    assert f"{found['topics'][0]['newest_on']}" == "2026-08-01"
    assert str(found["n"]) == value(doc, "S-01", block=NOT_CLASSIFIED)["numerator"]
    assert ("Старое слово", None, 1) in told(everything)


def test_the_line_to_paste_covers_the_word(warehouse: Warehouse, settings: Settings, tmp_path: Any) -> None:
    """As the message to the person says: complete the line, put it at the end of the map."""
    with warehouse.begin() as conn:
        put_messages(conn, ROWS)
        make_marts(conn, settings)
        lines = [row["map_row"] for row in unmapped_topics(conn, settings, Q3, AS_OF)["topics"]]
        assert lines[0] == f'topic,"{WORD}",<направление>,2026-07-01,2026-11-24,решение МЦУ'
        assert lines[1] is None  # neither a word nor a code: nothing to map
        file = tmp_path / "topic_block.csv"
        known = (PROJECT / "sql" / "seeds" / "topic_block.csv").read_text(encoding="utf-8")
        completed = [line.replace("<направление>", "Экология") for line in lines if line]
        file.write_text(known + "\n".join(completed) + "\n", encoding="utf-8")
        assert seeds.load(conn, tmp_path)
        make_marts(conn, settings)
        assert told(unmapped_topics(conn, settings, Q3, AS_OF)) == [(None, None, 1)]


def test_a_long_cell_is_cut(warehouse: Warehouse, settings: Settings) -> None:
    """A citizen's text that was typed into the field of the topic does not travel into the report."""
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "1", "2026-07-01", topic_l1="щ" * 200)])
        make_marts(conn, settings)
        [row] = unmapped_topics(conn, settings, Q3, AS_OF)["topics"]
        assert (len(row["topic"]), row["map_row"]) == (80, None)
        assert conn.execute(text("SELECT count(*) FROM fct_message")).scalar() == 1


def test_a_word_of_the_classifier_that_is_rare_is_not_called_a_text(warehouse: Warehouse, settings: Settings) -> None:
    """In a document that leaves the centre it is counted apart from citizens' texts; its word stays here."""
    typed = ["Личное", "Личное", "Жалоба Иванова И. И.", *["Собаки"] * 5]
    rows = [message("sed", f"{n}", "2026-07-01", topic_l1=topic) for n, topic in enumerate(typed)]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        make_marts(conn, settings)
        here, outside = unmapped_topics(conn, settings, Q3, AS_OF), topics_for_report(conn, settings, Q3, AS_OF, 20)
    assert told(here) == [("Собаки", None, 5), ("Личное", None, 2), (TEXT, None, 1)]
    assert [(row["topic"], row["n"]) for row in outside["rows"]] == [("Собаки", 5), (RARE, 2), (TEXT, 1)]


@pytest.mark.parametrize(
    ("row", "advice"),
    [
        ({"topic": None, "code": None, "map_row": None}, "заполните тему в карточках источника"),
        ({"topic": TEXT, "code": None, "map_row": None}, f"«{TEXT}»: впишите .* тему классификатора"),
        ({"topic": "Собаки", "code": None, "map_row": "topic,Собаки"}, "^None$"),
    ],
)
def test_what_no_line_can_cover_is_mended_in_the_source(row: dict[str, Any], advice: str) -> None:
    assert re.search(advice, f"{in_the_source(row)}")


@pytest.mark.parametrize(
    ("word", "is_told"),
    [
        ("Жалоба, ул. Ленина", False),
        ("дом 5 кв. 7", False),
        ("Позвоните 89221234567", False),
        ("Позвоните 8 (922) 123-45-67", False),
        ("тел 45-67-89", False),
        ("пишите на a@b.ru", False),
        ("см. HTTP://b.ru/1", False),
        ("см. www.b.ru", False),
        ("Жалоба Иванова И. И.", False),
        ("Ивановой Анне Петровне", False),
        ("Анна Петровна Иванова", False),
        ("Квартиры и улицы", True),
        ("Мусор/Свалки/ТКО: вывоз в 2026-2027 гг.", True),
        ("ПОС (59-ФЗ), основная часть", True),
    ],
)
def test_words_that_look_like_personal_data_are_counted_and_not_told(
    warehouse: Warehouse, settings: Settings, word: str, is_told: bool
) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "1", "2026-07-01", topic_l1=word)])
        make_marts(conn, settings)
        [row] = unmapped_topics(conn, settings, Q3, AS_OF)["topics"]
    assert (row["topic"], row["n"], row["map_row"] is None) == (word if is_told else TEXT, 1, not is_told)
    assert is_told or word not in f"{row}"
