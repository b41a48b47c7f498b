"""A report that somebody has opened in LibreOffice and saved: the same report, not a forgery."""

from collections.abc import Iterator

import pytest

from svodka.report import edition as editions
from svodka.report import edition_store
from svodka.report.files import edition_folder
from svodka.report.verification import verify
from tests import report_sample as sample
from tests.delivery_desk import Desk
from tests.mail_sink import running
from tests.warehouse_fixtures import *  # noqa: F403  (the fixtures of a real Postgres)


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    with running() as sink:
        desk = Desk(warehouse, settings, sink)
        desk.advance("2026-10-02 14:00")
        yield desk


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_file_saved_by_libreoffice_shows_what_was_issued(desk, office, suffix):
    with desk.warehouse.begin() as conn:
        edition = edition_store.numbered(conn, sample.OKTMO, "2026Q3", "1")
    assert edition is not None
    folder = edition_folder(desk.settings, "2026Q3", "1")
    files = [folder / file.name for file in edition.files if file.name.endswith(suffix)]
    assert files
    for file in files:
        again = office.convert(file, suffix[1:])
        assert again.read_bytes() != file.read_bytes()
        with desk.warehouse.begin() as conn:
            found = verify(conn, desk.settings, again.name, again.read_bytes())
        assert (found.state, found.differences[:3]) == ("resaved", ())
        assert found.file is not None and found.file.name == file.name
