"""What the tests of the outbox work at: one occasion with three recipients, its clock in minutes after noon."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import text

from svodka.delivery import outbox
from svodka.delivery.letter import new_message
from svodka.delivery.parcel import Letter
from svodka.delivery.ways import smtp
from svodka.settings import Person, Settings, Smtp
from svodka.warehouse.engine import Warehouse
from tests.delivery_desk import at
from tests.mail_sink import Sink

NAMES = ("first@example.org", "second@example.org", "third@example.org")


class Post:
    """Mails of one occasion to one server; `states` by the first part of the address."""

    def __init__(
        self,
        warehouse: Warehouse,
        settings: Settings,
        sink: Sink,
        occasion: str = "report/2026Q3/1",
        names: tuple[str, ...] = NAMES,
        **smtp_options: Any,
    ) -> None:
        self.warehouse, self.sink, self.occasion, self.names = warehouse, sink, occasion, names
        server = Smtp(**{"port": sink.port, "sender": "svodka@mcu.example.org", **smtp_options})
        self.settings = settings.model_copy(update={"smtp": server})
        self.enqueue(names, at("2026-10-02 12:00"))

    def enqueue(self, names: tuple[str, ...], now: datetime) -> int:
        people = [Person(role="cur_head", name="—", email=name) for name in names]
        with self.warehouse.begin() as conn:
            return outbox.enqueue(conn, self.settings, self.occasion, people, now)

    def compose(self, letter: Letter) -> EmailMessage:
        message = new_message(self.settings, letter, "Отчёт")
        message.set_content("текст\n.строка, которая начинается с точки\n")
        return message

    def deliver(self, minute: int, send: Any = smtp.send, **options: Any) -> dict[str, str]:
        now = at("2026-10-02 12:00") + timedelta(minutes=minute)
        outbox.deliver(self.warehouse, self.settings, self.occasion, self.compose, send, now, **options)
        return self.states()

    def rows(self) -> list[dict[str, Any]]:
        with self.warehouse.begin() as conn:
            return outbox.listing(conn, self.settings, self.occasion)

    def states(self) -> dict[str, str]:
        return {row["recipient"].partition("@")[0]: row["state"] for row in self.rows()}

    def journal(self) -> list[Any]:
        """Every attempt: recipient, attempt, outcome, ended_at, reply."""
        query = text(
            "SELECT recipient, attempt, outcome, ended_at, delivery_attempt.reply FROM meta.delivery_attempt "
            "JOIN meta.delivery USING (delivery_id) WHERE occasion = :occasion ORDER BY delivery_id, attempt"
        )
        with self.warehouse.begin() as conn:
            return list(conn.execute(query, {"occasion": self.occasion}))

    def everybody(self, state: str) -> dict[str, str]:
        return {name.partition("@")[0]: state for name in self.names}

    def check(self) -> None:
        """What holds whatever has happened, once everything is sent: each recipient has the mail, every copy under one
        Message-ID, none but the first without «Повтор»; the journal tells the truth about every attempt."""
        assert self.states() == self.everybody("sent")
        for name in self.names:
            got = [message for to, message in self.sink.taken if to == name]
            assert got, f"{name} has nothing"
            assert len({message["Message-ID"] for message in got}) == 1
            assert all(message["Subject"].startswith("Повтор: ") for message in got[1:])
        self.check_journal()

    def check_journal(self) -> None:
        """As many rows as attempts; sent: the server has kept it; pending, failed: it has not."""
        made = {row["recipient"]: row["attempts"] for row in self.rows()}
        entries = self.journal()
        assert Counter(entry.recipient for entry in entries) == Counter({name: n for name, n in made.items() if n})
        kept = Counter(self.sink.kept)
        for entry in entries:
            copies = kept[(entry.recipient, entry.attempt)]
            assert copies <= 1
            if entry.outcome in ("sent", "pending", "failed"):
                assert copies == (entry.outcome == "sent"), entry
                assert entry.ended_at is not None and entry.reply
