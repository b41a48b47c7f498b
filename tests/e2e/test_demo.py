"""The main job on the real scheduler, judged by what a person gets: the mail, the page, the next file."""

import json
import re
import time
from datetime import date
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from tests.db.content import checksums
from tests.e2e.conftest import Demo

COMMAND = "from svodka.cli import main; main()"
CHANNELS = ("appeals", "incident", "journals", "pages", "pos", "reception", "sed")


def delivered_mail(demo: Demo) -> EmailMessage:
    """The one mail with the report of the quarter."""
    found = []
    for file in (demo.home / "outbox").glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=default)
        if any((part.get_filename() or "").endswith(".xlsx") for part in mail.iter_attachments()):
            found.append(mail)
    assert len(found) == 1
    return found[0]


def attachment(mail: EmailMessage, ending: str) -> bytes:
    (found,) = [part for part in mail.iter_attachments() if (part.get_filename() or "").endswith(ending)]
    content = found.get_content()
    return content if isinstance(content, bytes) else content.encode()


def totals(document: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {
        value["indicator"]: (value["numerator"], value["denominator"])
        for value in document["values"]
        if not any(value["slice"].values())
    }


def figures(demo: Demo) -> dict[str, Any]:
    done = demo.run("-c", COMMAND, "figures", "2026Q3", "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def content_of(demo: Demo) -> dict[str, str]:
    """A checksum of each part of the warehouse's content."""
    with demo.warehouse.begin() as connection:
        return checksums(connection)


def test_the_mail_carries_the_report_and_its_figures(demo: Demo) -> None:
    mail = delivered_mail(demo)
    annex = json.loads(attachment(mail, "figures.json"))
    assert annex["schema"] == "svodka/figures/1"
    assert annex["period"] == "2026Q3"
    assert {"S-01", "I-01", "P-02", "A-06", "G-02"} <= set(totals(annex))
    sheet = load_workbook(BytesIO(attachment(mail, "svodka_2026Q3_1.xlsx")), read_only=True)["Показатели"]
    told = totals(annex)
    del told["I-06"]  # nobody marked an answer: it stands under «Без данных»
    shown = {row[0]: row[2:4] for row in sheet.iter_rows(values_only=True) if row[0] in told}
    assert shown.keys() == told.keys()
    for code, (numerator, denominator) in told.items():
        assert Decimal(str(shown[code][0])) == Decimal(numerator), code
        assert shown[code][1] == "—" if denominator is None else Decimal(str(shown[code][1])) == Decimal(denominator)


def test_the_mail_carries_every_file_of_the_edition(demo: Demo) -> None:
    names = [part.get_filename() for part in delivered_mail(demo).iter_attachments()]
    assert next(name for name in names if str(name).endswith(".xlsx")) == "svodka_2026Q3_1.xlsx"
    assert {"letter.pdf", "letter.docx", "summary.pdf", "figures.json", "figures.csv"} <= set(names)
    assert any(str(name).startswith("form_") for name in names)


def test_the_mail_says_that_nobody_had_pressed_anything(demo: Demo) -> None:
    mail = delivered_mail(demo)
    book = load_workbook(BytesIO(attachment(mail, "svodka_2026Q3_1.xlsx")), read_only=True)
    cover = " ".join(str(cell) for row in book["Титул"].iter_rows(values_only=True) for cell in row)
    assert "автоматически" in cover


def test_the_ending_names_what_a_person_needs(demo: Demo) -> None:
    for word in ("svodka_2026Q3_1.xlsx", ".eml", "http://127.0.0.1:", "engineer / ", "бюджет", "P-02"):
        assert word in demo.said


def test_each_day_of_the_week_was_loaded_again_by_the_scheduler(demo: Demo) -> None:
    wanted = {f"2026-09-{day}T19:00:00Z" for day in range(23, 30)}
    for channel in CHANNELS:
        runs = demo.airflow.runs(f"{channel}_daily", run_type="backfill")
        assert {run["logical_date"] for run in runs} == wanted
        assert {run["state"] for run in runs} == {"success"}


@pytest.mark.parametrize("run_backwards", [False, True])
def test_a_past_week_loaded_once_more_changes_nothing(demo: Demo, run_backwards: bool) -> None:
    """What `airflow backfill create --reprocess-behavior completed [--run-backwards]` does, asked by the REST API."""
    dag, wait_until = "reception_daily", time.monotonic() + 300
    before, n_loads = content_of(demo), count_loads(demo)
    ids = {run["dag_run_id"] for run in demo.airflow.runs(dag, run_type="backfill")}
    number = demo.airflow.backfill(dag, "2026-09-24T00:00:00+05:00", "2026-09-30T00:00:00+05:00", run_backwards)
    while not demo.airflow.backfill_completed(number):
        assert time.monotonic() < wait_until
        time.sleep(1)
    runs = demo.airflow.runs(dag, run_type="backfill")
    assert {run["state"] for run in runs} == {"success"}
    assert {run["dag_run_id"] for run in runs} == ids and len(runs) == 7
    assert count_loads(demo) - n_loads == 5  # the office sends nothing at the weekend of 26 and 27 September
    assert content_of(demo) == before


def count_loads(demo: Demo) -> int:
    with demo.warehouse.begin() as connection:
        loads = "SELECT count(*) FROM meta.load WHERE channel = 'reception' AND dag_run_id LIKE 'backfill%'"
        return int(connection.execute(text(loads)).scalar_one())


def test_the_first_days_of_october_are_in_core(demo: Demo) -> None:
    with demo.warehouse.begin() as connection:
        newest = connection.execute(text("SELECT channel, max(business_day) FROM landing.file GROUP BY 1")).all()
    assert {channel for channel, day in newest if day == date(2026, 10, 2)} >= set(CHANNELS) - {"pages"}


def test_the_pages_answer_and_ask_who_is_there(demo: Demo) -> None:
    url = str(demo.airflow.client.base_url)
    assert httpx.get(f"{url}/api/v2/dags", trust_env=False).status_code == 401
    assert "quarterly_report" in demo.airflow.dags()
    assert demo.airflow.import_errors() == []


def test_again_is_quick_and_changes_no_row(demo: Demo) -> None:
    before, n_mails = content_of(demo), len(list((demo.home / "outbox").glob("*.eml")))
    started = time.monotonic()
    done = demo.run("-m", "svodka.demo")
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - started < 30
    assert content_of(demo) == before
    assert len(list((demo.home / "outbox").glob("*.eml"))) == n_mails


@pytest.mark.slow  # intake looks every ten minutes
def test_a_dropped_file_is_in_the_figures_without_a_click(demo: Demo) -> None:
    """The export of 3 October holds one message of September more; nobody presses anything."""
    before = int(totals(figures(demo))["S-01"][0])
    drop_with_one_more(demo.home, "reception_2026-10-03.csv")
    deadline = time.monotonic() + 15 * 60
    while int(totals(figures(demo))["S-01"][0]) != before + 1:
        assert time.monotonic() < deadline, "not in the figures after 15 minutes"
        time.sleep(5)


def drop_with_one_more(home: Path, name: str) -> None:
    """The newest export of the virtual reception with its last message once more under a new number."""
    newest = max((home / "samples" / "reception").glob("*.csv"))
    lines = newest.read_bytes().decode().splitlines()
    number, rest = next(line for line in reversed(lines) if re.match(r"ВП-\d+/26;.*\.09\.2026", line)).split(";", 1)
    lines.insert(-1, f"ВП-9{number[4:]};{rest}")
    draft = home / "inbox" / "reception" / f"{name}.part"
    draft.write_bytes("\r\n".join(lines).encode())
    draft.rename(home / "inbox" / "reception" / name)
