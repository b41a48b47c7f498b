"""What a decision or its absence means, by the clock that is given."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from svodka.delivery.decision import EditionChanged, Question, verdict
from svodka.errors import SvodkaError

CUTOFF = datetime(2026, 10, 2, 12, tzinfo=ZoneInfo("Asia/Yekaterinburg"))
HOUR = timedelta(hours=1)


def question(**changes) -> Question:
    fields = {
        "edition_hash": "a",
        "number": "0.2",
        "cutoff": CUTOFF,
        "opened_at": CUTOFF - 24 * HOUR,
        "rejected_hash": None,
        "sign_off_seconds": None,
    }
    return Question(**(fields | changes))


@pytest.mark.parametrize(
    ("decision", "after_cutoff", "expected"),
    [
        ("approve", -20 * HOUR, "approved"),
        ("reject", -20 * HOUR, "rejected"),
        (None, 1.99 * HOUR, "waiting"),
        (None, 2 * HOUR, "automatic"),
        ("silence", -20 * HOUR, "automatic"),
        ("silence", 2 * HOUR, "automatic"),
    ],
)
def test_verdict_by_the_hour(decision, after_cutoff, expected):
    assert verdict(question(), decision, "a", CUTOFF + after_cutoff) == expected


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_spoken_decision_is_about_the_edition_that_was_shown(decision):
    with pytest.raises(EditionChanged):
        verdict(question(), decision, "b", CUTOFF)


def test_silence_about_an_older_edition_is_still_silence_and_waits_for_its_hour():
    assert verdict(question(), "silence", "b", CUTOFF + 1.99 * HOUR) == "waiting"
    assert verdict(question(), "silence", "b", CUTOFF + 2 * HOUR) == "automatic"


def test_a_rejected_edition_is_not_sent_by_silence_however_late():
    sent_back = question(rejected_hash="a")
    assert verdict(sent_back, None, None, CUTOFF + 48 * HOUR) == "rejected"
    assert verdict(sent_back, "approve", "a", CUTOFF + 48 * HOUR) == "approved"


def test_an_edition_remade_after_a_rejection_has_its_own_two_hours():
    remade = question(rejected_hash="b", opened_at=CUTOFF + 24 * HOUR)
    assert remade.until == CUTOFF + 26 * HOUR
    assert verdict(remade, None, None, CUTOFF + 25 * HOUR) == "waiting"


def test_configured_seconds_run_from_the_question():
    asked = question(sign_off_seconds=30, opened_at=CUTOFF)
    assert verdict(asked, None, None, CUTOFF + timedelta(seconds=29)) == "waiting"
    assert verdict(asked, None, None, CUTOFF + timedelta(seconds=30)) == "automatic"
    assert verdict(asked, "silence", "a", CUTOFF) == "automatic"
    assert question(sign_off_seconds=30, opened_at=None).until is None


def test_an_unknown_word_is_refused():
    with pytest.raises(SvodkaError, match="ожидается approve, reject или silence"):
        verdict(question(), "ok", None, CUTOFF)
