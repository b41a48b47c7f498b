"""A deterministic sample of the mutation check (`make mutate` tries all): no mutant of it survives the cases."""

import subprocess
import sys

import pytest

from svodka.settings import PROJECT


@pytest.mark.slow
def test_no_mutant_of_the_sample_survives() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "--every", "15"], cwd=PROJECT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Killed" in done.stdout
