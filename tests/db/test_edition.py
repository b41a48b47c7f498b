"""An edition keeps its values to the digit and its files to the byte, and is not issued twice."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest
from sqlalchemy import text

from svodka.delivery import handover, outbox, quarter_state
from svodka.delivery import quarter as quarters
from svodka.delivery.quarter_state import QuarterState
from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import edition_store, files
from svodka.report.annex import canonical_json, values_hash
from tests import report_sample as sample
from tests.delivery_desk import Desk, at
from tests.mail_sink import running

QUARTER = Quarter(2026, 3)


class Killed(BaseException):
    """The process is gone: nothing may catch it."""


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    with running() as sink:
        yield Desk(warehouse, settings, sink)


def issue(desk: Desk, kind: str = "preliminary", **changes) -> edition_store.Edition:
    document = sample.document(**changes)
    with desk.warehouse.begin() as conn:
        quarter_state.write(conn, desk.settings, QUARTER, QuarterState(), at("2026-10-01 07:00"))
        return editions.issue(conn, desk.settings, QUARTER, document, sample.coverage(), kind, at("2026-10-01 07:00"))


def test_numbers_count_preliminary_and_issued_ones_apart(desk):
    numbers = [
        issue(desk).number,
        issue(desk, late="3").number,
        issue(desk, "approved", late="3").number,
        issue(desk, "corrected", late="4").number,
        issue(desk, late="4").number,
    ]
    assert numbers == ["0.1", "0.2", "1", "2", "0.3"]


def test_equal_values_are_not_issued_again(desk):
    first = issue(desk, "approved")
    again = issue(desk, "approved", as_of="2026-10-03T08:00:00+05:00")
    assert (again.number, again.is_new) == ("1", False)
    assert again == replace(first, is_new=False)


def test_frozen_values_come_back_to_the_digit(desk):
    edition = issue(desk, "approved")
    with desk.warehouse.begin() as conn:
        frozen = edition_store.frozen_document(conn, edition)
    assert canonical_json(frozen) == canonical_json(sample.document(edition="1"))
    assert values_hash(frozen) == edition.hash


def test_files_lie_in_the_folder_of_their_edition_with_their_hashes(desk):
    edition = issue(desk, "approved")
    folder = desk.settings.home / "reports" / "2026Q3" / "1"
    assert {path.name for path in folder.iterdir()} == {file.name for file in edition.files}
    for file in edition.files:
        content = (folder / file.name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.n_bytes)
    assert json.loads((folder / "figures.json").read_text()) == sample.document(edition="1")
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.DictReader(lines, delimiter=";"))) == len(sample.document()["values"])
    assert openpyxl.load_workbook(folder / "svodka_2026Q3_1.xlsx").sheetnames[0] == "Титул"


def test_a_file_changed_after_the_issue_is_not_handed_out(desk):
    edition = issue(desk, "approved")
    place = desk.settings.home / "reports" / "2026Q3" / "1" / "figures.csv"
    place.write_bytes(place.read_bytes() + b" ")
    file = next(file for file in edition.files if file.name == "figures.csv")
    with pytest.raises(SvodkaError, match="изменён после выпуска"):
        files.read_file(desk.settings, edition, file)
    place.unlink()
    with pytest.raises(SvodkaError, match="пропал"):
        files.read_file(desk.settings, edition, file)


STEPS = [
    (editions, "write_files"),
    (edition_store, "store"),
    (handover, "write_outbox"),
    (handover, "letter_parts"),
    (outbox, "attempt"),
    (handover, "is_complete"),
    (quarters, "answer"),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _, name in STEPS])
def test_killed_at_any_step_the_next_call_ends_the_same(desk, monkeypatch, module, name, when):
    undisturbed = getattr(module, name)

    def killed(*arguments, **options):
        if when == "after":
            undisturbed(*arguments, **options)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, killed)
        with pytest.raises(Killed):
            desk.advance("2026-10-02 14:00")
    result = desk.advance("2026-10-02 16:00")
    assert (result["state"], result["edition"], result["kind"]) == ("sent", "1", "automatic")
    assert len(desk.sink.taken) == 1
    assert desk.editions() == [("0.1", "preliminary"), ("1", "automatic")]
    with desk.warehouse.begin() as conn:
        assert conn.execute(text("SELECT count(*) FROM meta.edition_value")).scalar() == 2 * len(
            sample.document()["values"]
        )
