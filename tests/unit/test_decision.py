"""What a decision or its absence means, by the clock that is given."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from svodka.delivery.decision import EditionChanged, Question, silence_of, verdict
from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.settings import Policy

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


DEADLINE = datetime(2026, 10, 4, 23, 59, 59, tzinfo=CUTOFF.tzinfo)


def test_where_silence_is_no_consent_only_a_signature_releases():
    held = question(silence="hold")
    assert held.until is None
    assert not held.may_go_by_silence
    assert verdict(held, None, None, CUTOFF + HOUR) == "waiting"
    assert verdict(held, None, None, CUTOFF + 48 * HOUR) == "unsigned"
    assert verdict(held, "silence", "a", CUTOFF) == "unsigned"
    assert verdict(held, "approve", "a", CUTOFF) == "approved"


@pytest.mark.parametrize(("number", "expected"), [(1, "hold"), (3, "hold"), (4, "send")])
def test_the_holidays_have_their_own_rule(number, expected):
    policy = Policy(on_silence="hold")
    assert silence_of(policy, Quarter(2026, number)) == expected
    assert silence_of(Policy(on_silence_q4="hold"), Quarter(2026, 4)) == "hold"


@pytest.mark.parametrize("decision", ["approve", "silence", None])
def test_a_gap_that_nobody_has_let_pass_keeps_the_edition_back(decision):
    gapped = question(waits_for_gaps=True, gaps=("sed",))
    assert not gapped.may_go_by_silence
    assert verdict(gapped, decision, "a", CUTOFF + 48 * HOUR) == "gapped"
    assert verdict(gapped, "reject", "a", CUTOFF) == "rejected"
    let_pass = question(waits_for_gaps=True)
    assert verdict(let_pass, decision, "a", CUTOFF + 48 * HOUR) in ("approved", "automatic")


@pytest.mark.parametrize("decision", ["approve", "silence", None])
def test_what_the_privacy_gate_has_found_lets_nothing_out(decision):
    found = question(is_blocked=True)
    assert not found.may_go_by_silence
    assert verdict(found, decision, "a", CUTOFF + 48 * HOUR) == "blocked"
    assert verdict(found, "reject", "a", CUTOFF) == "rejected"


def test_an_edition_whose_gap_has_closed_late_has_its_own_two_hours():
    closed = question(waits_for_gaps=True, opened_at=CUTOFF + 24 * HOUR, deadline=DEADLINE)
    assert closed.until == CUTOFF + 26 * HOUR


@pytest.mark.parametrize(
    ("opened", "closes"),
    [
        ("2026-10-04 20:00", "2026-10-04 22:00"),
        ("2026-10-04 22:00", "2026-10-04 22:59:59"),  # not into the last hour
        ("2026-10-04 23:30", "2026-10-04 23:30"),  # at once: the report must be out by midnight
        ("2026-10-05 08:00", "2026-10-05 10:00"),  # it is lost: the head has his time
    ],
)
def test_no_window_reaches_beyond_the_deadline(opened, closes):
    zone = CUTOFF.tzinfo
    late = question(rejected_hash="b", opened_at=datetime.fromisoformat(opened).replace(tzinfo=zone), deadline=DEADLINE)
    assert late.until == datetime.fromisoformat(closes).replace(tzinfo=zone)


def test_a_late_start_takes_no_time_from_the_deadline():
    """Neither sent back nor held: an edition first made on the 3rd goes by silence at once, as the cut-off is past."""
    late = question(opened_at=CUTOFF + 24 * HOUR, deadline=DEADLINE)
    assert late.until == CUTOFF + 2 * HOUR
