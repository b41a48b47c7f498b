"""Programs that only Debian has: found, else the test skips with the reason; under CI their absence is a failure."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def program(name: str) -> str:
    """The path of a program. Skips the test where it is not installed, fails it under CI."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        said = f"{name} не установлен: sh tests/debian/install.sh"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found


class Office:
    """LibreOffice without a window, with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self.soffice, self.folder = program("soffice"), folder

    def convert(self, file: Path, kind: str) -> Path:
        """The file as `kind` (pdf, xlsx, ods, csv …), as LibreOffice saves it; formulas are recalculated on loading."""
        out = self.folder / kind
        profile = (self.folder / "profile").as_uri()
        words = [self.soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
        done = subprocess.run(
            [*words, "--outdir", str(out), str(file)], capture_output=True, text=True, check=False, timeout=180
        )
        made = out / f"{file.stem}.{kind.partition(':')[0]}"
        assert made.is_file(), done.stdout + done.stderr
        return made

    def text(self, pdf: Path) -> str:
        """The text of a PDF as it stands on its pages."""
        words = [program("pdftotext"), "-layout", str(pdf), "-"]
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))
