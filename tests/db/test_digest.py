"""The digest: yesterday beside its means in three dimensions, spikes, freshness, new words, the quarantine's size."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, text

from svodka.control.digest import NO_EXECUTOR, Digest, compile_digest
from svodka.intake.contracts import load_contract
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, scalar
from tests.core_rows import make_marts, message, put, put_messages
from tests.delivery_desk import at

DAY = date(2026, 10, 12)  # a Monday
NOW = at("2026-10-12 08:30")
POS, SED = load_contract("pos").title, load_contract("sed").title
FRIDAY_MORNING = at("2026-10-09 08:30")


def day_of(offset: int) -> str:
    return (DAY - timedelta(days=offset)).isoformat()


MESSAGES = [
    # Yesterday is a Sunday: 2 in, 1 answered
    message("pos", "y-1", f"{day_of(1)} 10:00", topic_l1="Дороги", executor="Отдел дорог"),
    message("pos", "y-2", f"{day_of(1)} 23:59", topic_l1="ЖКХ"),
    message("sed", "old", "2026-05-04 10:00", first_final_answer_at=f"{day_of(1)} 09:00", executor="Отдел дорог"),
    # Edges of the 7 and the 30 days before it
    message("pos", "e-8", f"{day_of(8)} 00:00", topic_l1="Дороги", first_final_answer_at=f"{day_of(8)} 12:00"),
    message("pos", "e-9", f"{day_of(9)} 23:59", topic_l1="Дороги"),
    message("pos", "e-31", f"{day_of(31)} 00:00", topic_l1="Дороги"),
    message("pos", "e-32", f"{day_of(32)} 23:59", topic_l1="Дороги", first_final_answer_at=f"{day_of(31)} 00:10"),
    # Not counted: spam, today's, another town's
    message("pos", "spam", f"{day_of(1)} 10:00", is_spam=True),
    message("pos", "today", f"{day_of(0)} 00:00"),
    message("pos", "elsewhere", f"{day_of(1)} 10:00", municipality="65701000"),
]


@pytest.fixture
def conn(warehouse: Warehouse, settings: Settings) -> Any:
    with warehouse.begin() as connection:
        yield connection


def digest_of(conn: Connection, settings: Settings, rows: list[dict[str, Any]], now: datetime = NOW) -> Digest:
    put_messages(conn, rows)
    make_marts(conn, settings)
    return compile_digest(conn, settings, DAY, now)


def line(digest: Digest, kind: str, name: str) -> Any:
    return next(one for one in digest.of_kind(kind) if one.name == name)


def test_yesterday_stands_beside_the_means_of_exactly_7_and_30_days(conn, settings):
    digest = digest_of(conn, settings, MESSAGES)
    pos = line(digest, "channel", POS)
    assert (pos.registered, pos.registered_mean_7, pos.registered_mean_30) == (2, Decimal("0.1"), Decimal("0.1"))
    assert (pos.answered, pos.answered_mean_7, pos.answered_mean_30) == (0, Decimal("0.1"), Decimal("0.1"))
    assert line(digest, "channel", SED).answered == 1
    assert {one.name for one in digest.of_kind("block")} == {"Дороги", "ЖКХ", "Прочее/не классифицировано"}
    assert line(digest, "executor", "Отдел дорог").registered == 1
    assert line(digest, "executor", "Отдел дорог").answered == 1
    assert line(digest, "executor", NO_EXECUTOR).registered == 1


def test_every_figure_is_that_of_independent_sql(conn, settings):
    """Each dimension is counted again, one plain count at a time, from core."""
    rows = [
        message(
            channel, f"{channel}-{number}", f"{day_of(number % 37)} {number % 24:02}:30",
            topic_l1=["Дороги", "ЖКХ", None][number % 3], executor=["Отдел А", "Отдел Б", None][number % 3],
            first_final_answer_at=f"{day_of(max(0, number % 37 - number % 9))} 23:50" if number % 2 else None,
        )
        for channel in ("pos", "sed") for number in range(150)
    ]  # fmt: skip
    digest = digest_of(conn, settings, rows)
    parts = {
        "channel": {POS: "channel = 'pos'", SED: "channel = 'sed'"},
        "block": {"Дороги": "topic_l1 = 'Дороги'", "ЖКХ": "topic_l1 = 'ЖКХ'"},
        "executor": {"Отдел А": "executor = 'Отдел А'", NO_EXECUTOR: "executor IS NULL"},
    }
    for kind, names in parts.items():
        for name, condition in names.items():
            told = line(digest, kind, name)
            for what, column in (("registered", "registered_at"), ("answered", "first_final_answer_at")):
                counts = [_counted(conn, condition, column, first, last) for first, last in ((1, 1), (8, 2), (31, 2))]
                shown = [getattr(told, f"{what}{suffix}") for suffix in ("", "_mean_7", "_mean_30")]
                tenth = Decimal("0.1")
                assert shown[0] == counts[0] and counts[2]
                assert abs(shown[1] - Decimal(counts[1]) / 7) <= tenth / 2
                assert abs(shown[2] - Decimal(counts[2]) / 30) <= tenth / 2


def _counted(conn: Connection, condition: str, column: str, first: int, last: int) -> int:
    local = f"({column} AT TIME ZONE 'Asia/Yekaterinburg')::date"
    return scalar(
        conn,
        f"SELECT count(*) FROM core.message WHERE {condition} AND {local} BETWEEN :first AND :last",
        first=DAY - timedelta(days=first),
        last=DAY - timedelta(days=last),
    )


def burst(day: str, n: int, **fields: Any) -> list[dict[str, Any]]:
    return [message("pos", f"burst-{day}-{one}", f"{day} 12:00", topic_l1="ЖКХ", **fields) for one in range(n)]


def test_a_spike_of_friday_is_told_on_monday_at_its_narrowest(conn, settings):
    """The channel and the block have spiked only because the block has in this channel."""
    digest = digest_of(conn, settings, MESSAGES + burst(day_of(3), 9, executor="ЖЭУ"))
    told = {(one.kind, one.name): one for one in digest.spikes}
    assert set(told) == {("cell", f"{POS}, ЖКХ"), ("executor", "ЖЭУ")}
    cell = told["cell", f"{POS}, ЖКХ"]
    assert (cell.day, cell.n_days, cell.count, cell.usual) == (date(2026, 10, 9), 1, 9, 0)
    assert (cell.channel, cell.block, cell.executor) == ("pos", "ЖКХ", None)


def test_a_spike_that_no_cell_makes_is_told_of_the_whole(conn, settings):
    """Four blocks with three messages each: none of them has spiked, the channel has."""
    rows = [
        message("pos", f"{topic}-{one}", f"{day_of(3)} 12:00", topic_l1=topic)
        for topic in ("ЖКХ", "Дороги", "Экология", "Образование")
        for one in range(3)
    ]
    assert [(one.kind, one.name, one.count) for one in digest_of(conn, settings, rows).spikes] == [("channel", POS, 12)]


def test_a_spike_is_told_once(conn, settings):
    """Thursday's was in Friday's digest."""
    assert digest_of(conn, settings, MESSAGES + burst(day_of(4), 12)).spikes == []


def test_a_spike_whose_export_came_late_is_told_when_it_has_come(conn, settings):
    """By Friday's morning only Wednesday's export was there: Thursday's spike is news on Monday."""
    landed(conn, "wednesday.csv", FRIDAY_MORNING - timedelta(days=1), "2026-10-07")
    landed(conn, "sunday.csv", FRIDAY_MORNING + timedelta(days=2), "2026-10-11")
    told = digest_of(conn, settings, MESSAGES + burst(day_of(4), 12)).spikes
    assert [(one.kind, one.day) for one in told] == [("cell", date(2026, 10, 8))]


def test_four_messages_are_no_spike(conn, settings):
    assert digest_of(conn, settings, MESSAGES + burst(day_of(3), 4)).spikes == []


def landed(
    conn: Connection, name: str, landed_at: datetime, business_day: str, headers: list[str] | None = None
) -> int:
    file_id = conn.execute(
        text(
            "INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes,"
            " landed_at, exported_at, exported_at_source, business_day, covers_from, covers_to, stored_url, state)"
            " VALUES ('65763000', 'pos', '', 'register', :name, :name, 'x', 1, :at, :at, 'name', cast(:day AS date),"
            " cast(:day AS date) - 200, :day, 'x', 'loaded') RETURNING file_id"
        ),
        {"name": name, "at": landed_at, "day": business_day},
    ).scalar_one()
    conn.execute(
        text("INSERT INTO landing.file_sheet VALUES (:file, 1, 'Лист1', 1, 1, :headers, '{}')"),
        {"file": file_id, "headers": headers or []},
    )
    return int(file_id)


def refused(conn: Connection, file_id: int, row: int, reason: str, state: str = "open", code: str = "R05") -> None:
    load_id = conn.execute(
        text(
            "INSERT INTO meta.load (municipality, channel, status, code_version, started_at)"
            " VALUES ('65763000', 'pos', 'loaded', '1', now()) RETURNING load_id"
        )
    ).scalar_one()
    conn.execute(
        text(
            "INSERT INTO meta.rejected_row (file_id, sheet_no, row_no, load_id, code, reason, state)"
            " VALUES (:file, 1, :row, :load, :code, :reason, :state)"
        ),
        {"file": file_id, "row": row, "load": load_id, "code": code, "reason": reason, "state": state},
    )


@pytest.fixture
def two_files(conn: Connection) -> tuple[int, int]:
    """One landed before Friday's morning, one after it."""
    before = landed(conn, "old.csv", FRIDAY_MORNING - timedelta(minutes=1), "2026-10-08", ["Старая колонка"])
    after = landed(conn, "new.csv", FRIDAY_MORNING + timedelta(minutes=1), "2026-10-09", ["Старая колонка", "Новая"])
    return before, after


def seen(conn: Connection, row: dict[str, Any], *files: int) -> None:
    common = {"message_key": row["message_key"], "state_hash": row["state_hash"], "row_no": 1, "sheet_no": 1}
    put(conn, "message_seen", [{**common, "file_id": file} for file in files])


def test_new_words_are_those_that_no_earlier_file_had(conn, settings, two_files):
    before, after = two_files
    topics = {"known": "Дороги", "old": "Кошки", "again": "Кошки", "new": "Собаки", "person": "Иванов Иван Иванович"}
    rows = {
        name: message("pos", name, f"{day_of(5)} 10:00", topic_l1=topic, status="IN_PROGRESS")
        for name, topic in topics.items()
    }
    for name, row in rows.items():
        seen(conn, row, *([before, after] if name == "old" else [after]))
    refused(conn, before, 1, "Статус: «на паузе»: слово не из списка договорённых (или пусто)")
    refused(conn, after, 1, "Статус: «на паузе»: слово не из списка договорённых (или пусто)")
    refused(conn, after, 2, "Статус: «отложено»: слово не из списка договорённых (или пусто)")
    refused(conn, after, 3, "Статус: «отложено»: слово не из списка договорённых (или пусто)", state="superseded")
    words = digest_of(conn, settings, list(rows.values())).new_words
    assert [(one.kind, one.channel, one.word, one.n) for one in words] == [
        ("header", POS, "Новая", 1), ("topic", POS, "Собаки", 1), ("value", POS, "Статус: «отложено»", 1),
    ]  # fmt: skip


def test_the_quarantine_is_counted_by_channel_with_what_is_new(conn, settings, two_files):
    before, after = two_files
    for row, (file, state) in enumerate([(before, "open"), (before, "dismissed"), (after, "open"), (after, "open")], 1):
        conn.execute(text("ALTER TABLE meta.rejected_row DROP CONSTRAINT dismissal_is_signed")) if row == 1 else None
        refused(conn, file, row, "дата", state, "R02")
    assert [(q.channel, q.n_open, q.n_new) for q in digest_of(conn, settings, MESSAGES).quarantine] == [(POS, 3, 2)]


def test_freshness_says_the_newest_day_and_the_gap(conn, settings, two_files):
    digest = digest_of(conn, settings, MESSAGES)
    states = {one.channel: one for one in digest.freshness}
    assert (states["pos"].state, states["pos"].newest_export) == ("fresh", date(2026, 10, 9))
    assert (states["sed"].state, states["sed"].newest_export, states["sed"].n_gap_days) == ("no_data", None, 30)
    assert not line(digest, "channel", POS).is_known, "its newest export does not reach yesterday"


def test_a_town_without_data_has_a_digest_too(conn, settings):
    digest = digest_of(conn, settings, [])
    assert digest.spikes == [] and digest.new_words == [] and digest.quarantine == []
    assert digest.of_kind("channel") and all(one.registered == 0 for one in digest.lines)
