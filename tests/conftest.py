"""Markers by folder: the ring of a test is where it lies."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        ring = item.path.relative_to(TESTS).parts[0]
        if ring in ("unit", "db", "debian", "airflow", "web", "e2e", "browser"):
            item.add_marker(getattr(pytest.mark, ring))
