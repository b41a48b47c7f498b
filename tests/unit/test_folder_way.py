"""The way `folder`: whole files in a folder that somebody else looks into."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from svodka.delivery.ways import folder

FILES = {"svodka_2026Q3_1.xlsx": b"book", "figures.json": b"{}"}


@pytest.fixture
def drive(tmp_path) -> Path:
    path = tmp_path / "Сетевой диск"
    path.mkdir()
    return path


def lying(drive: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (drive / "2026Q3" / "1").iterdir()}


@pytest.mark.parametrize("address", ["{}", "file://{}", " {} "])
def test_files_lie_by_quarter_and_edition_and_a_second_time_changes_nothing(drive, address):
    where = address.format(drive.as_uri().removeprefix("file://") if "file" in address else drive)
    assert folder.place(where, "2026Q3/1", FILES).outcome == "sent"
    assert lying(drive) == FILES
    assert folder.place(where, "2026Q3/1", FILES).reply == "все файлы уже на месте: 2"


def test_files_added_later_join_those_that_are_there(drive):
    folder.place(str(drive), "2026Q3/1", FILES)
    ending = folder.place(str(drive), "2026Q3/1", {**FILES, "letter_registered_1.pdf": b"%PDF"})
    assert ending.reply == "записано и прочитано обратно файлов: 1, уже были: 2"
    assert set(lying(drive)) == {*FILES, "letter_registered_1.pdf"}


def test_a_drive_that_is_not_mounted_is_not_taken_for_an_empty_one(tmp_path):
    ending = folder.place(str(tmp_path / "drive"), "2026Q3/1", FILES)
    assert (ending.outcome, "сетевой диск" in ending.reply) == ("pending", True)
    assert not (tmp_path / "drive").exists()


def test_a_full_drive_is_tried_again_later(drive, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        ending = folder.place(str(drive), "2026Q3/1", FILES)
    assert (ending.outcome, "нет места" in ending.reply) == ("pending", True)
    assert not set(FILES) & set(lying(drive))
    assert folder.place(str(drive), "2026Q3/1", FILES).outcome == "sent"


@pytest.mark.parametrize("address", ["", "relative/folder", "file://server/share", "sftp://u@h/x"])
def test_what_is_no_folder_of_this_machine_fails_in_words(address):
    ending = folder.place(address, "2026Q3/1", FILES)
    assert (ending.outcome, "полный путь" in ending.reply) == ("failed", True)
