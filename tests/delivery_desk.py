"""What the tests of the delivery work at: a quarter whose figures, coverage and clock they hold in their hands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from svodka.delivery import quarter as quarters
from svodka.report.annex import canonical_json, figures_csv
from svodka.report.content import Content
from svodka.report.files import Rendered
from svodka.settings import Person, Settings, Smtp
from svodka.warehouse.engine import Warehouse
from tests import report_sample as sample
from tests.mail_sink import Sink

ZONE = ZoneInfo("Asia/Yekaterinburg")
HEAD = "cur@example.org"


def light_files(settings: Settings, content: Content) -> Rendered:
    """In place of `render_files` where only the way of an edition matters: the annex of figures, and no pictures."""
    return Rendered({"figures.json": canonical_json(content.document), "figures.csv": figures_csv(content.document)})


def at(moment: str) -> datetime:
    """A local moment of the town: at("2026-10-02 12:00")."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


class Desk:
    """`late`, `gap`, `newest` are what figures and coverage say at the next call."""

    def __init__(self, warehouse: Warehouse, settings: Settings, sink: Sink, quarter: str = "2026Q3") -> None:
        self.warehouse, self.sink, self.quarter = warehouse, sink, quarter
        recipients = [
            Person(role="cur_head", name="Иванова И. И.", email=HEAD),
            Person(role="mcu_head", name="Петров П. П.", email="mcu@example.org"),
        ]
        self.settings = settings.model_copy(
            update={"recipients": recipients, "smtp": Smtp(port=sink.port, sender="svodka@mcu.example.org")}
        )
        self.late, self.gap, self.newest = "2", False, date(2026, 9, 30)
        self.computed = 0

    def figures(self, conn: Any, quarter: Any, settings: Settings, as_of: datetime, gaps: set[str]) -> dict[str, Any]:
        self.computed += 1
        document = sample.document(late=self.late, period=str(quarter), as_of=as_of.isoformat())
        if gaps:
            document["values"][0]["flags"] = ["INCOMPLETE"]
        return document

    def coverage(self, conn: Any, settings: Settings, quarter: Any, as_of: datetime) -> list[dict[str, Any]]:
        return sample.coverage(gap=self.gap, newest=self.newest)

    def check(self, *_: Any) -> None:
        """The figures are made up: no mart holds them."""

    def advance(self, moment: str, **options: Any) -> dict[str, Any]:
        return self.advance_at(at(moment), **options)

    def advance_at(self, now: datetime, **options: Any) -> dict[str, Any]:
        means = {"figures": self.figures, "coverage": self.coverage, "check": self.check}
        return quarters.advance(self.warehouse, self.settings, self.quarter, now, **means, **options)

    def set_policy(self, **changes: Any) -> None:
        policy = self.settings.policy.model_copy(update=changes)
        self.settings = self.settings.model_copy(update={"policy": policy})

    def set_people(self, *people: Person) -> None:
        self.settings = self.settings.model_copy(update={"recipients": list(people)})

    def editions(self) -> list[tuple[str, str]]:
        with self.warehouse.begin() as conn:
            return [
                tuple(row) for row in conn.execute(text("SELECT number, kind FROM meta.edition ORDER BY edition_id"))
            ]

    def mail(self) -> Any:
        with self.warehouse.begin() as conn:
            return conn.execute(text("SELECT * FROM meta.delivery")).one()

    def body(self) -> str:
        """The text of the last letter that arrived."""
        part = self.sink.taken[-1][1].get_body(("plain",))
        assert part is not None
        return str(part.get_content())
