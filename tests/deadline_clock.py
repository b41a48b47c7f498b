"""A town in the first days of a quarter, hour by hour: what Airflow would start, and what people and machines do.

`Town.run` walks a clock from the 1st, 06:00, to the 5th, 00:00, and calls the real `advance` and the real guard at the
moments at which the schedule calls them: the run of the 1st (prepare, the question, deliver, with the retries of its
tasks) and the looks of the guard. Mail goes to a real server, or to a port on which nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import create_engine

from svodka.delivery import guard, smtp
from svodka.delivery.guard_plan import DAYS, LOOKS
from svodka.delivery.ways.ending import Ending
from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.report.privacy import Finding
from svodka.settings import Person, Settings, Smtp
from svodka.warehouse.engine import SESSION, Warehouse
from tests.delivery_desk import HEAD, ZONE, Desk
from tests.mail_sink import free_port

HOUR = timedelta(hours=1)
CURATOR, SECRETARY, SIGNER, ENGINEER = (
    "curator@example.org",
    "secretary@example.org",
    "mcu@example.org",
    "it@example.org",
)
PEOPLE = (
    Person(role="cur_head", name="Иванова И. И.", email=HEAD),
    Person(role="mcu_head", name="Петров П. П.", email=SIGNER),
    Person(role="secretary", name="Сидорова С. С.", email=SECRETARY),
    Person(role="curator", name="Куратов К. К.", email=CURATOR),
    Person(role="engineer", name="Инженеров И. И.", email=ENGINEER),
)


@dataclass
class Sent:
    """One mail that a server has taken."""

    moment: datetime
    recipient: str
    message: EmailMessage

    @property
    def day(self) -> int:
        return self.moment.astimezone(ZONE).day

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content())


@dataclass
class Outside:
    """What happens in these days: when the scheduler and the mail server are down, whether the run of the 1st is dead,
    when the head answers and what, what else comes at which hour of which day."""

    scheduler_down: frozenset[int] = frozenset()
    mail_down: frozenset[int] = frozenset()
    run_is_dead: bool = False
    answers: Mapping[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)
    events: Mapping[tuple[int, int], Callable[[Town], None]] = field(default_factory=dict)


def pooled(warehouse: Warehouse) -> Warehouse:
    """The same warehouse with connections that are kept: a story opens some hundreds."""
    kept = Warehouse(warehouse.url)
    kept.engine = create_engine(warehouse.url, connect_args={"options": SESSION})
    return kept


class Town(Desk):
    """`sent`: the mails that a server has taken, in order; `out_at`: when the report was out; `findings`: what the
    privacy gate finds from now on."""

    def __init__(self, warehouse: Any, settings: Settings, sink: Any, quarter: str, outside: Outside) -> None:
        super().__init__(pooled(warehouse), settings, sink, quarter)
        self.outside = outside
        self.sent: list[Sent] = []
        self.out_at: datetime | None = None
        self.findings: list[Finding] = []
        self.set_people(*PEOPLE)
        period = Quarter.parse(quarter)
        self.first, self.newest = period.next.first_day, period.last_day
        self.now = self.moment(1, 6)

    def moment(self, day: int, hour: int) -> datetime:
        return datetime(self.first.year, self.first.month, day, hour, tzinfo=ZONE)

    def send(self, settings: Settings, message: EmailMessage, recipient: str) -> Ending:
        """The real client; on days on which the mail server is down, at a port on which nobody listens."""
        if self.now.day in self.outside.mail_down:
            settings = settings.model_copy(update={"smtp": Smtp(port=free_port(), sender=settings.smtp.sender)})
        ending = smtp.send(settings, message, recipient)
        if ending.outcome == "sent":
            self.sent.append(Sent(self.now, recipient, message))
        return ending

    def step(self, **said: Any) -> dict[str, Any]:
        result = self.advance_at(self.now, send=self.send, **said)
        if self.out_at is None and result["state"] in ("sent", "confirmed"):
            self.out_at = self.now
        return result

    @property
    def is_scheduler_up(self) -> bool:
        return self.now.day not in self.outside.scheduler_down

    def run(self) -> None:
        """From the 1st, 06:00, to the deadline, hour by hour."""
        report, watch = QuarterlyRun(self), Guard(self)
        while self.now < self.moment(5, 0):
            if event := self.outside.events.get((self.now.day, self.now.hour)):
                event(self)
            if self.is_scheduler_up:
                report.tick()
                watch.tick()
            self.now += HOUR

    # What the tests ask

    def to(self, recipient: str, *words: str) -> Iterator[Sent]:
        return (one for one in self.sent if one.recipient == recipient and all(word in one.subject for word in words))

    def warnings(self) -> dict[int, Sent]:
        """The curator's, by day; two a day would be a mistake."""
        found = list(self.to(CURATOR, "не отправлен"))
        assert len({one.day for one in found}) == len(found), [one.subject for one in found]
        return {one.day: one for one in found}

    def reminders(self) -> list[Sent]:
        return [one for one in self.sent if "нужно ваше действие" in one.subject]

    def was_out_on(self, day: int) -> bool:
        return self.out_at is not None and self.out_at.date() <= date(self.first.year, self.first.month, day)


class QuarterlyRun:
    """The run of the 1st as dags/quarterly_report.py has it: prepare, the question, deliver."""

    def __init__(self, town: Town) -> None:
        self.town, self.stage = town, "dead" if town.outside.run_is_dead else "prepare"
        self.edition: dict[str, Any] = {}
        self.tries = 0

    def tick(self) -> None:
        if self.stage == "prepare":
            self.prepare()
        if self.stage == "asked":
            self.wait()
        elif self.stage == "deliver":
            self.deliver()

    def prepare(self) -> None:
        """Every quarter of an hour in life, every six hours here, and at noon, when it is the cut-off."""
        if self.town.now.hour % 6:
            return
        try:
            self.edition = self.town.step()
        except SvodkaError:
            self.stage = "failed"
            return
        if self.edition["next_step"] != "wait":
            is_asked = self.edition["next_step"] == "sign_off"
            self.stage = "asked" if is_asked else "deliver"
            self.said: Mapping[str, Any] = {}

    def wait(self) -> None:
        until = self.edition["sign_off_until"]
        answer = self.town.outside.answers.get((self.town.now.day, self.town.now.hour))
        if answer is None and (until is None or self.town.now < datetime.fromisoformat(until)):
            return
        self.said = {**(answer or {"decision": "silence"}), "edition_hash": self.edition["edition_hash"]}
        self.stage = "deliver"
        self.deliver()

    def deliver(self) -> None:
        """Six tries within an hour and a half in life, two here; all else makes it green or red."""
        self.tries += 1
        try:
            result = self.town.step(**self.said)
        except SvodkaError:
            self.stage = "failed"
            return
        if result["next_step"] != "retry" or self.tries == 2:
            self.stage = "ended"


class Guard:
    """The looks of dags/deadline_guard.py: those of the schedule, the one made up for after a stop of the scheduler,
    those after the last one, as long as the report is not out (every half an hour in life, every two hours here)."""

    def __init__(self, town: Town) -> None:
        self.town, self.looks_on, self.last = town, False, town.now

    def tick(self) -> None:
        now, town = self.town.now, self.town
        due = [town.moment(day, hour) for day in DAYS for hour in LOOKS]
        if (self.looks_on and now.hour % 2) or any(self.last < look <= now for look in due):
            self.look()
        self.last = now

    def look(self) -> None:
        """As `svodka_dags.guard_run.look`."""
        error = None
        try:
            self.town.step()
        except Exception as trouble:
            error = trouble
        town = self.town
        period = Quarter.parse(town.quarter)
        told = guard.watch(town.warehouse, town.settings, period, town.now, error=error, send=town.send)
        self.looks_on = told["looks_again"]
