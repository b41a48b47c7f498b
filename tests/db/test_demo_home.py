"""The demonstration does not touch a home in which somebody works."""

from pathlib import Path

import pytest

from svodka.demo import story
from svodka.demo.journal import Journal
from svodka.errors import SvodkaError
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, scalar

FILE = """
INSERT INTO landing.file (
    municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at, exported_at,
    exported_at_source, business_day, stored_url
)
VALUES ('65763000', 'pos', 'main', 'pos', 'aa', 'real.csv', 'inbox', 1, now(), now(), 'name', '2026-10-01', 'file:///x')
RETURNING 1
"""


def test_a_home_with_landed_files_and_no_journal_is_refused(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVODKA_HOME", str(tmp_path))
    settings = Settings(warehouse_url=warehouse.url)
    story.refuse_real_data(settings, Journal(tmp_path))
    with warehouse.begin() as connection:
        scalar(connection, FILE)
    with pytest.raises(SvodkaError, match="уже есть загруженные данные"):
        story.refuse_real_data(settings, Journal(tmp_path))
    Journal(tmp_path).begin()
    story.refuse_real_data(settings, Journal(tmp_path))
