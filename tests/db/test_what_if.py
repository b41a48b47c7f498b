"""Figures by tried rules beside those of now: what changes is told, nothing is stored, a wrong file is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from typer.testing import CliRunner

from svodka import pipeline
from svodka.cli import app
from svodka.cli.what_if import changed_table, read_trials
from svodka.errors import SvodkaError, UsageError
from svodka.figures.what_if import Trial, what_if
from svodka.intake.contracts import load_contract
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, make_marts, message, put_messages
from tests.delivery_desk import at
from tests.edition_town import LATER, SECOND, Town

QUARTER = Quarter(2026, 3)
NORM = "step,legal_regime,clock,amount,source_term,valid_from\n"
TOPIC = "kind,topic,block,valid_from\n"
MESSAGES = [
    message("pos", "1", "2026-07-01", first_final_answer_at="2026-07-08", topic_l1="Кошки"),
    message("pos", "2", "2026-07-01", first_final_answer_at="2026-07-20", topic_l1="Дороги"),
    message("pos", "3", "2026-08-01", first_final_answer_at="2026-09-20", topic_l1="Дороги"),
    message("sed", "4", "2026-07-01", first_final_answer_at="2026-07-20", topic_l1="Дороги"),
]


@pytest.fixture
def stocked(warehouse: Warehouse, settings: Settings) -> Warehouse:
    with warehouse.begin() as conn:
        put_messages(conn, MESSAGES)
        make_marts(conn, settings)
    return warehouse


def tried(warehouse: Warehouse, settings: Settings, **files: str) -> dict[str, Any]:
    trials = [Trial(table, f"{table}.csv", content) for table, content in files.items()]
    with warehouse.engine.connect() as conn, conn.begin() as transaction:
        found = what_if(conn, settings, QUARTER, trials, AS_OF)
        transaction.rollback()
    return found


def total(found: dict[str, Any], code: str) -> dict[str, Any]:
    [one] = [one for one in found["changed"] if one["indicator"] == code and not any(one["slice"].values())]
    return one


def everything(conn: Connection) -> list[Any]:
    tables = ("meta.deadline_rule", "meta.target", "meta.topic_block", "meta.calendar_override", "marts.fct_message")
    return [conn.execute(text(f"SELECT * FROM {table} AS held ORDER BY held::text")).all() for table in tables]


def test_a_shorter_term_makes_messages_late_and_stores_nothing(stocked: Warehouse, settings: Settings) -> None:
    with stocked.begin() as conn:
        before = everything(conn)
    found = tried(stocked, settings, deadline_rule=NORM + "answer,POS_MESSAGE,calendar_days,10,used,2026-07-01\n")
    late = total(found, "P-02")
    assert (late["before"]["numerator"], late["after"]["numerator"], late["difference"]) == ("1", "2", "33.333333")
    [moved] = [one for one in found["messages"] if one["indicator"] == "P-02"]
    assert moved["is_lateness"]
    assert [moved[f"{way}_numerator"] for way in ("into", "out_of")] == [1, 0]
    assert [moved[f"{way}_denominator"] for way in ("into", "out_of")] == [0, 0]
    assert not any(one["indicator"].startswith("A-") for one in found["changed"])
    assert found["before"]["values"] != found["after"]["values"]
    with stocked.begin() as conn:
        assert everything(conn) == before


def test_a_row_of_the_same_key_replaces_and_counts_as_known_at_once(stocked: Warehouse, settings: Settings) -> None:
    row = "answer,POS_MESSAGE,calendar_days,90,used,2018-01-01,2030-01-01\n"
    header = NORM.strip() + ",known_from\n"
    found = tried(stocked, settings, deadline_rule=header + row)
    late = total(found, "P-02")
    assert (late["before"]["denominator"], late["after"]["denominator"]) == ("3", "2")  # the third is due in October
    [moved] = [one for one in found["messages"] if one["indicator"] == "P-02"]
    assert (moved["out_of_numerator"], moved["out_of_denominator"]) == (1, 1)


def test_a_topic_goes_to_another_block(stocked: Warehouse, settings: Settings) -> None:
    found = tried(stocked, settings, topic_block=TOPIC + "topic,Кошки,Экология,2018-01-01\n")
    blocks = {one["slice"]["block"]: one for one in found["changed"] if one["indicator"] == "S-01"}
    assert blocks["Экология"]["before"] is None and blocks["Экология"]["after"]["numerator"] == "1"
    assert not any(one["indicator"] == "S-01" and not any(one["slice"].values()) for one in found["changed"])
    assert found["messages"] == []


def test_a_target_changes_no_figure_and_is_judged_both_ways(stocked: Warehouse, settings: Settings) -> None:
    found = tried(stocked, settings, target="indicator,relation,target,valid_from\nP-02,<=,40,2018-01-01\n")
    assert found["changed"] == [] and found["before"] == found["after"]
    assert found["targets"] == [
        {
            "indicator": "P-02",
            "value": "33.333333",
            "before": {"relation": "<=", "target": "0", "is_met": False},
            "after": {"relation": "<=", "target": "40", "is_met": True},
        }
    ]


def test_a_day_off_moves_a_term_in_working_hours(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        answered = {"first_public_answer_at": "2026-07-02 09:00"}
        put_messages(conn, [message("incident", "1", "2026-07-01 10:00", **answered)])
        make_marts(conn, settings)
    day = "day,is_working,is_short,completes_year,valid_from\n2026-07-01,false,false,false,2026-01-01\n"
    found = tried(warehouse, settings, calendar_override=day)
    assert not [one for one in found["changed"] if one["indicator"] == "I-01"]
    short = "step,legal_regime,clock,amount,opens,closes,source_term,valid_from\n"
    both = tried(
        warehouse, settings, calendar_override=day,
        deadline_rule=short + "answer,OPEN_SOURCE,working_hours,2,08:00,17:00,used,2018-01-01\n",
    )  # fmt: skip
    alone = tried(
        warehouse, settings,
        deadline_rule=short + "answer,OPEN_SOURCE,working_hours,2,08:00,17:00,used,2018-01-01\n",
    )  # fmt: skip
    assert total(alone, "I-02")["after"]["numerator"] == "1"  # due on 1 July 12:00
    assert not [one for one in both["changed"] if one["indicator"] == "I-02"]  # due on 2 July 10:00


def test_a_past_moment_is_tried_too(warehouse: Warehouse, settings: Settings) -> None:
    """Facts of a past moment are temporary ones themselves: they step aside for the tried ones, and come back."""
    town = Town(warehouse, settings)
    town.land("pos_2026-07-20.csv", SECOND, "2026-07-20 08:00")
    town.land("pos_2026-10-05.csv", LATER, "2026-10-05 08:00")
    trial = Trial("deadline_rule", "norms.csv", NORM + "answer,POS_MESSAGE,calendar_days,5,used,2026-07-01\n")
    with warehouse.begin() as conn:
        found = what_if(conn, settings, QUARTER, [trial], at("2026-07-20 09:00"))
        kept = conn.execute(text("SELECT count(*) FROM fct_message")).scalar_one()
    assert kept == 2  # not the four of now
    late = total(found, "P-02")
    assert (late["before"]["numerator"], late["after"]["numerator"]) == ("1", "2")
    [moved] = [one for one in found["messages"] if one["indicator"] == "P-02"]
    assert (moved["into_numerator"], moved["out_of_numerator"]) == (1, 0)


@pytest.mark.parametrize(
    ("table", "content", "said"),
    [
        ("deadline_rule", NORM + "answer,FZ60,calendar_days,10,used,2026-07-01\n",
         "строка 2, столбец legal_regime: «FZ60», ожидается одно из: FZ59, POS_MESSAGE, OPEN_SOURCE"),
        ("deadline_rule", NORM + "\nanswer,FZ59,calendar_days,десять,used,31.07.2026\n",
         "строка 3, столбец amount: «десять», ожидается целое число; строка 3, столбец valid_from: «31.07.2026», "
         "ожидается дата ГГГГ-ММ-ДД"),
        ("deadline_rule", NORM + "answer,FZ59,calendar_days,10\n", "строка 2: ячеек 4, ожидается 6"),
        ("deadline_rule", "step,clock,срок\n",
         "строка 1: лишние столбцы срок; нет столбцов legal_regime, valid_from; ожидаются step, legal_regime"),
        ("deadline_rule", "step,clock,clock,legal_regime,valid_from\n", "строка 1: названы дважды clock"),
        ("deadline_rule", NORM + "answer,FZ59,calendar_days,10,,2026-07-01\n", "у answer нужен source_term"),
        ("deadline_rule", NORM + "answer,FZ59,calendar_days,0,used,2026-07-01\n", "целое число больше 0"),
        ("target", "indicator,relation,target,valid_from\nP-20,<=,1,2018-01-01\n",
         "строка 2, столбец indicator: показателя «P-20» нет; похожие: P-0"),
        ("deadline_rule", NORM.strip() + ",block\nanswer,FZ59,calendar_days,10,used,2026-07-01,Дарога\n",
         "строка 2, столбец block: направления «Дарога» нет; похожие: Дороги"),
        ("target", "indicator,relation,target,valid_from\nP-02,<=,1,2018-01-01\nP-02,<=,2,2018-01-01\n",
         "строка 3: повторяет другую строку"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named(stocked: Warehouse, settings: Settings, table: str, content: str, said: str) -> None:
    with pytest.raises(SvodkaError) as refused:
        tried(stocked, settings, **{table: content})
    assert str(refused.value).startswith(f"{table}.csv: ")
    assert said in str(refused.value)


def test_a_tried_norm_may_name_a_tried_block_and_its_unknown_topic_is_told(
    stocked: Warehouse, settings: Settings
) -> None:
    found = tried(
        stocked, settings,
        topic_block=TOPIC + "topic,Кошки,Животные,2018-01-01\n",
        deadline_rule=NORM.strip() + ",block,topic\nanswer,POS_MESSAGE,calendar_days,3,used,2026-07-01,Животные,\n"
        "answer,POS_MESSAGE,calendar_days,3,used,2026-07-01,,Кашки\n",
    )  # fmt: skip
    assert total(found, "P-02")["after"]["numerator"] == "2"
    [sentence] = found["warnings"]
    assert "темы «Кашки» нет" in sentence and "похожие: Кошки" in sentence


def test_a_table_that_holds_no_rules_is_refused_with_those_that_do(stocked: Warehouse, settings: Settings) -> None:
    with pytest.raises(UsageError, match="deadline_rule, target, calendar_override, topic_block"):
        tried(stocked, settings, message="a\n")


def test_the_command_shows_both_figures(stocked: Warehouse, tmp_path: Path) -> None:
    """What a Russian Excel saves is read: a byte order mark and «;»."""
    file = tmp_path / "norms.csv"
    row = "answer,POS_MESSAGE,calendar_days,10,used,2026-07-01\n"
    file.write_text("\ufeff" + (NORM + row).replace(",", ";"), encoding="utf-8")
    words = ["figures", "2026Q3", "--as-of", AS_OF.isoformat(), "--with", f"deadline_rule={file}"]
    plain = pipeline.figures("2026Q3", AS_OF)
    found = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert set(found) == {"quarter", "with", "before", "after", "changed", "messages", "targets", "warnings"}
    assert found["before"] == plain
    shown = CliRunner().invoke(app, words).stdout
    assert "стали просроченными 1, перестали 0" in shown
    assert "33.333333 (1/3)" in shown and "66.666667 (2/3)" in shown and "+33.333333" in shown
    assert "OPEN_SOURCE" not in shown and "POS_MESSAGE" not in shown and "сообщение ПОС" in shown


def test_totals_stand_first_and_not_every_slice_is_shown() -> None:
    def one(code: str, difference: str | None, **where: str) -> dict[str, Any]:
        return {"indicator": code, "slice": where, "before": None, "after": None, "difference": difference}

    slices = [one("P-01", "-1.000000", channel="pos", block=f"Направление {n}") for n in range(32)]
    table = changed_table({"quarter": "2026Q3", "changed": [*slices, one("P-02", "2.000000"), one("P-03", None)]})
    columns = [list(column.cells) for column in table.columns]
    assert columns[0][:3] == ["P-02", "P-03", "P-01"] and len(columns[0]) == 2 + 30
    assert columns[1][:3] == ["всего", "всего", f"{load_contract('pos').title} · Направление 0"]
    assert columns[4][:3] == ["+2.000000", "—", "−1.000000"]
    assert table.caption == "… и ещё 2, все: --json"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("norm=a.csv", "можно: deadline_rule"),
        ("target", "ожидается ТАБЛИЦА=ФАЙЛ"),
        ("norms/rule.csv", "ожидается ТАБЛИЦА=ФАЙЛ"),
        ("=rule.csv", "ожидается ТАБЛИЦА=ФАЙЛ"),
        ("target=no.csv", "Файла no.csv нет"),
        ("target=/", "/ — папка: укажите файл CSV"),
    ],
)
def test_a_wrong_option_is_explained(word: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_trials([word])
