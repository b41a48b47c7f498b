"""A sending process killed from outside while it waits on the server: the next one knows no more than is true."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from svodka.settings import PROJECT
from tests.mail_faults import HANG
from tests.mail_sink import Sink, running
from tests.post_office import Post

PATIENCE = 60  # seconds for a process to come so far on a busy machine


@pytest.mark.parametrize(("step", "copies"), [("text", 2), pytest.param("rcpt", 1, marks=pytest.mark.slow)])
def test_kill_minus_nine_while_the_server_is_silent(warehouse, settings, home, step, copies):
    with running() as sink:
        post = Post(warehouse, settings, sink)
        sink.faults = {step: HANG}
        kill_when_it_waits(post.occasion, sink, step)
        assert [(entry.attempt, entry.outcome, entry.ended_at) for entry in post.journal()] == [(1, None, None)]
        sink.faults = {}
        # Who comes next sends to the others at once, and waits with the one whose end nobody knows.
        assert post.deliver(1) == {"first": "uncertain", "second": "sent", "third": "sent"}
        (lost, *_) = post.journal()
        assert (lost.outcome, lost.ended_at, lost.reply) == ("uncertain", None, "отправка прервана, исход неизвестен")
        assert post.deliver(15)["first"] == "uncertain"
        post.deliver(16)
        post.check()
        assert [len(sink.ids(name)) for name in post.names] == [copies, 1, 1]


def kill_when_it_waits(occasion: str, sink: Sink, step: str) -> None:
    words = [sys.executable, "-m", "tests.outbox_process", occasion, str(sink.port)]
    paths = {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'plugins'}"}
    with subprocess.Popen(words, cwd=PROJECT, env={**os.environ, **paths}) as process:
        deadline = time.monotonic() + PATIENCE
        while step not in sink.struck:
            assert process.poll() is None and time.monotonic() < deadline, "the process never came so far"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        assert process.wait(PATIENCE) == -signal.SIGKILL
