"""«Качество данных»: what it shows equals what intake knows; a topic is mapped from a date, by whom is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.cli import main
from svodka.figures import marts, seeds
from svodka.intake import run
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import Stretch, channel_gaps
from svodka.intake.coverage_calendar import Mark
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, scalar
from tests.export_forms import POS, export, pos_row
from tests.web.conftest import NOW, Page

AsRole = Callable[[str], Page]
STRANGE = "Кошки и собаки"
OCTOBER = date(2026, 10, 1)


def load(home: Path, warehouse: Warehouse, settings: Settings, name: str, content: bytes, now: datetime) -> int:
    """Loads an export of ПОС as if it had come at the moment; its rows need no judgement."""
    folder = home / "inbox" / "pos"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    load_id, _ = run.extract(warehouse, settings, "pos", now)
    assert load_id is not None
    run.validate(warehouse, settings, load_id)
    run.load(warehouse, settings, load_id, now)
    return load_id


@pytest.fixture
def stocked(home: Path, warehouse: Warehouse, settings: Settings) -> Warehouse:
    """Two exports of October: a strange topic before and after the 5th, a column that came with the second."""
    rows = [pos_row(1, "01.10.2026", STRANGE), pos_row(2, "02.10.2026")]
    load(home, warehouse, settings, "pos_2026-10-02.csv", export(POS, *rows), NOW - timedelta(days=9))
    rows = [f"{row};5" for row in [*rows, pos_row(3, "06.10.2026", STRANGE.upper())]]
    load(home, warehouse, settings, "pos_2026-10-06.csv", export(POS + ";Погода", *rows), NOW - timedelta(days=5))
    return warehouse


def blocks(warehouse: Warehouse) -> dict[str, str]:
    with warehouse.begin() as connection:
        rows = connection.execute(
            text("SELECT source_number, block FROM core.message INNER JOIN marts.fct_message USING (message_key)")
        )
        return {row.source_number: row.block for row in rows}


def decide(page: Page, block: str, valid_from: str, word: str = STRANGE) -> int:
    fields = {"kind": "topic", "word": word, "block": block, "valid_from": valid_from}
    return int(page.post("/data/topic", fields, "/data").status_code)


def test_the_page_shows_loads_gaps_and_drift(as_role: AsRole, stocked: Warehouse) -> None:
    page = as_role("member").text("/data")
    assert page.index('id="topics"') < page.index('id="drift"'), "what asks for an action stands first"
    assert "Дней без данных" in page and "появился незнакомый столбец" in page and "Погода" in page
    [newest, oldest] = re.findall(r"/data/load/(\d+)", page)
    assert int(newest) > int(oldest)
    result = as_role("member").text(f"/data/load/{newest}")
    assert "pos_2026-10-06.csv" in result and "незнакомые заголовки: Погода" in result
    assert as_role("member").get("/data/load/999999").status_code == 409


def test_the_calendar_marks_the_gaps_that_intake_knows(stocked: Warehouse, settings: Settings, home: Path) -> None:
    found = pipeline.coverage_month(OCTOBER, NOW)
    with stocked.begin() as connection:
        for one in found["channels"]:
            asked = Stretch(OCTOBER, date(2026, 10, 11))
            known = channel_gaps(connection, settings, load_contract(one.channel), asked, NOW)
            shown = {day for day, mark in zip(found["days"], one.marks, strict=True) if mark is Mark.GAP}
            assert shown == {day for stretch in known for day in stretch.days()}, one.channel
    [pos] = [one for one in found["channels"] if one.channel == "pos"]
    at = {day.day: mark for day, mark in zip(found["days"], pos.marks, strict=True)}
    assert len(at) == 31 and at[2] is at[6] is Mark.EXPORT and at[5] is Mark.COVERED
    assert at[3] is Mark.OFF and at[9] is Mark.GAP and at[12] is at[31] is Mark.FUTURE


@pytest.mark.parametrize("month", ["nonsense", "0001-01", "9999-12", "2026-11"])
def test_an_empty_home_is_said_in_words(as_role: AsRole, home: Path, month: str) -> None:
    page = as_role("curator").text(f"/data?month={month}&before=x")
    assert "Более ранних загрузок" in page and "Все темы и коды отнесены" in page and "октябрь 2026" in page


def test_loads_are_paged_by_their_number(home: Path, warehouse: Warehouse) -> None:
    with warehouse.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO meta.load (municipality, channel, status, code_version, started_at) SELECT '65763000',"
                " 'pos', 'loaded', 'x', :now - n * INTERVAL '12 hours' FROM generate_series(80, 0, -1) AS n"
            ),
            {"now": NOW},
        )
    seen, before = [], None
    while True:
        found = pipeline.recent_loads(NOW, before=before)
        seen += [one["load_id"] for one in found["loads"]]
        before = found["older"]
        if before is None:
            break
    assert seen == sorted(set(seen), reverse=True) and len(seen) == 61, "thirty days of two a day, each once"


def test_a_topic_is_mapped_from_a_day_on(as_role: AsRole, stocked: Warehouse, settings: Settings) -> None:
    secretary = as_role("secretary")
    assert STRANGE in secretary.text("/data")
    assert decide(secretary, "Экология", "2026-10-05") == 303
    assert blocks(stocked) == {"1": "Прочее/не классифицировано", "2": "ЖКХ", "3": "Экология"}
    page = secretary.text("/data?said=mapped")
    assert "Тема отнесена" in page and "Журнал решений" in page and "secretary" in page
    with stocked.begin() as connection:
        [entry] = connection.execute(text("SELECT * FROM meta.topic_decision")).mappings().all()
        assert (entry["decided_by"], entry["block"], entry["valid_from"]) == (
            "secretary",
            "Экология",
            date(2026, 10, 5),
        )
        assert not seeds.load(connection), "init must find the map as it is to be"
        assert scalar(connection, "SELECT as_of FROM marts.rules_known") == NOW
    figures = pipeline.topics()
    assert figures["n"] == 1 and figures["as_of"] == NOW.astimezone(settings.zone).isoformat()
    before = pipeline.topics(as_of=NOW - timedelta(days=1))
    assert before["n"] == 2, "as of yesterday nobody had decided"


def test_a_decision_outlives_init_and_rebuild_and_can_be_taken_back(
    as_role: AsRole, stocked: Warehouse, settings: Settings
) -> None:
    analyst = as_role("analyst")
    decide(analyst, "Экология", "2026-10-01")
    decide(analyst, "Туризм", "2026-10-01")
    with stocked.begin() as connection:
        connection.execute(text("DELETE FROM meta.topic_block WHERE topic = :word"), {"word": STRANGE})
        assert seeds.load(connection), "init puts the decision back"
    pipeline.rebuild()
    assert blocks(stocked) == {"1": "Туризм", "2": "ЖКХ", "3": "Туризм"}, "the last word holds"
    assert decide(analyst, "-", "2026-10-01") == 303
    assert set(blocks(stocked).values()) == {"Прочее/не классифицировано", "ЖКХ"}
    with stocked.begin() as connection:
        assert scalar(connection, "SELECT count(*) FROM meta.topic_decision") == 3
        with pytest.raises(Exception, match="append-only"):
            connection.execute(text("DELETE FROM meta.topic_decision"))


IMPOSSIBLE = (
    ("Животные", "2026-10-01", STRANGE), ("Экология", "2017-12-31", STRANGE), ("Экология", "x", STRANGE),
    ("Экология", "2029-01-01", STRANGE), ("", "2026-10-01", STRANGE), ("Экология", "2026-10-01", "жкх"),
    ("Экология", "2026-10-01", "т" * 90),
)  # fmt: skip


def test_an_impossible_decision_changes_nothing(as_role: AsRole, stocked: Warehouse) -> None:
    secretary = as_role("secretary")
    for block, valid_from, word in IMPOSSIBLE:
        assert decide(secretary, block, valid_from, word) == 400, (block, valid_from, word)
    with stocked.begin() as connection:
        assert scalar(connection, "SELECT count(*) FROM meta.topic_decision") == 0


def test_a_decision_does_not_wait_behind_a_long_load(
    as_role: AsRole, stocked: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svodka.figures.topic_map.PATIENCE", "50ms")
    secretary = as_role("secretary")
    with stocked.begin() as loading:
        marts.take_turn(loading)
        assert decide(secretary, "Экология", "2026-10-01") == 409
    assert decide(secretary, "Экология", "2026-10-01") == 303


def test_a_name_instead_of_a_topic_is_not_shown_to_all(
    as_role: AsRole, home: Path, warehouse: Warehouse, settings: Settings
) -> None:
    names = ("Выдуманова Мария Ивановна", "Зов 8 912 000-00-00", "Незнакомов П.")
    rows = [pos_row(number, topic=name) for number, name in enumerate(names, 1)]
    load(home, warehouse, settings, "pos_2026-10-06.csv", export(POS, *rows), NOW - timedelta(days=5))
    page = as_role("engineer").text("/data")
    assert "3 сообщения без направления" in page and "слова здесь не показаны" in page
    assert "Выдуманова" not in page and "912" not in page and "Незнакомов" not in page
    shown = as_role("head").text("/data")
    assert "912" not in shown and "Незнакомов" in shown
    with warehouse.begin() as connection:
        seen = connection.execute(text("SELECT login, page, message_key FROM meta.personal_view")).all()
    assert seen == [("head", "/data", None)], "only the look of who was shown the name is written down"


def test_the_journal_tells_no_name_to_all(
    as_role: AsRole, home: Path, warehouse: Warehouse, settings: Settings
) -> None:
    rows = [pos_row(1, topic="Незнакомов П."), pos_row(2, topic=STRANGE)]
    load(home, warehouse, settings, "pos_2026-10-06.csv", export(POS, *rows), NOW - timedelta(days=5))
    head = as_role("head")
    assert [decide(head, "Экология", "2026-10-01", word) for word in ("Незнакомов П.", STRANGE)] == [303, 303]
    page = as_role("analyst").text("/data")
    assert "Незнакомов" not in page and STRANGE in page and "Журнал решений" in page
    assert "Незнакомов" in head.text("/data")
    with warehouse.begin() as connection:
        assert set(connection.execute(text("SELECT login FROM meta.personal_view")).scalars()) == {"head"}


def test_words_of_a_vocabulary_are_no_personal_data(as_role: AsRole, stocked: Warehouse) -> None:
    assert STRANGE in as_role("head").text("/data")
    with stocked.begin() as connection:
        assert scalar(connection, "SELECT count(*) FROM meta.personal_view") == 0


def test_who_may_not_map_is_not_offered_it(as_role: AsRole, stocked: Warehouse) -> None:
    member = as_role("member")
    assert STRANGE in member.text("/data") and "/data/topic" not in member.text("/data")


def test_the_command_line_maps_a_topic_as_the_page_does(
    stocked: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def command(*words: str) -> int:
        monkeypatch.setattr("sys.argv", ["svodka", "map-topic", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    assert command(STRANGE, "Экология", "--from", "2026-10-05", "--by", "Сидоров") == 0
    assert blocks(stocked)["3"] == "Экология" and blocks(stocked)["1"] == "Прочее/не классифицировано"
    assert command(STRANGE, "Животные", "--from", "2026-10-05", "--by", "Сидоров") == 2
    assert "Направления «Животные» нет" in capsys.readouterr().err
