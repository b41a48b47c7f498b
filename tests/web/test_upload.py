"""«Загрузить»: a file is looked at, nothing is landed before it is confirmed, then it is loaded as by `ingest`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from svodka import pipeline
from svodka.access.roles import HOLDERS, Right, Role
from svodka.intake.upload import drafts
from svodka.warehouse.engine import Warehouse, scalar
from svodka.web import write_token
from tests.export_forms import POS, REGISTER, draft_of, export, give, pos_row
from tests.web.conftest import NOW, ORIGIN, Page

AsRole = Callable[[str], Page]
NAME = "pos_2026-10-09.csv"
GOOD = [pos_row(number) for number in range(1, 8)]
BAD = [
    "101;Сообщение;31.09.2026 10:00;;ЖКХ;Новое;;;",
    "102;Сообщение;05.10.2026 10:00;;ЖКХ;Неведомо;;;",
    "103;Сообщение;05.10.2026 10:00;01.10.2026;ЖКХ;Решено;Решено;;",
    "104;Сообщение;05.10.2026 10:00;;ЖКХ;Новое;;;",
    "104;Сообщение;06.10.2026 10:00;;ЖКХ;Новое;;;",
]


def looked_at(page: Page, name: str, content: bytes, **fields: str) -> tuple[str, str]:
    """The id of the draft, and its page."""
    draft = draft_of(give(page, name, content, **fields))
    return draft, page.text(f"/upload/{draft}")


def land(page: Page, draft: str) -> Any:
    return page.post("/upload/land", {"draft": draft}, "/upload")


def left_behind(warehouse: Warehouse) -> dict[str, int]:
    with warehouse.begin() as connection:
        return {
            table: scalar(connection, f"SELECT count(*) FROM {table}")
            for table in ("landing.file", "landing.file_name", "meta.load", "meta.rejected_row", "core.message")
        } | {"staging": scalar(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'")}


def test_a_good_file_is_understood_and_then_loaded(as_role: AsRole, home: Path, warehouse: Warehouse) -> None:
    secretary = as_role("secretary")
    before = left_behind(warehouse)
    draft, page = looked_at(secretary, NAME, export(POS + ";Погода", *GOOD, *BAD))
    assert "Платформа обратной связи" in page and "Погода" in page
    assert "05.10.2026" in page and "09.10.2026" in page and "по дате в имени файла" in page
    assert left_behind(warehouse) == before, "looking at a file must leave nothing"
    assert not list((home / "inbox").rglob("*.csv"))

    found = pipeline.upload_draft(draft, "secretary")["found"]  # type: ignore[arg-type]
    answer = land(secretary, draft)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/svodka/data/load/")
    result = secretary.text(answer.headers["location"].removeprefix("/svodka"))
    assert "загружен" in result and "/quarantine" in result
    with warehouse.begin() as connection:
        [account] = connection.execute(text("SELECT * FROM meta.load_file")).all()
    assert (account.rows_read, account.rows_rejected) == (found["n_rows"], found["n_rejected"]) == (12, 4)
    assert account.rows_loaded == found["n_good"] == 8
    foretold = Counter({one["code"]: one["n"] for one in found["rejections"]})
    assert foretold == Counter(row["code"] for row in pipeline.rejected("pos"))
    assert not list((home / "run" / "uploads").iterdir()), "a landed draft is gone"


def test_what_people_wrote_is_not_shown(as_role: AsRole, home: Path) -> None:
    _, page = looked_at(as_role("engineer"), NAME, export(POS, *GOOD, *BAD))
    for cell in ("Выдуманный", "Нет воды", "Неведомо", "31.09.2026"):
        assert cell not in page
    assert not any("Выдуманный" in file.read_text() for file in home.rglob("draft.json"))


def test_a_wrong_channel_is_noticed(as_role: AsRole, home: Path) -> None:
    secretary = as_role("secretary")
    draft, page = looked_at(secretary, "выгрузка.csv", export(POS, *GOOD), channel="incident")
    assert "Похоже на выгрузку «Платформа обратной связи»" in page
    answer = secretary.post("/upload/channel", {"draft": draft, "channel": "pos"}, "/upload")
    assert answer.status_code == 303
    page = secretary.text(f"/upload/{draft}")
    assert "Похоже на" not in page and "Файл понят" in page


def test_registers_that_look_alike_are_asked_for_and_then_known(as_role: AsRole, home: Path) -> None:
    secretary = as_role("secretary")
    rows = [f"{n};05.10.2026;ЖКХ;Рассмотрено;Поддержано;20.10.2026" for n in (1, 2, 3)]
    draft, page = looked_at(secretary, "Журнал 09.10.2026.csv", export(REGISTER, *rows[:2]))
    assert "Чья это выгрузка?" in page and "Журналы письменных" in page
    assert land(secretary, draft).status_code == 409, "nobody has said whose it is"
    secretary.post("/upload/channel", {"draft": draft, "channel": "journals"}, "/upload")
    assert land(secretary, draft).status_code == 303
    _, page = looked_at(secretary, "Журнал 10.10.2026.csv", export(REGISTER, *rows))
    assert "Файл понят" in page and "Журналы письменных" in page
    _, page = looked_at(secretary, "Журнал 10.10.2026.csv", export(REGISTER, *rows), channel="sed")
    assert "Похоже на выгрузку «Журналы письменных" in page, "files of this name came as another channel's"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("pos.xlsx", b"PK\x03\x04 broken", "Файл повреждён"),
        ("pos.pdf", b"%PDF-1.7", "не принимаются"),
        ("pos.json", b"[{]", "не принимает таких файлов"),
        ("pos.csv", "Погода;Ветер;Снег\n1;2;3\n".encode(), "Проверьте, тот ли это файл"),
        ("pos.csv", export("Номер сообщения;Тип;Категория;Заявитель", "1;Сообщение;ЖКХ;"), "нет обязательного столбца"),
    ],
)
def test_a_bad_file_is_refused_in_words(
    as_role: AsRole, warehouse: Warehouse, name: str, content: bytes, words: str
) -> None:
    secretary = as_role("secretary")
    draft, page = looked_at(secretary, name, content, channel="pos")
    assert words in page and ">Загрузить</button>" not in page
    assert land(secretary, draft).status_code == 409
    assert left_behind(warehouse)["landing.file"] == 0
    assert secretary.post("/upload/drop", {"draft": draft}, "/upload").status_code == 303
    assert secretary.get(f"/upload/{draft}").status_code == 409


def test_the_same_bytes_are_known_again(as_role: AsRole, home: Path) -> None:
    secretary = as_role("secretary")
    land(secretary, looked_at(secretary, NAME, export(POS, *GOOD))[0])
    draft, page = looked_at(secretary, "pos_2026-10-10.csv", export(POS, *GOOD))
    assert "уже приняты" in page and NAME in page
    result = secretary.text(land(secretary, draft).headers["location"].removeprefix("/svodka"))
    assert "уже был принят" in result


def test_two_files_of_one_name_are_both_kept(as_role: AsRole, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svodka.pipeline.load_at_once.ROWS_AT_ONCE", 0)  # large files wait in the inbox
    secretary = as_role("secretary")
    for rows in (GOOD[:2], GOOD):
        answer = land(secretary, looked_at(secretary, NAME, export(POS, *rows))[0])
        assert answer.headers["location"].endswith("/upload?said=queued")
        assert "загрузится сам" in secretary.text("/upload?said=queued")
    inbox = home / "inbox" / "pos"
    assert {file.name: file.read_bytes() for file in inbox.iterdir()} == {
        NAME: export(POS, *GOOD[:2]),
        "pos_2026-10-09 (2).csv": export(POS, *GOOD),
    }
    assert [file["state"] for file in pipeline.ingest(["pos"])] == ["loaded", "loaded"]


def test_a_load_under_way_is_not_met(as_role: AsRole, home: Path, warehouse: Warehouse) -> None:
    secretary = as_role("secretary")
    with warehouse.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO meta.load (municipality, channel, status, code_version, started_at)"
                " VALUES ('65763000', 'pos', 'extracted', 'x', :now)"
            ),
            {"now": NOW - timedelta(minutes=1)},
        )
    answer = land(secretary, looked_at(secretary, NAME, export(POS, *GOOD))[0])
    assert answer.headers["location"].endswith("?said=queued") and (home / "inbox" / "pos" / NAME).is_file()


@pytest.mark.parametrize("name", ["../../pos_2026-10-09.csv", "C:\\Users\\x\\pos.csv", "п" * 300 + ".csv"])
def test_a_name_leads_nowhere_else(as_role: AsRole, home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("svodka.pipeline.load_at_once.ROWS_AT_ONCE", 0)
    secretary = as_role("secretary")
    land(secretary, looked_at(secretary, name, export(POS, *GOOD), channel="pos")[0])
    [made] = home.parent.rglob("*.csv")
    assert made.parent == home / "inbox" / "pos" and len(made.name.encode()) < 200


@pytest.mark.parametrize("choice", ["../../etc", "pos/../../x", "no-such", "/"])
def test_a_folder_that_nobody_offers_is_refused(as_role: AsRole, home: Path, choice: str) -> None:
    answer = give(as_role("secretary"), NAME, export(POS, *GOOD), channel=choice)
    assert answer.status_code == 400 and not list(home.rglob("content"))


def test_a_journal_of_an_institution_is_a_choice(as_role: AsRole, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svodka.pipeline.load_at_once.ROWS_AT_ONCE", 0)
    (home / "inbox" / "journals" / "школа-1").mkdir(parents=True)
    secretary = as_role("secretary")
    assert "journals/школа-1" in secretary.text("/upload")
    row = "1;05.10.2026;ЖКХ;Рассмотрено;Поддержано;20.10.2026"
    draft, page = looked_at(secretary, "x 09.10.2026.csv", export(REGISTER, row), channel="journals/школа-1")
    assert "школа-1" in page
    land(secretary, draft)
    assert (home / "inbox" / "journals" / "школа-1" / "x 09.10.2026.csv").is_file()


def test_a_file_that_is_too_large_or_empty_is_refused(
    as_role: AsRole, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = as_role("secretary")
    monkeypatch.setattr(drafts, "LARGEST", 64)
    answer = give(secretary, NAME, export(POS, *GOOD))
    assert answer.status_code == 400 and "слишком велик" in answer.text
    assert give(secretary, NAME, b"").status_code == 400
    assert secretary.post("/upload", {}, "/upload").status_code == 400
    assert not list(home.rglob("content")), "nothing of it is kept"


def test_a_draft_is_of_one_login(as_role: AsRole, home: Path) -> None:
    secretary, engineer = as_role("secretary"), as_role("engineer")
    draft, _ = looked_at(secretary, NAME, export(POS, *GOOD))
    assert engineer.get(f"/upload/{draft}").status_code == 409
    for path in ("/upload/land", "/upload/drop", "/upload/channel"):
        answer = engineer.post(path, {"draft": draft, "channel": "pos"}, "/upload")
        assert answer.status_code == 409, path
    assert secretary.get(f"/upload/{draft}").status_code == 200
    folder = home / "run" / "uploads"
    assert [oct(path.stat().st_mode)[-3:] for path in (folder, *folder.iterdir())] == ["700", "700"]


def test_only_holders_of_the_right_may_give_a_file(as_role: AsRole) -> None:
    for role in sorted(set(Role) - HOLDERS[Right.LAND]):
        page = as_role(role)
        fields = {"token": write_token.token(role), "draft": "x"}
        answers = [page.client.post(f"/svodka/upload{path}", data=fields, headers={"origin": ORIGIN})
                   for path in ("", "/land", "/channel", "/drop")]  # fmt: skip
        assert [answer.status_code for answer in (page.get("/upload"), *answers)] == [403] * 5


def test_drafts_older_than_a_day_are_removed(as_role: AsRole, home: Path) -> None:
    secretary = as_role("secretary")
    draft, _ = looked_at(secretary, NAME, export(POS, *GOOD))
    now = datetime.now(UTC)
    assert pipeline.housekeeping(now + timedelta(hours=23))["drafts_dropped"] == 0
    assert pipeline.housekeeping(now + timedelta(hours=25))["drafts_dropped"] == 1
    assert secretary.get(f"/upload/{draft}").status_code == 409


def test_a_day_that_a_person_says_is_the_exports_where_it_tells_none(as_role: AsRole, home: Path) -> None:
    _, page = looked_at(as_role("secretary"), "pos.csv", export(POS, *GOOD), exported_on="2026-10-08")
    assert "08.10.2026" in page and "взят указанный день" in page


@pytest.mark.parametrize("day", ["2026-10-13", "2027-10-12", "2017-12-31", "0001-01-01"])
def test_a_day_to_come_is_never_the_exports(as_role: AsRole, home: Path, day: str) -> None:
    answer = give(as_role("secretary"), "pos.csv", export(POS, *GOOD), exported_on=day)
    assert answer.status_code == 400 and "до сегодняшнего" in answer.text
    assert not list((home / "run").glob("uploads/*"))


def test_a_name_of_a_day_to_come_is_refused_in_words(as_role: AsRole, home: Path) -> None:
    secretary = as_role("secretary")
    draft, page = looked_at(secretary, "pos_2027-10-09.csv", export(POS, *GOOD))
    assert "ещё не настал" in page and "09.10.2027" in page and "pos_2026-10-12.xlsx" in page
    assert "/upload/land" not in page and land(secretary, draft).status_code == 409


def test_an_export_of_today_need_not_wait_for_the_days_end(as_role: AsRole, home: Path) -> None:
    draft, page = looked_at(as_role("secretary"), "pos.csv", export(POS, *GOOD), exported_on="2026-10-12")
    assert "12.10.2026" in page
    assert (home / "run" / "uploads" / draft / "content").stat().st_mtime <= NOW.timestamp()
