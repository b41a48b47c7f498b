"""A town with two exports and an edition of them, and what may happen to it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from svodka.delivery.quarter import advance
from svodka.figures.quarter_figures import figures_of
from svodka.intake import run
from svodka.period import Quarter
from svodka.report import reproduction
from svodka.report.reproduction import Reproduction
from svodka.settings import Policy, Settings
from svodka.warehouse.engine import Warehouse
from tests.delivery_desk import at

QUARTER = Quarter(2026, 3)
HEADER = "Номер сообщения;Дата регистрации;Дата ответа;Категория;Статус\n"
FIRST = HEADER + "1;01.07.2026;05.07.2026;ЖКХ;Ответ направлен\n2;02.07.2026;;Дороги;На исполнении\n"
SECOND = HEADER + "2;02.07.2026;10.07.2026;Кошки;Ответ направлен\n3;03.07.2026;;Дороги;На исполнении\n"
LATER = HEADER + "1;01.07.2026;;Дороги;На исполнении\n4;04.07.2026;30.09.2026;ЖКХ;Ответ направлен\n"
NORMS = "UPDATE meta.deadline_rule SET amount = 1 WHERE step = 'answer' AND clock = 'calendar_days'"


class Town:
    """One warehouse, its settings, and what happens to it."""

    def __init__(self, warehouse: Warehouse, settings: Settings) -> None:
        self.warehouse, self.settings = warehouse, settings
        self.first_figures: dict[str, Any] = {}

    def land(self, name: str, content: str, now: str) -> None:
        inbox = self.settings.inbox("pos")
        inbox.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_text(content, encoding="utf-8")
        load_id, has_files = run.extract(self.warehouse, self.settings, "pos", at(now))
        if load_id is not None and has_files:
            run.validate(self.warehouse, self.settings, load_id)
            run.load(self.warehouse, self.settings, load_id, at(now))

    def advance(self, now: str, **options: str) -> dict:
        return advance(self.warehouse, self.settings, QUARTER, at(now), by_itself=False, **options)

    def execute(self, statement: str, **parameters: object) -> None:
        with self.warehouse.begin() as conn:
            conn.execute(text(statement), parameters)

    def now(self) -> list[dict]:
        with self.warehouse.begin() as conn:
            return figures_of(conn, self.settings, QUARTER)["values"]

    def again(self, number: str = "0.1", first: str | None = None) -> Reproduction:
        """Computes the edition again; `first`: a statement that is undone afterwards."""
        with self.warehouse.engine.connect() as conn, conn.begin() as transaction:
            if first:
                conn.execute(text(first))
            edition = reproduction.find(conn, self.settings, QUARTER, number)
            found = reproduction.reproduce(conn, self.settings, edition)
            transaction.rollback()
        return found

    def assert_reproduced(self, number: str = "0.1") -> None:
        found = self.again(number)
        assert found.differences == [] and found.document["values"]


def with_an_edition(warehouse: Warehouse, settings: Settings) -> Town:
    """Two exports, and edition 0.1 of them with a gap in everything else."""
    town = Town(warehouse, settings)
    town.land("pos_2026-07-10.csv", FIRST, "2026-07-10 08:00")
    town.land("pos_2026-07-20.csv", SECOND, "2026-07-20 08:00")
    town.advance("2026-10-01 07:00")
    return town


def norms_in_place(town: Town) -> None:
    town.execute(NORMS)


def norms_deleted(town: Town) -> None:
    town.execute("DELETE FROM meta.deadline_rule WHERE step = 'answer' AND legal_regime = 'POS_MESSAGE'")


def map_in_place(town: Town) -> None:
    town.execute("UPDATE meta.topic_block SET block = 'Экология' WHERE topic IN ('ЖКХ', 'Дороги')")


def order_of_long_ago(town: Town) -> None:
    town.execute(
        "INSERT INTO meta.topic_block VALUES ('topic', 'кошки', 'Экология', '2018-01-01', '2018-01-01', 'приказ')"
        " ON CONFLICT DO NOTHING"
    )


def calendar_in_place(town: Town) -> None:
    town.execute("UPDATE marts.dim_calendar SET is_working = NOT is_working")
    town.execute(
        "INSERT INTO meta.calendar_override VALUES ('2026-07-06', FALSE, FALSE, FALSE, '2018-01-01', '2018-01-01', 'x')"
        " ON CONFLICT DO NOTHING"
    )


def thresholds(town: Town) -> None:
    policy = Policy(small_n=1, low_coverage=0.1)
    town.settings = town.settings.model_copy(update={"policy": policy, "channels": {}, "timezone": "Asia/Tokyo"})
    town.settings.__dict__.pop("zone", None)


def later_file(town: Town) -> None:
    town.land("pos_2026-10-05.csv", LATER, "2026-10-05 08:00")


def same_bytes_earlier(town: Town) -> None:
    """The second export comes again under an earlier name: from now on it is the older of the two."""
    town.land("pos_2026-07-05.csv", SECOND, "2026-10-06 08:00")


def gap_closed(town: Town) -> None:
    town.land("pos_2026-09-30.csv", SECOND + "\n", "2026-10-06 09:00")


def excluded(town: Town) -> None:
    town.execute(
        "INSERT INTO meta.exclusion (municipality, message_key, channel, source_number, action, reason, decided_by,"
        " decided_at) SELECT municipality, message_key, channel, source_number, 'exclude', 'заведено дважды, проба',"
        " 'Глава', :moment FROM core.message ORDER BY source_number LIMIT 1 ON CONFLICT DO NOTHING",
        moment=at("2026-10-07 10:00"),
    )


EVENTS: list[Callable[[Town], None]] = [
    norms_in_place, norms_deleted, map_in_place, order_of_long_ago, calendar_in_place, thresholds, later_file,
    same_bytes_earlier, gap_closed, excluded,
]  # fmt: skip
