"""`svodka report`: the exit code and the sentence say whether the report has reached its recipients."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from svodka import pipeline
from svodka.cli import app
from svodka.delivery.ways.smtp_session import sink_port
from svodka.errors import SvodkaError
from svodka.settings import Settings

USUAL = {
    "quarter": "2026Q3", "edition": "1", "status": "утверждена", "next_step": "done", "message": "Отчёт отправлен.",
    "files": [], "is_blocked": False,
}  # fmt: skip


def mail(state: str, way: str = "smtp", is_withdrawn: bool = False) -> dict[str, Any]:
    return {"recipient": f"{way}@example.org", "state": state, "way": way, "is_withdrawn": is_withdrawn}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(*words: str, **issued: Any) -> Any:
        monkeypatch.setattr(pipeline, "forewarning", lambda *_: None)
        monkeypatch.setattr(pipeline, "report", lambda *_: {**USUAL, "deliveries": [mail("sent")], **issued})
        return CliRunner().invoke(app, ["report", "2026Q3", *words])

    return run


@pytest.mark.parametrize(
    ("issued", "code", "said"),
    [
        ({}, 0, ""),
        ({"next_step": "retry", "deliveries": [mail("pending")]}, 1, "ОТЧЁТ НЕ ОТПРАВЛЕН. "),
        ({"next_step": "retry", "deliveries": [mail("pending"), mail("sent")]}, 1, "ОТЧЁТ ОТПРАВЛЕН НЕ ВСЕМ. "),
        ({"next_step": "act", "deliveries": [mail("failed"), mail("pending", "hand")]}, 1, "ОТЧЁТ НЕ ОТПРАВЛЕН. "),
        ({"next_step": "act", "deliveries": []}, 1, "ОТЧЁТ НЕ ОТПРАВЛЕН. "),
        ({"next_step": "act", "is_blocked": True}, 1, "ОТЧЁТ НЕ ОТПРАВЛЕН. "),
        ({"next_step": "wait", "edition": None, "deliveries": []}, 1, "ОТЧЁТ НЕ ОТПРАВЛЕН. "),
        ({"next_step": "act", "deliveries": [mail("pending", "hand"), mail("sent")]}, 0, ""),
        ({"next_step": "act", "deliveries": [mail("pending", "hand"), mail("failed", is_withdrawn=True)]}, 0, ""),
    ],
)
def test_the_code_says_whether_everybody_has_it(run, issued, code, said):
    words = "Что дальше."
    result = run("--deliver", message=words, **issued)
    assert result.exit_code == code
    assert result.stderr.count(words) == 1 and ("ОТЧЁТ" in result.stderr) == bool(said)
    assert not said or f"{said}{words}" in result.stderr
    shown = run("--deliver", "--json", message=words, **issued)
    assert (shown.exit_code, json.loads(shown.stdout)["message"]) == (code, words)
    assert run(message=words, **issued).exit_code == 0, "nobody has asked to send it"


def test_what_waits_for_its_number_says_so(run):
    result = run("--deliver", next_step="act", message="Введите исх. №.", deliveries=[mail("pending", "hand")])
    assert "ждёт передачи через СЭД" in " ".join(result.stdout.split()) and "Введите исх. №." in result.stderr


@pytest.mark.parametrize(("is_blocked", "is_offered"), [(True, False), (False, True)])
def test_what_the_gate_keeps_back_is_not_offered_to_be_sent(run, is_blocked, is_offered):
    result = run(next_step="act", is_blocked=is_blocked, deliveries=[])
    assert ("--deliver" in result.stderr) == is_offered and "Никому не отправлено." in result.stderr


def test_without_a_mail_server_it_is_said_what_to_do_and_no_path(tmp_path: Path):
    with pytest.raises(SvodkaError, match="почта не настроена или не запущена") as refused:
        sink_port(Settings(home=tmp_path))
    assert str(tmp_path) not in str(refused.value)
