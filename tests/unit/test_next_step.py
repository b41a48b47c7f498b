"""What a quarter waits for, whose turn it is, whether it goes out by itself; and the same in the words of `status`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from svodka.delivery import quarter_words
from svodka.delivery.answer import notes
from svodka.delivery.next_step import next_step, steps
from svodka.delivery.progress import Progress, deadline
from svodka.delivery.quarter_state import QuarterState
from svodka.period import Quarter
from svodka.report.edition_store import Edition
from svodka.report.privacy import Finding
from svodka.settings import Municipality, Policy, Settings
from tests import report_sample as sample

ZONE = ZoneInfo("Asia/Yekaterinburg")
Q3 = Quarter(2026, 3)
CUTOFF = datetime(2026, 10, 2, 12, tzinfo=ZONE)
CLOSES = datetime(2026, 10, 2, 14, tzinfo=ZONE)
OPENED = QuarterState(state="preliminary", sign_off_opened_at=CUTOFF, coverage=sample.coverage(gap=False))
FOUND = (Finding("svodka.xlsx", "лист «Данные», ячейка C14", "номер телефона"),)


def settings(**policy: Any) -> Settings:
    return Settings(municipality=Municipality(oktmo=sample.OKTMO), policy=Policy(**policy))


def edition(number: str = "0.1", hash_: str = "a", kind: str = "preliminary") -> Edition:
    return Edition(1, sample.OKTMO, "2026Q3", number, kind, CUTOFF, CUTOFF, hash_, "r", [], ())


def progress(**changes: Any) -> Progress:
    usual: dict[str, Any] = {"state": OPENED, "draft": edition(), "issued": None, "ways": frozenset({"smtp"})}
    return Progress(cutoff=CUTOFF, may_send=True, **(usual | {"has_ended": True} | changes))


def mail(state: str, **changes: Any) -> dict[str, Any]:
    usual = {"role": "cur_head", "recipient": "cur@example.org", "way": "smtp", "retry_at": None, "reply": None}
    return {**usual, "state": state, "is_withdrawn": False, "sent_at": None, **changes}


def issued(*mails: dict[str, Any], state: str = "signed", **changes: Any) -> Progress:
    row = replace(OPENED, state=state)
    return progress(state=row, issued=edition("1", kind="approved"), mails=list(mails), **changes)


@pytest.mark.parametrize(
    ("found", "policy", "code", "kind", "who", "goes_at"),
    [
        (progress(draft=None), {}, "wait", "no_data", "secretary", None),
        (progress(), {}, "sign_off", "unsigned", "mcu_head", CLOSES),
        (progress(), {"on_silence": "hold"}, "sign_off", "unsigned", "mcu_head", None),
        (progress(draft_findings=FOUND), {}, "act", "found", "engineer", None),
        (progress(state=replace(OPENED, rejected_hash="a")), {}, "act", "rejected", "secretary", None),
        (issued(), {}, "act", "nobody", "secretary", None),
        (issued(mail("failed")), {}, "act", "refused", "engineer", None),
        (issued(mail("pending", way="hand")), {}, "act", "hand", "secretary", None),
        (issued(mail("sent"), issued_findings=FOUND), {}, "act", "found", "engineer", None),
        (issued(mail("sent"), state="sent"), {}, "done", "done", None, None),
        (issued(mail("sent"), state="sent", draft=edition("0.2", "b")), {}, "act", "changed", "mcu_head", None),
    ],
)
def test_whose_turn_it_is(found, policy, code, kind, who, goes_at):
    step = next_step(settings(**policy), Q3, found)
    assert (step.code, step.kind, step.who[0] if step.who else None, step.goes_at) == (code, kind, who, goes_at)


@pytest.mark.parametrize(
    ("policy", "is_open", "kind", "goes_at"),
    [
        ({}, False, "gap", CLOSES),
        ({"at_cutoff": "hold"}, False, "gap", None),
        ({}, True, "unsigned", CLOSES),
        ({"at_cutoff": "hold"}, True, "held_gap", None),
    ],
)
def test_a_gap_before_and_after_the_cutoff(policy, is_open, kind, goes_at):
    row = replace(OPENED, coverage=sample.coverage(), sign_off_opened_at=CUTOFF if is_open else None)
    step = next_step(settings(**policy), Q3, progress(state=row))
    assert (step.kind, step.goes_at) == (kind, goes_at)
    if kind != "unsigned":
        assert "СЭД (29.09.2026–30.09.2026)" in step.message


def test_a_mail_under_way_goes_by_itself_and_names_no_address():
    retry = datetime(2026, 10, 2, 14, 5, tzinfo=ZONE)
    waits = mail("pending", retry_at=retry.isoformat(), reply="451 4.7.1 <cur@example.org> try later")
    step = next_step(settings(), Q3, issued(waits))
    assert (step.code, step.goes_at) == ("retry", retry)
    assert "451 4.7.1 <адрес> try later" in step.message


def test_all_that_is_left_to_do_is_said():
    left = issued(mail("failed"), mail("pending", way="hand", recipient="hand:cur_head"), mail("sent"))
    assert [step.kind for step in steps(settings(), Q3, left)] == ["refused", "hand"]


def test_a_mail_to_whoever_is_no_recipient_any_more_is_waited_for_by_nobody():
    left = issued(mail("failed", is_withdrawn=True), mail("pending", way="hand", recipient="hand:cur_head"))
    assert [step.kind for step in steps(settings(), Q3, left)] == ["hand"]


@pytest.mark.parametrize(("ways", "kinds"), [({"smtp"}, []), ({"smtp", "hand"}, ["hand_ahead"]), (set(), ["nobody"])])
def test_what_will_need_a_person_is_known_before(ways, kinds):
    found = steps(settings(), Q3, progress(ways=frozenset(ways)))
    assert [step.kind for step in found] == ["unsigned", *kinds]


def test_a_correction_that_was_sent_back_is_done_with():
    row = replace(OPENED, state="sent", rejected_hash="b")
    found = progress(state=row, draft=edition("0.2", "b"), issued=edition("1", kind="approved"), mails=[mail("sent")])
    assert next_step(settings(), Q3, found).kind == "done"


@pytest.mark.parametrize("quarter", [Quarter(2026, 3), Quarter(2026, 4)])
def test_the_deadline_is_the_last_second_of_the_fourth(quarter):
    end = deadline(quarter, settings())
    assert (end.day, end.hour, end.minute, end.second) == (4, 23, 59, 59)
    assert Quarter.of(end.date()) == quarter.next


@pytest.mark.parametrize(
    ("found", "where", "what"),
    [
        (
            progress(draft_findings=FOUND),
            "редакция 0.1 задержана проверкой персональных данных",
            "лист «Данные», ячейка C14",
        ),
        (
            progress(state=replace(OPENED, rejected_hash="a", rejection_reason="задвоены")),
            "редакция 0.1 отклонена руководителем МЦУ (причина: задвоены)",
            "загрузите исправленные данные",
        ),
        (
            issued(mail("pending", way="hand", recipient="hand:cur_head")),
            "редакция 1 утверждена, ждёт передачи через СЭД (передана 0 из 1)",
            "svodka register 2026Q3 --number",
        ),
        (
            issued(mail("sent"), state="confirmed"),
            "редакция 1 утверждена, отправлена, получение подтверждено",
            None,
        ),
        (
            issued(issued_findings=FOUND),
            "редакция 1 утверждена, задержана проверкой персональных данных",
            "номер телефона",
        ),
        (
            issued(mail("failed"), mail("sent")),
            "редакция 1 утверждена, почтовый сервер отказал (передана 1 из 2)",
            "исправьте адрес получателя",
        ),
    ],
)
def test_status_says_where_the_report_stands_and_what_to_do(found, where, what):
    assert quarter_words.where(settings(), Q3, found) == where
    said = quarter_words.what_to_do(settings(), Q3, found, has_data=True)
    assert (what is None and said is None) or what in said


def test_what_the_gate_finds_before_the_quarter_ends_is_told_at_once():
    found = progress(has_ended=False, draft_findings=FOUND)
    step = next_step(settings(), Q3, found)
    assert (step.code, step.who, step.goes_at) == ("wait", (), None)
    assert "ещё не закончен" in step.message and "лист «Данные», ячейка C14" in step.message
    assert any("лист «Данные»" in note for note in notes(settings(), found))
    assert "персональные данные" in quarter_words.where(settings(), Q3, found)
    assert "ячейка C14" in quarter_words.what_to_do(settings(), Q3, found, has_data=True)


@pytest.mark.parametrize(
    ("found", "is_blocked"),
    [
        (progress(), False),
        (progress(draft_findings=FOUND), True),
        (issued(issued_findings=FOUND), True),
        (issued(mail("sent"), state="sent", draft_findings=FOUND), False),
        (issued(mail("sent"), state="sent", draft=edition("0.2", "b"), draft_findings=FOUND), True),
    ],
)
def test_what_goes_next_is_blocked_by_its_own_findings_only(found, is_blocked):
    assert bool(found.findings) is is_blocked


def test_all_that_is_passed_on_waits_for_nothing():
    assert quarter_words.where(settings(), Q3, issued(mail("sent"))).endswith(
        "утверждена, отправлена (передана 1 из 1)"
    )


def test_status_names_the_gap_that_the_report_waits_for():
    row = replace(OPENED, coverage=sample.coverage())
    held = settings(at_cutoff="hold")
    assert quarter_words.where(held, Q3, progress(state=row)) == (
        "редакция 0.1 ждёт выгрузок или отпущенного пробела: СЭД (29.09.2026–30.09.2026)"
    )
    assert "svodka waive 2026Q3 sed" in quarter_words.what_to_do(held, Q3, progress(state=row), has_data=True)
