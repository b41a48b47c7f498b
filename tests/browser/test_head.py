"""What the head does: marks an answer, approves the report on its page, in his own name, and it goes out."""

from __future__ import annotations

import time
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from sqlalchemy import text

from tests.browser.conftest import Town, in_home
from tests.browser.test_secretary import Walk, count

pytestmark = pytest.mark.slow

QUARTER = "2026Q2"
WEEK_PARTS = (2026, 9, 21)  # a Monday
WEEK = "2026-09-21"
SECONDS = 240


def report_mails(town: Town) -> list[Any]:
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in (town.home / "outbox").glob("*.eml")]
    return [mail for mail in mails if any((p.get_filename() or "").endswith(".xlsx") for p in mail.iter_attachments())]


def wait_for(holds: Callable[[], Any], what: str) -> Any:
    until = time.monotonic() + SECONDS
    while not (found := holds()):
        assert time.monotonic() < until, what
        time.sleep(2)
    return found


@pytest.fixture
def head(enter: Callable[..., Any], town: Town) -> Walk:
    return Walk(enter("head"), town.url)


def test_an_answer_is_marked_and_counts(head: Walk, town: Town) -> None:
    draw = f"import datetime; from svodka import pipeline; print(pipeline.draw_answers(datetime.date(*{WEEK_PARTS})))"
    done = in_home(town.home, "-c", draw)
    assert done.returncode == 0 and int(done.stdout) > 0, done.stderr
    head.open(f"/answers?week={WEEK}")
    head.page.get_by_role("link", name="Оценить").first.click()
    for question in head.page.get_by_role("group").all():
        question.get_by_label("да", exact=True).check()
    head.press("Записать оценку")
    assert count(town, "SELECT count(*) FROM meta.answer_mark WHERE marked_by = 'head' AND is_good") == 1


def test_from_the_letter_to_the_approved_report(head: Walk, enter: Callable[..., Any], town: Town) -> None:
    """The run is started by hand in Airflow's own pages, for a quarter that is long over, and answered on ours."""
    engineer = enter("engineer")
    engineer.goto(f"{town.url}/dags/quarterly_report")
    engineer.get_by_role("button", name="Запуск Dag-а").click()
    form = engineer.get_by_role("dialog")
    form.locator("input[name=element_quarter]").fill(QUARTER)
    form.locator("label:has(input[name=element_deliver])").last.click()
    form.get_by_role("button", name="Запустить", exact=True).click()
    asks = f"SELECT count(*) FROM meta.edition WHERE quarter = '{QUARTER}'"
    wait_for(lambda: count(town, asks), "no edition was prepared")
    assert not report_mails(town)
    head.open(f"/reports/{QUARTER}")
    wait_for(
        lambda: head.page.reload() and head.page.get_by_role("button", name="Утвердить").count(), "nobody is asked"
    )
    head.began = time.monotonic()
    head.press("Утвердить")
    assert "передан" in head.text("main").lower()
    print(f"\nот страницы отчёта до утверждения: {head.told()}")
    (mail,) = wait_for(lambda: report_mails(town), "no mail has gone out")
    assert mail["To"] == "cur-head@example.org"
    with town.warehouse.begin() as conn:
        signed = conn.execute(text(f"SELECT decided_by FROM meta.quarter WHERE quarter = '{QUARTER}'")).scalar()
    assert signed == "head"


def test_a_link_of_a_letter_leads_through_the_login_to_its_page(chromium: Any, town: Town) -> None:
    context = chromium.new_context(locale="ru-RU")
    page = context.new_page()
    assert page.goto(f"{town.url}/svodka/terms?sort=term").status == 401
    page.get_by_role("link", name="Войти и открыть эту страницу").click()
    page.fill("input[name=username]", "engineer")
    page.fill("input[name=password]", town.passwords["engineer"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{town.url}/svodka/terms?sort=term")
    assert page.inner_text("h1") == "Сроки"
    context.close()


def test_past_days_are_loaded_again_from_the_pages_of_airflow(enter: Callable[..., Any], town: Town) -> None:
    loads = "SELECT count(*) FROM meta.load WHERE channel = 'sed' AND status = 'loaded'"
    before = count(town, loads)
    page = enter("secretary")
    page.goto(f"{town.url}/dags/sed_daily")
    page.get_by_role("button", name="Запуск Dag-а").click()
    form = page.get_by_role("dialog")
    form.get_by_text("Backfill", exact=True).click()
    for day in ("2026/09/28", "2026/09/29"):
        form.get_by_text("Select date and time").first.click()
        page.get_by_placeholder("YYYY/MM/DD").fill(day)
        page.get_by_placeholder("YYYY/MM/DD").press("Enter")
        page.keyboard.press("Escape")
        page.wait_for_timeout(500)
    form.get_by_text("Все запуски", exact=True).click()
    form.get_by_role("button", name="Запустить Backfill").click()
    assert wait_for(lambda: count(town, loads) >= before + 1, "the days were not loaded again")


def test_a_member_sees_no_personal_data_and_no_form(enter: Callable[..., Any], town: Town) -> None:
    assert town.run("grant", "engineer", "member", "--by", "test").returncode == 0
    try:
        page = enter("engineer")
        page.goto(f"{town.url}/svodka/reports/{QUARTER}")
        assert page.get_by_role("button", name="Утвердить").count() == 0
        assert page.goto(f"{town.url}/svodka/upload").status == 403
    finally:
        town.run("grant", "engineer", "engineer", "--by", "test")
