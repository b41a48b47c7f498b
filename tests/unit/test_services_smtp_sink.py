"""The mail sink keeps each mail to the byte and tells its port."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from svodka.settings import PROJECT


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    outbox, port_file = tmp_path / "out box", tmp_path / "smtp.port"
    command = [sys.executable, "-m", "svodka.services.smtp_sink", str(outbox), str(port_file), "0"]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(PROJECT / "plugins")})
    for _ in range(200):
        if port_file.exists():
            break
        time.sleep(0.05)
    yield outbox, int(port_file.read_text())
    process.terminate()
    assert process.wait(10) == 0


def test_a_mail_is_kept_whole(sink: tuple[Path, int]) -> None:
    outbox, port = sink
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Отчёт"
    mail.set_content("Добрый день\n.\nточка в начале строки")
    mail.add_attachment(os.urandom(300_000), maintype="application", subtype="octet-stream", filename="отчёт.xlsx")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(mail)
        server.send_message(mail)
    kept = sorted(outbox.glob("*.eml"))
    assert len(kept) == 2
    read = message_from_bytes(kept[0].read_bytes(), policy=policy.default)
    assert read["Subject"] == "Отчёт"
    assert "\n.\n" in read.get_body().get_content().replace("\r\n", "\n")
    assert next(read.iter_attachments()).get_content() == next(mail.iter_attachments()).get_content()
    assert not list(outbox.glob(".*"))
