"""The rings are collected together by `make test-slow`: two test files of one name would be one module to pytest."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parent.parent


def test_no_two_test_files_have_one_name() -> None:
    counted = Counter(path.name for path in TESTS.rglob("test_*.py"))
    assert len(counted) > 100
    assert [name for name, times in counted.items() if times > 1] == []
