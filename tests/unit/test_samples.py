"""The generator as a whole: same bytes everywhere, the promised files, windows, seasons."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from samples.incident_life import incidents
from samples.life import Message, end_of
from samples.pos_life import pos_messages
from tests.sample_files import records

ROOT = Path(__file__).parents[2]
CHANNELS = {"incident", "pos", "reception", "sed", "journals", "appeals", "pages"}
MONTH_ENDS = {date(2025 + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in range(7, 13)}
MONTH_ENDS |= {date(2026, month, 1) - timedelta(days=1) for month in range(2, 10)}


def hashes(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def days(sample_dir: Path, channel: str) -> set[date]:
    return {date.fromisoformat(path.stem[-10:]) for path in (sample_dir / channel).iterdir() if path.is_file()}


def test_another_process_zone_locale_and_hash_seed_give_the_same_bytes(sample_dir: Path, tmp_path: Path) -> None:
    elsewhere = {"TZ": "America/Anchorage", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PATH": os.environ["PATH"]}
    script = str(ROOT / "samples" / "generate.py")
    done = subprocess.run([sys.executable, script, "out"], cwd=tmp_path, env=elsewhere, check=True, capture_output=True)
    assert done.stdout.decode().split()[0] == str(len(hashes(sample_dir)))
    assert hashes(tmp_path / "out") == hashes(sample_dir)


def test_about_two_hundred_files_of_a_few_megabytes(sample_dir: Path) -> None:
    files = [path for path in sample_dir.rglob("*") if path.is_file()]
    assert 190 <= len(files) <= 230
    assert sum(path.stat().st_size for path in files) < 11_000_000
    assert max(path.stat().st_size for path in files) < 500_000


def test_every_file_lies_where_its_channel_looks_for_it(sample_dir: Path) -> None:
    assert {path.name for path in sample_dir.iterdir()} == CHANNELS
    for name in hashes(sample_dir):
        channel, *registrar, file = name.split("/")
        assert registrar in ([], ["school"]), name
        assert re.fullmatch(channel + r"_202[56]-\d\d-\d\d\.(xlsx|ods|csv|json|zip)", file), name


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_history_is_monthly_until_autumn(sample_dir: Path, channel: str) -> None:
    before = {day for day in days(sample_dir, channel) if day < date(2026, 9, 1)}
    assert before >= MONTH_ENDS
    assert before == MONTH_ENDS or channel == "pages"


def test_daily_exports_from_20_september(sample_dir: Path) -> None:
    every_day = {date(2026, 9, 20) + timedelta(days=n) for n in range(13)}
    for channel in ("incident", "pos"):
        assert {day for day in days(sample_dir, channel) if day > date(2026, 9, 1)} == every_day
    for channel in ("reception", "sed", "journals", "appeals"):
        workdays = {day for day in every_day if day.weekday() < 5}
        assert {day for day in days(sample_dir, channel) if day > date(2026, 9, 1)} == workdays
    mondays = {date(2026, 7, 6) + timedelta(weeks=n) for n in range(13)}
    assert mondays <= days(sample_dir, "pages")


def test_only_the_copied_file_repeats_known_bytes(sample_dir: Path) -> None:
    by_hash = Counter(hashes(sample_dir).values())
    twice = sorted(name for name, sha in hashes(sample_dir).items() if by_hash[sha] > 1)
    assert twice == [f"journals/school/journals_2026-09-{day}.ods" for day in (25, 30)]


def test_workbooks_and_archives_know_no_clock(sample_dir: Path) -> None:
    for path in sample_dir.rglob("*"):
        if path.suffix in (".xlsx", ".ods", ".zip"):
            with zipfile.ZipFile(path) as archive:
                assert {member.date_time[0] for member in archive.infolist()} == {1980}, path.name
    book = openpyxl.load_workbook(sample_dir / "pos" / "pos_2026-09-30.xlsx", read_only=True)
    assert book.properties.created == datetime.fromisoformat("2026-09-30T19:05")


def test_exports_show_the_last_200_days_and_nothing_later(sample_dir: Path) -> None:
    for day in ("2026-06-30", "2026-09-30"):
        rows = records(sample_dir / "pos" / f"pos_{day}.xlsx", "Тип")
        registered = [f"{row['Дата регистрации']:%Y-%m-%d}" for row in rows]
        end = date.fromisoformat(day)
        assert str(end - timedelta(days=200)) <= min(registered) <= str(end - timedelta(days=195))
        assert str(end - timedelta(days=3)) <= max(registered) <= str(end)


def test_one_channel_does_not_move_another() -> None:
    alone = incidents()
    pos_messages()
    assert incidents() == alone


def test_the_year_has_seasons() -> None:
    by_month = Counter((message.registered_at.year, message.registered_at.month) for message in incidents())
    assert min(by_month[month] for month in by_month if month != (2026, 10)) > 40
    lull = [message for message in incidents() if date(2026, 1, 1) <= message.registered_at.date() <= date(2026, 1, 8)]
    assert len(lull) < by_month[2026, 1] / 6
    spring, winter = _topics(incidents(), (3, 4)), _topics(incidents(), (12, 1, 2))
    assert spring["Ямы и выбоины"] > 2 * winter["Ямы и выбоины"]
    assert winter["Отопление"] > 2 * spring["Отопление"]


def test_people_write_in_the_evening_and_at_weekends() -> None:
    messages = incidents()
    evening = sum(not 8 <= message.registered_at.hour < 17 for message in messages)
    weekend = sum(message.registered_at.weekday() > 4 for message in messages)
    assert 0.4 < evening / len(messages) < 0.7
    assert 0.15 < weekend / len(messages) < 0.35


def test_several_thousand_messages_a_year(sample_dir: Path) -> None:
    total = 0
    for channel, header in (("incident", "Статус"), ("pos", "Тип"), ("appeals", "Тематика")):
        total += len(_file(sample_dir, channel, header))
    for channel, encoding in (("reception", "utf-8"), ("sed", "cp1251")):
        total += len(records(sample_dir / channel / f"{channel}_2026-09-30.csv", "Статус", encoding=encoding))
    assert 2_000 < total < 3_500  # of the last 200 days


def _file(sample_dir: Path, channel: str, header: str) -> list[dict[str, object]]:
    return records(sample_dir / channel / f"{channel}_2026-09-30.xlsx", header)


def _topics(messages: list[Message], months: tuple[int, ...]) -> Counter[object]:
    states = (message.state(end_of(date(2026, 10, 2))) for message in messages if message.registered_at.month in months)
    return Counter(state["topic_l2"] for state in states)
