"""«Карантин»: what is refused and why; dismissed with a reason, judged again by hand and after a changed contract."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.intake import contracts, run
from svodka.intake.quarantine.words import WORDS
from svodka.warehouse.engine import Warehouse
from tests.web.conftest import NOW, Page

EXPORT = """Номер сообщения;Дата регистрации;Дата ответа;Категория;Статус;Заявитель
1;01.07.2026;;ЖКХ;Думаем;Выдуманова Анна Петровна
2;02.07.2026;;ЖКХ;Думаем;Небылицын Пётр Ильич
3;01.07.2026;31.06.2026;ЖКХ;Ответ направлен;
4;03.07.2026;;ЖКХ;Новое;
"""
WHY = "запись заведена ошибочно, исправлять не будут"
ROW = re.compile(r'href="/svodka/quarantine/(\d+)"')


def ingest(home: Path, name: str = "pos_2026-07-10.csv", content: str = EXPORT) -> None:
    inbox = home / "inbox" / "pos"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / name).write_text(content, encoding="utf-8")
    pipeline.ingest(["pos"])


@pytest.fixture
def refused(home: Path, warehouse: Warehouse) -> Warehouse:
    """Three rows of four refused: two for a word, one for a date."""
    ingest(home)
    return warehouse


def states(warehouse: Warehouse) -> dict[int, str]:
    with warehouse.begin() as conn:
        return dict(conn.execute(text("SELECT row_no, state FROM meta.rejected_row")).tuples().all())


def sign(warehouse: Warehouse, column: str) -> set[Any]:
    with warehouse.begin() as conn:
        return set(conn.execute(text(f"SELECT {column} FROM meta.rejected_row WHERE state = 'dismissed'")).scalars())


def ids(warehouse: Warehouse) -> dict[int, int]:
    """Row of the file → number of its entry."""
    with warehouse.begin() as conn:
        return dict(conn.execute(text("SELECT row_no, rejected_row_id FROM meta.rejected_row")).tuples().all())


def file_id(warehouse: Warehouse) -> int:
    with warehouse.begin() as conn:
        return int(conn.execute(text("SELECT min(file_id) FROM landing.file")).scalar_one())


def test_every_code_that_may_refuse_a_row_says_what_to_do_in_the_source() -> None:
    codes = {rule.code for name in contracts.channel_names() for rule in contracts.load_contract(name).reject_rules}
    assert codes | {"R12"} == set(WORDS)


def test_an_empty_quarantine_is_told_in_words(as_role: Callable[[str], Page]) -> None:
    assert "Карантин пуст" in as_role("member").text("/quarantine")


def test_each_row_is_told_with_its_place_its_reason_and_what_to_do(
    as_role: Callable[[str], Page], refused: Warehouse
) -> None:
    member = as_role("member")
    shown = member.text("/quarantine")
    assert "pos_2026-07-10.csv, строка 2, столбец «Статус»" in shown and "«Думаем»" in shown
    assert "Исправьте дату в карточке источника" in shown and len(ROW.findall(shown)) == 3
    assert '<span class="count">2</span>' in shown  # two of R05
    narrowed = member.text("/quarantine?channel=pos&code=R02")
    assert len(ROW.findall(narrowed)) == 1 and "31.06.2026" in narrowed
    assert "ничего нет" in member.text("/quarantine?channel=sed")


def test_a_long_quarantine_comes_in_parts_without_loss_or_repetition(
    as_role: Callable[[str], Page], home: Path, warehouse: Warehouse
) -> None:
    head, *_ = EXPORT.splitlines()
    bad = [f"{n};01.07.2026;;ЖКХ;Думаем;" for n in range(60)]
    good = [f"{n};01.07.2026;;ЖКХ;Новое;" for n in range(100, 300)]
    ingest(home, content="\n".join([head, *bad, *good]) + "\n")
    member, path, found = as_role("member"), "/quarantine?code=R05", []
    for _ in range(2):
        shown = member.text(path)
        found += ROW.findall(shown)
        following = re.search(r'href="/svodka(/quarantine\?[^"]+)" rel="next"', shown)
        path = following[1].replace("&amp;", "&") if following else ""
    assert path == "" and len(found) == len(set(found)) == 60


def test_no_personal_data_stands_on_the_page_until_one_who_may_asks_and_that_is_journaled(
    as_role: Callable[[str], Page], refused: Warehouse
) -> None:
    secretary, analyst, row = as_role("secretary"), as_role("analyst"), ids(refused)[2]
    for path in ("/quarantine", f"/quarantine/{row}"):
        assert "Выдуманова" not in secretary.text(path)
    assert "Показать строку" not in analyst.text(f"/quarantine/{row}")
    assert analyst.post(f"/quarantine/{row}/show", seen=f"/quarantine/{row}").status_code == 403
    shown = secretary.post(f"/quarantine/{row}/show", seen=f"/quarantine/{row}")
    assert shown.status_code == 200 and "Выдуманова Анна Петровна" in shown.text and "Небылицын" not in shown.text
    with refused.begin() as conn:
        views = conn.execute(text("SELECT login, role, page, message_key, seen_at FROM meta.personal_view")).all()
        key = conn.execute(text("SELECT message_key FROM meta.rejected_row WHERE row_no = 2")).scalar_one()
    assert [tuple(view) for view in views] == [("secretary", "secretary", "/quarantine", key, NOW)]


def test_a_row_is_dismissed_with_a_reason_and_stays_so(as_role: Callable[[str], Page], refused: Warehouse) -> None:
    analyst, row = as_role("analyst"), ids(refused)[2]
    seen = f"/quarantine/{row}"
    short = analyst.post(f"/quarantine/{row}/dismiss", {"reason": "ошибка"}, seen)
    assert short.status_code == 400 and "от 10" in short.text
    named = analyst.post(f"/quarantine/{row}/dismiss", {"reason": "просил Иванов Иван Иванович"}, seen)
    assert named.status_code == 400 and states(refused)[2] == "open"
    done = analyst.post(f"/quarantine/{row}/dismiss", {"reason": WHY}, seen)
    assert done.status_code == 303 and "Снято" in analyst.text("/quarantine?said=dismissed")
    assert states(refused) == {2: "dismissed", 3: "open", 4: "open"}
    signed = {name: sign(refused, name) for name in ("dismissed_by", "dismissed_reason", "dismissed_at")}
    assert signed == {"dismissed_by": {"analyst"}, "dismissed_reason": {WHY}, "dismissed_at": {NOW}}
    again = analyst.post(f"/quarantine/{row}/dismiss", {"reason": WHY}, "/quarantine/" + str(ids(refused)[3]))
    assert again.status_code == 409 and "уже нет" in again.text
    pipeline.ingest(["pos"], (date(2026, 7, 1), date(2026, 7, 31)))
    assert states(refused) == {2: "dismissed", 3: "open", 4: "open"}
    pipeline.rebuild()
    assert states(refused) == {2: "dismissed", 3: "open", 4: "open"}
    assert sign(refused, "dismissed_by") == {"analyst"} and sign(refused, "dismissed_at") == {NOW}


def test_all_rows_of_a_file_and_code_are_dismissed_after_a_page_that_says_how_many(
    as_role: Callable[[str], Page], refused: Warehouse
) -> None:
    secretary, path = as_role("secretary"), f"/quarantine/file/{file_id(refused)}/R05"
    asked = secretary.text(path)
    assert "2 строки файла pos_2026-07-10.csv" in asked
    newest = re.search(r'name="newest_id" value="(\d+)"', asked)
    assert newest and int(newest[1]) == ids(refused)[3]
    assert secretary.post(f"{path}/dismiss", {"reason": WHY, "newest_id": "все"}, path).status_code == 400
    done = secretary.post(f"{path}/dismiss", {"reason": WHY, "newest_id": newest[1]}, path)
    assert done.status_code == 303 and states(refused) == {2: "dismissed", 3: "dismissed", 4: "open"}


def test_rows_that_came_after_the_page_was_seen_are_not_dismissed_with_it(
    as_role: Callable[[str], Page], refused: Warehouse
) -> None:
    secretary, path = as_role("secretary"), f"/quarantine/file/{file_id(refused)}/R05"
    secretary.post(f"{path}/dismiss", {"reason": WHY, "newest_id": str(ids(refused)[2])}, path)
    assert states(refused) == {2: "dismissed", 3: "open", 4: "open"}


def test_who_may_not_correct_may_only_look(as_role: Callable[[str], Page], refused: Warehouse) -> None:
    member, row = as_role("member"), ids(refused)[2]
    assert "Снять" not in member.text(f"/quarantine/{row}")
    token = {"token": "x", "reason": WHY}
    assert member.client.post(f"/svodka/quarantine/{row}/dismiss", data=token).status_code == 403
    assert member.get(f"/quarantine/file/{file_id(refused)}/R05").status_code == 403


def agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contract of `pos` learns the word «Думаем»."""

    def changed(channel: str) -> contracts.Contract:
        contract = contracts.load_contract(channel)
        if channel != "pos":
            return contract
        status = contract.fields["status"]
        words = status.words | {"IN_PROGRESS": [*status.words["IN_PROGRESS"], "Думаем"]}
        fields = contract.fields | {"status": dataclasses.replace(status, words=words)}
        return dataclasses.replace(contract, fields=fields, checksum="другой договор")

    monkeypatch.setattr(run, "load_contract", changed)


def test_a_file_is_judged_again_by_the_button_and_every_row_is_accounted_for(
    as_role: Callable[[str], Page], refused: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst, path = as_role("analyst"), f"/quarantine/file/{file_id(refused)}/judge-again"
    seen = f"/quarantine/{ids(refused)[2]}"
    assert analyst.post(path, seen=seen).headers["location"].endswith("said=judged")
    assert set(states(refused).values()) == {"open"}  # the same contract says the same
    agree(monkeypatch)
    assert analyst.post(path, seen=f"/quarantine/{ids(refused)[2]}").headers["location"].endswith("said=judged")
    assert states(refused) == {4: "open"}
    with refused.begin() as conn:
        numbers = conn.execute(text("SELECT source_number FROM core.message ORDER BY 1")).scalars().all()
        account = conn.execute(
            text(
                "SELECT rows_read, rows_loaded, rows_unchanged, rows_rejected FROM meta.load_file ORDER BY load_id DESC"
            )
        ).first()
        asked = conn.execute(text("SELECT asked_by, asked_at FROM meta.judgement_request")).all()
    assert numbers == ["1", "2", "4"] and account is not None and tuple(account) == (4, 2, 1, 1)
    assert {tuple(one) for one in asked} == {("analyst", NOW)}


def test_what_cannot_be_judged_at_once_is_judged_by_the_channels_next_load(
    as_role: Callable[[str], Page], refused: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from svodka.pipeline import load_at_once

    analyst, path = as_role("analyst"), f"/quarantine/file/{file_id(refused)}/judge-again"
    monkeypatch.setattr(load_at_once, "ROWS_AT_ONCE", 1)
    answer = analyst.post(path, seen=f"/quarantine/{ids(refused)[2]}")
    assert answer.headers["location"].endswith("said=queued")
    assert pipeline.settled_channels(NOW) == ["pos"]  # `intake` starts the channel's DAG
    assert [file["state"] for file in pipeline.ingest(["pos"])] == ["loaded"]
    assert pipeline.settled_channels(NOW) == [] and pipeline.ingest(["pos"]) == []


def test_after_a_changed_contract_refused_rows_are_judged_again_by_themselves_once(
    home: Path, refused: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(home, "pos_2026-07-11.csv", EXPORT.replace("Думаем", "Новое").replace("31.06", "30.07"))
    assert pipeline.ingest(["pos"]) == []  # nothing new: nothing is read
    ingest(home, "pos_2026-07-12.csv", EXPORT + "5;03.07.2026;;ЖКХ;Новое;\n")
    agree(monkeypatch)
    # the file of the 11th has no row in the quarantine, that of the 10th only rows that are answered since
    assert [(file["name"], file["rows_rejected"]) for file in pipeline.ingest(["pos"])] == [("pos_2026-07-12.csv", 1)]
    assert pipeline.ingest(["pos"]) == []
