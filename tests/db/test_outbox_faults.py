"""Everything that can go wrong with a mail server, and a process killed anywhere: nothing is lost, nothing is lied."""

from __future__ import annotations

import os
import signal
import smtplib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, product
from typing import Any

import pytest
import trustme

from svodka.delivery import outbox
from svodka.delivery.ways import smtp, smtp_session
from svodka.settings import Settings, load_settings
from svodka.warehouse.engine import Warehouse
from tests.mail_faults import CUT, HANG, STEPS
from tests.mail_sink import Sink, running
from tests.post_office import Post
from tests.server_context import server_context
from tests.warehouse_fixtures import fresh_databases

NUMBERS = count(1)
LATER = "451 4.3.0 try again later"
NEVER = "554 5.7.1 not here"
HOUR = 60  # minutes


@dataclass
class Town:
    """A warehouse, a server with STARTTLS and a login, and a new occasion for every case."""

    warehouse: Warehouse
    settings: Settings
    sink: Sink
    options: dict[str, Any]

    def post(self, names: tuple[str, ...]) -> Post:
        occasion = f"report/2026Q3/{next(NUMBERS)}"
        return Post(self.warehouse, self.settings, self.sink, occasion, names, **self.options)


@pytest.fixture(scope="module")
def town(server_home, template, tmp_path_factory) -> Iterator[Town]:
    home = tmp_path_factory.mktemp("faults")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(home / "ca.pem")
    options = {"starttls": True, "ca_file": home / "ca.pem", "user": "env:MAIL_USER", "password": "env:MAIL_PASSWORD"}
    context = server_context(authority, "127.0.0.1")
    with (
        fresh_databases(server_home, template) as make,
        pytest.MonkeyPatch.context() as patch,
        running(starttls=context, login=("mcu", "secret")) as sink,
    ):
        patch.setenv("MAIL_USER", "mcu")
        patch.setenv("MAIL_PASSWORD", "secret")
        yield Town(Warehouse(make()), load_settings(home=home), sink, options)


@pytest.fixture(autouse=True)
def nothing_is_broken(town, monkeypatch) -> None:
    town.sink.faults = {}
    town.sink.taken.clear()
    town.sink.kept.clear()
    town.sink.struck.clear()
    monkeypatch.setattr(smtp_session, "TIMEOUT", 0.3)
    monkeypatch.setattr(smtp, "TEXT_TIMEOUT", 0.3)


def expected(step: str, fault: str) -> set[str]:
    """How an attempt ends that meets the fault: a server as a whole that refuses is no refusal of the mail."""
    if step == "in_text":
        return {"pending", "uncertain"}  # the text may have been written before the end of the line was seen
    if step == "text" and fault in (CUT, HANG):
        return {"uncertain"}
    return {"failed"} if fault == NEVER and step in ("mail", "rcpt", "data", "text") else {"pending"}


CASES = [(step, fault) for step, fault in product(STEPS, (LATER, NEVER, CUT, HANG)) if step != "in_text"]
CASES += [("in_text", CUT), ("in_text", HANG)]


@pytest.mark.parametrize(("step", "fault"), CASES)
def test_whatever_the_server_does_each_gets_the_mail_in_the_end(town, step, fault):
    # A silent server costs a time-out a recipient.
    post = town.post(("first@example.org",) if fault == HANG else ("first@example.org", "second@example.org"))
    town.sink.faults = {step: fault}
    assert set(post.deliver(0).values()) <= expected(step, fault)
    assert step in town.sink.struck
    post.check_journal()
    town.sink.faults = {}
    post.deliver(HOUR, with_failed=True)
    post.check()
    assert {entry.attempt for entry in post.journal()} == {1, 2}


def test_a_server_that_falls_silent_again_and_again_gets_ever_fewer_copies(town):
    post = town.post(("first@example.org",))
    town.sink.faults = {"text": CUT}
    assert tries(post, 0)
    times = [15, 75, 315, 315 + 24 * HOUR, 315 + 48 * HOUR]
    assert [minute for time in times for minute in (time - 1, time) if tries(post, minute)] == times
    town.sink.faults = {}
    post.deliver(200 * HOUR)
    post.check()


def tries(post: Post, minute: int) -> bool:
    before = post.rows()[0]["attempts"]
    post.deliver(minute)
    return post.rows()[0]["attempts"] > before


def test_greylisting_costs_one_pause(town):
    post = town.post(("grey@example.org", "list@example.org"))
    town.sink.greylists = True
    assert set(post.deliver(0).values()) == {"pending"}
    assert set(post.deliver(1).values()) == {"sent"}
    town.sink.greylists = False
    post.check()


def before(module: Any, name: str, when: Callable[..., bool] = lambda *_: True) -> tuple[Any, str, str, Any]:
    return module, name, "before", when


def after(module: Any, name: str, when: Callable[..., bool] = lambda *_: True) -> tuple[Any, str, str, Any]:
    return module, name, "after", when


def runs(file: str) -> Callable[..., bool]:
    return lambda _, what, **__: what == file


def ends_the_text(_: Any, content: bytes) -> bool:
    return content == b".\r\n"


# Every step of an attempt, and the word that the journal must have for it once the next call has looked.
KILLS = {
    "before it is written down": (before(outbox, "run", runs("delivery/outbox_begin.sql")), None),
    "before that is committed": (after(outbox, "run", runs("delivery/outbox_begin.sql")), None),
    "before the server is called": (before(smtp, "session"), "uncertain"),
    "logged in": (after(smtp_session, "greet"), "uncertain"),
    "recipient named": (after(smtp, "introduced"), "uncertain"),
    "text sent without its end": (before(smtplib.SMTP, "send", ends_the_text), "uncertain"),
    "text sent": (after(smtplib.SMTP, "send", ends_the_text), "uncertain"),
    "answer heard": (after(smtp, "hand_over"), "uncertain"),
    "before the end is written": (before(outbox, "run", runs("delivery/outbox_end.sql")), "uncertain"),
    "before the end is committed": (after(outbox, "run", runs("delivery/outbox_end.sql")), "uncertain"),
    "ended": (after(outbox, "attempt"), "sent"),
}


# What meets the next attempt; all but the first are slow: eleven steps each.
THEN = {
    "then well": {},
    "then cut": {"text": CUT},
    "then 4xx on call": {"connect": LATER},
    "then 4xx": {"rcpt": LATER},
    "then 4xx on the text": {"text": LATER},
    "then silence": {"rcpt": HANG},
    "then silence on the text": {"text": HANG},
}
FAULTS = [pytest.param(fault, id=name, marks=[pytest.mark.slow] if fault else []) for name, fault in THEN.items()]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", KILLS)
def test_killed_at_any_step_nothing_is_lost(town, step, fault):
    post = town.post(("first@example.org", "second@example.org"))
    point, told = KILLS[step]
    assert killed_at(post, *point) == -signal.SIGKILL
    town.sink.faults = fault
    post.deliver(1)
    assert [entry.outcome for entry in post.journal() if entry.recipient.startswith("first")][:1] == (
        [told] if told else [post.states()["first"]]
    )
    post.check_journal()
    town.sink.faults = {}
    for minute in (HOUR, 3 * HOUR, 8 * HOUR):
        post.deliver(minute)
    post.check()


def killed_at(post: Post, module: Any, name: str, side: str, when: Callable[..., bool]) -> int:
    """Delivers in a process of its own that kills itself (SIGKILL) at the point; returns how it has ended."""
    undisturbed = getattr(module, name)

    def deadly(*arguments: Any, **options: Any) -> Any:
        is_it = when(*arguments, **options)
        if is_it and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = undisturbed(*arguments, **options)
        if is_it:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    child = os.fork()
    if child == 0:
        try:
            setattr(module, name, deadly)
            post.deliver(0)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    time.sleep(0.05)  # the server reads what the dead have left on the line
    return os.waitstatus_to_exitcode(status)
