"""What unit tests share: the sample exports, made once."""

from pathlib import Path

import pytest

from samples.generate import main


@pytest.fixture(scope="session")
def sample_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like an inbox, filled with all sample exports."""
    out = tmp_path_factory.mktemp("samples")
    main(out)
    return out
